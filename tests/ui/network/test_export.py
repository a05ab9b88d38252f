"""The stand-alone page of a network's training: all layers are in it, and nothing that only a race needs."""

import pytest

from tests.network_runs import made_up
from tests.ui.player.test_component import unpack
from tests.ui.player.test_export import embedded
from training.network.config import decode, default_network
from ui.network import compute
from ui.network.export import html
from ui.work.visitors import Guest


@pytest.fixture(scope="module")
def made():
    """Makes the page without training anything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compute, "complete", lambda network, guest: {s: made_up(network) for s in network.choices})
        yield html


@pytest.fixture(scope="module")
def page(made):
    return made(default_network(), Guest())


def test_every_runner_can_be_looked_into(page):
    found = unpack(embedded(page, "data"))
    assert found["kind"] == "network" and decode(found["link"]) == (default_network(), [])
    assert set(found["insides"]) == set("abc")
    assert {inside["slot"] for inside in found["insides"].values()} == set("abc")


def test_it_brings_no_plotly_and_is_small(page):
    assert 'id="plotly"></script>' in page
    assert len(page) < 4_000_000


def test_who_is_hidden_is_not_in_the_page_and_is_named(made):
    found = unpack(embedded(made(default_network(), Guest(), frozenset("a")), "data"))
    assert [runner["slot"] for runner in found["runners"]] == [*found["insides"]] == list("bc")
    assert found["pick"] == found["inside"]["slot"] == "b"
    assert found["subtitle"].endswith("each, Adam hidden") and found["link"].endswith("&hide=a")

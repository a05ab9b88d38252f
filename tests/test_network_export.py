"""The stand-alone page of a network's training: all layers are in it, and nothing that only a race needs."""

import pytest

from tests.network_runs import made_up
from tests.test_export import embedded
from tests.test_player import unpack
from training.network_links import decode, default_network
from ui import network_compute
from ui.network_export import html
from ui.visitors import Guest


@pytest.fixture(scope="module")
def page():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            network_compute, "complete", lambda network, guest: {s: made_up(network) for s in network.choices}
        )
        return html(default_network(), Guest())


def test_every_runner_can_be_looked_into(page):
    found = unpack(embedded(page, "data"))
    assert found["kind"] == "network" and decode(found["link"]) == (default_network(), [])
    assert set(found["insides"]) == set("abc")
    assert {inside["slot"] for inside in found["insides"].values()} == set("abc")


def test_it_brings_no_plotly_and_is_small(page):
    assert 'id="plotly"></script>' in page
    assert len(page) < 4_000_000

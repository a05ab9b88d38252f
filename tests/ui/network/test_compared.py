"""The layers of all runners side by side: their runs' own numbers, on common axes, within a budget of bytes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import made_up
from tests.ui.player.test_component import unpack
from training.choice import choice
from training.network.config import decode, default_network, each
from training.network.histograms import BINS
from training.network.resolve import resolve
from ui.network import compared
from ui.network.header import network_header
from ui.network.layers import KEPT, LEAST_ROWS, theory
from ui.player.component import pack

BUDGET = 400_000  # bytes
LINK = "steps=40&a=adam&a.activation=relu&b=adam&b.hidden=9,8,7,6,5&c=gaussnewton&d=sgd&d.hidden=none&e=sgd&e.init=he"


@pytest.fixture(scope="module")
def network():
    found, sentences = decode(LINK)
    assert not sentences
    return found


@pytest.fixture(scope="module")
def runs(network):
    """The third is refused, the last one still computing."""
    return {slot: made_up(own, seed) for seed, (slot, own) in enumerate(each(network).items()) if slot in "abd"}


@pytest.fixture(scope="module")
def found(network, runs):
    return unpack(pack(network_header(network, runs, together=network.choices)))


def test_they_are_not_sent_before_they_are_asked_for(network, runs):
    header, asked = network_header(network, runs), network_header(network, runs, together=network.choices)
    assert header["compared"] is None and asked["compared"] and asked["inside"] is None
    assert pack({**asked, "compared": None, "inside": header["inside"]}) == pack(header)


def test_one_alone_is_looked_into(network, runs):
    assert pack(network_header(network, runs, together="a")) == pack(network_header(network, runs))


def test_they_are_found_once_for_the_same_runs(network, runs, found, monkeypatch):
    other = runs | {"a": made_up(each(network)["a"], 9)}
    assert (compared.compared(network, other)[0]["preStd"].ravel() != found["compared"][0]["preStd"]).all()
    monkeypatch.setattr(compared, "_on_common_axes", None)
    again = unpack(pack(network_header(network, dict(runs), together=network.choices)))
    for one, before in zip(again["compared"], found["compared"], strict=True):
        np.testing.assert_array_equal(one["preStd"], before["preStd"])


def test_each_has_the_numbers_of_its_own_run_and_network(network, runs, found):
    assert [one["slot"] for one in found["compared"]] == [*runs]
    for one in found["compared"]:
        run, own = runs[one["slot"]], each(network)[one["slot"]]
        rows = np.searchsorted(run.steps, one["at"])
        assert one["sizes"] == list(resolve(own).structure.sizes) and one["activation"]["name"] == own.activation
        assert len(rows) == len(run.steps) and "weights" not in one
        for name, kept in KEPT.items():
            np.testing.assert_array_equal(one[name], getattr(run.layers, kept)[rows].ravel())
        for name, line in theory(resolve(own), run).items():
            np.testing.assert_allclose(one["theory"][name], line, rtol=1e-6)


def test_histograms_stand_on_axes_that_all_have_in_common(runs, found):
    for axis in ("pre", "act", "out"):
        assert len({tuple(one[axis]) for one in found["compared"]}) == 1
    for one in found["compared"]:
        for name, kept, place in (("pre", "pre_hist", 0), ("act", "act_hist", 1)):
            shares = (one[f"{name}Hist"].reshape(-1, len(one["sizes"]) - 1, BINS + 3) / 255.0) ** 2
            fine = runs[one["slot"]].fine[place]
            middle = np.linspace(-4, 4, fine.counts.shape[-1] - 2)[:-1] + 4 / (fine.counts.shape[-1] - 3)
            values = fine.counts[0, -1, 1:-2]
            low, high = one["out"]
            counts, _ = np.histogram(middle, BINS, (low, high), weights=values)
            assert np.abs(shares[0, -1, 1 : BINS + 1] - counts / values.sum()).sum() < 0.15, kept


def test_who_is_not_together_with_the_others_is_left_out(network, runs):
    header = network_header(network, runs, together="bcde")
    assert [one["slot"] for one in header["compared"]] == ["b", "d"]
    assert network_header(network, {}, together="abcde")["compared"] == []


@pytest.mark.parametrize("hidden", [(32,) * 3, (8,) * 12], ids=str)
def test_they_keep_to_their_budget_and_still_move(hidden):
    names = ("adam", "nesterov", "sgd", "momentum", "rmsprop", "adagrad")
    slots = tuple(zip("abcdef", map(choice, names), strict=True))
    network = replace(default_network(), hidden=hidden, slots=slots)
    run = made_up(network)
    header = network_header(network, dict.fromkeys(network.choices, run), together=network.choices)
    assert len(pack({"compared": header["compared"]})) < BUDGET
    assert len(header["compared"][0]["at"]) >= LEAST_ROWS

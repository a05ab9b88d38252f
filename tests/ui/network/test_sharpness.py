"""Sharpness on the network page: computed only where it is asked for, once, and sent with the runs that have it."""

from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import made_up
from tests.ui.player.test_component import unpack
from training.network.config import decode, each
from training.network.sharpness import Sharpness
from ui.network import sharpness
from ui.network.header import network_header
from ui.player.component import pack
from ui.session import changes
from ui.work.pool import Pool
from ui.work.told import Failure

LINK = "steps=40&a=sgd&a.lr=0.1&b=adam&c=gaussnewton"


class Visitor:
    """Somebody who asks."""


@pytest.fixture(scope="module")
def network():
    return decode(LINK)[0]


@pytest.fixture(scope="module")
def runs(network):
    return {slot: made_up(own, seed) for seed, (slot, own) in enumerate(each(network).items()) if slot in "ab"}


def measured(limit):
    values = np.stack([np.linspace(10, 20, 5), np.linspace(5, 6, 5), np.full(5, np.nan)], axis=1)
    return Sharpness(np.arange(5) * 10, values, np.full(5, limit) if limit else None, values[:, 0] / 20)


def test_a_header_offers_it_and_has_what_is_there_once_it_is_asked_for(network, runs):
    plain, given = network_header(network, runs), {"a": measured(20.0), "b": measured(0), "c": None}
    assert sharpness.with_sharpness(plain, network.choices, None) == {**plain, "sharpness": "offered"}
    asked = unpack(pack(sharpness.with_sharpness(plain, network.choices, given)))
    first, second, third = asked["runners"]
    assert asked["sharpness"] == "asked" and "sharpness" not in third and second["sharpness"]["limit"] is None
    failed = sharpness.with_sharpness(plain, network.choices, {**given, "b": Failure("It is too large.", 0.0)})
    assert failed["runners"][1]["sharpness"] is None and second["sharpness"]["why"] == ""
    found = first["sharpness"]
    assert found["at"].tolist() == [0, 10, 20, 30, 40] and found["top"][0].tolist() == [10, 12.5, 15, 17.5, 20]
    assert found["limit"].tolist() == [20] * 5 and found["over"].tolist() == [0.5, 0.625, 0.75, 0.875, 1]


def test_only_runs_that_are_there_are_measured_each_once_and_a_failure_is_told(network, runs, monkeypatch):
    asked = []

    def look(key, demand):
        asked.append(key[1].optimizer)
        if key[1].optimizer == "adam":
            raise ValueError
        return measured(20.0)

    monkeypatch.setattr(sharpness, "POOL", Pool(look, threads=1, name=lambda key: key[1].spec.label))
    visitor = Visitor()
    assert sharpness.results(network, {}, visitor) == {} and not asked
    while sharpness.missing(found := sharpness.results(network, runs, visitor)):
        pass
    assert isinstance(found["a"], Sharpness) and isinstance(found["b"], Failure)
    third = replace(network, slots=(*network.slots, ("c", network.choices["b"])))
    assert sharpness.failures(third, {**found, "c": found["b"]}) == ["Adam could not be computed."]
    assert sharpness.failures(changes.veiled(network, True), found) == ["B could not be computed."]
    sharpness.results(network, runs, Visitor())
    assert asked == ["sgd", "adam"]

"""The measured rates: that they are there for all data, and that with them the runners that open learn."""

from __future__ import annotations

import json

import pytest

from training.data.datasets import DATASETS
from training.network.config import default_network
from training.network.rates import MEASURED, USUAL, has_rates
from training.network.resolve import resolve
from training.network.train import train
from ui.network.cards import learned_nothing

LONGER = [name for name, data in DATASETS.items() if data.steps > default_network().steps]


def test_data_with_longer_runs_have_a_rate_for_every_optimizer():
    rates = json.loads(MEASURED.read_text())
    assert set(rates) == {USUAL, *LONGER} and LONGER
    assert not has_rates("spirals") and not has_rates("own") and all(map(has_rates, LONGER))
    for data in LONGER:
        assert list(rates[data]) == list(rates[USUAL])


@pytest.mark.parametrize("data", LONGER)
def test_the_runners_that_open_learn_the_hardest_data(data):
    network = default_network(data)
    for chosen in network.choices.values():
        run = train(network, chosen)
        assert run.figures.valid_score[-1] > 0.88
        assert not learned_nothing(resolve(network), run)

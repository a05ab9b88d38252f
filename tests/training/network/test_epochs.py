"""Schedules that go by the epochs of the network's own examples."""

from dataclasses import replace

import numpy as np
import pytest

from training.choice import choice, scheduled
from training.network.config import decode, default_network, encode
from training.network.resolve import resolve
from training.network.train import train
from training.rules.number_by_hand import changed


@pytest.mark.parametrize("form", ["inverse_root_epoch", "staircase"])
def test_an_epoch_of_a_schedule_is_one_of_the_network(form):
    """B9: k over the root of the epoch, of 28 examples by 16: two steps each. On a surface each step is one."""
    own, two, one = (choice("sgd", lr=0.1, **{"lr.schedule": form, "lr.schedule.every": n}) for n in (0, 2, 1))
    network = replace(default_network("moons"), examples=40, hidden=(6, 5), steps=6, batch=16)
    assert resolve(network).epoch == 2 and resolve(replace(network, batch=100)).epoch == 1
    tables = [scheduled(chosen, 6, 6, resolve(network).epoch)["lr"].rows for chosen in (own, two)]
    np.testing.assert_array_equal(*tables)
    np.testing.assert_array_equal(scheduled(own, 6, 6)["lr"].rows, scheduled(one, 6, 6)["lr"].rows)
    if form == "inverse_root_epoch":
        np.testing.assert_allclose(tables[0][:6], 0.1 / np.sqrt([1, 1, 2, 2, 3, 3]))
        runs = [train(network, chosen).losses for chosen in (own, two, one)]
        np.testing.assert_array_equal(runs[0], runs[1])
        assert (runs[0][3:] != runs[2][3:]).all()
    link = replace(network, slots=(("a", own),))
    assert decode(encode(link)) == (link, [])


def test_a_network_s_losses_before_a_change_by_hand_stay_to_the_digit():
    network = replace(default_network("moons"), examples=40, hidden=(6, 5), steps=6, batch=16)
    once = changed(choice("sgd", lr=0.1), "lr", 1, 0.5)
    before, after = (train(network, chosen).losses for chosen in (once, changed(once, "lr", 3, 10)))
    np.testing.assert_array_equal(before[:4], after[:4])
    assert (before[4:] != after[4:]).all()

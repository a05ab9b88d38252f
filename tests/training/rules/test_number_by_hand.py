"""C10: one run is watched, and its rate changed by hand at the step where it stands."""

from dataclasses import replace

import numpy as np
import pytest

from training.choice import choice
from training.race.config import decode, default_race, encode
from training.race.descend import descend
from training.rules.rate_by_hand import Change, changed, changes

SGD = choice("sgd", lr=0.01)


def points(chosen):
    return chosen.values.get("lr.schedule.points")


def test_a_change_holds_from_its_step_on_and_the_path_before_stays_to_the_digit():
    once = changed(SGD, 20, 0.1)
    twice = changed(once, 30, 10)
    paths = [descend("beale", (1, 1.5), 40, 0, one).params for one in (SGD, once, twice)]
    for later, earlier, step in ((1, 0, 20), (2, 1, 30)):
        np.testing.assert_array_equal(paths[later][: step + 1], paths[earlier][: step + 1])
        assert (paths[later][step + 1] != paths[earlier][step + 1]).any()
    race = replace(default_race("beale"), slots=(("a", twice),))
    assert points(twice) == "20:0.1,30:1" and decode(encode(race)) == (race, [])


def test_later_changes_go_and_what_is_taken_back_leaves_nothing():
    several = changed(changed(changed(SGD, 50, 2), 100, 2), 150, 0.5)
    assert points(several) == "50:2,100:4,150:2"
    assert points(changed(several, 100, 0.5)) == "50:2" and points(changed(several, 120, 0.1)) == "50:2,100:4,120:0.4"
    assert changed(changed(SGD, 50, 0.1), 50, 10) == SGD
    assert changes(several) == [Change(50, 1, 2), Change(100, 2, 4), Change(150, 4, 2)] and changes(SGD) == []


def test_what_cannot_be_changed_is_said():
    full = SGD
    for step in range(20):
        full = changed(full, step, (0.5, 2)[step % 2])
    for chosen, step, times, words in (
        (choice("adam", **{"lr.schedule": "cosine"}), 5, 2, "Adam follows the schedule “Cosine”. Switch that off"),
        (choice("polyak"), 5, 2, "no learning rate"),
        (
            replace(changed(changed(changed(SGD, 1, 10), 1, 10), 1, 10), name="Mine"),
            1,
            2,
            "Mine can be up to 1,000 times",
        ),
        (full, 20, 0.5, "20 times"),
    ):
        with pytest.raises(ValueError, match=words):
            changed(chosen, step, times)

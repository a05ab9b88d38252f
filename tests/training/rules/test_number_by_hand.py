"""C10: one run is watched, and a number of its rule changed by hand at the step where it stands."""

from dataclasses import replace

import numpy as np
import pytest

from optimizers import OPTIMIZERS
from training.choice import choice, scheduled
from training.race.config import decode, default_race, encode
from training.race.descend import descend
from training.rules.number_by_hand import TIMES, Change, changed, changes, numbers, refusal, spans

SGD, MOMENTUM = choice("sgd", lr=0.01), choice("momentum", lr=0.001)


def points(chosen, name="lr"):
    return chosen.values.get(f"{name}.schedule.points")


def raced(chosen):
    return descend("beale", (1, 1.5), 40, 0, chosen).params


@pytest.mark.parametrize(("chosen", "name", "times"), [(SGD, "lr", (0.1, 10)), (MOMENTUM, "beta", (2, 0.5))])
def test_a_change_holds_from_its_step_on_and_the_path_before_stays_to_the_digit(chosen, name, times):
    once = changed(chosen, name, 20, times[0])
    twice = changed(once, name, 30, times[1])
    paths = [raced(one) for one in (chosen, once, twice)]
    for later, earlier, step in ((1, 0, 20), (2, 1, 30)):
        np.testing.assert_array_equal(paths[later][: step + 1], paths[earlier][: step + 1])
        assert (paths[later][step + 1] != paths[earlier][step + 1]).any()
    race = replace(default_race("beale"), slots=(("a", twice),))
    assert points(twice, name).endswith(",30:1") and decode(encode(race)) == (race, [])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_number_of_a_rule_is_changed_as_a_schedule_by_hand_would_and_stays_in_its_range(name):
    chosen = choice(name)
    for hyper in numbers(chosen):
        if refusal(chosen, hyper.name):
            assert not chosen.value(hyper.name) and spans(chosen, hyper.name) == []
            continue
        ((_, start, results),) = spans(chosen, hyper.name)
        for times, result in zip(TIMES, results, strict=True):
            if result is None:
                with pytest.raises(ValueError, match=r" can go from .* to "):
                    changed(chosen, hyper.name, 4, times)
                continue
            once = changed(chosen, hyper.name, 4, times)
            rows = scheduled(once, 8, 8)[hyper.name].rows
            np.testing.assert_array_equal(rows[:4], start)
            np.testing.assert_allclose(rows[4:], result, rtol=5e-6)
            np.testing.assert_allclose(1 - rows[4:], 1 - result, rtol=5e-6)  # what counts of a β near to 1
            assert hyper.low <= rows.min() and rows.max() <= hyper.high
            assert changes(once) == [Change(hyper.name, 4, start, result)]
            if hyper.whole:
                continue  # half of a window of 5 is 3, and twice that 6
            assert changed(once, hyper.name, 4, 1 / times) == chosen
            if not hyper.memory:
                schedule = f"{hyper.name}.schedule"
                assert once == choice(name, **{schedule: "manual", f"{schedule}.points": f"4:{times:g}"})


def test_a_memory_looks_so_many_times_as_far_back():
    ((_, now, results),) = spans(MOMENTUM, "beta")
    assert (now, results) == (0.9, (0.0, 0.8, 0.95, 0.99))
    far = MOMENTUM
    for step in range(1, 6):
        far = changed(far, "beta", step, 10)
    assert [change.after for change in changes(far)] == [0.99, 0.999, 0.9999, 0.99999, 0.999999]
    far = changed(far, "beta", 6, 10)
    assert spans(far, "beta")[-1].results == (0.999999, 0.9999998, None, None)  # 0.9999999 is the last that there is
    off = changed(MOMENTUM, "beta", 5, 0.1)
    assert points(changed(off, "beta", 9, 2), "beta") == "5:0,9:0.555556"


def test_what_counts_at_the_start_alone_or_in_another_form_is_no_choice_and_a_hidden_rule_has_its_rate():
    named = {name: [hyper.name for hyper in numbers(choice(name))] for name in OPTIMIZERS}
    assert named["adam"] == ["lr", "b1", "b2", "eps"] and named["rprop"][0] == "eta_minus"
    assert named["yellowfin"] == ["beta", "window"] and named["levenberg"] == [] and "initial" not in named["adagrad"]
    assert named["schedulefree"] == ["lr", "beta", "warmup", "wd"]
    hidden = replace(changed(changed(choice("adam"), "b1", 5, 2), "lr", 9, 2), veiled=True)
    assert [hyper.name for hyper in numbers(hidden)] == ["lr"] and changes(hidden) == [Change("lr", 9, 0.001, 0.002)]


def test_later_changes_go_and_what_is_taken_back_leaves_nothing():
    several = changed(changed(changed(SGD, "lr", 50, 2), "lr", 100, 2), "lr", 150, 0.5)
    assert points(several) == "50:2,100:4,150:2"
    assert points(changed(several, "lr", 100, 0.5)) == "50:2"
    assert points(changed(several, "lr", 120, 0.1)) == "50:2,100:4,120:0.4"
    assert changed(changed(SGD, "lr", 50, 0.1), "lr", 50, 10) == SGD
    told = [Change("lr", 50, 0.01, 0.02), Change("lr", 100, 0.02, 0.04), Change("lr", 150, 0.04, 0.02)]
    assert changes(several) == told and changes(SGD) == []
    both = changed(changed(MOMENTUM, "lr", 50, 2), "beta", 20, 2)  # of another number none goes
    assert [(change.name, change.step) for change in changes(both)] == [("lr", 50), ("beta", 20)]


def test_what_cannot_be_changed_is_said():
    full = SGD
    for step in range(20):
        full = changed(full, "lr", step, (0.5, 2)[step % 2])
    at_most = replace(changed(changed(changed(SGD, "lr", 1, 10), "lr", 1, 10), "lr", 1, 10), name="Mine")
    for chosen, name, words in (
        (choice("adam", **{"lr.schedule": "cosine"}), "lr", "Adam follows the schedule “Cosine”. Switch that off"),
        (choice("nadam"), "wd", "Weight decay of Nadam starts at 0, and no factor changes that"),
        (at_most, "lr", "Learning rate of Mine can go from 0 to 10"),
        (full, "lr", "20 times"),
    ):
        with pytest.raises(ValueError, match=words):
            changed(chosen, name, 20, 2)

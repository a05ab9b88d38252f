"""A runner of a race from several seeds: the median of its curves and the band around it, and how many there may be."""

from dataclasses import replace

import numpy as np
import pytest

from surfaces import find
from training.outcome import judge
from training.race.config import decode, each, encode
from training.race.edits import with_value
from training.race.fan import PLACES, fan_of, typical
from ui.race import compute
from ui.race.cards import equalities
from ui.race.header import race_header
from ui.race.standings import rows
from ui.work.visitors import Guest

NOISY = "surface=beale&noise=2&seed=2147483646&repeats=3&steps=60&a=sgd&b=adam&b.repeats=1&c=sgd&c.noise=0"


@pytest.fixture(scope="module")
def seeds():
    """The runs of the first runner by hand, a race for each seed."""
    single = [decode(f"surface=beale&noise=2&seed={seed}&steps=60&a=sgd")[0] for seed in (2147483646, 2147483647, 0)]
    return [compute.traces(race, Guest())["a"] for race in single]


def test_it_is_the_median_and_the_range_of_every_step(seeds):
    race, said = decode(NOISY)
    assert said == [] and decode(encode(race)) == (race, [])
    fans = compute.fans(race)
    assert [*fans] == ["a"] and fans["a"].seeds == 3 and fans["a"].lost == 0
    losses = np.sort([run.loss for run in seeds], axis=0)
    for found, row in zip((fans["a"].low, fans["a"].median, fans["a"].high), losses, strict=True):
        np.testing.assert_array_equal(found.loss, row)
    np.testing.assert_array_equal(fans["a"].paths, [run.params for run in seeds[1:]])
    lengths = np.median([np.linalg.norm(run.updates, axis=1) for run in seeds], axis=0)
    np.testing.assert_allclose(fans["a"].median.steplen[:-1], lengths[:-1], rtol=1e-6)
    assert np.isnan(fans["a"].median.steplen[-1])


def test_a_seed_that_is_lost_is_the_worst_and_is_told(seeds):
    lost = seeds[0]._replace(loss=np.where(np.arange(61) < 50, seeds[0].loss, np.nan))
    surface = find("beale")
    fan = fan_of([lost, *seeds[1:]], surface)
    assert fan.lost == 1 and np.isinf(fan.high.loss[50:]).all() and np.isfinite(fan.median.loss).all()
    outcome = typical(judge(lost, surface, surface.domain, 0.0), fan, 0.0)
    assert outcome.sentence == "1 of 3 seeds not finite" and outcome.final == fan.median.loss[-1]
    every = fan_of([lost, lost], surface)
    assert np.isnan(every.median.loss[50:]).all() and typical(outcome, every, 0.0).reached is None


def test_it_ends_as_the_run_in_the_middle_whatever_the_first_seed_drew(seeds, monkeypatch):
    race, _ = decode(NOISY)
    lost = seeds[0]._replace(params=np.full_like(seeds[0].params, np.nan), loss=np.full_like(seeds[0].loss, np.nan))
    surface = find("beale")
    for traces in ([lost, *seeds[1:]], [*seeds[1:], lost]):
        fan = fan_of(traces, surface)
        assert fan.middle is max(seeds[1:], key=lambda run: run.loss[-1])
        monkeypatch.setattr(compute, "fans", lambda race, fan=fan: {"a": fan})
        ends = compute.outcomes(race, {**compute.traces(race, Guest()), "a": traces[0]})
        assert ends["a"].kind == judge(fan.middle, surface, race.frame, 0.0).kind != "not finite"


def test_the_player_gets_the_fan_and_the_table_the_range():
    race = decode(NOISY)[0]
    traces = compute.traces(race, Guest())
    outcomes = compute.outcomes(race, traces)
    runners = {runner["slot"]: runner for runner in race_header(race, traces, outcomes)["runners"]}
    fan = compute.fans(race)["a"]
    assert runners["a"]["fan"]["seeds"] == 3 and "fan" not in runners["b"] and "fan" not in runners["c"]
    np.testing.assert_array_equal(runners["a"]["loss"], traces["a"].loss)
    np.testing.assert_array_equal(runners["a"]["fan"]["median"]["loss"], np.float32(fan.median.loss))
    told = {row["name"]: row for row in rows(race, traces, outcomes)}
    first = next(row for name, row in told.items() if row["ranges"])
    assert first["final"] == fan.median.loss[-1] and first["ranges"]["final"] == [fan.low.loss[-1], fan.high.loss[-1]]
    assert sum(bool(row["ranges"]) for row in told.values()) == 1
    assert equalities(decode("noise=1&repeats=4")[0])["Repeats"].startswith("4 seeds")


def test_long_paths_are_thinned():
    fan = compute.fans(decode("surface=beale&noise=1&repeats=2&steps=1000&a=sgd")[0])["a"]
    assert fan.paths[0].shape == (PLACES, 2)


def test_repeats_count_where_something_is_drawn_and_share_the_steps_that_are_allowed():
    race, said = decode("surface=beale&repeats=3")
    assert race.repeats == 1 and len(said) == 1 and "only with gradient noise" in said[0]
    race = decode("surface=beale&noise=1&steps=4000&repeats=15")[0]
    assert race.repeats == 15 and with_value(race, "steps", 20_000).repeats == 3
    long, said = decode("surface=beale&noise=1&steps=20000&repeats=15")
    assert long.repeats == 1 and "repeats" in said[0]
    assert with_value(race, "noise", 0.0).repeats == 1
    some = decode("surface=perceptron_kl&batch=10&repeats=5")[0]
    assert some.repeats == 5 and with_value(some, "surface", "beale").repeats == 1
    apart = decode("noise=0&a=sgd&b=sgd&b.noise=1&b.repeats=5")[0]
    assert [own.repeats for own in each(apart).values()] == [1, 5]
    assert decode(encode(replace(apart, steps=50))) == (replace(apart, steps=50), [])

"""Schedules: the decks' table, optax's own classes, laws, and the way through a run and a link."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optimizers import OPTIMIZERS
from optimizers.schedules import (
    SCHEDULES,
    cosine,
    exponential,
    inverse,
    inverse_root,
    inverse_root_epoch,
    manual,
    one_cycle,
    restarts,
    staircase,
    warm_up,
)
from optimizers.trees import multiple
from optimizers.wrappers import WRAPPERS
from surfaces import SURFACES
from tests.compiles import heard
from training.race.config import choice, decode, default_race, encode
from training.race.descend import descend
from ui.widgets import scales

TABLED = sorted(name for name, schedule in SCHEDULES.items() if schedule.factors)


def defaults(name):
    text = SCHEDULES[name].text
    return {item.name: item.default for item in (*SCHEDULES[name].hypers, *([text] if text else []))}


def test_the_decay_table_of_the_decks():
    rates = 0.2 * inverse(400, k=1.0, every=100)[::100]
    np.testing.assert_allclose(rates, [0.1, 0.2 / 3, 0.05, 0.04], rtol=1e-12)
    np.testing.assert_allclose(0.2 * exponential(4, 0.95, 1), [0.19, 0.1805, 0.171475, 0.16290125], rtol=1e-6)
    np.testing.assert_allclose(0.2 * inverse_root(4, 1.0), [0.2, 0.14142, 0.11547, 0.1], rtol=1e-4)
    by_epoch = 0.2 * inverse_root_epoch(400, 1.0, 100)
    np.testing.assert_allclose(by_epoch[::100], [0.2, 0.14142, 0.11547, 0.1], rtol=1e-4)
    assert (by_epoch[99], by_epoch[100]) == (by_epoch[0], by_epoch[199])


def test_closed_forms():
    t = np.arange(100)
    np.testing.assert_allclose(cosine(101, 0.2, 0)[:100], 0.2 + 0.8 * (1 + np.cos(np.pi * t / 101)) / 2, atol=1e-6)
    np.testing.assert_allclose(warm_up(10, 4), [0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1], atol=1e-6)
    np.testing.assert_allclose(staircase(100, 0.5, 30), 0.5 ** (t // 30), rtol=1e-6)
    wave = restarts(70, 10, 2.0, 0.0)
    assert [int(k) for k in np.flatnonzero(np.isclose(wave, 1.0, atol=1e-6))] == [0, 10, 30]
    cycle = one_cycle(200, 0.3, 0.04, 1e4)
    assert np.argmax(cycle) == 60 and cycle[0] == pytest.approx(0.04, rel=1e-3) and cycle[-1] < 0.01


@pytest.mark.parametrize("name", ["inverse", "exponential", "staircase", "restarts"])
def test_every_period_ends_at_its_own_step(name):
    """Python's whole numbers are the oracle: at n steps, and at every multiple, the next period has begun."""
    factor = {
        "inverse": lambda period, share: 1 / (2 + period),
        "exponential": lambda period, share: 0.5 ** (1 + period),
        "staircase": lambda period, share: 0.5**period,
        "restarts": lambda period, share: (1 + np.cos(np.pi * share)) / 2,
    }[name]
    numbers = {"rate": 0.5, "k": 1.0, "growth": 1.0, "floor": 0.0}
    given = {key: numbers.get(key) for key in defaults(name)}
    for every in range(1, 1001):
        steps = 4 * every + 2
        period, rest = np.array([divmod(t, every) for t in range(steps)]).T
        found = SCHEDULES[name].factors(steps, **{**given, "every": every})
        np.testing.assert_allclose(found, factor(period, rest / every), atol=1e-12)


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_a_number_of_steps_is_the_nearest_whole_one_in_every_schedule(name):
    for hyper in (h for h in SCHEDULES[name].hypers if h.name in ("every", "first", "patience")):
        assert [hyper.check(n) for n in (2.5, "3.5", 2.4, 3)] == [3, 4, 2, 3]
        assert all(stop == int(stop) for stop in scales.stops(hyper))
        if SCHEDULES[name].factors:
            tables = [SCHEDULES[name].factors(40, **{**defaults(name), hyper.name: n}) for n in (2.5, 3, 2.4, 2)]
            np.testing.assert_array_equal(tables[0], tables[1])
            np.testing.assert_array_equal(tables[2], tables[3])
    race, sentences = decode("a=sgd&a.lr.schedule=staircase&a.lr.schedule.every=2.5")
    assert race.choices["a"].value("lr.schedule.every") == 3
    assert sentences == ["a.lr.schedule.every: must be a whole number, not “2.5”; 3 was used."]


def test_counted_steps_of_rules_are_whole_too():
    assert [int(multiple(np.int32(t), 2.5)) for t in range(7)] == [1, 0, 0, 1, 0, 0, 1]
    counted = [
        hyper
        for spec in [*OPTIMIZERS.values(), *WRAPPERS.values()]
        for hyper in (spec.hypers if hasattr(spec, "hypers") else sum(spec.forms.values(), ()))
        if hyper.slider[1] >= 20 and not hyper.log
    ]
    assert {hyper.name for hyper in counted} == {"warmup", "freq", "m", "every", "window", "k", "delay", "seed"}
    assert all(hyper.whole for hyper in counted)


def test_schedules_are_those_of_optax():
    t = np.arange(2000)
    for every, rate in ((7, 0.5), (64, 0.9), (250, 0.3)):
        peer = optax.exponential_decay(1.0, every, rate, staircase=True)
        np.testing.assert_allclose(staircase(2000, rate, every), jax.vmap(peer)(t), rtol=1e-5, atol=1e-30)
    cycle = {"init_value": 1.0, "peak_value": 1.0, "warmup_steps": 0, "end_value": 0.1}
    peer = optax.sgdr_schedule([{**cycle, "decay_steps": n} for n in (50, 75, 113, 169, 253, 380, 570, 854)])
    np.testing.assert_allclose(restarts(2000, 50, 1.5, 0.1), jax.vmap(peer)(t), atol=2e-6)


def test_a_schedule_that_falls_to_nothing_does_and_one_that_restarts_at_each_step_stays():
    np.testing.assert_array_equal(staircase(6, 0.0, 2), [1, 1, 0, 0, 0, 0])
    np.testing.assert_array_equal(restarts(20_000, 1, 1.0, 0.0), np.ones(20_000))


def test_the_top_of_one_cycle_is_where_its_share_ends():
    for hundredths in range(1, 100):
        assert np.argmax(one_cycle(100, hundredths / 100, 0.04, 1e4)) == hundredths


def test_a_link_shows_the_rate_of_the_step_that_it_names():
    schedule = "a.lr.schedule=staircase&a.lr.schedule.rate=0.5&a.lr.schedule.every=41"
    race, _ = decode(f"surface=beale&steps=100&a=sgd&a.lr=0.01&{schedule}")
    rates = descend("beale", (race.x, race.y), race.steps, 0, race.choices["a"]).hypers["lr"]
    np.testing.assert_allclose(rates[[40, 41, 81, 82]], [0.01, 0.005, 0.005, 0.0025], rtol=1e-6)


@pytest.mark.parametrize("name", TABLED)
@pytest.mark.parametrize("steps", [1, 2, 7, 300])
def test_every_table_is_finite_positive_and_at_most_its_size(name, steps):
    factors = SCHEDULES[name].factors(steps, **defaults(name))
    assert factors.shape == (steps,)
    assert np.isfinite(factors).all() and (factors >= -1e-7).all() and (factors <= 1 + 1e-6).all()


@pytest.mark.parametrize("name", TABLED)
def test_every_number_of_a_schedule_changes_its_table(name):
    for hyper in SCHEDULES[name].hypers:
        low, high = hyper.slider
        tables = [
            SCHEDULES[name].factors(300, **{**defaults(name), hyper.name: v}) for v in (low + 0.1 * (high - low), high)
        ]
        assert not np.allclose(*tables), hyper.name


@pytest.mark.parametrize("name", TABLED)
def test_a_scheduled_run_is_the_run_of_optax_with_that_schedule(name):
    chosen = choice("adam", lr=0.1, **{"lr.schedule": name})
    trace = descend("beale", (1, 1.5), 120, 0, chosen)
    table = jnp.asarray(0.1 * SCHEDULES[name].factors(120, **defaults(name)), jnp.float32)
    optimizer = optax.adam(lambda t: table[t])
    params, fn = jnp.array([1.0, 1.5]), jax.jit(jax.grad(SURFACES["beale"].fn))
    state = optimizer.init(params)
    for row in range(60):
        np.testing.assert_allclose(trace.params[row], params, atol=1e-4)
        updates, state = optimizer.update(fn(params), state, params)
        params = params + updates
    np.testing.assert_allclose(trace.hypers["lr"][:120], table, rtol=1e-6)


def test_reduce_on_plateau_is_optax_s():
    from optax.contrib import reduce_on_plateau

    numbers = {"lr.schedule": "plateau", "lr.schedule.rate": 0.5, "lr.schedule.patience": 5, "lr.schedule.margin": 1e-3}
    trace = descend("ravine", (-8, 1), 200, 0, choice("sgd", lr=0.045, **numbers))
    peer = reduce_on_plateau(factor=0.5, patience=5, rtol=1e-3)
    state, grads = peer.init(np.zeros(2)), np.ones(2, np.float32)
    update = jax.jit(lambda state, value: peer.update(grads, state, value=value)[1])
    for row in range(200):
        assert trace.hypers["lr"][row] == pytest.approx(0.045 * float(state.scale), rel=1e-5), row
        state = update(state, trace.loss[row])
    assert trace.hypers["lr"][-1] < 0.03


def test_momentum_can_be_scheduled_too():
    trace = descend("beale", (1, 1.5), 50, 0, choice("momentum", lr=0.001, **{"beta.schedule": "warm_up"}))
    assert trace.hypers["beta"][0] < trace.hypers["beta"][30] == pytest.approx(0.9, rel=1e-5)


def test_schedules_and_wrappers_have_a_place_in_the_link():
    link = "surface=beale&a=adam&a.lr.schedule=cosine&a.lr.schedule.floor=0.1&a.clip=norm&a.clip.at=2"
    race, sentences = decode(link)
    assert sentences == []
    assert race.choices["a"] == choice(
        "adam",
        lr=0.1,
        **{"lr.schedule": "cosine", "lr.schedule.floor": 0.1, "clip": "norm", "clip.at": 2},
    )
    assert decode(encode(race)) == (race, [])
    for bad, words in {
        "a.lr.schedule=zigzag": ("a.lr.schedule", "cosine", "zigzag", "off was used"),
        "a.lr.schedule=cosine&a.lr.schedule.floor=7": ("a.lr.schedule.floor", "0 to 1", "0 was used"),
        "a.clip=norm&a.clip.at=-1": ("a.clip.at", "0 to", "5 was used"),
        "a.clip.at=3": ("a.clip.at", "ignored"),
    }.items():
        _, sentences = decode("a=adam&" + bad)
        assert len(sentences) == 1 and all(word in sentences[0] for word in words), sentences


def test_a_schedule_by_hand_holds_the_factor_of_the_last_step_that_is_named():
    np.testing.assert_array_equal(manual(6, "1:0.5,4:2"), [1, 0.5, 0.5, 0.5, 2, 2])
    race, sentences = decode("surface=beale&a=sgd&a.lr=0.01&a.lr.schedule=manual&a.lr.schedule.points=0:1, 20:0.10")
    chosen = race.choices["a"]
    assert not sentences and chosen.value("lr.schedule.points") == "0:1,20:0.1"
    assert "a.lr.schedule.points=0:1,20:0.1" in encode(race) and decode(encode(race)) == (race, [])
    rates = descend("beale", (1, 1.5), 30, 0, chosen).hypers["lr"]
    np.testing.assert_allclose(rates[[0, 19, 20, 30]], [0.01, 0.01, 0.001, 0.001], rtol=1e-6)
    fine = "0:1.0005005005,20:0.1"
    assert chosen.with_value("lr.schedule.points", fine).value("lr.schedule.points") == fine
    for bad in ("20:1,10:0.1", "0:-1", "x", "0:1:2", "0:nan", ""):
        race, sentences = decode(f"a=sgd&a.lr.schedule=manual&a.lr.schedule.points={bad}")
        assert len(sentences) == 1 and "ascending steps" in sentences[0] and "0:1,100:0.1 was used" in sentences[0]


def test_changing_a_form_starts_from_its_defaults_and_off_removes_it():
    clipped = choice("adam", **{"clip": "norm", "clip.at": 2})
    assert clipped.with_value("clip.at", 3).value("clip.at") == 3
    assert clipped.with_value("clip", "value").value("clip.at") == 5
    assert clipped.with_value("clip", "off") == choice("adam")


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_no_number_of_a_schedule_compiles(name):
    def go(steps, scale):
        numbers = {
            f"lr.schedule.{h.name}": h.slider[0] + scale * (h.slider[1] - h.slider[0]) for h in SCHEDULES[name].hypers
        }
        descend("beale", (1, 1.5), steps, 0, choice("sgd", **{"lr.schedule": name, **numbers}))

    go(80, 0.5)
    with heard() as compiles:
        go(81, 0.4)
    assert compiles == []


def test_clipping_bounds_what_the_rule_sees():
    start = default_race("rosenbrock")
    free = descend("rosenbrock", (start.x, start.y), 20, 0, choice("sgd", lr=0.01))
    assert np.abs(free.updates[0]).max() > 0.5
    for form, size in (("norm", np.linalg.norm), ("value", lambda u, axis: np.abs(u).max(axis=axis))):
        trace = descend("rosenbrock", (start.x, start.y), 20, 0, choice("sgd", lr=0.01, **{"clip": form, "clip.at": 2}))
        assert size(trace.updates, axis=1).max() == pytest.approx(0.02, rel=1e-5)
        np.testing.assert_allclose(trace.grads[0], free.grads[0])


def test_one_sided_clipping_as_printed_lets_large_negative_gradients_pass():
    runs = {
        sign: descend(
            "formula:x**4 + 0*y", (sign * 10, 0), 400, 0, choice("sgd", lr=0.01, **{"clip": "one_side", "clip.at": 5})
        )
        for sign in (1, -1)
    }
    assert runs[1].params[-1, 0] == pytest.approx(0.231, abs=2e-3)
    assert runs[-1].params[1, 0] == pytest.approx(30.0) and runs[-1].params[-1, 0] == pytest.approx(10, abs=0.2)

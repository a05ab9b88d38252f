"""Schedules: the decks' table, optax's own classes, laws, and the way through a run and a link."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optimizers.schedules import (
    SCHEDULES,
    cosine,
    exponential,
    inverse,
    inverse_root,
    one_cycle,
    restarts,
    staircase,
    warm_up,
)
from surfaces import SURFACES
from tests.compiles import heard
from training.config import choice, decode, default_race, encode
from training.descend import descend

TABLED = sorted(name for name, schedule in SCHEDULES.items() if schedule.factors)


def defaults(name):
    return {hyper.name: hyper.default for hyper in SCHEDULES[name].hypers}


def test_the_decay_table_of_the_decks():
    rates = 0.2 * inverse(400, k=1.0, every=100)[::100]
    np.testing.assert_allclose(rates, [0.1, 0.2 / 3, 0.05, 0.04], rtol=1e-12)
    np.testing.assert_allclose(0.2 * exponential(4, 0.95, 1), [0.19, 0.1805, 0.171475, 0.16290125], rtol=1e-6)
    np.testing.assert_allclose(0.2 * inverse_root(4, 1.0), [0.2, 0.14142, 0.11547, 0.1], rtol=1e-4)


def test_closed_forms():
    t = np.arange(100)
    np.testing.assert_allclose(cosine(101, 0.2, 0)[:100], 0.2 + 0.8 * (1 + np.cos(np.pi * t / 101)) / 2, atol=1e-6)
    np.testing.assert_allclose(warm_up(10, 4), [0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1], atol=1e-6)
    np.testing.assert_allclose(staircase(100, 0.5, 30), 0.5 ** (t // 30), rtol=1e-6)
    wave = restarts(70, 10, 2.0, 0.0)
    assert [int(k) for k in np.flatnonzero(np.isclose(wave, 1.0, atol=1e-6))] == [0, 10, 30]
    cycle = one_cycle(200, 0.3, 0.04, 1e4)
    assert np.argmax(cycle) == 60 and cycle[0] == pytest.approx(0.04, rel=1e-3) and cycle[-1] < 0.01


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

"""Decay, noise and delay around a rule follow loops that are written here, and the packages that have them."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from optimizers import OPTIMIZERS
from optimizers.wrappers import WRAPPERS, noise
from training.race.config import choice, decode, encode
from training.race.descend import descend
from training.race.explain import explain

START = np.array([-3.0, 1.0])
CURVATURE = np.array([1.0, 50.0])  # of the ravine
STEPS = 40
FALLING = {"lr.schedule": "exponential", "lr.schedule.every": 1, "lr.schedule.rate": 0.9}


@pytest.fixture(autouse=True)
def double():
    with jax.enable_x64(True):
        yield


def raced(name, **values):
    return descend("ravine", START, STEPS, 0, choice(name, **values))


def ball(seen, decay=lambda t: 0.0, rate=lambda t: 0.01, beta=0.5):
    """Heavy ball of rate ``rate(t)`` on the gradients ``seen(all of them so far)``: its points."""
    points, grads, velocity = [START], [], np.zeros(2)
    for t in range(STEPS):
        grads.append(CURVATURE * points[-1])
        velocity = beta * velocity + seen(grads)
        points.append(points[-1] - rate(t) * velocity - decay(t) * points[-1])
    return np.array(points)


def same(ours, theirs, tolerance=1e-10):
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def test_decoupled_decay_is_scaled_by_the_rate_of_the_step_or_by_its_schedule_alone():
    momentum = {"lr": 0.01, "beta": 0.5, "convention": "lr_outside", **FALLING}
    for form, scale in (("torch", 0.01), ("paper", 1.0)):
        decayed = raced("momentum", **momentum, decoupled=form, **{"decoupled.wd": 0.03})
        fall = [0.9 ** (1 + t) for t in range(STEPS)]
        expected = ball(lambda g: g[-1], lambda t, s=scale, f=fall: 0.03 * s * f[t], lambda t, f=fall: 0.01 * f[t])
        same(decayed.params, expected, 1e-9)


def test_adam_with_decoupled_decay_is_adamw():
    """AdamW follows the traces of torch in tests.optimizers.test_golden; here is optax's, too."""
    decayed = raced("adam", lr=0.05, decoupled="torch", **{"decoupled.wd": 0.2}).params
    same(decayed, raced("adamw", lr=0.05, wd=0.2).params)
    steps = optax.chain(optax.scale_by_adam(), optax.add_decayed_weights(0.2), optax.scale_by_learning_rate(0.05))

    def step(carry, _):
        point, state = carry
        updates, state = steps.update(CURVATURE * point, state, point)
        return (point + updates, state), point

    same(decayed[:-1], jax.lax.scan(step, (START, steps.init(START)), length=STEPS)[1], 1e-6)


def test_decoupled_decay_moves_every_point_that_a_rule_keeps():
    values = {"lr": 0.01, "decoupled": "torch", "decoupled.wd": 0.5}
    decks, torch = (raced("nesterov", form=form, **values) for form in ("decks", "torch"))
    same(decks.queries, torch.queries)
    assert np.abs(decks.params - decks.queries).max() > 0.1


def test_noise_on_gradients_has_its_variance_and_its_digits():
    at = jax.jit(lambda t, like: noise.normals(3.0, t, like))
    peer, nothing = optax.add_noise(4.0, 0.55, 3), jnp.zeros(4000)
    state, update = peer.init(nothing), jax.jit(peer.update)
    for t in (0, 9):
        found, _ = update(nothing, state._replace(count=state.count + t))
        assert 2 * (1 + t) ** -0.275 * np.std(np.asarray(at(t, nothing))) == pytest.approx(
            float(jnp.std(found)), rel=0.05
        )
    noisy = raced("momentum", beta=0.5, lr=0.01, gradnoise="annealed", **{"gradnoise.eta": 4, "gradnoise.seed": 3})
    tilts = [np.asarray(at(t, np.zeros(2))) for t in range(STEPS)]
    same(noisy.params, ball(lambda g: g[-1] + 2 * len(g) ** -0.275 * tilts[len(g) - 1]))
    drawn = at(7, {"a": jnp.zeros(2, jnp.float32), "b": jnp.zeros(1, jnp.float32)})
    same([*drawn["a"], *drawn["b"]], [-0.36008105, -1.0349063, -0.1349039], 1e-6)  # the same in every process


@pytest.mark.parametrize("late", [0, 1, 5, 32])
def test_a_gradient_arrives_as_late_as_it_is_said_to(late):
    found = raced("momentum", lr=0.001, beta=0.5, stale="fixed", **{"stale.delay": late})
    same(found.params, ball(lambda g: g[max(0, len(g) - 1 - late)], rate=lambda t: 0.001))


def test_gradient_descent_one_step_late_is_heavy_ball():
    late = raced("sgd", lr=0.01, stale="fixed", **{"stale.delay": 1})
    for axis, curvature in enumerate(CURVATURE):
        heavy = raced("momentum", lr=0.01, beta=0.01 * curvature, convention="lr_inside")
        same(late.params[:, axis], heavy.params[:, axis])


def test_random_delays_have_the_mean_step_of_momentum():
    """The mean over many seeds, against the expectation, whose velocity begins with the first gradient."""
    gradients = np.random.default_rng(0).normal(size=(30, 1))
    spec, mean = OPTIMIZERS["sgd"], 3.0

    def steps(seed):
        rule = WRAPPERS["stale"].wrap(spec.make(lr=1.0), "random", mean=mean, seed=seed)
        return jax.lax.scan(lambda state, g: rule.update(g, state)[::-1], rule.init(jnp.zeros(1)), gradients)[1]

    average = -jax.jit(jax.vmap(steps))(jnp.arange(4000.0)).mean(0)
    expected, beta = [gradients[0]], mean / (1 + mean)
    for g in gradients[1:]:
        expected.append(beta * expected[-1] + (1 - beta) * g)
    np.testing.assert_allclose(average, expected, atol=4 / np.sqrt(4000))


def test_lines_tell_what_the_rule_sees_and_what_decay_adds():
    put_on = {"stale": "random", "clip": "norm", "clip.at": 20, "gradnoise": "annealed", "gradnoise.eta": 1}
    chosen = choice("sgd", lr=0.01, decoupled="torch", **{"decoupled.wd": 3}, **put_on, **FALLING)
    trace = descend("ravine", START, STEPS, 0, chosen)
    rate, gradient, late, clipped, noisy, step, whole = explain(chosen.spec, chosen, trace).lines
    same(gradient.values, trace.grads[:-1])
    assert (late.values != gradient.values).any() and (np.linalg.norm(clipped.values, axis=1) <= 20 + 1e-9).all()
    same(step.values, -rate.values * noisy.values, 1e-9)
    same(whole.values, trace.updates[:-1], 1e-9)
    same(whole.values, step.values - 3 * rate.values * trace.queries[:-1], 1e-9)
    for line in (late, clipped, noisy, whole):
        assert line.numbers.count("{}") == len(line.parts)
    same(noisy.parts[0] + noisy.parts[1], noisy.values[:, 0])


def test_links_name_decay_noise_and_delay():
    link = (
        "surface=beale&a=adam&a.decoupled=paper&a.decoupled.wd=0.002&a.gradnoise=annealed&a.stale=random&a.stale.seed=5"
    )
    race, sentences = decode(link)
    assert not sentences and decode(encode(race)) == (race, [])
    assert [part.name for part in race.choices["a"].wrappers] == ["decoupled", "gradnoise", "stale"]
    _, sentences = decode("a=adam&a.stale=fixed&a.stale.delay=40")
    assert len(sentences) == 1 and "a.stale.delay: must be a number from 0 to 32" in sentences[0]

"""Techniques that are put on a network: what training makes small with them, and what it remembers for the test."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.flatten_util import ravel_pytree

from optimizers.scheduled import Scheduled
from tests.compiles import quickly
from tests.network_runs import layers_left_out
from training.loop import Keep, Setup, run
from training.network.config import decode, default_network, encode
from training.network.model import MOMENTUM, filled, over_epoch
from training.network.objective import as_problem, objective
from training.network.resolve import resolve
from training.network.train import train
from training.parts.dropout import DROPOUTS
from training.parts.layers import Training, forward
from training.parts.noise import NOISES
from training.parts.normalization import NORMS
from training.parts.penalties import L2_FORMS, PENALTIES


def name_of(technique):
    return "-".join(map(str, technique.values()))


SMALL = replace(default_network("moons"), examples=40, hidden=(6, 5), steps=3, batch=16)
ON = [
    *({"norm": name} for name in NORMS if name != "none"),
    *({"normplace": "after", "norm": name} for name in ("batch", "group")),
    {"normtest": "epoch", "norm": "batch"},
    *({"dropout": name} for name in DROPOUTS if name != "none"),
    *({"penalty": name, "strength": 0.3} for name in PENALTIES if name != "none"),
    *({name: 0.2} for name in NOISES),
]


SHOWN = [one for one in ON if not str(one.get("dropout")).endswith("_printed")]  # those differ from others by a sign


@pytest.mark.parametrize("technique", SHOWN, ids=name_of)
def test_gradients_are_those_of_central_differences(technique):
    task = resolve(replace(SMALL, **technique))
    with jax.enable_x64(True):
        rng, part = np.random.RandomState(0), task.prepared
        params = jax.tree.map(lambda x: x + 0.1 * rng.standard_normal(x.shape), [dict(one) for one in task.initial])
        flat, back = ravel_pytree(params)
        examples, key = filled(part.train_x, part.train_y, 32, np.dtype(float)), jax.random.key(3)

        def loss(x):
            return objective(task.structure, back(x), examples, task.numbers, key)

        steps = 1e-5 * np.eye(flat.size)
        around = flat + np.concatenate([steps, -steps])
        there, exact = quickly(lambda at, here: (jax.lax.map(loss, at), jax.grad(loss)(here)))(around, flat)
        near = (there[: flat.size] - there[flat.size :]) / 2e-5
        assert np.linalg.norm(near - exact) < 1e-7 * (np.linalg.norm(near) + np.linalg.norm(exact))


@pytest.mark.parametrize("technique", ON, ids=name_of)
def test_a_link_brings_it_back(technique):
    network = replace(SMALL, **technique)
    assert decode(encode(network)) == (network, [])


def test_a_penalty_is_added_as_the_lectures_write_it():
    for form, times in (("half", 0.5), ("mean", 0.5 / 28), ("whole", 1.0)):
        task = resolve(replace(SMALL, penalty="l2", strength=0.3, l2form=form))
        examples = filled(task.prepared.train_x, task.prepared.train_y, 32, np.dtype(np.float32))
        bare = objective(resolve(SMALL).structure, task.initial, examples)
        squares = sum(float((layer["w"] ** 2).sum()) for layer in task.initial)
        found = objective(task.structure, task.initial, examples, task.numbers)
        assert found - bare == pytest.approx(0.3 * times * squares, rel=1e-4)
    assert {"half", "mean", "whole"} == {*L2_FORMS}


def test_examples_that_fill_up_a_mini_batch_are_not_normalized_with():
    x, rng = np.random.RandomState(0).standard_normal((8, 2)).astype(np.float32), np.random.RandomState(1)
    task = resolve(replace(SMALL, norm="batch"))
    weight = np.where(np.arange(8) < 5, np.float32(0.2), np.float32(0))
    found = forward(task.structure.layers, task.initial, x, Training(weight, {}))
    other = np.concatenate([x[:5], rng.standard_normal((3, 2)).astype(np.float32)])
    again = forward(task.structure.layers, task.initial, other, Training(weight, {}))
    for one, two in zip(found, again, strict=True):
        np.testing.assert_allclose(one.act[:5], two.act[:5], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(found[0].pre[:5].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(found[0].pre[:5].std(axis=0), 1, rtol=1e-3)
    np.testing.assert_allclose(found[0].seen["variance"], found[0].raw[:5].var(axis=0, ddof=1), rtol=1e-4)


def test_averages_for_the_test_run_over_the_steps_and_no_optimizer_sees_them():
    task = resolve(replace(SMALL, norm="batch"))
    part, chosen = task.prepared, SMALL.choices["c"]
    examples, order = filled(part.train_x, part.train_y, 64, np.dtype(np.float32)), task.order(3)
    problem = as_problem(task.structure, *jax.tree.map(jnp.asarray, (examples, order)), task.numbers)
    setup = Setup(problem, Scheduled(chosen.spec, dict(chosen.hypers), {}), [Keep(lambda row: row, 3)])
    rows = run(setup, jax.tree.map(jnp.asarray, task.initial), 3)[0]
    mean = np.zeros(6)
    for t in range(3):
        np.testing.assert_allclose(rows.memory[0]["mean"][t], mean, rtol=1e-5, atol=1e-6)
        seen = part.train_x[order.order[t, : order.count[t]]]
        z = seen @ np.asarray(rows.params[0]["w"][t]) + np.asarray(rows.params[0]["b"][t])
        mean = MOMENTUM * mean + (1 - MOMENTUM) * z.mean(axis=0)
    assert {*rows.params[0]} == {"w", "b", "gamma", "beta"} and {*rows.memory[0]} == {"mean", "variance"}


@layers_left_out()
def test_what_is_averaged_over_an_epoch_is_so_under_the_weights_of_one_moment():
    """F4: the mean over all mini-batches, the variance with B/(B - 1); of two epochs of 28 examples by 16 and 12."""
    network = replace(SMALL, norm="batch", normtest="epoch", steps=2)
    task = resolve(network)
    part, order = task.prepared, task.order(2)
    run = train(network, SMALL.choices["c"])
    for frame in (0, 2):
        w, b = (run.params[0][name][frame] for name in ("w", "b"))
        seen = [part.train_x[order.order[t, : order.count[t]]] @ w + b for t in (0, 1)]
        mean = np.mean([z.mean(axis=0) for z in seen], axis=0)
        variance = np.mean([z.var(axis=0, ddof=1) for z in seen], axis=0)
        np.testing.assert_allclose(run.params[0]["mean"][frame], mean, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(run.params[0]["variance"][frame], variance, rtol=1e-4)
    assert order.count[:2].tolist() == [16, 12]
    bce = [forward_loss(task, part, rows) for rows in (np.s_[:16], np.s_[16:])]
    assert run.figures.batch_loss[0] == pytest.approx((16 * bce[0] + 12 * bce[1]) / 28, rel=1e-4)


@pytest.mark.parametrize("norm", [name for name, kind in NORMS.items() if kind.remembered(1)])
def test_a_mini_batch_of_one_example_is_not_remembered(norm):
    """Of 28 examples by 27 the second has one; by 1 all have, and what is remembered stays as it began."""
    assert "Of a mini-batch of one example nothing is left but the shift" in NORMS[norm].help
    for size, told in ((27, 1), (1, 0)):
        task = resolve(replace(SMALL, norm=norm, batch=size))
        examples, order = filled(task.prepared.train_x, task.prepared.train_y, 64, np.dtype(np.float32)), task.order(64)
        examples, order = jax.tree.map(jnp.asarray, (examples, order))
        problem = as_problem(task.structure, examples, order, task.numbers)
        draws = [problem.draw(None, t) for t in (0, 1)]
        assert [int(draw.count) for draw in draws] == [size, 1]
        first = problem.remember(task.initial, draws[0], problem.memory)
        jax.tree.map(np.testing.assert_array_equal, problem.remember(task.initial, draws[1], first), first)
        assert told == bool((first[0]["mean"] != 0).any())
        epoch = over_epoch(task.structure, task.initial, examples, order, task.numbers)
        expected = np.asarray(first[0]["mean"]) / (1 - MOMENTUM)
        np.testing.assert_allclose(epoch[0]["mean"], expected, rtol=1e-4, atol=1e-6)
        spread = [np.linalg.norm(next(v for n, v in one[0].items() if n != "mean")) for one in (epoch, problem.memory)]
        assert spread[0] > 0 and (spread[0] == spread[1]) == (not told)


def forward_loss(task, part, rows):
    """The mean loss of some examples that are one mini-batch, at the initial weights."""
    count = len(part.train_x[rows])
    seen = Training(np.full(count, 1 / count, np.float32), {})
    z, y = forward(task.structure.layers, task.initial, part.train_x[rows], seen)[-1].act[:, 0], part.train_y[rows]
    return np.mean(np.logaddexp(0, z) - y * z)


def test_layers_that_are_too_wide_to_be_whitened_are_refused():
    task = resolve(replace(SMALL, norm="decorrelated", hidden=(6, 65)))
    assert "up to 64 units, and this network has one of 65" in task.refusal(SMALL.choices["a"])
    assert resolve(replace(SMALL, norm="decorrelated", hidden=(64,))).refusal(SMALL.choices["a"]) == ""


def test_runners_draw_the_same_masks_at_a_step():
    """Whatever else tells them apart: a step's masks depend on the weight seed, the step and the place of the layer."""
    tasks = [resolve(replace(SMALL, dropout="inverted", **own)) for own in ({}, {"activation": "relu", "keep": 0.9})]
    drawn = []
    for task in tasks:
        order = jax.tree.map(jnp.asarray, task.order(3))
        problem = as_problem(task.structure, filled(*np.zeros((2, 1, 1)), 1, np.dtype(np.float32)), order, task.numbers)
        drawn.append([jax.random.key_data(problem.draw(None, t).key).tolist() for t in range(3)])
    assert drawn[0] == drawn[1] and drawn[0][0] != drawn[0][1] != drawn[0][2]


def test_the_mean_over_an_epoch_is_that_of_the_signals_of_the_test():
    """Where dropout scales the weights at the test, signals have another spread than unscaled ones."""
    task = resolve(replace(SMALL, norm="batch", normtest="epoch", dropout="plain", keep=0.5, keepin=0.2))
    part, order = task.prepared, jax.tree.map(jnp.asarray, task.order(2))
    examples = filled(part.train_x, part.train_y, 64, np.dtype(np.float32))
    found = over_epoch(task.structure, task.initial, jax.tree.map(jnp.asarray, examples), order, task.numbers)
    first = task.initial[0]
    seen = [part.train_x[order.order[t, : order.count[t]]] @ (0.2 * first["w"]) + first["b"] for t in (0, 1)]
    np.testing.assert_allclose(found[0]["mean"], np.mean([z.mean(axis=0) for z in seen], axis=0), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found[0]["variance"], np.mean([z.var(axis=0, ddof=1) for z in seen], axis=0), rtol=1e-4)

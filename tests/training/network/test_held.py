"""Layers that are held: no rule moves them, and the others move as if there were none beside them."""

from collections import OrderedDict
from dataclasses import replace
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.scheduled import Scheduled
from optimizers.wrappers import wrapped
from training.choice import choice
from training.loop import Problem, step
from training.network import train as training
from training.network.config import default_network
from training.network.held import Holding, of_all
from training.network.model import filled
from training.network.resolve import resolve
from training.network.train import Given, _setup, begun_with
from training.parts.normalization import EPS

FIRST, LAST = {"w": jnp.array([[1.0, -2.0]])}, {"w": jnp.array([[0.5], [1.5]])}
MOVING = ("decoupled", "torch"), ("gradnoise", "annealed")
SMALL = replace(default_network("moons"), examples=40, hidden=(6,), steps=3, batch=16, sourcesteps=3, turn=30.0)


def residuals(params, draw):
    """Of the last layer alone: the gradient with respect to the first one is zero, as with layers that are held."""
    return (jnp.array([[2.0, 1.0], [0.0, 3.0], [1.0, 1.0]]) @ params[-1]["w"]).ravel() - jnp.array([1.0, 2.0, 0.0])


PROBLEM = Problem(lambda key, t: None, lambda p, draw: jnp.sum(residuals(p, draw) ** 2) / 2, None, residuals)


@pytest.mark.parametrize("name", ["sgd", "nesterov", "schedulefree", "gaussnewton"])
@pytest.mark.parametrize("moving", [MOVING, (("lookahead", "late"),)])
def test_no_rule_moves_a_layer_that_is_held(name, moving):
    """Nor its decay, its noise, or the point at which it stands."""
    chosen = choice(name, **dict(moving))
    numbers = {**dict(chosen.hypers), **{f"{w.name}.{k}": v for w in chosen.wrappers for k, v in w.hypers}}
    given = wrapped(OPTIMIZERS[name], moving), numbers, dict(chosen.options)
    alone, both = Scheduled(*given), Holding(*given, layers=1)
    rest, params = [LAST], [FIRST, LAST]
    by_itself, state = alone.init(rest), both.init(params)
    for _ in range(2):
        _, rest, by_itself = step(PROBLEM, alone, rest, by_itself, None)
        row, params, state = step(PROBLEM, both, params, state, None)
        jax.tree.map(np.testing.assert_array_equal, row.following, [FIRST, *alone.stands(rest, by_itself)])
        np.testing.assert_array_equal(params[0]["w"], FIRST["w"])
    whole = of_all(SimpleNamespace(held=1), params, state.inner)
    assert jax.tree.structure(whole) == jax.tree.structure(Scheduled(*given).init(params).inner)


@pytest.mark.parametrize("way", ["all", "head"])
def test_a_run_goes_on_with_the_running_averages_of_what_was_learned_before(way, monkeypatch):
    """Those of layers that are held do not change, and the others learn on what is normalized with them."""
    task = resolve(replace(SMALL, norm="batch", transfer=way))
    learned = [
        layer | ({"mean": np.full(6, 0.5, np.float32), "variance": np.full(6, 2, np.float32)} if place == 0 else {})
        for place, layer in enumerate(task.initial)
    ]
    frames = SimpleNamespace(params=[{name: np.stack([0 * v, v]) for name, v in layer.items()} for layer in learned])
    monkeypatch.setattr(training, "LEARNED", OrderedDict())
    monkeypatch.setattr(training, "train", lambda *given: frames)
    begun, part, known = begun_with(task), task.prepared, learned[0]
    jax.tree.map(np.testing.assert_array_equal, begun.params, task.initial)
    examples = filled(part.train_x, part.train_y, 64, np.dtype(np.float32))
    examples, order = jax.tree.map(jnp.asarray, (examples, task.order(1)))
    setup = _setup(
        task.trained, OPTIMIZERS["sgd"], {}, Given({"lr": 0.1}, task.numbers, examples, order, 1, begun.memory)
    )
    problem, params, draw = setup.problem, begun.params, setup.problem.draw(None, 0)
    after = problem.remember(params, draw, problem.memory)[0]
    for name in ("mean", "variance"):
        np.testing.assert_array_equal(problem.memory[0][name], known[name])
        assert (after[name] == known[name]).all() == (way == "head")
    if way == "head":
        moved = step(problem, setup.optimizer, params, setup.optimizer.init(params), draw)[1]
        jax.tree.map(np.testing.assert_array_equal, moved[0], params[0])
        x, y, last = part.train_x[draw.rows[: draw.count]], part.train_y[draw.rows[: draw.count]], params[1]
        z = (x @ known["w"] + known["b"] - 0.5) / np.sqrt(2 + EPS)
        a = np.tanh(known["gamma"] * z + known["beta"])
        off = 1 / (1 + np.exp(-(a @ last["w"] + last["b"])[:, 0])) - y
        np.testing.assert_allclose(moved[1]["w"], last["w"] - 0.1 * a.T @ off[:, None] / len(y), rtol=1e-4, atol=1e-6)


def test_what_was_learned_before_is_learned_once_in_each_kind_of_floats(monkeypatch):
    task, trained = resolve(replace(SMALL, transfer="all")), []
    frames = SimpleNamespace(params=[{name: v[None] for name, v in layer.items()} for layer in task.initial])
    monkeypatch.setattr(training, "LEARNED", OrderedDict())
    monkeypatch.setattr(training, "train", lambda *given: trained.append(jnp.result_type(float)) or frames)
    for wide in (False, True, False, True):
        with jax.enable_x64(wide):
            begun_with(task)
    assert trained == [np.float32, np.float64]

"""Every optimizer of the registry trains a network, or says why not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.scheduled import Scheduled
from tests.looked_up import GIVEN, looked_up
from training.choice import choice, scheduled
from training.loop import Keep, Problem, Setup, Trace, run, step
from training.network.config import default_network
from training.network.model import MOST, batches, filled
from training.network.objective import as_problem
from training.network.rates import default_choice
from training.network.resolve import resolve

# Half squares, so that the rules for sums of squares can train it, too; full batches, for those that search along a
# line.
SMALL = replace(default_network("moons"), hidden=(4,), loss="l2", batch=1024, steps=120)

# Without damping its matrix is singular where units are alike, and the first step leaves for good: a result, not a bug.
SINGULAR = ("gaussnewton",)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_trains_a_small_network(name):
    chosen = default_choice(name)
    assert resolve(SMALL).refusal(chosen) == ""
    losses = trained(name).loss
    if name in SINGULAR:
        return
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_step_leads_to_where_the_next_one_stands(name):
    """The size of an update is taken from this: of some rules, the update moves another point than the one shown."""
    row = trained(name)
    for shown, following in zip(jax.tree.leaves(row.params), jax.tree.leaves(row.following), strict=True):
        np.testing.assert_allclose(following[:-1], shown[1:], rtol=1e-5, atol=1e-6)


def test_weights_without_a_gradient_do_not_carry_a_network_of_rectifiers_away():
    """Units that are off for a whole mini-batch have gradients of exactly 0, and Adam's v is 0 for their weights."""
    network = replace(default_network("spirals"), hidden=(64, 64), activation="relu", init="he", batch=128)
    structure, prepared = resolve(network).structure, resolve(network).prepared
    examples = filled(prepared.train_x, prepared.train_y, MOST, np.dtype(np.float32))
    order = batches(len(prepared.train_x), network.batch, 8, network.dataseed, True)
    problem = as_problem(structure, *jax.tree.map(jnp.asarray, (examples, order)))
    first = jax.tree.map(jnp.asarray, resolve(network).initial)

    def losses(chosen):
        optimizer = Scheduled(chosen.spec, dict(chosen.hypers), dict(chosen.options))
        params, state, seen = first, optimizer.init(first), []
        for t in range(8):
            row, params, state = step(problem, optimizer, params, state, problem.draw(None, t))
            seen.append(float(row.loss))
            if t == 0:
                assert any((slope == 0).any() for slope in jax.tree.leaves(row.grads)), "every weight has a gradient"
        return seen

    usual = default_choice("centralization")
    assert max(losses(usual)) < 1.0
    assert max(losses(usual.with_value("eps", 1e-8))) > 1e3


def trained(name) -> Trace:
    """Loss, parameters and those of the next step, of every full batch; the statistics compile longest: left out."""
    return side_by_side()[name] if name in GIVEN else alone(name)


def kept(row: Trace) -> Trace:
    return row._replace(queries=None, grads=None, updates=None, state=None)


def setting(name) -> tuple[Problem, Scheduled, list]:
    """What is trained, by what, and from where."""
    structure, prepared, chosen = resolve(SMALL).structure, resolve(SMALL).prepared, default_choice(name)
    assert chosen.gradients == 1
    examples = filled(prepared.train_x, prepared.train_y, MOST, np.dtype(np.float32))
    order = batches(len(prepared.train_x), SMALL.batch, SMALL.steps, SMALL.dataseed, True)
    problem = as_problem(structure, *jax.tree.map(jnp.asarray, (examples, order)))
    optimizer = Scheduled(chosen.spec, scheduled(chosen, SMALL.steps, SMALL.steps), dict(chosen.options))
    return problem, optimizer, jax.tree.map(jnp.asarray, resolve(SMALL).initial)


@cache
def alone(name) -> Trace:
    problem, optimizer, params = setting(name)
    go = jax.jit(lambda p: run(Setup(problem, optimizer, [Keep(kept, SMALL.steps)]), p, SMALL.steps)[0])
    return jax.tree.map(np.asarray, go(params))


@cache
def side_by_side() -> dict[str, Trace]:
    """All rules that ask for nothing but gradients in one program, in which the network is compiled once."""
    settings = {name: setting(name) for name in GIVEN}
    problem = settings[GIVEN[0]][0]

    def together(standing, t):
        draw = problem.draw(None, t)
        points = jax.tree.map(lambda *leaves: jnp.stack(leaves), *(params for params, _ in standing.values()))
        known = jax.vmap(jax.value_and_grad(lambda params: problem.loss(params, draw)))(points)
        rows, after = {}, {}
        for place, (name, own) in enumerate(standing.items()):
            at = jax.tree.map(lambda rules, place=place: rules[place], known)
            row, *moved = step(problem._replace(loss=looked_up, residuals=None), settings[name][1], *own, at)
            rows[name], after[name] = kept(row), tuple(moved)
        return after, rows

    first = {name: (params, optimizer.init(params)) for name, (_, optimizer, params) in settings.items()}
    go = jax.jit(lambda first: jax.lax.scan(together, first, jnp.arange(SMALL.steps + 1))[1])
    return jax.tree.map(np.asarray, go(first))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_default_network_is_trained_or_refused_with_a_reason(name):
    reason = resolve(default_network()).refusal(choice(name))
    spec = OPTIMIZERS[name]
    limited = spec.most_parameters(dict(choice(name).options)) is not None or "residual_fn" in spec.needs
    assert not reason or limited
    if reason:
        assert reason.startswith(spec.label)
        assert reason.endswith(".")

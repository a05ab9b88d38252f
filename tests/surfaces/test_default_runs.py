"""The default run of every optimizer on every bounded surface stays in the frame and ends below its start."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.scheduled import Scheduled
from surfaces import SURFACES
from tests.looked_up import GIVEN, looked_up
from tests.optimizer_cases import forms
from training.loop import Keep, Problem, Setup, run, step
from training.outcome import within
from training.race.config import default_choice
from training.race.descend import descend

BOUNDED = [surface for surface in SURFACES.values() if surface.bounded]
LONGEST = max(surface.steps for surface in BOUNDED)
SQUARES = [name for name, spec in OPTIMIZERS.items() if "residual_fn" in spec.needs]
ASKING = [name for name, spec in OPTIMIZERS.items() if "value_fn" in spec.needs]
# On a flat loss the slope first leads out, and what grows its steps until the loss answers goes far: the lesson there.
RUNS_AWAY = {("rprop", "perceptron_l2"), ("yellowfin", "perceptron_l2")}


def check_default_run(name, surface, path):
    loss = [float(surface.fn(jnp.asarray(path[row]))) for row in (0, -1)]
    assert np.isfinite(path).all(), f"{name} on {surface.name} is not finite"
    if (name, surface.name) not in RUNS_AWAY:
        assert within(path, surface.domain).all(), f"{name} leaves the frame of {surface.name}"
    assert loss[1] <= loss[0], f"{name} ends above its start on {surface.name}"


def scheduled(name, hypers):
    return Scheduled(OPTIMIZERS[name], hypers, forms(OPTIMIZERS[name])[0])


def default_hypers(name, surface):
    chosen = default_choice(name, surface)
    assert dict(chosen.options) == forms(chosen.spec)[0]
    return dict(chosen.hypers)


@jax.jit
def race_of_all(hypers, starts):
    """Where the rules that are given all they need stand, (LONGEST + 1, surfaces, 2) by the name of each.

    They go side by side, so that each surface is differentiated once and not once for every rule.
    """
    problem = Problem(draw=None, loss=looked_up, full_loss=None)

    def begin(name, hypers):
        return jax.vmap(lambda hypers, start: (start, scheduled(name, hypers).init(start)))(hypers, starts)

    def move(name, hypers, standing, known):
        row, *after = step(problem, scheduled(name, hypers), *standing, known)
        return row.params, tuple(after)

    def together(standing, _):
        points = jnp.stack([params for params, _ in standing.values()])
        known = [jax.vmap(jax.value_and_grad(s.fn))(points[:, i]) for i, s in enumerate(BOUNDED)]
        values, slopes = (jnp.stack(of_surfaces, axis=1) for of_surfaces in zip(*known, strict=True))
        rows, after = {}, {}
        for name, value, slope in zip(standing, values, slopes, strict=True):
            moved = jax.vmap(partial(move, name))(hypers[name], standing[name], (value, slope))
            rows[name], after[name] = moved
        return after, rows

    first = {name: begin(name, numbers) for name, numbers in hypers.items()}
    return jax.lax.scan(together, first, length=LONGEST + 1)[1]


@pytest.fixture(scope="module")
def paths():
    hypers = {
        name: jax.tree.map(lambda *values: np.array(values), *(default_hypers(name, surface) for surface in BOUNDED))
        for name in GIVEN
    }
    return jax.tree.map(np.asarray, race_of_all(hypers, jnp.asarray([surface.start for surface in BOUNDED])))


@pytest.mark.parametrize("name", GIVEN)
def test_default_runs_stay_in_the_frame_and_descend(name, paths):
    for which, surface in enumerate(BOUNDED):
        check_default_run(name, surface, paths[name][: surface.steps // OPTIMIZERS[name].gradients + 1, which])


@pytest.mark.parametrize("name", ASKING)
def test_default_runs_of_what_asks_for_losses_stay_in_the_frame_and_descend(name):
    """One compiled run for all surfaces of an optimizer: which surface it is, is a number too."""

    @jax.jit
    def race(which, hypers, start, steps):
        def loss(params, draw=None):
            return jax.lax.switch(which, [surface.fn for surface in BOUNDED], params)

        problem = Problem(draw=lambda key, t: None, loss=loss, full_loss=None)
        keep = Keep(lambda row: row.params, LONGEST)
        return run(Setup(problem, scheduled(name, hypers), [keep]), start, steps)[0]

    for which, surface in enumerate(BOUNDED):
        steps = surface.steps // OPTIMIZERS[name].gradients
        path = race(which, default_hypers(name, surface), jnp.asarray(surface.start), steps)
        check_default_run(name, surface, np.asarray(path)[: steps + 1])


@pytest.mark.parametrize("name", SQUARES)
def test_default_runs_on_sums_of_squares_stay_and_descend(name):
    for surface in BOUNDED:
        if surface.residuals is not None:
            trace = descend(surface.name, surface.start, surface.steps, 0, default_choice(name, surface))
            check_default_run(name, surface, trace.params)

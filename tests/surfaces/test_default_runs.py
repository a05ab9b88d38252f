"""The default run of every optimizer on every bounded surface stays in the frame and ends below its start."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.scheduled import Scheduled
from surfaces import SURFACES
from tests.compiles import quickly
from tests.looked_up import GIVEN, Runner, side_by_side
from tests.optimizer_cases import forms
from training.loop import Keep, Problem, Setup, run
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


@pytest.fixture(scope="module")
def paths():
    """Where the rules that are given all they need stand, by their names and those of the surfaces."""
    runners = [Runner(s.name, s.start, default_choice(name, s)) for name in GIVEN for s in BOUNDED]
    found = side_by_side(runners, LONGEST)
    return {(own.choice.optimizer, own.surface): path for own, (path, _) in zip(runners, found, strict=True)}


@pytest.mark.parametrize("name", GIVEN)
def test_default_runs_stay_in_the_frame_and_descend(name, paths):
    for surface in BOUNDED:
        path = paths[name, surface.name]
        check_default_run(name, surface, path[: surface.steps // OPTIMIZERS[name].gradients + 1])


@pytest.mark.parametrize("name", ASKING)
def test_default_runs_of_what_asks_for_losses_stay_in_the_frame_and_descend(name):
    """One compiled run for all surfaces of an optimizer: which surface it is, is a number too."""

    @quickly
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

"""Every implemented variant follows the trajectories of the packages that define it, in float64."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.scheduled import Scheduled
from surfaces import SURFACES
from surfaces.base import Knob
from tests.golden import Golden, traces
from tests.golden_map import VARIANTS, choice_for
from training.loop import Keep, Problem, Setup, everything, run, to_numpy
from training.race.descend import descend

TOLERANCE = 2e-6
SURFACE = {"beale": "beale", "saddle": "saddle", "valley": "ravine", "rosenbrock": "rosenbrock"}  # by problem
FOLLOWED = 633  # traces; grows with the registry

A = np.array([[1.0, 0.2, -0.3], [0.5, -1.0, 0.4], [-0.2, 0.3, 2.0], [0.7, 0.1, -0.6]])
B = np.array([[1.5, -0.5, 0.2], [0.3, 0.8, -1.0]])
C = np.array([[1.0, -2.0, 0.5], [0.0, 1.5, -1.0], [2.0, 0.5, 0.3], [-1.0, 1.0, 0.7]])

BY_VARIANT = {name: list(group) for name, group in groupby(traces(), key=lambda golden: golden.variant)}
IMPLEMENTED = [name for name in BY_VARIANT if name in VARIANTS]


def which_of_four(p: jax.Array, which: jax.Array | float = 0.0) -> jax.Array:
    """The surface of this number: one program of a rule follows its traces on all of them."""
    return jax.lax.switch(jnp.asarray(which, int), [SURFACES[name].fn for name in SURFACE.values()], p)


FOUR = replace(
    SURFACES["saddle"],
    name="four",
    fn=which_of_four,
    knobs=(Knob("which", "Which", "i", 0, 0, len(SURFACE) - 1, (0, len(SURFACE) - 1), whole=True),),
)


@pytest.fixture(autouse=True)
def _four(monkeypatch):
    monkeypatch.setitem(SURFACES, FOUR.name, FOUR)


def looks_ahead(variant: str) -> bool:
    return variant == "nesterov_torch" or variant.endswith("_y")


def follow(golden: Golden) -> np.ndarray:
    """Our points for the same run, of the shape of ``golden.points``."""
    chosen = choice_for(golden.variant, golden.hyper)
    steps = len(golden.points) - 1
    if golden.problem == "matls":
        trace = descend_matrix(golden, chosen, steps)
    else:
        of_squares = "residual_fn" in chosen.spec.needs
        surface = SURFACE[golden.problem] if of_squares else f"four?which={list(SURFACE).index(golden.problem)}"
        trace = descend(surface, golden.start, steps, 0, chosen)
    points = trace.queries if looks_ahead(golden.variant) else trace.params
    return points.reshape(len(golden.points), -1)


def descend_matrix(golden: Golden, chosen, steps: int):
    problem = Problem(
        draw=lambda key, t: 0.0,
        loss=lambda w, draw: 0.5 * jnp.sum((A @ w @ B - C) ** 2),
        full_loss=lambda w: 0.5 * jnp.sum((A @ w @ B - C) ** 2),
    )
    start = jnp.reshape(jnp.asarray(golden.start), (3, 2))
    keep = Keep(everything, steps)
    optimizer = Scheduled(OPTIMIZERS[chosen.optimizer], dict(chosen.hypers), dict(chosen.options))
    records = run(Setup(problem, optimizer, [keep]), start, steps)[0]
    return to_numpy(records, steps)


def deviation(golden: Golden) -> float:
    """The largest difference, in units of the larger of 1 and the coordinate."""
    ours = follow(golden)
    with np.errstate(invalid="ignore"):
        difference = np.abs(ours - golden.points) / np.maximum(1, np.abs(golden.points))
    return float(np.max(np.where(np.isfinite(difference), difference, np.inf)))


@pytest.mark.parametrize("variant", IMPLEMENTED)
def test_variant_follows_its_reference(variant):
    with jax.enable_x64(True):
        far = {golden.id: deviation(golden) for golden in BY_VARIANT[variant]}
    off = {name: value for name, value in far.items() if not value <= TOLERANCE}
    assert not off, f"{len(off)} of {len(far)} traces leave the reference: {off}"


def test_how_many_traces_are_followed():
    assert sum(len(BY_VARIANT[variant]) for variant in IMPLEMENTED) == FOLLOWED


def test_every_entry_of_the_map_has_a_trace():
    assert set(VARIANTS) <= set(BY_VARIANT)


def test_unknown_variant_is_a_key_error():
    with pytest.raises(KeyError):
        choice_for("no_such_rule", {})

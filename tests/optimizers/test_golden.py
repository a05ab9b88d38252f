"""Every implemented variant follows the trajectories of the packages that define it, in float64."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
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
from tests.looked_up import Runner, side_by_side
from tests.optimizer_cases import forms
from training.choice import Choice, choice
from training.loop import Keep, Problem, Setup, Trace, everything, run, to_numpy
from training.race.descend import descend

TOLERANCE = 2e-6
SURFACE = {"beale": "beale", "saddle": "saddle", "valley": "ravine", "rosenbrock": "rosenbrock"}  # by problem
FOLLOWED = 633  # traces; grows with the registry
MOST = 200  # steps of a trace

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


@cache
def followed() -> dict[str, np.ndarray]:
    """Our points of all traces whose rules ask for nothing but the gradient where they stand, by their ids."""
    goldens = [golden for name in IMPLEMENTED for golden in BY_VARIANT[name] if golden.problem in SURFACE]
    runners = {g.id: Runner(SURFACE[g.problem], g.start, choice_for(g.variant, g.hyper)) for g in goldens}
    given = {g.id: g for g in goldens if runners[g.id].given}
    found = side_by_side([runners[name] for name in given], MOST)
    return {
        name: points[looks_ahead(golden.variant)][: len(golden.points)]
        for (name, golden), points in zip(given.items(), found, strict=True)
    }


def follow(golden: Golden) -> np.ndarray:
    """Our points for the same run, of the shape of ``golden.points``."""
    if golden.id in followed():
        return followed()[golden.id]
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


def descend_matrix(golden: Golden, chosen: Choice, steps: int) -> Trace:
    start = np.reshape(np.asarray(golden.start, float), (3, 2))
    return to_numpy(on_matrices(chosen.optimizer, chosen.options)(dict(chosen.hypers), start, steps), steps)


@cache
def on_matrices(optimizer: str, options: tuple) -> Callable:
    """A rule on the matrix problem, jitted: numbers, the start, and how many steps are traced."""

    def loss(w: jax.Array, draw: float = 0.0) -> jax.Array:
        return 0.5 * jnp.sum((A @ w @ B - C) ** 2)

    problem, keep = Problem(draw=lambda key, t: 0.0, loss=loss, full_loss=loss), Keep(everything, MOST)

    @jax.jit
    def descended(numbers: dict, start: jax.Array, steps: int) -> Trace:
        rule = Scheduled(OPTIMIZERS[optimizer], numbers, dict(options))
        return run(Setup(problem, rule, [keep]), start, steps)[0]

    return descended


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


def test_runners_go_side_by_side_as_the_app_has_them_run():
    """The traces are compared with ``side_by_side``, a loop of the tests."""
    chosen = [
        *(choice("momentum", **form) for form in forms(OPTIMIZERS["momentum"])),
        choice("nesterov", form="decks"),  # stands in another place than where it takes its gradient
        choice("adam", eps_mode="inside"),
        choice("sgd", **{"clip": "norm", "clip.at": 0.5}),
        choice("sgd", **{"lookahead": "late"}),
        choice("sgd", **{"lr.schedule": "cosine"}),
    ]
    places = [("beale", (0.5, -1.0)), ("saddle", (-0.3, 0.4))]
    runners = [Runner(*places[i % 2], one) for i, one in enumerate(chosen)]
    assert all(runner.given for runner in runners)
    with jax.enable_x64(True):
        for runner, (stands, queries) in zip(runners, side_by_side(runners, 60), strict=True):
            alone = descend(runner.surface, runner.start, 60, 0, runner.choice)
            np.testing.assert_allclose(stands, alone.params, rtol=1e-9, err_msg=str(runner.choice.values))
            np.testing.assert_allclose(queries, alone.queries, rtol=1e-9, err_msg=str(runner.choice.values))


def test_how_many_traces_are_followed():
    assert sum(len(BY_VARIANT[variant]) for variant in IMPLEMENTED) == FOLLOWED


def test_every_entry_of_the_map_has_a_trace():
    assert set(VARIANTS) <= set(BY_VARIANT)


def test_unknown_variant_is_a_key_error():
    with pytest.raises(KeyError):
        choice_for("no_such_rule", {})

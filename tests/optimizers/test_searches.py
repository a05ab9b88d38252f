"""Line searches against scipy's own runs: conjugate gradients, whose search falls back on a second one, and BFGS."""

from __future__ import annotations

import warnings

import jax
import numpy as np
import pytest
from scipy.optimize import minimize

from surfaces import SURFACES
from training.race.config import choice
from training.race.descend import descend

RULES = {
    "CG": choice("cg", length="scipy", method="polak_ribiere"),
    "BFGS": choice("bfgs"),
}
RACES = [  # surface, start, steps after which rounding decides
    ("beale", (1.0, 1.5), 17),
    ("beale", (0.5, -1.0), 15),
    ("beale", (-1.0, 1.25), 15),
    ("ravine", (-8.0, 2.0), 2),
    ("ravine", (-3.0, 3.0), 2),
    ("ravine", (1.3171705353129703, 0.9869738424711305), 6),  # the second search walks outwards here
    ("rosenbrock", (-1.2, 1.0), 16),
    ("rosenbrock", (0.0, 2.0), 25),
]


@pytest.fixture(autouse=True)
def x64():
    with jax.enable_x64():
        yield


def path(surface, start, method):
    """The points of scipy's own run."""
    points = [np.asarray(start)]
    fn, slope = jax.jit(SURFACES[surface].fn), jax.jit(jax.grad(SURFACES[surface].fn))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        minimize(
            lambda p: float(fn(p)),
            points[0],
            jac=lambda p: np.asarray(slope(p)),
            method=method,
            callback=lambda xk: points.append(xk.copy()),
            options={"gtol": 1e-12},
        )
    return np.array(points)


@pytest.mark.parametrize("method", RULES)
@pytest.mark.parametrize(("surface", "start", "steps"), RACES)
def test_steps_are_those_of_scipy(surface, start, steps, method):
    wanted = path(surface, start, method)[: steps + 1]
    found = descend(surface, start, len(wanted) - 1, 0, RULES[method]).params
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-6)


def test_the_second_search_is_needed():
    """Where the first one would leave no direction downhill; the races above would not tell otherwise."""
    from optimizers.second_order import cg

    met = []
    original = cg.double_and_close

    def spied(*arguments):
        jax.debug.callback(lambda: met.append(True))
        return original(*arguments)

    rule = choice("cg", length="scipy").spec.make(lr=1.0, method="polak_ribiere", length="scipy")
    fn, point = SURFACES["ravine"].fn, jax.numpy.asarray((-8.0, 2.0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cg, "double_and_close", spied)
        state = rule.init(point)
        for _ in range(2):
            value, slope = jax.value_and_grad(fn)(point)
            updates, state = rule.update(slope, state, point, value=value, value_fn=fn)
            point = point + updates
        jax.effects_barrier()
    assert met
    assert float(fn(point)) < 1e-6

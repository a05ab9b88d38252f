"""Slopes of typed formulas: right wherever there is a value, or none at all, against mpmath with 60 digits."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import mpmath
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from surfaces import FormulaError, find, missing
from surfaces.expression import parse
from surfaces.graph import Graph
from surfaces.tokens import FUNCTIONS
from tests.surfaces.test_expression import LEAVES, joined
from training.race.config import choice
from training.race.descend import descend

mp = mpmath.mp.clone()
mp.dps = 60
STEP = mp.mpf(10) ** -25
NAMES = {name: getattr(mp, name) for name in FUNCTIONS if hasattr(mp, name)} | {"pi": mp.pi, "e": mp.e}
NAMES |= {"abs": abs, "log2": lambda v: mp.log(v, 2), "min": min, "max": max, "F": mp.mpf}


def exact(text, x, y):
    """The value with 60 digits; None where there is none that is real."""
    try:
        value = eval(text, {"__builtins__": {}}, NAMES | {"x": mp.mpf(x), "y": mp.mpf(y)})
    except (ZeroDivisionError, ValueError, OverflowError, TypeError, AttributeError):
        return None
    value = mp.mpmathify(value)
    return value if isinstance(value, mp.mpf) and mp.isfinite(value) else None


def exact_sides(text, x, y):
    """Both slopes on both sides (2, 2); None where a side has no value or the formula jumps."""
    slopes = []
    for dx, dy in ((STEP, 0), (0, STEP)):
        below, here, above = (exact(text, mp.mpf(x) + k * dx, mp.mpf(y) + k * dy) for k in (-1, 0, 1))
        if None in (below, here, above) or abs(above - below) > 1e-12 * max(1, abs(here)):
            return None
        slopes.append([float((here - below) / STEP), float((above - here) / STEP)])
    return np.array(slopes)


def exact_slopes(text, x, y):
    """Both slopes, each the mean of both sides; None where there is none."""
    sides = exact_sides(text, x, y)
    return None if sides is None else sides.mean(axis=1)


def ours(text, x, y):
    graph, value = parse(text)
    nodes = [value, graph.slope(value, 0), graph.slope(value, 1)]
    everything = range(len(graph.nodes))
    with np.errstate(all="ignore"):
        found = graph.evaluate([*nodes, *everything], np, np.float64(x), np.float64(y))
    sizes = [abs(float(v)) for v in found[3:] if np.isfinite(v)]
    return float(found[0]), np.array([float(v) for v in found[1:3]]), max(sizes)


FLAT = [  # where the chain rule in float32 says NaN: formula, point, value, slopes
    ("1/(1+exp(-50*x))+y**2", (-2, 1), 1, (0, 2)),
    ("1/(1+exp(-50*x))+y**2", (-90, 1), 1, (0, 2)),
    ("sqrt(max(x,0))+y**2", (-1, 1), 1, (0, 2)),
    ("1/cosh(50*x) + y", (-2, 1), 1, (0, 1)),
    ("1/cosh(50*x) + y", (40, 1), 1, (0, 1)),
    ("log(1+exp(x)) + y", (100, 0), 100, (1, 1)),
    ("log(1+exp(x)) + y", (5e4, 0), 5e4, (1, 1)),
    ("-log(1/(1+exp(-x))) + y", (-900, 0), 900, (-1, 1)),
    ("exp(x)/(exp(x)+exp(y))", (1e3, 1e3), 0.5, (0.25, -0.25)),
    ("log(cosh(x)) + y", (-2000, 0), 2000 - np.log(2), (-1, 1)),
    ("x**2/(1+exp(x)) + y", (800, 1), 1, (0, 1)),
    ("sqrt(x**2+y**2)", (0, 0), 0, (0, 0)),
    ("abs(x) + y", (0, 1), 1, (0, 1)),
    ("(x**2)**0.75 + y", (0, 1), 1, (0, 1)),
    ("x**y", (0, 2), 0, (0, 0)),
    ("exp(-1/x**2) + y", (0, 1), 1, (0, 1)),
    ("acos(x) + y^-1", (0.6, 2), np.arccos(0.6) + 0.5, (-1.25, -0.25)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "value", "slopes"), FLAT)
def test_a_value_has_its_slopes(text, at, value, slopes):
    surface = find(f"formula:{text}")
    p = jnp.array(at, jnp.float32)
    assert surface.fn(p).dtype == jnp.float32
    np.testing.assert_allclose(surface.fn(p), value, rtol=1e-6, atol=1e-30)
    np.testing.assert_allclose(jax.grad(surface.fn)(p), slopes, rtol=1e-5, atol=1e-30)
    assert missing(surface.name, *at) == ""


@pytest.mark.parametrize("text", ["sqrt(x) + y", "exp(log(x)) + y", "sign(x) + y", "atan(1/x) + y", "x**y + 2*y"])
def test_what_has_a_value_but_no_slope_is_told(text):
    assert missing(f"formula:{text}", 0, 0) == "slope" and missing(f"formula:{text}", 1, 1) == ""
    assert missing("formula:log(x) + y", -1, 0) == "value" and missing("beale", 1, 1) == ""
    assert missing("formula:exp(x) + y", 100, 0) == "value"  # float32 ends at exp(88.7)


SATURATING = ["1/(1+exp(-{u}))", "log(1+exp({u}))", "1/cosh({u})", "tanh({u})", "exp(-{u}**2)", "atan(exp({u}))",
    "sqrt(max({u}, 0)+1)", "max({u}, 0)", "exp({u})/(1+exp({u}))", "{u}/(1+exp({u}))", "log(cosh({u}))",
    "1/(1+{u}**2)", "min(exp({u}), 3)", "1/(1+exp(-{u})**3)", "log(2*exp({u})+exp(-{u})/3)"]  # fmt: skip
ARGUMENTS = st.builds("({:.3f}*x{:+.3f}*y{:+.2f})".format, *[st.floats(-300, 300)] * 2, st.floats(-9, 9))
WIDE, NEAR = (st.integers(-1, 2) | st.floats(-side, side).map(lambda v: round(v, 6)) for side in (50, 2.5))
SMOOTH = st.lists(st.builds(lambda f, u: f.format(u=u), st.sampled_from(SATURATING), ARGUMENTS), min_size=1, max_size=3)


@settings(max_examples=200)
@given(SMOOTH, st.sampled_from([" + ", "*"]), WIDE, WIDE)
def test_what_saturates_has_slopes_everywhere(parts, sign, x, y):
    text = sign.join(f"({part})" for part in parts)
    value, slopes, _ = ours(text, x, y)
    wanted, target = exact(text, x, y), exact_slopes(text, x, y)
    assume(wanted is not None and target is not None and abs(wanted) < 1e30)
    np.testing.assert_allclose(value, float(wanted), rtol=1e-6, atol=1e-30)
    np.testing.assert_allclose(slopes, target, rtol=1e-5, atol=1e-12 * max(1, abs(value)))


@settings(max_examples=200)
@given(st.recursive(LEAVES, joined, max_leaves=8), NEAR, NEAR)
@example("abs(x + abs(x))", 0, 0)  # the chain rule gives 0: one of the slopes between 0 and 2 at that bend
def test_a_slope_is_right_or_there_is_none(text, x, y):
    """At a bend, one between those of both sides is."""
    try:
        value, slopes, size = ours(f"{text} + x*y", x, y)
    except FormulaError:
        return
    sides = exact_sides(f"{text} + x*y", x, y)
    if sides is not None and np.isfinite(value) and size < 1e12:
        there = np.isfinite(slopes)
        between = np.clip(slopes, sides.min(axis=1), sides.max(axis=1))
        np.testing.assert_allclose(slopes[there], between[there], rtol=1e-5, atol=1e-12 * size)


def test_curvature_is_guarded_as_slopes_are():
    surface = find("formula:1/(1+exp(-50*x)) + sqrt(max(x, 0)) + x*y**2")
    np.testing.assert_allclose(jax.hessian(surface.fn)(jnp.array([-20.0, 1.5])), [[0, 3], [3, -40]], atol=1e-6)
    path = descend("formula:log(1+exp(-50*x)) + x**2 + y**2", (-2.5, 1.5), 8, 0, choice("newton"))
    assert np.isfinite(path.params).all() and path.params.dtype == np.float32


def test_a_cost_counts_what_is_compiled():
    graph = Graph()
    x, y = graph.variable(0), graph.variable(1)
    assert graph.cost(graph.make("add", x, y)) == 5  # x, y and their sum; slopes of 1 and 0
    product = graph.make("multiply", x, y)
    assert graph.cost(product) == 5 and graph.cost(graph.make("exp", product)) > 10

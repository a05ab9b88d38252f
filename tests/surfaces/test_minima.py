"""The search for the minima of typed formulas, against closed forms and against scipy."""

import numpy as np
import pytest
from scipy.optimize import minimize

from surfaces import find
from surfaces.expression import parse
from surfaces.minima import MOST

DUPONT = "x**2+y**2-2*exp(-((x-1)**2+y**2)/.2)-3*exp(-((x+1)**2+y**2)/.2)"
RIPPLES = "x**2+y**2-10*(cos(2*pi*x)+cos(2*pi*y))"


@pytest.mark.parametrize(
    ("text", "minima", "lowest"),
    [
        ("(x**2-1)**2+y**2", [(-1, 0), (1, 0)], 0),
        (
            "(x**2+y-11)**2+(x+y**2-7)**2",
            [(3, 2), (3.584428, -1.848127), (-2.805118, 3.131313), (-3.77931, -3.283186)],
            0,
        ),
        ("(1-x)**2+100*(y-x**2)**2", [(1, 1)], 0),
        ("x**4+y**4+5", [(0, 0)], 5),  # flat: no curvature
        ("x**2+0.1*x-0.5*abs(x)+y**2", [(-0.3, 0), (0.2, 0)], -0.09),
        ("abs(x-0.3)+10*abs(x-y)", [(0.3, 0.3)], 0),  # kinks that no axis follows
        ("sqrt(x**2+y**2)", [(0, 0)], 0),
        ("min((x-1)**2+y**2,(x+1)**2+y**2+0.5)", [(1, 0), (-1, 0)], 0),
        ("x**2+y**2+0*log((x-1)**2-0.04)", [(0, 0)], 0),  # no value where x is within 0.2 of 1
        ("x**2-10*x+25+y**2", [(5, 0)], 0),  # beside the frame
        ("x**3-3*x+y**2", [(1, 0)], None),  # not bounded below: its one minimum is not the lowest value
    ],
)
def test_minima_are_those_that_are_known(text, minima, lowest):
    surface = find(f"formula:{text}")
    np.testing.assert_allclose(surface.minima, minima, atol=2e-6)
    assert (surface.lowest is None) == (lowest is None) and surface.has_lowest == (lowest is not None)
    assert lowest is None or surface.lowest == pytest.approx(lowest, abs=1e-12)
    assert surface.sought.starts == 1_024 and not surface.sought.more
    assert surface.smooth_at_minima == all(name not in text for name in ("abs(x-0.3)", "sqrt"))


@pytest.mark.parametrize(
    "text",
    [
        *("x", "-x**2-y**2", "x**2-y**2", "exp(-x)+y**2"),  # not bounded below, or with no lowest point
        *("0*x", "sign(x)+y**2"),  # level
        *("x**2", "(x*y-1)**2", "(x**2+y**2-1)**2", "max(abs(x),1)+y**2"),  # valleys
        *("log(x**2+y**2)", "-1/(x**2+y**2)", "sqrt(x)+y**2"),  # poles, and an edge beyond which there is no value
    ],
)
def test_what_has_no_minimum_that_stands_alone_has_none(text):
    surface = find(f"formula:{text}")
    assert surface.minima == () and surface.lowest is None and not surface.has_lowest


@pytest.mark.parametrize("text", [DUPONT, RIPPLES, "sin(2*x)*cos(y)+0.2*(x**2+y**2)"])
def test_scipy_finds_the_same(text):
    surface, formula = find(f"formula:{text}"), parse(text)

    def value(point):
        return float(formula.at(np, *point))

    xs = np.linspace(-2.9, 2.9, 12)
    ends = [
        minimize(value, (x, y), method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12}) for x in xs for y in xs
    ]
    theirs = sorted((end for end in ends if np.abs(end.x).max() <= 3), key=lambda end: end.fun)
    mine = np.array([at for at in surface.minima if np.abs(at).max() <= 3])
    assert surface.lowest == pytest.approx(theirs[0].fun, abs=1e-9)
    for at in mine:
        assert min(np.linalg.norm(end.x - at) for end in theirs) < 1e-4
    worst = max(map(value, mine)) if surface.sought.more else np.inf
    for end in theirs:
        assert end.fun >= worst - 1e-6 or min(np.linalg.norm(mine - end.x, axis=1)) < 1e-4
    assert len(surface.minima) == MOST if surface.sought.more else len(surface.minima) < MOST
    assert surface.sought.more == (text == RIPPLES)

"""A typed formula as a Surface, with a frame and a start at which it has finite values, and with what minima it has."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from threading import Lock

import jax
import jax.numpy as jnp
import numpy as np

from locales import Words, tr
from locales.formats import bound
from surfaces.base import Frame, Surface, typical
from surfaces.expression import Formula, parse
from surfaces.graph import Graph
from surfaces.minima import Function, search
from surfaces.tokens import FUNCTIONS, FormulaError, python

PREFIX = "formula:"
HALF_SIDES = (3.0, 10.0, 100.0)  # of the frames that are tried, in this order
START = (2.2 / 3, 1.6 / 3)  # of the half side: off the diagonal and off the crests of waves
COARSE = 25  # points a side
REACHES = (0.837e-2, 0.837e-4, 0.837e-6)  # of the frame's sides: where values are looked for, off the round numbers
GOLDEN = 0.618  # and off the diagonals
FAMILY: Words = "Typed"
SUMMARY: Words = "Your own formula."
ENOUGH = 0.1  # a wider frame is taken where this share of it is finite
_lock = Lock()  # without it, two sessions that ask at once would get two Surfaces, and compile twice


def typed(expression: str) -> Surface:
    """The Surface of an expression in x and y; the same text gives the identical object. Raises FormulaError."""
    with _lock:
        return _typed(expression)


_read = lru_cache(maxsize=256)(parse)


@lru_cache(maxsize=128)
def _typed(expression: str) -> Surface:
    formula = _read(expression)
    values = _function(formula.graph, (formula.value,))

    def fn(p: jax.Array) -> jax.Array:
        return values(p)[0]

    frame = _frame(formula)
    minima, sought = search(partial(_sloped, formula), frame)
    shown = " ".join(expression.split())
    return Surface(
        name=PREFIX + expression,
        label=shown if len(shown) <= 40 else shown[:39] + "…",
        family=FAMILY,
        fn=fn,
        domain=frame,
        minima=minima,
        start=_start(formula, frame),
        latex=_latex(shown),
        source="typed by the user",
        summary=SUMMARY,
        bounded=False,
        smooth_at_minima=sought.smooth,
        sought=sought,
        lrs=typical(),
    )


def signed(text: str) -> str:
    """A formula as it was meant where its + was written into an address by hand, in which + stands for a space.

    What is understood as it stands, or not even with its + back, stays as it is.
    """

    def back(space: re.Match) -> str:
        name = re.search(r"[A-Za-z_]\w*$", text[: space.start()])
        calls = name and name.group() in FUNCTIONS and text[space.end()] == "("
        return space.group() if calls else "+"

    meant = re.sub(r"(?<=[\w.)])\s+(?=[\w.(])", back, text, flags=re.ASCII)
    for one in (text, meant):
        try:
            _read(one)
        except FormulaError:
            continue
        return one
    return text


def finite_share(surface: Surface, frame: Frame) -> float:
    """The share of a coarse grid over ``frame`` on which a typed surface is finite, from 0 to 1; costs no compile."""
    return float(np.isfinite(_coarse(_parsed(surface.name), frame)[2]).mean())


def missing(surface: str, x: float, y: float) -> str:
    """What a formula lacks at a point, "value" or "slope"; "" if it lacks nothing, or the name is of no formula."""
    if not surface.startswith(PREFIX):
        return ""
    graph, value = _parsed(surface)
    nodes = [value, graph.slope(value, 0), graph.slope(value, 1)]
    at = (np.float64(np.float32(x)), np.float64(np.float32(y)))
    with np.errstate(all="ignore"):
        finite = [np.isfinite(np.float32(v)) for v in graph.evaluate(nodes, np, *map(np.asarray, at))]
    return "value" if not finite[0] else "" if all(finite) else "slope"


def sloped(name: str) -> Function:
    """Values and slopes of the formula in a surface's name, in float64, as a search for minima asks for them."""
    return partial(_sloped, _parsed(name))


def _parsed(name: str) -> Formula:
    return _read(name.removeprefix(PREFIX))


def _function(graph: Graph, nodes: tuple[int, ...]) -> Callable[[jax.Array], list[jax.Array]]:
    """The values of ``nodes`` as a function of p with shape (2,), with the slopes that the graph gives them.

    They are computed in float64, whatever the float type of p, and given back in that: there, what overflows or loses
    its digits in float32 has room for both.
    """

    @jax.custom_jvp
    def values(p: jax.Array) -> list[jax.Array]:
        with jax.enable_x64(True):
            x, y = p.astype(np.float64)
            return [value.astype(p.dtype) for value in graph.evaluate(nodes, jnp, x, y)]

    @cache
    def slopes() -> Callable[[jax.Array], list[jax.Array]]:
        return _function(graph, tuple(graph.slope(node, index) for node in nodes for index in (0, 1)))

    @values.defjvp
    def along(at: tuple[jax.Array], moved: tuple[jax.Array]) -> tuple[list[jax.Array], list[jax.Array]]:
        (p,), ((x, y),) = at, moved
        steep = slopes()(p)
        return values(p), [across * x + up * y for across, up in zip(steep[::2], steep[1::2], strict=True)]

    return values


def _sloped(formula: Formula, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values and both slopes at points (n,), (n,), in float64: (n,) each."""
    graph, value = formula
    nodes = [value, graph.slope(value, 0), graph.slope(value, 1)]
    value_there, *slopes = (np.broadcast_to(one, x.shape) for one in graph.evaluate(nodes, np, x, y))
    return value_there, slopes[0], slopes[1]


def _values(formula: Formula, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """As float32, in which what is too large is not finite."""
    with np.errstate(all="ignore"):
        return np.broadcast_to(formula.at(np, x, y), x.shape).astype(np.float32)


def _coarse(formula: Formula, frame: Frame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A coarse grid over a frame, x and y, and the values there; NaN at points without a neighbourhood of values."""
    xs, ys = np.linspace(frame[0], frame[1], COARSE), np.linspace(frame[2], frame[3], COARSE)
    x, y = np.meshgrid(xs, ys)
    values = _values(formula, x, y)
    width, height = frame[1] - frame[0], frame[3] - frame[2]
    around = [
        np.isfinite(_values(formula, x + width * reach * right, y + height * reach * up))
        for reach in REACHES
        for right in (-1, 1)
        for up in (-GOLDEN, GOLDEN)
    ]
    return x, y, np.where(np.any(around, axis=0), values, np.nan)


def _frame(formula: Formula) -> Frame:
    """The first of the usual frames on which the formula has values; the nearest one is content with any."""
    for half in HALF_SIDES:
        frame = (-half, half, -half, half)
        share = np.isfinite(_coarse(formula, frame)[2]).mean()
        if share >= (ENOUGH if half > HALF_SIDES[0] else 1e-9):
            return frame
    side = bound(HALF_SIDES[-1])
    x, y = np.meshgrid(*2 * [np.linspace(-HALF_SIDES[0], HALF_SIDES[0], COARSE)])
    if np.isfinite(_values(formula, x, y)).any():
        raise FormulaError(
            tr(
                "The formula has values at single points or lines only, so there is no surface to descend. "
                "A negative number to the power of x, for example, has none between whole x."
            )
        )
    raise FormulaError(
        tr(
            "At every point with x and y from −{side} to {side}: the formula has no finite value. "
            "Write one that has, and mind roots and logarithms of negative numbers.",
            side=side,
        )
    )


def _start(formula: Formula, frame: Frame) -> tuple[float, float]:
    """The usual start, or the nearest point of a coarse grid with a value, if possible with neighbours of values."""
    usual = (round(START[0] * frame[1], 6), round(START[1] * frame[3], 6))
    x, y, values = _coarse(formula, frame)
    distance = np.hypot(x - usual[0], y - usual[1])
    finite = np.isfinite(values)
    inner = finite.copy()
    for axis in (0, 1):
        inner &= np.roll(inner, 1, axis) & np.roll(inner, -1, axis)
    near = np.where(inner if inner.any() else finite, distance, np.inf)
    row, column = np.unravel_index(np.argmin(near), near.shape)
    has_value = np.isfinite(_values(formula, *map(np.asarray, usual)))
    if distance[row, column] <= (frame[1] - frame[0]) / (COARSE - 1) and has_value:
        return usual
    return round(float(x[row, column]), 6), round(float(y[row, column]), 6)


def _latex(text: str) -> str:
    return rf"\texttt{{{python(text).replace('**', chr(92) + '^{}')}}}"

"""A typed formula as a Surface, with a frame and a start at which it has finite values."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.base import Frame, Surface, typical
from surfaces.expression import FormulaError, Program, evaluate, parse

PREFIX = "formula:"
HALF_SIDES = (3.0, 10.0, 100.0)  # of the frames that are tried, in this order
START = (2.2 / 3, 1.6 / 3)  # of the half side: off the diagonal and off the crests of waves
COARSE = 25  # points a side
ENOUGH = 0.1  # a wider frame is taken where this share of it is finite
_lock = Lock()  # without it, two sessions that ask at once would get two Surfaces, and compile twice


def typed(expression: str) -> Surface:
    """The Surface of an expression in x and y; the same text gives the identical object. Raises FormulaError."""
    with _lock:
        return _typed(expression)


@lru_cache(maxsize=128)
def _typed(expression: str) -> Surface:
    program = parse(expression)

    def fn(p: jax.Array) -> jax.Array:
        return evaluate(program, jnp, p[0], p[1])

    frame = _frame(program)
    shown = " ".join(expression.split())
    return Surface(
        name=PREFIX + expression,
        label=shown if len(shown) <= 40 else shown[:39] + "…",
        family="Typed",
        fn=fn,
        domain=frame,
        minima=(),
        start=_start(program, frame),
        latex=_latex(shown),
        source="typed by the user",
        summary="Your own formula; its minima are not known.",
        bounded=False,
        lrs=typical(),
    )


def finite_share(surface: Surface, frame: Frame) -> float:
    """The share of a coarse grid over ``frame`` on which a typed surface is finite, from 0 to 1; costs no compile."""
    return float(np.isfinite(_coarse(parse(surface.name.removeprefix(PREFIX)), frame)[2]).mean())


def _coarse(program: Program, frame: Frame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    xs = np.linspace(frame[0], frame[1], COARSE, dtype=np.float32)
    ys = np.linspace(frame[2], frame[3], COARSE, dtype=np.float32)
    x, y = np.meshgrid(xs, ys)
    with np.errstate(all="ignore"):
        return x, y, np.broadcast_to(evaluate(program, np, x, y), x.shape)


def _frame(program: Program) -> Frame:
    """The first of the usual frames on which the formula has values; the nearest one is content with any."""
    for half in HALF_SIDES:
        frame = (-half, half, -half, half)
        share = np.isfinite(_coarse(program, frame)[2]).mean()
        if share >= (ENOUGH if half > HALF_SIDES[0] else 1e-9):
            return frame
    side = f"{HALF_SIDES[-1]:g}"
    raise FormulaError(
        f"At every point with x and y from -{side} to {side}: the formula has no finite value. "
        "Write one that has, and mind roots and logarithms of negative numbers."
    )


def _start(program: Program, frame: Frame) -> tuple[float, float]:
    """The usual start, or the nearest finite point of a coarse grid, if possible with finite neighbours."""
    x, y, values = _coarse(program, frame)
    usual = (round(START[0] * frame[1], 6), round(START[1] * frame[3], 6))
    distance = np.hypot(x - usual[0], y - usual[1])
    finite = np.isfinite(values)
    inner = finite.copy()
    for axis in (0, 1):
        inner &= np.roll(inner, 1, axis) & np.roll(inner, -1, axis)
    near = np.where(inner if inner.any() else finite, distance, np.inf)
    row, column = np.unravel_index(np.argmin(near), near.shape)
    if distance[row, column] <= (frame[1] - frame[0]) / (COARSE - 1):
        return usual
    return round(float(x[row, column]), 6), round(float(y[row, column]), 6)


def _latex(text: str) -> str:
    return rf"\texttt{{{text.replace('**', '^').replace('^', chr(92) + '^{}')}}}"

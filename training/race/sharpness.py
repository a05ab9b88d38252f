"""Sharpness on a surface: the eigenvalues of its Hessian, along a run and on a grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from surfaces import find
from surfaces.base import Frame, Surface
from surfaces.programs import kept
from training.choice import RATE, Choice
from training.loop import Trace
from training.race.explain import shown
from training.rules import edge

PIECE = 4_096  # points whose Hessians are computed at once: one program for all numbers of them


class Sharpness(NamedTuple):
    """Sharpness before each update of a run, and after the last: rows as in its Trace.

    ``values`` (rows, 2) are the eigenvalues of the Hessian where the method stands, descending; NaN where they are not
    finite. ``limit`` (rows,) is the first of them with which the rule, as it is then, no longer settles, of a rule with
    one rate; ``over`` (rows,) is how many times its limit the largest eigenvalue of rates times Hessian is. None where
    no limit is known. ``covered`` (rows,) is the sum of the rates before, None where none is known.
    """

    values: np.ndarray
    limit: np.ndarray | None
    over: np.ndarray | None
    covered: np.ndarray | None = None


def sharpness(surface: str, choice: Choice, trace: Trace) -> Sharpness:
    """The sharpness along a run on the surface of this name."""
    rows = np.arange(len(trace.params))
    return _sharpness(surface, choice, trace)._replace(covered=edge.covered(choice, len(rows) - 1, rows))


def _sharpness(surface: str, choice: Choice, trace: Trace) -> Sharpness:
    hessian = hessians(find(surface), trace.params)
    values, rows = eigenvalues(hessian), np.arange(len(hessian))
    known, numbers = edge.limit(choice), edge.moving(choice, len(rows) - 1, rows)
    if known is None or numbers is None:
        return Sharpness(values, None, None)
    least = edge.along(known, numbers)
    if not known.scaled:
        with np.errstate(divide="ignore", invalid="ignore"):
            return Sharpness(values, least / numbers[RATE], numbers[RATE] * values[:, 0] / least)
    if len(rows) == 1:
        return Sharpness(values, None, np.full(1, np.nan))
    rates = shown(choice, trace)["rate"]
    roots = np.sqrt(np.asarray(np.vstack([rates, rates[-1:]]), np.float64))  # the last point has the rates of its step
    return Sharpness(values, None, eigenvalues(roots[:, :, None] * hessian * roots[:, None, :])[:, 0] / least)


def on_grid(surface: Surface, frame: Frame, nx: int, ny: int) -> np.ndarray:
    """The largest eigenvalue of the Hessian on a regular grid over ``frame``: (ny, nx), rows from y0 up to y1."""
    xs, ys = np.linspace(frame[0], frame[1], nx), np.linspace(frame[2], frame[3], ny)
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    return eigenvalues(hessians(surface, points))[:, 0].reshape(ny, nx)


def hessians(surface: Surface, points: np.ndarray) -> np.ndarray:
    """The Hessians of a surface at points (n, 2): (n, 2, 2) float64."""
    dtype, program = np.dtype(jnp.result_type(float)), _program(surface.untuned)
    padded = np.zeros((-(-len(points) // PIECE) * PIECE, 2), dtype)
    padded[: len(points)] = points
    knobs = dict(surface.set_to)
    found = [np.asarray(program(part, knobs), np.float64) for part in np.split(padded, len(padded) // PIECE)]
    return np.concatenate(found)[: len(points)]


def eigenvalues(hessian: np.ndarray) -> np.ndarray:
    """The eigenvalues of symmetric matrices (n, 2, 2), descending, (n, 2); NaN for one that is not finite."""
    finite = np.isfinite(hessian).all(axis=(1, 2))
    values = np.linalg.eigvalsh(np.where(finite[:, None, None], hessian, 0.0))[:, ::-1]
    return np.where(finite[:, None], values, np.nan)


@kept
def _program(surface: Surface) -> Callable[[np.ndarray, dict[str, float]], jax.Array]:
    return jax.jit(jax.vmap(lambda point, knobs: jax.hessian(lambda p: surface.fn(p, **knobs))(point), (0, None)))

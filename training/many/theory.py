"""What theory says of a map whose axis is the learning rate: from which rate on no run can settle in a minimum.

That is the limit of ``training.rules.edge`` over the curvature at the minimum.

Source of the fastest rates: Lessard, Recht and Packard 2016, table 1, arXiv:1408.3595.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from surfaces import find
from surfaces.base import Surface
from surfaces.programs import kept
from training.choice import Choice
from training.many.axes import Axis, at, put
from training.race.race import Race
from training.rules import edge
from training.rules.edge import HEAVY, Limit

RATE, MOMENTUM = "lr", "beta"
POINTS = 129  # of a boundary
PROBES = ((0.21, 0.35), (0.63, 0.82), (0.87, 0.13))  # of a frame: where a quadratic has the curvature of its minimum
ALIKE = 1e-3  # curvatures that differ by less, of their largest, are the same


class Curvatures(NamedTuple):
    """The smallest and the largest curvature at a minimum, and whether the surface has them everywhere."""

    least: float
    most: float
    quadratic: bool


def limit(chosen: Choice) -> Limit | None:
    """The limit of a rule that has one rate, and keeps it; None for any other."""
    known = edge.limit(chosen)
    return None if known is None or known.scaled or chosen.schedules else known


@lru_cache(maxsize=512)
def curvatures(surface: Surface) -> Curvatures | None:
    """Those at the flattest of the known minima; None where the surface has no curvature there, or no minimum."""
    x0, x1, y0, y1 = surface.domain
    probes = [(x0 + across * (x1 - x0), y0 + up * (y1 - y0)) for across, up in PROBES]
    there = [_eigenvalues(surface, point) for point in surface.minima] if surface.smooth_at_minima else []
    found = np.array(sorted(there, key=lambda pair: pair[1])[:1] or [_eigenvalues(surface, probes[0])])[0]
    quadratic = np.ptp([found, *(_eigenvalues(surface, point) for point in probes)], axis=0).max() <= ALIKE * abs(
        found[1]
    )
    if not np.isfinite(found).all() or found[1] <= 0 or not (there or quadratic):
        return None
    return Curvatures(float(found[0]), float(found[1]), bool(quadratic))


def _eigenvalues(surface: Surface, point: tuple[float, float]) -> tuple[float, float]:
    """Of the Hessian, ascending."""
    at_point = jnp.asarray(point, float)
    hessian = np.asarray(_hessian(surface.untuned)(at_point, dict(surface.set_to)), np.float64)
    low, high = np.linalg.eigvalsh(hessian) if np.isfinite(hessian).all() else (np.nan, np.nan)
    return float(low), float(high)


@kept
def _hessian(surface: Surface) -> Callable[[jax.Array, dict[str, float]], jax.Array]:
    return jax.jit(jax.hessian(lambda point, knobs: surface.fn(point, **knobs)))


def boundary(race: Race, x: Axis, y: Axis) -> np.ndarray | None:
    """The limit of the one runner of a race as a line over a map, points (n, 2) of its axes, whose scales are known.

    None where no axis is the learning rate, or nothing is known of the rule or of the surface.
    """
    ((letter, chosen),) = race.slots
    if RATE not in (x.name, y.name) or limit(chosen) is None:
        return None
    other = y if x.name == RATE else x
    along = at(other, np.linspace(0, 1, POINTS))
    rates = [_rate(put(race, letter, other.name, float(value))) for value in along]
    if None in rates:
        return None
    pairs = np.stack([np.array(rates, float), along], axis=1)
    return pairs if x.name == RATE else pairs[:, ::-1]


def _rate(race: Race) -> float | None:
    ((_, chosen),) = race.slots
    known, found = limit(chosen), curvatures(find(race.surface_name))
    if known is None or found is None:
        return None
    return known.value(float(chosen.values.get(MOMENTUM, 0.0))) / found.most


def fastest(race: Race) -> dict[str, float] | None:
    """The numbers with which the one runner of a race converges fastest on its quadratic, in the worst direction.

    None where the surface is no quadratic, or the rule is none of the three for which they are known.
    """
    ((_, chosen),) = race.slots
    found = curvatures(find(race.surface_name))
    if limit(chosen) is None or found is None or not found.quadratic or found.least <= 0:
        return None
    low, high = found.least, found.most
    if chosen.optimizer == "sgd":
        return {RATE: 2 / (low + high)}
    if chosen.optimizer == "nesterov":
        root = (3 * high / low + 1) ** 0.5
        return {RATE: 4 / (3 * high + low), MOMENTUM: (root - 2) / (root + 2)}
    beta = ((high**0.5 - low**0.5) / (high**0.5 + low**0.5)) ** 2
    rate = 4 / (high**0.5 + low**0.5) ** 2
    return {RATE: rate if limit(chosen) is HEAVY else rate / (1 - beta), MOMENTUM: beta}

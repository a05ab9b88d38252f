"""The minima of a function for which nobody listed them: those that descents from a grid of starts come to.

The descents are BFGS with a line search that asks for Wolfe's weak conditions: it comes to kinks, like that of abs, as
well as to smooth minima (A. S. Lewis, M. L. Overton, "Nonsmooth optimization via quasi-Newton methods", 2013). They all
take a step at a time, as arrays. A place counts as a minimum where descents from around it come back to it: from a
saddle they leave, in a valley they come to rest somewhere else, and at a pole they find another value each time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from surfaces.base import Frame, Sought

Minima = tuple[tuple[float, float], ...]
Function = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]

APART = 0.0025  # of the domain's longer side: nearer ones count as one, as runs count as being at either
MOST = 16  # minima that are given, unless more are asked for
TRIED = 4  # times as many places are looked at as candidates
REACH = 2.0  # times the domain is the frame in which minima count that its starts lead to
ROUNDS = 200  # trial points of a descent
FIRST = 1 / 32  # step of a descent, in longer sides
SHORTEST = 1e-10
DESCENT, SLOPE = 1e-4, 0.9  # of Wolfe's conditions
ALIKE = 1e-3  # values that differ by less, as a share of how far the function rises beside them, are the same
SAME = 9  # digits, of the usual height above the lowest value, in which equal values are alike
DIGITS = 6  # of a coordinate that is round
ROUNDING = 1e-15  # of a value
AROUND = np.array([[1, 0], [-1, 0], [0, 1], [0, -1]]) / 2  # where descents begin that should come back, in APART


def search(
    function: Function, domain: Frame, side: int = 32, most: int = MOST, reach: float = REACH
) -> tuple[Minima, Sought]:
    """The minima of ``function`` in ``domain`` (x0, x1, y0, y1) and near it, from ``side`` x ``side`` starts in it.

    At most ``most`` are given, those in the domain first, the lowest first. They lie in a frame ``reach`` times the
    domain.

    ``function`` gives values and slopes along x and y of points (n,), (n,), in float64: (n,) each. What is not finite
    counts as out of bounds.
    """
    low, high = np.reshape(domain, (2, 2)).T
    longer, middle = max(high - low), (low + high) / 2
    shares = (np.arange(side) + 0.5) / side
    starts = low + np.stack(np.meshgrid(shares, shares), axis=-1).reshape(-1, 2) * (high - low)

    def within(places: np.ndarray, reach: float) -> np.ndarray:
        return (np.abs(places - middle) <= reach * (high - low) / 2).all(axis=1)

    def ordered(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places and values as they are given: in the domain and lowest first, of equal ones the nearest."""
        values = _at(function, places)[0]
        far = np.linalg.norm(places - middle, axis=1).round(DIGITS)
        x, y = places.T.round(DIGITS)
        order = np.lexsort((y, x, far, (values / unit).round(SAME), ~within(places, 1)))
        return places[order], values[order]

    with np.errstate(all="ignore"):
        seen = _at(function, starts)[0]
        begin = np.isfinite(seen)
        if not begin.any():
            return (), Sought(len(starts), False, None, True)
        ends = _descended(function, starts[begin], longer)
        ends = ends[within(ends, reach) & np.isfinite(_at(function, ends)[0])]
        least = min(seen.min(), _at(function, ends)[0].min(initial=np.inf))
        unit = np.median(seen[begin] - least) or 1.0
        candidates = _tidied(function, _apart(*ordered(ends), APART * longer, TRIED * most))
        places, values = ordered(candidates[_returned(function, candidates, longer)])
        smooth = _smooth(function, places, longer)
    lowest = float(values[0]) if len(places) and round((values[0] - least) / unit, SAME) <= 0 else None
    found = tuple((float(x), float(y)) for x, y in places[:most])
    return found, Sought(len(starts), len(places) > most, lowest, smooth)


def _at(function: Function, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values (n,) and slopes (n, 2) at points (n, 2); a value is infinite where one of these is not finite."""
    value, *slopes = function(*points.T)
    slope = np.stack(slopes, axis=1)
    return np.where(np.isfinite(value) & np.isfinite(slope).all(axis=1), value, np.inf), slope


def _descended(function: Function, points: np.ndarray, longer: float, first: float = FIRST) -> np.ndarray:
    """Where descents from points (n, 2) come to, (n, 2); ``first`` is the length of their first step."""
    points, ends, left = points.copy(), points.copy(), np.arange(len(points))
    value, slope = _at(function, points)
    size = np.linalg.norm(slope, axis=1)
    inverse = (first * longer / np.where(size > 0, size, 1))[:, None, None] * np.eye(2)
    near, far, step = np.zeros(len(points)), np.full(len(points), np.inf), np.ones(len(points))
    for _ in range(ROUNDS):
        way = -np.einsum("nij,nj->ni", inverse, slope)
        going = step * np.abs(way).max(axis=1, initial=0) > SHORTEST * longer
        if not going.all():
            ends[left] = points
            left, points, value, slope, inverse = (a[going] for a in (left, points, value, slope, inverse))
            near, far, step, way = (a[going] for a in (near, far, step, way))
        if not len(left):
            break
        ahead = points + step[:, None] * way
        its_value, its_slope = _at(function, ahead)
        fall, its_fall = (slope * way).sum(axis=1), (its_slope * way).sum(axis=1)
        lower = its_value <= value + DESCENT * step * fall
        taken = lower & (its_fall >= SLOPE * fall)
        far = np.where(lower, far, step)
        near = np.where(lower & ~taken, step, near)
        step = np.where(np.isfinite(far), (near + far) / 2, 2 * step)
        at = np.flatnonzero(taken)
        moved, bent = (ahead - points)[at], (its_slope - slope)[at]
        inverse[at] = _updated(inverse[at], moved, bent)
        points[at], value[at], slope[at] = ahead[at], its_value[at], its_slope[at]
        near[at], far[at], step[at] = 0, np.inf, 1
    ends[left] = points + near[:, None] * way  # some fall without end, and have not taken a step yet
    return ends


def _updated(inverse: np.ndarray, moved: np.ndarray, bent: np.ndarray) -> np.ndarray:
    """The guesses of the inverse Hessian, (n, 2, 2), after moves by which the slopes changed by ``bent``, (n, 2)."""
    share = 1 / (moved * bent).sum(axis=1)[:, None, None]
    left = np.eye(2) - share * moved[:, :, None] * bent[:, None, :]
    found = left @ inverse @ left.swapaxes(1, 2) + share * moved[:, :, None] * moved[:, None, :]
    return np.where(np.isfinite(found).all(axis=(1, 2), keepdims=True), found, inverse)


def _apart(places: np.ndarray, values: np.ndarray, near: float, most: int) -> np.ndarray:
    """Of places (n, 2) in order at most ``most`` that are apart: of each heap of near ones the lowest."""
    kept: list[np.ndarray] = []
    while len(places) and len(kept) < most:
        heap = np.linalg.norm(places - places[0], axis=1) <= near
        kept.append(places[heap][values[heap].argmin()])
        places, values = places[~heap], values[~heap]
    return np.reshape(kept, (-1, 2))


def _tidied(function: Function, places: np.ndarray) -> np.ndarray:
    """Places (n, 2) with those coordinates round that may be: the function is no higher there."""
    for which in ([True, True], [True, False], [False, True]):
        tidy = np.where(which, places.round(DIGITS) + 0.0, places)
        value = _at(function, places)[0]
        better = _at(function, tidy)[0] <= value + ROUNDING * np.abs(value)
        places = np.where(better[:, None], tidy, places)
    return places


def _returned(function: Function, places: np.ndarray, longer: float) -> np.ndarray:
    """To which places (n, 2) descents from all sides come back, and to their values."""
    around = (places[:, None] + APART * longer * AROUND).reshape(-1, 2)
    ends = _descended(function, around, longer, APART / 2)  # a longer step may lead out of a narrow basin
    away = np.linalg.norm(ends.reshape(-1, 4, 2) - places[:, None], axis=2)
    value = _at(function, places)[0][:, None]
    rise, rest = (_at(function, one)[0].reshape(-1, 4) - value for one in (around, ends))
    back = (away <= APART * longer / 8) & (rise > 0) & np.isfinite(rise) & (np.abs(rest) <= ALIKE * rise)
    return back.all(axis=1)


def _smooth(function: Function, places: np.ndarray, longer: float) -> bool:
    """Whether the slope vanishes towards each of places (n, 2), as it does not at a kink."""
    sizes = [
        np.linalg.norm(_at(function, (places[:, None] + share * APART * longer * AROUND).reshape(-1, 2))[1], axis=1)
        for share in (1, 1 / 16)
    ]
    return bool((sizes[1] <= sizes[0] / 4).all())

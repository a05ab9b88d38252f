"""Worked numbers of lectures, from the parts of the app that they are about."""

from __future__ import annotations

from functools import partial

import jax
import numpy as np

from surfaces import find
from training.laws.law import Law
from training.many.search.config import decode, point

GROUP = "Worked numbers"
MORE = "Moré, Garbow and Hillstrom 1981, Testing unconstrained optimization software"


def _value(surface: str, x: float, y: float) -> float:
    return float(find(surface).fn(np.array([x, y], np.float64)))


def _steepest(surface: str, x: float, y: float) -> float:
    """The largest eigenvalue of the Hessian at a point."""
    hessian = jax.hessian(find(surface).fn)(np.array([x, y], np.float32))
    return float(np.linalg.eigvalsh(np.asarray(hessian, np.float64))[-1])


def _long_memories() -> float:
    """The share of decay rates above 0.99 among those drawn on a scale that is logarithmic in 1 − β."""
    search, _ = decode("a=momentum&yaxis=beta&yfrom=0.9&yto=0.999&yscale=memory")
    return float(np.mean(point(search, np.random.RandomState(0).uniform(size=(20_000, 2)))[:, 1] > 0.99))


NUMBERS = (
    Law(
        "rosenbrock",
        GROUP,
        "Rosenbrock’s function is 24.2 at its usual start.",
        MORE,
        "Its value at (−1.2, 1).",
        24.2,
        1e-5,
        partial(_value, "rosenbrock", -1.2, 1.0),
        "?surface=rosenbrock&x=-1.2&y=1",
    ),
    Law(
        "rosenbrock_curvature",
        GROUP,
        "At its minimum the largest curvature is 1001.6, so that gradient descent needs a rate below 0.002.",
        MORE,
        "The largest eigenvalue of the Hessian at (1, 1).",
        1001.6006,
        1e-4,
        partial(_steepest, "rosenbrock", 1.0, 1.0),
        "?surface=rosenbrock&a=sgd",
    ),
    Law(
        "beale",
        GROUP,
        "Beale’s function is 14.203125 at (1, 1).",
        MORE,
        "Its value there.",
        14.203125,
        1e-6,
        partial(_value, "beale", 1.0, 1.0),
        "?surface=beale&x=1&y=1",
    ),
    Law(
        "long_memories",
        GROUP,
        "Half of the decay rates drawn between 0.9 and 0.999 on a scale of 1 − β lie above 0.99.",
        "Deep Learning Specialization, course 2, week 3",
        "20,000 draws as the page of search makes them; drawn evenly it would be nine in a hundred.",
        0.5,
        0.02,
        _long_memories,
        "search?a=momentum&yaxis=beta&yfrom=0.9&yto=0.999&yscale=memory",
    ),
)

"""Laws of stability: from which rate on runs no longer come down."""

from __future__ import annotations

from functools import partial

import numpy as np

from locales.formats import rounded
from training.laws.law import Expected, Law, Measured, Series
from training.many.fates import LEFT, LOST
from training.many.grids import grid
from training.many.precision import DOUBLE
from training.race.config import decode

LIMITS = "Limits of stability"
RATES_TRIED = 256
LOWEST, HIGHEST = 0.37, 1.49  # of these, as shares of what is expected, which lies at none of them
RAVINE = "surface=ravine&x=-10&y=1&steps=1000"
COHEN = "Cohen and others 2021, arXiv:2103.00065; 2022, arXiv:2207.14484"
NEAR_EDGE, RATES_OF_EDGES, MOST_EDGES = (1.0, 1.02), 2_048, 200


def _edge(rule: str, low: float, high: float) -> Measured:
    """The rate from which on runs on the ravine end above their start, to a 256th of ``high`` - ``low``."""
    race, _ = decode(f"{RAVINE}&{rule}")
    found = grid(race, x=("lr", low, high, RATES_TRIED, "linear"), precision=DOUBLE)
    rates, loss = found["lr"], found["loss"]
    start = 0.5 * (race.x**2 + 50 * race.y**2)
    grown = ~(loss <= start)
    first = int(np.argmax(grown))
    value = float((rates[first - 1] + rates[first]) / 2) if grown.any() and first else float("nan")
    shown = np.clip(np.nan_to_num(loss, nan=np.inf), 1e-12 * start, 1e3 * start)
    return Measured(value, Series(rates, shown, "rate", "final loss", Expected.PLACE, log=True))


def _limit(name: str, label: str, rule: str, formula: str, expected: float) -> Law:
    return Law(
        f"limit_{name}",
        LIMITS,
        f"{label} is stable up to the rate {formula}, where λ is the largest curvature.",
        COHEN,
        "The smallest of 256 rates at which 1,000 steps on the ravine, λ = 50, end above the start.",
        expected,
        2.5e-3,
        partial(_edge, rule, LOWEST * expected, HIGHEST * expected),
        f"sensitivity?{RAVINE}&{rule}&xfrom={rounded(LOWEST * expected, 4)}&xto={rounded(HIGHEST * expected, 4)}"
        "&xscale=linear",
    )


def _rippled(share: float) -> str:
    """The address of a parabola with a ripple, a ``share`` of the one from which on it is no longer convex."""
    return (
        f"formula=x**2%2B{2 * share / (20 * np.pi) ** 2:.9f}*cos(20*3.141592653589793*x)%2B0*y&x=1&y=0&steps=2000&a=sgd"
        "&x0=-1000&x1=1000&y0=-1000&y1=1000"
    )


def _edges(share: float) -> Measured:
    """How often neighbours of RATES_OF_EDGES differ in whether their runs leave the plane, counted to MOST_EDGES."""
    race, _ = decode(_rippled(share))
    found = grid(race, x=("lr", *NEAR_EDGE, RATES_OF_EDGES, "linear"))
    edges = np.cumsum(np.diff(np.isin(found["outcome"], (LEFT, LOST))))
    value = float(min(int(edges[-1]), MOST_EDGES))
    return Measured(value, Series(found["lr"][1:], edges, "rate", "edges so far", Expected.LEVEL))


def _ripple(name: str, claim: str, how: str, share: float, expected: int) -> Law:
    return Law(
        name,
        LIMITS,
        claim,
        "Liu 2024, arXiv:2406.13971",
        how,
        expected,
        1e-9,
        partial(_edges, share),
        f"sensitivity?{_rippled(share)}&xfrom={NEAR_EDGE[0]:g}&xto={NEAR_EDGE[1]:g}&xscale=linear",
    )


STABLE = (
    _limit("gd", "Gradient descent", "a=sgd", "2/λ", 2 / 50),
    _limit("heavy_ball", "Heavy ball", "a=momentum&a.beta=0.9", "(2 + 2β)/λ", 3.8 / 50),
    _limit("nesterov", "Nesterov’s momentum", "a=nesterov&a.beta=0.9", "(2 + 2β)/(1 + 2β)/λ", 3.8 / 2.8 / 50),
    _limit(
        "average",
        "Descent along an average of gradients",
        "a=momentum&a.beta=0.9&a.convention=ewma",
        "(2 + 2β)/(1 − β)/λ",
        38 / 50,
    ),
    _ripple(
        "ripple",
        "A ripple on a parabola that leaves it convex leaves it one edge of stability.",
        "How often neighbours of 2,048 rates from 1 to 1.02 differ in whether they diverge, at half the ripple from "
        "which on it is no longer convex.",
        0.5,
        1,
    ),
    _ripple(
        "ripples",
        "A ripple that makes a parabola no longer convex makes hundreds of edges of stability.",
        "The same at twice that ripple, counted to 200.",
        2.0,
        MOST_EDGES,
    ),
)

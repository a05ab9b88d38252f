"""Laws of paths that lectures print number by number."""

from __future__ import annotations

from functools import partial

import numpy as np

from training.laws.descent import RATES, over_steps, trace
from training.laws.law import Expected, Law, Measured, Series


def _reached(query: str) -> Measured:
    """The first coordinate at the end."""
    x = trace(query).params[:, 0]
    return over_steps(float(x[-1]), x, "x")


def _left_at(query: str) -> Measured:
    """The first step at which y is beyond 0.5 on either side."""
    y = np.abs(trace(query).params[:, 1])
    return Measured(float(np.argmax(y > 0.5)), Series(np.arange(len(y)), y, "step", "size of y", Expected.PLACE))


def _lengths(query: str, letter: str) -> float:
    """How long the path of the first runner is beside that of another."""
    first, other = (np.linalg.norm(np.diff(trace(query, one).params, axis=0), axis=1).sum() for one in ("a", letter))
    return float(first / other)


def _apart(query: str) -> Measured:
    """How far two runners are from each other where they are farthest."""
    first, other = (trace(query, letter).params for letter in "ab")
    apart = np.linalg.norm(first - other, axis=1)
    return over_steps(float(apart.max()), apart, "distance")


def _loss_after(query: str) -> Measured:
    loss = trace(query).loss
    return over_steps(float(loss[-1]), loss, "loss", log=True)


_UPHILL = "surface=rosenbrock&x=-1.2&y=1&steps=2&a=newton&a.damping=0&a.indefinite=solve"
_TOY = "formula=x**2-10*x%2B25&x=0&y=0&steps=100&a=sgd&a.lr=0.01"
_THREE = (
    "surface=bowl&condition=20&rotation=0&x=-10&y=1&steps=200&a=momentum&a.lr=0.01&a.convention=lr_inside&b=momentum"
    "&b.lr=0.01&b.convention=lr_outside&c=momentum&c.lr=0.1&c.convention=ewma"
)
_TENTH = "lr.schedule=manual&{0}.lr.schedule.points=0:1,20:0.1"
_FALLING = "&".join([_THREE.partition("&c=")[0], *(f"{one}.{_TENTH.format(one)}" for one in "ab")])
_CREST = "surface=long_valley&x=1&y=0.001&steps=400"
DECK = "CMU 11-785, optimization"


def _crest(name: str, claim: str, rule: str, step: int) -> Law:
    return Law(
        name,
        RATES,
        claim,
        f"{DECK}: the animation of the long valley",
        "The first step from (1, 0.001) at which y is beyond ±0.5, rate 0.02.",
        step,
        1e-9,
        partial(_left_at, f"{_CREST}&{rule}&a.lr=0.02"),
        f"?{_CREST}&{rule}&a.lr=0.02",
    )


PATHS = (
    Law(
        "uphill",
        RATES,
        "Newton’s second step on Rosenbrock’s function goes up, from 4.7 to 1411.8, and the next ones arrive.",
        "Nocedal and Wright 2006, chapter 3",
        "The loss after two steps from (−1.2, 1).",
        1411.845,
        1e-6,
        partial(_loss_after, _UPHILL),
        f"?{_UPHILL.replace('steps=2', 'steps=10')}",
    ),
    Law(
        "newton_arrives",
        RATES,
        "Three steps later it is at 1.85 × 10⁻¹¹.",
        "Nocedal and Wright 2006, chapter 3",
        "The loss after five steps from there.",
        1.8527e-11,
        1e-4,
        partial(_loss_after, _UPHILL.replace("steps=2", "steps=5")),
        f"?{_UPHILL.replace('steps=2', 'steps=10')}",
    ),
    Law(
        "toy",
        RATES,
        "On w² − 10w + 25 gradient descent at rate 0.01 is at 5(1 − 0.98ᵏ) after k steps from zero.",
        "Deep Learning Specialization, course 2, week 3",
        "Where 100 steps end.",
        5 * (1 - 0.98**100),
        1e-9,
        partial(_reached, _TOY),
        f"?{_TOY}",
    ),
    Law(
        "three_conventions",
        RATES,
        "Momentum with the rate inside the velocity, outside of it, or with ten times the rate on an average with "
        "β = 0.9 walks one path.",
        f"{DECK}; CS231n; Deep Learning Specialization, course 2, week 2",
        "The length of the path with the rate inside over that of the average, 200 steps on a bowl with κ = 20.",
        1.0,
        1e-12,
        partial(_lengths, _THREE, "c"),
        f"?{_THREE}",
    ),
    Law(
        "conventions_part",
        RATES,
        "Where the rate falls they part: the velocity with the rate inside keeps the old one for a while.",
        f"{DECK}; CS231n",
        "The largest distance of both, inside and outside, where the rate falls to a tenth at step 20.",
        2.787093,
        1e-6,
        partial(_apart, _FALLING),
        f"?{_FALLING}",
    ),
    _crest(
        "crest_gd",
        "From beside the crest of the long valley gradient descent, whose steps are as small as the slope, needs 321 "
        "of them.",
        "a=sgd",
        321,
    ),
    _crest("crest_heavy_ball", "Heavy ball needs 66.", "a=momentum", 66),
    _crest("crest_rmsprop", "RMSProp, which divides by the size of the slope, needs 12.", "a=rmsprop", 12),
    _crest("crest_adam", "Adam needs 25.", "a=adam", 25),
)

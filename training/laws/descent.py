"""Laws of descent: which rates are stable, how fast runs converge, and where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from training.laws.law import Law
from training.loop import Trace
from training.many.grids import grid
from training.race.config import decode
from training.race.descend import descend
from training.solutions import RULES, followed, smallest

LIMITS, RATES, ENDS = "Limits of stability", "Rates of convergence", "Where rules end"
RATES_TRIED = 256
LOWEST, HIGHEST = 0.37, 1.49  # of these, as shares of what is expected, which lies at none of them
RAVINE = "surface=ravine&x=-10&y=1&steps=1000"
COHEN = "Cohen and others 2021, arXiv:2103.00065; 2022, arXiv:2207.14484"
WILSON = "Wilson and others 2017, arXiv:1705.08292"
LESSARD = "Lessard, Recht and Packard 2014, arXiv:1408.3595"
CYCLE = "12.5*x**2-12*((x-1%2Babs(x-1))/2)**2%2B12*((x-2%2Babs(x-2))/2)**2%2By**2"  # curvature 25, then 1, then 25


def _edge(rule: str, low: float, high: float) -> float:
    """The rate from which on runs on the ravine end above their start, to a 256th of ``high`` - ``low``."""
    race, _ = decode(f"{RAVINE}&{rule}")
    found = grid(race, x=("lr", low, high, RATES_TRIED, "linear"))
    grown = ~(found["loss"] <= 0.5 * (race.x**2 + 50 * race.y**2))
    first = int(np.argmax(grown))
    return float((found["lr"][first - 1] + found["lr"][first]) / 2) if grown.any() and first else float("nan")


def _trace(query: str) -> Trace:
    """The run of the one runner of a race."""
    race, _ = decode(query)
    ((_, chosen),) = race.slots
    return descend(race.surface_name, (race.x, race.y), race.steps // chosen.gradients, race.seed, chosen)


def _limit(name: str, label: str, rule: str, formula: str, expected: float) -> Law:
    return Law(
        f"limit_{name}",
        LIMITS,
        f"{label} is stable up to the rate {formula}, where λ is the largest curvature.",
        COHEN,
        "The smallest of 256 rates at which 1,000 steps on the ravine, λ = 50, end above the start.",
        expected,
        0.01,
        partial(_edge, rule, LOWEST * expected, HIGHEST * expected),
        f"sensitivity?{RAVINE}&{rule}&xfrom={LOWEST * expected:.4g}&xto={HIGHEST * expected:.4g}&xscale=linear",
    )


def _contraction(query: str, first: int, last: int) -> float:
    """By which factor a step multiplies the distance from the minimum, on average from one step to another."""
    loss = _trace(query).loss.astype(np.float64)
    return float((loss[last] / loss[first]) ** (0.5 / (last - first)))


def _first_step(query: str) -> float:
    """How far the first step moves the first coordinate."""
    points = _trace(query).params
    return float(abs(points[1][0] - points[0][0]))


def _farthest(query: str) -> float:
    """The largest x of the last three points."""
    return float(_trace(query).params[-3:, 0].max())


def _half_time(query: str, rate: float) -> float:
    """Steps times rate until the product of both coordinates has half of its final value."""
    points = _trace(query).params.astype(np.float64)
    return float(np.argmax(points[:, 0] * points[:, 1] >= 0.5) * rate)


def _least_norm() -> float:
    """The norm of the solution that plain descent finds over the smallest norm of one."""
    found = followed(RULES[0])
    return float(found.norms[-1] / np.linalg.norm(smallest()))


def _online(optimizer: str, options: dict[str, str], steps: int = 30_000) -> float:
    """Where a rule ends on the losses 3x, -x, -x in turn, on [-1, 1], at rates that fall with the root of the step."""
    rule = OPTIMIZERS[optimizer].make(lr=0.5, b1=0.0, b2=0.1, eps=1e-12, **options)

    def body(t: jax.Array, held: Sequence) -> tuple:
        x, state = held
        update, state = rule.update(jnp.where(t % 3 == 0, 3.0, -1.0), state, x)
        return jnp.clip(x + update / jnp.sqrt(t + 1.0), -1.0, 1.0), state

    start = jnp.zeros(())
    return float(jax.jit(lambda: jax.lax.fori_loop(0, steps, body, (start, rule.init(start))))()[0])


_BOWL = "surface=bowl&condition=100&rotation=0&x=-9&y=1&steps=300"
_DIAGONAL = "surface=bowl&condition=50&rotation=0&x=-9&y=1&steps=2&a=adam&a.lr=0.3"
_CYCLING = f"formula={CYCLE}&x=3.3&y=0&steps=999&a=momentum&a.lr=0.1111111111111111&a.beta=0.4444444444444444"
_PLATEAU = "formula=(1-x*y)**2/2&x=0.0316227766&y=0.0316227766&steps=5000&a=sgd&a.lr=0.001"

DESCENT = (
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
    Law(
        "rate_gd",
        RATES,
        "At the rate 2/(smallest + largest curvature) gradient descent shrinks the distance by (κ − 1)/(κ + 1) a step.",
        LESSARD,
        "The mean factor from step 100 to step 300 on a bowl with κ = 100.",
        99 / 101,
        1e-4,
        partial(_contraction, f"{_BOWL}&a=sgd&a.lr=0.0198019801980198", 100, 300),
        f"?{_BOWL}&a=sgd&a.lr=0.0198019801980198",
    ),
    Law(
        "first_step",
        RATES,
        "With bias correction Adam’s first step is its rate, whatever the gradient.",
        "Kingma and Ba 2014, arXiv:1412.6980",
        "The first step along x at rate 0.3.",
        0.3,
        1e-5,
        partial(_first_step, _DIAGONAL),
        f"?{_DIAGONAL}",
    ),
    Law(
        "first_step_raw",
        RATES,
        "Without it the first step is (1 − β₁)/√(1 − β₂) times the rate: more than three times.",
        "Kingma and Ba 2014, arXiv:1412.6980",
        "The first step along x at rate 0.3.",
        0.3 * 0.1 / 0.001**0.5,
        1e-4,
        partial(_first_step, f"{_DIAGONAL}&a.bias_correction=off"),
        f"?{_DIAGONAL}&a.bias_correction=off",
    ),
    Law(
        "plateau",
        RATES,
        "Two weights of √a₀ in a row have learned half of a mode of strength 1 after the time ln(1/a₀ − 1)/2.",
        "Saxe, McClelland and Ganguli 2013, arXiv:1312.6120",
        "Steps times rate until the product of both weights is one half, from a₀ = 0.001.",
        np.log(1 / 1e-3 - 1) / 2,
        1e-3,
        partial(_half_time, _PLATEAU, 1e-3),
        f"?{_PLATEAU}",
    ),
    Law(
        "cycle",
        ENDS,
        "On a convex function of one coordinate heavy ball can go round three points for ever.",
        LESSARD,
        "The largest of the last three points of 999 steps from 3.3, with rate 1/9 and β = 4/9.",
        2592 / 1225,
        1e-4,
        partial(_farthest, _CYCLING),
        f"?{_CYCLING}",
    ),
    Law(
        "minimum_norm",
        ENDS,
        "Of many solutions gradient descent from zero finds that of the smallest norm.",
        WILSON,
        "The norm that it reaches over the smallest one, 10 equations with 40 unknowns.",
        1.0,
        1e-4,
        _least_norm,
    ),
    Law(
        "adam_fails",
        ENDS,
        "Adam without a first moment can walk to the worst point of a convex problem.",
        "Reddi, Kale and Kumar 2018, arXiv:1904.09237, theorem 1",
        "Where 30,000 steps end on the losses 3x, −x, −x in turn on [−1, 1], whose best point is −1.",
        1.0,
        1e-3,
        partial(_online, "adam", {"bias_correction": "off"}),
    ),
    Law(
        "amsgrad_holds",
        ENDS,
        "AMSGrad, which never lets the mean square shrink, finds the best one.",
        "Reddi, Kale and Kumar 2018, arXiv:1904.09237",
        "The same for AMSGrad as in the paper.",
        -1.0,
        0.01,
        partial(_online, "amsgrad", {"form": "paper"}),
    ),
)

"""Laws of descent: how fast runs converge, how far they step, and what noise leaves of them."""

from __future__ import annotations

from functools import partial

import numpy as np

from training.laws.law import Expected, Law, Measured, Series
from training.loop import Trace
from training.many.precision import DOUBLE, precise
from training.race.config import decode
from training.race.descend import descend

RATES = "Rates of convergence"
LESSARD = "Lessard, Recht and Packard 2014, arXiv:1408.3595"


def trace(query: str, letter: str = "a") -> Trace:
    """The run of a runner of a race, in 64-bit floats."""
    race, _ = decode(query)
    chosen = race.choices[letter]
    start, steps = (race.x, race.y), race.steps // chosen.gradients
    with precise(DOUBLE):
        return descend(race.surface_name, start, steps, race.seed, chosen, race.noise)


def over_steps(
    value: float, values: np.ndarray, up: str, expected: Expected = Expected.LEVEL, *, first: int = 0, log: bool = False
) -> Measured:
    """A number that was read from values after each step from the ``first`` on."""
    return Measured(value, Series(first + np.arange(len(values)), values, "step", up, expected, log))


def _contraction(query: str, first: int, last: int) -> Measured:
    """By which factor a step multiplies the distance from the minimum, on average from one step to another."""
    loss = trace(query).loss[first : last + 1]
    value = float((loss[-1] / loss[0]) ** (0.5 / (last - first)))
    return over_steps(value, loss, "loss", Expected.SQUARE, first=first, log=True)


def _first_step(query: str) -> Measured:
    """How far the first step moves the first coordinate."""
    moved = np.abs(trace(query).params[:, 0] - trace(query).params[0, 0])
    return over_steps(float(moved[1]), moved, "distance moved along x")


def _largest_step(query: str) -> Measured:
    """The farthest that a step goes along the first coordinate."""
    steps = np.abs(np.diff(trace(query).params[:, 0]))
    return over_steps(float(steps.max()), steps, "length of the step", first=1)


def _floor(query: str) -> Measured:
    """The mean loss after the first tenth of a run; shown as means of a hundred stretches."""
    loss = trace(query).loss
    means = np.array([part.mean() for part in np.array_split(loss, 100)])
    places = np.linspace(0, len(loss) - 1, 100)
    series = Series(places, means, "step", "mean loss", Expected.LEVEL)
    return Measured(float(loss[len(loss) // 10 :].mean()), series)


def _escape(query: str, first: int, last: int) -> Measured:
    """By which factor a step multiplies the second coordinate, on average from one step to another."""
    y = trace(query).params[first : last + 1, 1]
    return over_steps(float((y[-1] / y[0]) ** (1 / (last - first))), y, "y", Expected.FACTOR, first=first, log=True)


_BOWL = "surface=bowl&condition=100&rotation=0&x=-9&y=1&steps=300"
_DIAGONAL = "surface=bowl&condition=50&rotation=0&x=-9&y=1&steps=2&a=adam&a.lr=0.3"
_BEST_BALL = f"a=momentum&a.lr={4 / 11**2}&a.beta={(9 / 11) ** 2}"
_BEST_NESTEROV = f"a=nesterov&a.lr=0.01&a.beta={9 / 11}"
_TUNED_NESTEROV = f"a=nesterov&a.lr={4 / 301}&a.beta={(301**0.5 - 2) / (301**0.5 + 2)}"
_NOISY = "surface=bowl&condition=2&rotation=0&x=0&y=0&steps=20000&noise=1&a=sgd&a.lr=0.5"
_NOISY_BALL = _NOISY.replace("a=sgd&a.lr=0.5", "a=momentum&a.lr=0.05&a.beta=0.9")
_LEAVING = "surface=saddle&x=0&y=0.001&steps=200&a=sgd&a.lr=0.01"
_LEAVING_BALL = f"{_LEAVING.replace('a=sgd', 'a=momentum').replace('steps=200', 'steps=60')}&a.beta=0.9"
_PLANE = "formula=x&x=0&y=0&steps=100&a=adam&a.lr=0.1&a.bias_correction=off"


DESCENT = (
    Law(
        "rate_gd",
        RATES,
        "At the rate 2/(smallest + largest curvature) gradient descent shrinks the distance by (κ − 1)/(κ + 1) a step.",
        LESSARD,
        "The mean factor from step 100 to step 300 on a bowl with κ = 100.",
        99 / 101,
        1e-9,
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
        1e-8,
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
        1e-6,
        partial(_first_step, f"{_DIAGONAL}&a.bias_correction=off"),
        f"?{_DIAGONAL}&a.bias_correction=off",
    ),
    Law(
        "rate_heavy_ball",
        RATES,
        "At the best rate and β heavy ball shrinks the distance by (√κ − 1)/(√κ + 1) a step: far less is left than of "
        "gradient descent.",
        LESSARD,
        "The mean factor from step 50 to step 150 on a bowl with κ = 100.",
        9 / 11,
        0.012,
        partial(_contraction, f"{_BOWL}&{_BEST_BALL}", 50, 150),
        f"?{_BOWL}&{_BEST_BALL}",
    ),
    Law(
        "rate_nesterov",
        RATES,
        "At the rate 1/λ Nesterov’s momentum shrinks it by 1 − 1/√κ a step.",
        LESSARD,
        "The mean factor from step 60 to step 160 on a bowl with κ = 100, β = (√κ − 1)/(√κ + 1).",
        0.9,
        0.015,
        partial(_contraction, f"{_BOWL}&{_BEST_NESTEROV}", 60, 160),
        f"?{_BOWL}&{_BEST_NESTEROV}",
    ),
    Law(
        "rate_nesterov_tuned",
        RATES,
        "At the rate 4/(3 λ + μ), where μ is the smallest curvature, and the best β it is 1 − 2/√(3κ + 1).",
        LESSARD,
        "The mean factor from step 40 to step 120 on a bowl with κ = 100.",
        1 - 2 / 301**0.5,
        0.015,
        partial(_contraction, f"{_BOWL}&{_TUNED_NESTEROV}", 40, 120),
        f"?{_BOWL}&{_TUNED_NESTEROV}",
    ),
    Law(
        "noise_floor",
        RATES,
        "Under noise of deviation σ gradient descent stays at the loss ησ²/(2(2 − ηλ)) for each coordinate.",
        "Bottou, Curtis and Nocedal 2018, arXiv:1606.04838, section 4",
        "The mean loss of 20,000 steps without their first tenth, curvatures 1 and 2, η = 0.5, σ = 1.",
        0.25 / 1.5 + 0.25,
        0.03,
        partial(_floor, _NOISY),
        f"?{_NOISY}",
    ),
    Law(
        "noise_floor_heavy_ball",
        RATES,
        "Heavy ball under noise stays at ησ²(1 + β)/(2(1 − β)(2 + 2β − ηλ)), for small ηλ as descent at η/(1 − β).",
        "The variance of a second-order autoregression",
        "The mean loss as above, η = 0.05, β = 0.9.",
        sum(0.05 * 1.9 / (2 * 0.1 * (3.8 - 0.05 * curvature)) for curvature in (1, 2)),
        0.05,
        partial(_floor, _NOISY_BALL),
        f"?{_NOISY_BALL}",
    ),
    Law(
        "escape",
        RATES,
        "Gradient descent leaves a saddle by the factor 1 + ηλ a step; from twice as near, ln 2/ηλ steps later.",
        "Lee and others 2016, arXiv:1602.04915",
        "The mean factor of y in the first 200 steps on the saddle x² − y², rate 0.01.",
        1.02,
        1e-9,
        partial(_escape, _LEAVING, 0, 200),
        f"?{_LEAVING}",
    ),
    Law(
        "escape_heavy_ball",
        RATES,
        "Heavy ball leaves by the larger root of z² − (1 + β + ηλ) z + β.",
        "Its recursion; Lee and others 2016, arXiv:1602.04915",
        "The mean factor of y from step 30 to step 60 on the same saddle, β = 0.9.",
        (1.92 + (1.92**2 - 3.6) ** 0.5) / 2,
        1e-5,
        partial(_escape, _LEAVING_BALL, 30, 60),
        f"?{_LEAVING_BALL}",
    ),
    Law(
        "first_step_rmsprop",
        RATES,
        "RMSProp without bias correction begins with a step of 1/√(1 − ρ) times its rate, whatever the gradient.",
        "Hinton 2012, Neural networks for machine learning, lecture 6e",
        "The first step along x at rate 0.3 with ρ = 0.9.",
        0.3 / 0.1**0.5,
        1e-8,
        partial(_first_step, _DIAGONAL.replace("a=adam", "a=rmsprop&a.rho=0.9")),
        f"?{_DIAGONAL.replace('a=adam', 'a=rmsprop&a.rho=0.9')}",
    ),
    Law(
        "largest_step_raw",
        RATES,
        "Without bias correction Adam’s steps reach 6.57 times its rate under a constant gradient.",
        "Kingma and Ba 2014, arXiv:1412.6980: the largest (1 − 0.9ᵗ)/√(1 − 0.999ᵗ)",
        "The longest of 100 steps on the plane f = x at rate 0.1.",
        0.1 * max((1 - 0.9**t) / (1 - 0.999**t) ** 0.5 for t in range(1, 101)),
        1e-6,
        partial(_largest_step, _PLANE),
        f"?{_PLANE}",
    ),
)

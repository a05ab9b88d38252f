"""Worked numbers of lectures, from the parts of the app that they are about."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from surfaces import find
from training.averages import ewma, root_mean_square
from training.laws.ends import MORE
from training.laws.law import Law
from training.many.search.config import decode
from training.many.search.points import point
from training.network.diagnosis import BOTH, HIGH_BIAS, HIGH_VARIANCE, NEITHER, Errors, diagnose
from training.parts.differences import slopes
from training.parts.preferred import descended
from training.published import ACCURACIES, improvement
from training.race.sharpness import eigenvalues, hessians

GROUP = "Worked numbers"
SPECIALIZATION = "Deep Learning Specialization, course 2"
ADANORM = "Dubey, Singh and Chaudhuri 2023, arXiv:2210.06364, table 1"
VERDICTS = {  # of a lecture, by the errors in training and validation, in per cent
    (1.0, 11.0): HIGH_VARIANCE,
    (15.0, 16.0): HIGH_BIAS,
    (15.0, 30.0): BOTH,
    (0.5, 1.0): NEITHER,
}


def _value(surface: str, x: float, y: float) -> float:
    return float(find(surface).fn(np.array([x, y], np.float64)))


def _steepest(surface: str, x: float, y: float) -> float:
    """The largest eigenvalue of the Hessian at a point."""
    return float(eigenvalues(hessians(find(surface), np.array([[x, y]])))[0, 0])


def _long_memories() -> float:
    """The share of decay rates above 0.99 among those drawn on a scale that is logarithmic in 1 − β."""
    search, _ = decode("a=momentum&yaxis=beta&yfrom=0.9&yto=0.999&yscale=memory")
    return float(np.mean(point(search, np.random.RandomState(0).uniform(size=(20_000, 2)))[:, 1] > 0.99))


def _shortened(gradient: float) -> float:
    """Adam’s first step over its rate with epsilon inside the root."""
    rule, start = OPTIMIZERS["adam"].make(lr=1.0, b1=0.9, b2=0.999, eps=1e-8, eps_mode="inside"), jnp.zeros(1)
    moves = jax.jit(lambda g: rule.update(g, rule.init(start), start)[0])(jnp.array([gradient]))
    return -float(moves[0])


def _quotient() -> float:
    """The last average over the root of the mean square of five steps across a valley."""
    across = np.array([2.5, -3, 2.5, -2, 1.5])
    return float((ewma(across, 0.9, corrected=True) / root_mean_square(across, 0.9))[-1])


def _as_in_the_lecture(bayes: float = 0.0) -> float:
    """How many pairs of errors have the verdict that the lecture gives them."""
    return float(sum(diagnose(Errors(*pair, bayes)).verdict == told for pair, told in VERDICTS.items()))


def _improvements() -> list[float]:
    """By how many per cent accuracies are higher with AdaNorm."""
    return [improvement(pair) for pairs in ACCURACIES.values() for pair in pairs]


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
        f"{SPECIALIZATION}, week 3",
        "20,000 draws as the page of search makes them; drawn evenly it would be nine in a hundred.",
        0.5,
        0.02,
        _long_memories,
        "search?a=momentum&yaxis=beta&yfrom=0.9&yto=0.999&yscale=memory",
    ),
    Law(
        "epsilon",
        GROUP,
        "An ε of 10⁻⁸ inside the root, not outside, shortens Adam’s steps where gradients are 10⁻⁴: to 0.707 of them.",
        "Kingma and Ba 2014, arXiv:1412.6980, has it outside",
        "The first step over its rate: 10⁻⁴/√(10⁻⁸ + 10⁻⁸).",
        0.5**0.5,
        1e-3,
        partial(_shortened, 1e-4),
        "?formula=0.0001*x&x=0&y=0&steps=20&a=adam&a.lr=0.1&a.eps_mode=inside&b=adam&b.lr=0.1",
    ),
    Law(
        "quotient",
        GROUP,
        "Of steps 2.5, −3, 2.5, −2, 1.5 across a valley Adam’s quotient leaves an eighth.",
        "CMU 11-785, optimization: the table of five steps",
        "The corrected average over the corrected root of the mean square, β = 0.9, after the fifth.",
        0.125,
        4e-3,
        _quotient,
        "schedules",
    ),
    Law(
        "momentum_table",
        GROUP,
        "Of gradients 100, 100, 1, 100, 1000 an average with β = 0.9 makes 122.932.",
        "CS231n, lecture on training: a table without its numbers",
        "The average after the fifth.",
        122.932,
        1e-6,
        lambda: float(ewma(np.array([100.0, 100, 1, 100, 1000]), 0.9)[-1]),
        "schedules",
    ),
    Law(
        "one_sided",
        GROUP,
        "A step of 0.01 to one side makes the slope of x³ at 1 too large by one in a hundred: 3.0301.",
        f"{SPECIALIZATION}, week 1",
        "(f(x + ε) − f(x))/ε.",
        3.0301,
        1e-9,
        lambda: next(iter(slopes(1.0, 0.01).values())),
        "lib/lesson/numbers.2",
    ),
    Law(
        "central",
        GROUP,
        "To both sides it is 3.0001: the error is ε².",
        f"{SPECIALIZATION}, week 1",
        "(f(x + ε) − f(x − ε))/2ε.",
        3.0001,
        1e-9,
        lambda: [*slopes(1.0, 0.01).values()][-1],
        "lib/lesson/numbers.2",
    ),
    Law(
        "shared_by_l2",
        GROUP,
        "L2 shares a weight out among equal inputs: four times 1/(4 + 2λ).",
        "CS231n, regularization: the example of four weights",
        "The first weight where descent from (1, 0, 0, 0) ends, λ = 0.1.",
        1 / 4.2,
        1e-3,
        lambda: float(descended("l2", 0.1)[0]),
        "lib/lesson/numbers.4",
    ),
    Law(
        "kept_by_l1",
        GROUP,
        "L1 leaves it where it is, shorter by λ.",
        "CS231n, regularization: the example of four weights",
        "The same with L1.",
        0.9,
        5e-3,
        lambda: float(descended("l1", 0.1)[0]),
        "lib/lesson/numbers.4",
    ),
    Law(
        "verdicts",
        GROUP,
        "Bias is the error in training less the Bayes error, variance that in validation less that in training, and "
        "more than five points are high: so all four pairs of a lecture have the verdict that it gives them.",
        f"{SPECIALIZATION}, week 1",
        "How many of 1 and 11, 15 and 16, 15 and 30, 0.5 and 1 per cent have it.",
        len(VERDICTS),
        1e-9,
        _as_in_the_lecture,
        "lib/lesson/numbers.5",
    ),
    Law(
        "verdict_of_bayes",
        GROUP,
        "Where the best possible answers are wrong in 15 of 100 cases, 15 and 16 per cent are neither.",
        f"{SPECIALIZATION}, week 1",
        "Bias and variance together, in points.",
        1.0,
        1e-9,
        lambda: sum(diagnose(Errors(15.0, 16.0, 15.0))[:2]),
        "lib/lesson/numbers.5",
    ),
    Law(
        "adanorm",
        GROUP,
        "AdaNorm’s table prints by how many per cent of the accuracy without it that with it is higher: 11.15 for "
        "48.98 and 54.44.",
        ADANORM,
        "The largest of 36 improvements.",
        11.15,
        5e-4,
        lambda: max(_improvements()),
        "notes?card=published.adanorm",
    ),
    Law(
        "adanorm_cells",
        GROUP,
        "In 35 of 36 cells it is higher.",
        ADANORM,
        "How many of the improvements are above 0.",
        35,
        1e-9,
        lambda: float(np.sum(np.array(_improvements()) > 0)),
        "notes?card=published.adanorm",
    ),
)

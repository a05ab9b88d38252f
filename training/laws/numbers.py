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
from training.many.search.config import decode, point
from training.network.diagnosis import BOTH, HIGH_BIAS, HIGH_VARIANCE, NEITHER, Errors, diagnose
from training.notes.published import ACCURACIES, improvement
from training.parts.activations import ACTIVATIONS
from training.parts.all_masks import averages
from training.parts.differences import slopes
from training.parts.dropout import DROPOUTS
from training.parts.losses import LOSSES
from training.parts.normalization import NORMS
from training.parts.preferred import descended
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


def _likelihood(outputs: tuple[float, ...], label: int) -> float:
    """The probability of a class, from the loss that training uses."""
    return float(np.exp(-jax.jit(LOSSES["softmax"].fn)(np.array([outputs], np.float32), np.array([label]))[0]))


def _slope(shares: tuple[float, ...], label: int) -> float:
    """How the loss goes with the output of the class itself, where the classes have these probabilities."""
    loss = LOSSES["softmax"].fn
    slope = jax.jit(jax.grad(lambda z: loss(z, np.array([label]))[0]))
    return float(slope(np.log(np.array([shares], np.float32)))[0, label])


def _normalized(values: tuple[float, ...]) -> float:
    """The last of a batch after batch norm."""
    batch = jnp.array(values)[:, None]
    return float(NORMS["batch"].fn(batch, jnp.full(len(values), 1 / len(values)), 1)[0][-1, 0])


def _variance_of_two() -> float:
    """Half of the mean variance that batch norm remembers of batches of two."""
    batches = jnp.asarray(np.random.RandomState(0).standard_normal((2, 20_000)), jnp.float32)
    _, seen = NORMS["batch"].fn(batches, jnp.full(2, 0.5), 1)
    return float(seen["variance"].mean() / 2)


def _shaken(keep: float) -> float:
    """The variance of the sizes of normal numbers after inverted dropout over that before."""
    sizes = jnp.asarray(np.abs(np.random.RandomState(0).standard_normal((400, 1000))), jnp.float32)
    left, _ = DROPOUTS["inverted"].fn(sizes, jnp.eye(1), {"keep": keep}, jax.random.key(0))
    return float(left.var() / sizes.var())


def _rise(weight: float) -> float:
    """The derivative of a sigmoid unit at 0."""
    return float(jax.grad(lambda x: ACTIVATIONS["sigmoid"].fn(weight * x, {}))(0.0))


def _shortened(gradient: float) -> float:
    """Adam’s first step over its rate with epsilon inside the root."""
    rule, start = OPTIMIZERS["adam"].make(lr=1.0, b1=0.9, b2=0.999, eps=1e-8, eps_mode="inside"), jnp.zeros(1)
    moves = jax.jit(lambda g: rule.update(g, rule.init(start), start)[0])(jnp.array([gradient]))
    return -float(moves[0])


def _quotient() -> float:
    """The last average over the root of the mean square of five steps across a valley."""
    across = np.array([2.5, -3, 2.5, -2, 1.5])
    return float((ewma(across, 0.9, corrected=True) / root_mean_square(across, 0.9))[-1])


def _of_all_masks() -> float:
    """A linear read-out with scaled weights over its average over all masks."""
    one, _ = averages(0.5).values()
    return one.scaled / one.average


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
        "softmax",
        GROUP,
        "The softmax of 5, 2, −1, 3 gives the first class 0.842.",
        SPECIALIZATION,
        "The probability that training’s own loss, −ln p, stands for.",
        0.842,
        1e-3,
        partial(_likelihood, (5.0, 2.0, -1.0, 3.0), 0),
        "lib/lesson/numbers.1",
    ),
    Law(
        "cross_entropy_slope",
        GROUP,
        "The loss −ln p falls with its own class’s output by 1 − p: by 0.8 where p is 0.2.",
        SPECIALIZATION,
        "The derivative of the loss after outputs ln 0.3, ln 0.2, ln 0.1, ln 0.4, class 2.",
        -0.8,
        1e-5,
        partial(_slope, (0.3, 0.2, 0.1, 0.4), 1),
        "notes?card=loss.softmax",
    ),
    Law(
        "batch_of_two",
        GROUP,
        "Of a batch of two, batch norm makes −1 and 1, however near they are to each other.",
        "Ioffe and Szegedy 2015, arXiv:1502.03167",
        "What it makes of the larger of 3 and 7.",
        1.0,
        1e-5,
        partial(_normalized, (3.0, 7.0)),
        "lib/lesson/normalization.2",
    ),
    Law(
        "small_batches",
        GROUP,
        "The variance of a batch of B is (B − 1)/B of the true one on average: a half for two.",
        "Ioffe and Szegedy 2015, arXiv:1502.03167",
        "The mean of the variances of 20,000 batches of two normal numbers, whose true variance is 1.",
        0.5,
        0.02,
        _variance_of_two,
        "lib/lesson/normalization.2",
    ),
    Law(
        "dropout_variance",
        GROUP,
        "Inverted dropout keeps the mean and multiplies the variance: by 3.75 for the sizes of normal numbers, half of "
        "which are kept.",
        "Srivastava and others 2014, JMLR 15: (E x²/keep − μ²)/(E x² − μ²)",
        "The ratio of the variances with and without it, 400,000 numbers.",
        (2 - 2 / np.pi) / (1 - 2 / np.pi),
        0.02,
        partial(_shaken, 0.5),
        "lib/lesson/regularization.9",
    ),
    Law(
        "sigmoid_slope",
        GROUP,
        "A sigmoid unit with weight w rises with the slope w/4 where it is steepest.",
        "The derivative of 1/(1 + e⁻ᶻ) at 0 is 1/4",
        "The derivative at 0 for w = 5.",
        1.25,
        1e-6,
        partial(_rise, 5.0),
        "lib/lesson/activations.2",
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
        "all_masks",
        GROUP,
        "Of a linear read-out scaled weights give the average over all masks of dropout.",
        "Srivastava and others 2014, JMLR 15, section 7.5",
        "The one over the other, all 1,024 masks of ten units.",
        1.0,
        1e-9,
        _of_all_masks,
        "lib/lesson/regularization.9",
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

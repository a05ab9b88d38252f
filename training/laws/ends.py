"""Laws of where rules end: at which of many solutions, at the worst point, or nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from training.laws.descent import LESSARD, trace
from training.laws.law import Expected, Law, Measured, Series
from training.laws.solutions import RULES, followed, smallest

ENDS = "Where rules end"
JORDAN = "Jordan and others 2024, Muon: an optimizer for hidden layers in neural networks"
MORE = "Moré, Garbow and Hillstrom 1981, Testing unconstrained optimization software"
DIFFGRAD = "Dubey and others 2019, arXiv:1909.11015"
WILSON = "Wilson and others 2017, arXiv:1705.08292"
CYCLE = "12.5*x**2-12*((x-1%2Babs(x-1))/2)**2%2B12*((x-2%2Babs(x-2))/2)**2%2By**2"  # curvature 25, then 1, then 25
FREUDENSTEIN = "(-13%2Bx%2B((5-y)*y-2)*y)**2%2B(-29%2Bx%2B((y%2B1)*y-14)*y)**2"
JENNRICH = "%2B".join(f"({2 + 2 * i}-exp({i}*x)-exp({i}*y))**2" for i in range(1, 11))
_TRAPPED = f"formula={FREUDENSTEIN}&x0=-20&x1=20&y0=-20&y1=20&x=0.5&y=-2&steps=200&a=lbfgs"
_FITTED = f"formula={JENNRICH}&x0=-1&x1=1&y0=-1&y1=1&x=0.3&y=0.4&steps=200&a=lbfgs"
_TWO_WELLS = (
    "formula=x**2%2B0.1*x-0.5*abs(x)%2By**2&x0=-1.2&x1=0.8&y0=-0.8&y1=0.8&x=-1&y=0&steps=300&a=adam&a.lr=0.1&a.b1=0.95"
    "&b=adam&b.lr=0.05&b.b1=0.95&c=diffgrad&c.lr=0.1&c.b1=0.95&d=adainject&d.lr=0.1&d.b1=0.95"
)
_CYCLING = f"formula={CYCLE}&x=3.3&y=0&steps=999&a=momentum&a.lr=0.1111111111111111&a.beta=0.4444444444444444"


def _farthest(query: str) -> Measured:
    """The largest x of the last three points; shown are the last thirty."""
    x = trace(query).params[:, 0]
    places = np.arange(len(x) - 30, len(x))
    return Measured(float(x[-3:].max()), Series(places, x[-30:], "step", "x", Expected.LEVEL))


def _lowest(query: str) -> Measured:
    """The loss at the end."""
    loss = trace(query).loss
    return Measured(float(loss[-1]), Series(np.arange(len(loss)), loss, "step", "loss", Expected.LEVEL, log=True))


def _reached(letter: str) -> Measured:
    """Where a runner of the two wells ends."""
    x = trace(_TWO_WELLS, letter).params[:, 0]
    return Measured(float(x[-1]), Series(np.arange(len(x)), x, "step", "x", Expected.LEVEL))


def _least_norm() -> Measured:
    """The norm of the solution that plain descent finds over the smallest norm of one."""
    norms = followed(RULES[0]).norms / np.linalg.norm(smallest())
    return Measured(float(norms[-1]), Series(np.arange(len(norms)), norms, "step", "norm", Expected.LEVEL))


def _online(optimizer: str, options: dict[str, str], steps: int = 30_000) -> Measured:
    """Where a rule ends on the losses 3x, -x, -x in turn, on [-1, 1], at rates that fall with the root of the step."""
    rule = OPTIMIZERS[optimizer].make(lr=0.5, b1=0.0, b2=0.1, eps=1e-12, **options)

    def body(held: Sequence, t: jax.Array) -> tuple:
        x, state = held
        update, state = rule.update(jnp.where(t % 3 == 0, 3.0, -1.0), state, x)
        x = jnp.clip(x + update / jnp.sqrt(t + 1.0), -1.0, 1.0)
        return (x, state), x

    start = jnp.zeros(())
    path = np.asarray(jax.jit(lambda: jax.lax.scan(body, (start, rule.init(start)), jnp.arange(steps))[1])())
    series = Series(1 + np.arange(steps)[::100], path[::100], "step", "x", Expected.LEVEL)
    return Measured(float(path[-1]), series)


def _singular(value: float, beside: float) -> float:
    """What Muon makes of a singular value ``beside`` another one, at rate 1."""
    return float(_orthogonal(np.array([[value, beside]]))[0])


def _orthogonal(values: np.ndarray) -> np.ndarray:
    """What Muon makes of the first singular value of matrices with these two, (n, 2), at rate 1: (n,)."""
    rule, start = OPTIMIZERS["muon"].make(lr=1.0, momentum=0.0, wd=0.0), jnp.zeros((2, 2))
    moves = jax.jit(jax.vmap(lambda two: rule.update(jnp.diag(two), rule.init(start), start)[0]))(values)
    return -np.asarray(moves, float)[:, 0, 0]


def _band(end: Callable[[np.ndarray], np.floating]) -> Measured:
    """The least or the largest that becomes of singular values from 0.005 to 1 of matrices of norm 1."""
    before = np.geomspace(0.005, 1, 2_000)
    after = _orthogonal(np.stack([before, np.sqrt(1 - before**2)], axis=1))
    return Measured(float(end(after)), Series(before, after, "singular value", "after Muon", Expected.LEVEL))


def _well(name: str, claim: str, letter: str, expected: float) -> Law:
    return Law(
        name,
        ENDS,
        claim,
        DIFFGRAD,
        "Where 300 steps along x² + 0.1x − 0.5|x| end, from −1, β₁ = 0.95.",
        expected,
        5e-3,
        partial(_reached, letter),
        f"?{_TWO_WELLS}",
    )


WHERE_RULES_END = (
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
        "lib/lesson/seeds.3",
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
        "notes?card=amsgrad",
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
        "notes?card=amsgrad",
    ),
    Law(
        "muon",
        ENDS,
        "Five rounds of Muon’s polynomial leave a singular value of 1 at 0.696: roughly orthogonal is enough.",
        JORDAN,
        "The first step of a matrix with the singular values 1 and 0 at rate 1.",
        0.6964,
        1e-3,
        partial(_singular, 1.0, 0.0),
        "notes?card=muon",
    ),
    Law(
        "muon_small",
        ENDS,
        "And one of 0.001 at 0.47: what was a thousand times smaller is learned nearly as fast.",
        JORDAN,
        "The first step of a matrix with the singular values 1 and 0.001 at rate 1.",
        0.4705,
        1e-3,
        partial(_singular, 1e-3, 1.0),
        "notes?card=muon",
    ),
    Law(
        "muon_least",
        ENDS,
        "All singular values from 0.005 to 1 come to between 0.68 and 1.16: none below 0.6818.",
        JORDAN,
        "The least that the first step makes of 2,000 of them, matrices of norm 1.",
        0.6818,
        1e-3,
        partial(_band, np.min),
        "notes?card=muon",
    ),
    Law(
        "muon_most",
        ENDS,
        "And none above 1.1543.",
        JORDAN,
        "The largest of the same.",
        1.1543,
        1e-3,
        partial(_band, np.max),
        "notes?card=muon",
    ),
    Law(
        "muon_slope",
        ENDS,
        "Very small ones become 3.4445⁵ = 485 times as large.",
        JORDAN,
        "What the first step makes of 10⁻⁶ beside 1, over it.",
        3.4445**5,
        1e-4,
        lambda: _singular(1e-6, 1.0) / 1e-6,
        "notes?card=muon",
    ),
    Law(
        "trapped",
        ENDS,
        "From its usual start descent on Freudenstein and Roth’s function ends in its second minimum, at 48.984.",
        MORE,
        "The loss after 200 steps of L-BFGS from (0.5, −2); it is 0 at (5, 4).",
        48.98425,
        1e-6,
        partial(_lowest, _TRAPPED),
        f"?{_TRAPPED}",
    ),
    Law(
        "misfit",
        ENDS,
        "The least sum of squares of Jennrich and Sampson’s function is 124.362: no numbers fit it.",
        MORE,
        "The loss after 200 steps of L-BFGS from (0.3, 0.4).",
        124.3622,
        1e-6,
        partial(_lowest, _FITTED),
        f"?{_FITTED}",
    ),
    _well(
        "overshoots",
        "Of two minima Adam at rate 0.1 runs past the deeper one into the other, as the paper of diffGrad shows.",
        "a",
        0.2,
    ),
    _well("overshoots_not", "diffGrad at the same rate ends in the deeper one.", "c", -0.3),
    _well("injected", "AdaInject, too.", "d", -0.3),
    _well("half_the_rate", "But so does Adam at half the rate.", "b", -0.3),
)

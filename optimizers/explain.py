"""Lines of "Inside the update" and curves of what a rule shows: what one is, and those that several rules share.

These are the gradient, the step, running means, their bias correction and the adaptive rate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np

from locales import Words

Options = Mapping[str, str | int]  # the form of a rule: each option by its name


@dataclass(frozen=True)
class Line:
    """One line of the rule as "Inside the update" shows it.

    ``value`` computes the line for all steps at once from the namespace that :func:`training.race.explain.moments`
    makes: ``g`` and ``step`` of shape (steps, 2), the gradient that the rule sees and the step that it makes itself,
    ``params``, ``queries``, ``t`` of shape (steps, 1) counting from 1, each hyperparameter by its name as (steps, 1),
    and each field of the state as ``m`` (after the update) and ``prev_m`` (before it); ``state`` is the whole of it,
    with one row more than there are steps. ``form`` has the options.
    It returns (steps, 2), or (steps, 1) where both coordinates share one number. ``numbers`` is the right-hand side
    with ``{}`` where the numbers of ``parts`` belong, in their order, for the coordinate x. ``when`` tells for which
    options the line is part of the rule. ``quantity`` names that of ``QUANTITIES`` which the line is, if any.
    A ``raw`` line tells the gradient as it comes, before what is put on the rule changes it.
    """

    latex: str
    words: Words
    value: Callable[[SimpleNamespace], np.ndarray]
    numbers: str = ""
    parts: Callable[[SimpleNamespace], tuple[np.ndarray | float, ...]] = lambda s: ()
    when: Callable[[Options], bool] = lambda options: True
    quantity: str = ""
    raw: bool = False

    def only(self, when: Callable[[Options], bool]) -> Line:
        """The same line in other forms of a rule."""
        return replace(self, when=when)


@dataclass(frozen=True)
class Quantity:
    """Something of a rule's state that can be drawn over the steps; ``log`` asks for a logarithmic axis."""

    label: Words
    spoken: Words
    log: bool = True


QUANTITIES: dict[str, Quantity] = {
    "rate": Quantity("Effective rate", "Effective learning rate of each coordinate"),
    "lr": Quantity("Learning rate", "Learning rate"),
    "root": Quantity("√ second moment", "Root of the second moment"),
    "momentum": Quantity("Momentum", "Momentum", log=False),
    "friction": Quantity("Friction", "Friction", log=False),
    "reach": Quantity("Distance estimate", "Estimated distance from the start to the minimum"),
}


@dataclass(frozen=True)
class Shown:
    """What a rule has of the quantity ``name``: ``value`` and ``when`` are as in a Line."""

    name: str
    value: Callable[[SimpleNamespace], np.ndarray]
    when: Callable[[Options], bool] = lambda options: True


def when(**forms: str | int | tuple[str | int, ...]) -> Callable[[Options], bool]:
    """A condition for a Line: each option named has the value given, or one of the values given as a tuple."""
    wanted = {name: form if isinstance(form, tuple) else (form,) for name, form in forms.items()}
    return lambda options: all(options[name] in values for name, values in wanted.items())


ALWAYS = when()
AT: Words = "at ({}, {})"  # a formula with a word in it
STEP_WORDS = "the step it takes"
RATE_WORDS = "rate for each coordinate"

GRADIENT = Line(
    r"g = \nabla f(\theta)",
    "gradient here",
    lambda s: s.g,
    AT,
    lambda s: (s.queries[:, :1], s.queries[:, 1:]),
    raw=True,
)
STEP = Line(r"\Delta\theta", STEP_WORDS, lambda s: s.step)


def lengths(x: np.ndarray) -> np.ndarray:
    """The length of each row of (steps, 2): (steps, 1)."""
    return np.linalg.norm(x, axis=1, keepdims=True)


M = Line(
    r"m = \beta_1 m + (1 - \beta_1)\, g",
    "running mean of gradients",
    lambda s: s.m,
    "{} · {} + {} · {}",
    lambda s: (s.b1, s.prev_m, 1 - s.b1, s.g),
)
V = Line(
    r"v = \beta_2 v + (1 - \beta_2)\, g^2",
    "running mean of squares",
    lambda s: s.v,
    "{} · {} + {} · {}",
    lambda s: (s.b2, s.prev_v, 1 - s.b2, s.g**2),
)


def m_hat(s: SimpleNamespace) -> np.ndarray:
    """The first moment without its start-up bias: (steps, 2)."""
    return s.m / (1 - s.b1**s.t)


def v_hat(s: SimpleNamespace) -> np.ndarray:
    """The second moment without its start-up bias: (steps, 2)."""
    return s.v / (1 - s.b2**s.t)


M_HAT = Line(
    r"\hat m = m / (1 - \beta_1^t)",
    "start-up bias removed",
    m_hat,
    "{} / {}",
    lambda s: (s.m, 1 - s.b1**s.t),
)
V_HAT = Line(
    r"\hat v = v / (1 - \beta_2^t)",
    "start-up bias removed",
    v_hat,
    "{} / {}",
    lambda s: (s.v, 1 - s.b2**s.t),
)


def corrected(condition: Callable = ALWAYS) -> tuple[Line, Line]:
    """Both moments with their start-up bias removed."""
    return M_HAT.only(condition), V_HAT.only(condition)


def rate_outside(square: Callable = v_hat, symbol: str = r"\hat v", condition: Callable = ALWAYS) -> Line:
    """The rate with epsilon outside the root of ``square``, which ``symbol`` names."""
    return Line(
        rf"\text{{rate}} = \alpha / (\sqrt{{{symbol}}} + \epsilon)",
        RATE_WORDS,
        lambda s: s.lr / (np.sqrt(square(s)) + s.eps),
        "{} / (√{} + {})",
        lambda s: (s.lr, square(s), s.eps),
        condition,
        "rate",
    )


def rate_inside(square: Callable = v_hat, symbol: str = r"\hat v", condition: Callable = ALWAYS) -> Line:
    """The rate with epsilon inside the root of ``square``, which ``symbol`` names."""
    return Line(
        rf"\text{{rate}} = \alpha / \sqrt{{{symbol} + \epsilon}}",
        RATE_WORDS,
        lambda s: s.lr / np.sqrt(square(s) + s.eps),
        "{} / √({} + {})",
        lambda s: (s.lr, square(s), s.eps),
        condition,
        "rate",
    )


def rate_hat(condition: Callable = ALWAYS) -> Line:
    """The rate with both bias corrections in front and epsilon on the uncorrected root of v."""

    def front(s: SimpleNamespace) -> np.ndarray:
        return np.sqrt(1 - s.b2**s.t) / (1 - s.b1**s.t)

    return Line(
        r"\text{rate} = \alpha \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t} / (\sqrt{v} + \epsilon)",
        RATE_WORDS,
        lambda s: s.lr * front(s) / (np.sqrt(s.v) + s.eps),
        "{} · {} / (√{} + {})",
        lambda s: (s.lr, front(s), s.v, s.eps),
        condition,
        "rate",
    )


def step_line(rate: Line, symbol: str, moment: Callable, condition: Callable | None = None) -> Line:
    """The step as minus what ``rate`` tells times ``moment``, in the same forms, or where ``condition`` says."""
    return Line(
        rf"\Delta\theta = -\text{{rate}} \cdot {symbol}",
        STEP_WORDS,
        lambda s: s.step,
        "−{} · {}",
        lambda s: (rate.value(s), moment(s)),
        condition or rate.when,
    )


def root(square: Callable = v_hat, condition: Callable = ALWAYS) -> Shown:
    """The root of ``square``, a second moment, as a curve."""
    return Shown("root", lambda s: np.sqrt(square(s)), condition)


def raw_v(s: SimpleNamespace) -> np.ndarray:
    """The second moment as it is: (steps, 2)."""
    return s.v


def raw_m(s: SimpleNamespace) -> np.ndarray:
    """The first moment as it is: (steps, 2)."""
    return s.m


UNCORRECTED = ("off", "fed_back")  # forms that step from the averages as they are kept
ADAM_ROOTS = (root(v_hat, when(bias_correction="on")), root(raw_v, when(bias_correction=UNCORRECTED)))


def adam_tail() -> tuple[Line, ...]:
    """From the moments to the step, in the forms of the options ``eps_mode`` and ``bias_correction``."""
    of_means = (
        rate_outside(condition=when(bias_correction="on", eps_mode="outside")),
        rate_inside(condition=when(bias_correction="on", eps_mode="inside")),
    )
    of_sums = (
        rate_hat(when(bias_correction="on", eps_mode="hat")),
        rate_outside(raw_v, "v", when(bias_correction=UNCORRECTED, eps_mode=("outside", "hat"))),
        rate_inside(raw_v, "v", when(bias_correction=UNCORRECTED, eps_mode="inside")),
    )
    return (
        *corrected(when(bias_correction="on", eps_mode=("outside", "inside"))),
        *of_means,
        *of_sums,
        *(step_line(rate, r"\hat m", m_hat) for rate in of_means),
        *(step_line(rate, "m", raw_m) for rate in of_sums),
    )


def decayed_step(rate: Line, symbol: str, moment: Callable, condition: Callable | None = None) -> Line:
    """The step as minus what ``rate`` tells times ``moment``, and minus the learning rate times the weight decay."""
    return Line(
        rf"\Delta\theta = -\text{{rate}} \cdot {symbol} - \alpha \lambda \theta",
        STEP_WORDS,
        lambda s: s.step,
        "−{} · {} − {} · {} · {}",
        lambda s: (rate.value(s), moment(s), s.lr, s.wd, s.params),
        condition or rate.when,
    )

"""What every optimizer file is made of: hyperparameters, options and the SPEC that ties them to the rule.

An optimizer is an ``optax.GradientTransformationExtraArgs``: ``init(params) -> state`` and
``update(grads, state, params, value=, grad=, value_fn=, ...) -> (updates, state)``. All values of hyperparameters
reach its factory as numbers that JAX may trace, all options as plain Python values.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import optax

from locales import Words, tr
from locales.formats import exact, spell
from optimizers.explain import GRADIENT, STEP, Line, Options, Shown

MOST_STEPS = 20_000  # updates of a run: buffers are as long, and no number of steps may be larger
MARK = "\ufffd"  # stands for a letter that cannot be printed: half a pair, an end of line, a turn of direction


def whole(value: float) -> int:
    """``value`` as a number of steps: the nearest whole number, of two the larger (2.5 is 3)."""
    return math.floor(value + 0.5)


def shown(value: object) -> str:
    """What a link or a visitor wrote, quoted and cut for a sentence, with a mark for what cannot be printed."""
    text = value if isinstance(value, str) else spell(value) if isinstance(value, float) else str(value)
    text = text[:40] + "…" if len(text) > 41 else text
    return tr("“{text}”", text="".join(letter if letter.isprintable() else MARK for letter in text))


@dataclass(frozen=True)
class Hyper:
    """A number of the rule, traced: changing it never compiles.

    ``low`` and ``high`` bound where the rule is defined (both included); ``slider`` is what the widget shows.
    ``log`` makes the slider logarithmic; ``memory`` makes it logarithmic in ``1 - value``, as decay rates want it.
    ``whole`` numbers count steps or pairs: ``check`` makes the nearest whole number of any other.
    ``initial`` ones are of the rule's start: a change at a later step has no meaning.
    ``former_name`` is the one that older links have for it.
    The ``momentum`` says how much of a step goes on in the next: of Adam and its kin β₁.
    """

    name: str
    label: Words
    symbol: str  # LaTeX
    default: float
    low: float
    high: float
    slider: tuple[float, float]
    log: bool = False
    memory: bool = False
    whole: bool = False
    initial: bool = False
    help: Words = ""
    when: Callable[[Options], bool] = lambda options: True  # forms in which the number counts
    former_name: str = ""
    momentum: bool = False

    def check(self, value: object) -> float:
        """Return ``value`` as a float, or raise ValueError naming the hyperparameter, its range and the value."""
        number = _as_float(value)
        if number is None or not self.low <= number <= self.high:
            ends = {"low": exact(self.low), "high": exact(self.high)}
            message = tr(
                "{name} must be a number from {low} to {high}, not {value}", name=self.name, value=shown(value), **ends
            )
            raise ValueError(message)
        return float(whole(number)) if self.whole else number


@dataclass(frozen=True)
class Option:
    """A named form of the rule, or a whole number that sets a shape: static, with few choices.

    ``choices`` pairs each value with the words (or LaTeX between dollar signs) that the app shows for it.
    """

    name: str
    label: Words
    choices: tuple[tuple[str | int, str], ...]
    default: str | int
    help: Words = ""

    @property
    def values(self) -> tuple[str | int, ...]:
        """The values that the option can take, in order."""
        return tuple(value for value, _ in self.choices)

    @property
    def words(self) -> dict[Any, Words]:
        """What the app shows for each value."""
        return dict(self.choices)

    def check(self, value: object) -> str | int:
        """Return the choice that ``value`` spells, or raise ValueError naming the option, its choices and the value."""
        for known in self.values:
            if value == known or str(value) == str(known):
                return known
        allowed = ", ".join(str(known) for known in self.values)
        raise ValueError(
            tr("{name} must be one of {known}, not {value}", name=self.name, known=allowed, value=shown(value))
        )


@dataclass(frozen=True)
class OptimizerSpec:
    """Everything the app knows about one optimizer; ``__doc__`` of its module is its page.

    ``make(**hypers, **options)`` builds the optimizer. ``stands(params, state)`` tells where the method stands when
    its parameters are only the point at which it asks for the gradient. ``gradients`` is what one step costs, and
    ``uncounted(options)`` says in words what it computes beside them, "" where that is nothing of weight.
    ``surface_note`` says why the rule cannot show itself on two coordinates, where it cannot; ``needs`` names the
    extra arguments of ``update`` without which the rule does not exist ("value_fn", "residual_fn", "hessian_fn").
    ``most_parameters(options)`` is how many the rule is usable for, None where that is no question, and
    ``most_parameters_note`` says why, after its name.
    ``lines`` explain one update; ``memory`` computes the direction that the method remembers, as (steps, 2), for an
    arrow. ``shows`` lists what of ``optimizers.explain.QUANTITIES`` can be drawn over steps, beside what a line tells
    and the learning rate.
    """

    name: str
    label: str
    family: Words
    summary: Words
    make: Callable[..., optax.GradientTransformationExtraArgs]
    hypers: tuple[Hyper, ...]
    source: str
    module: str
    options: tuple[Option, ...] = ()
    lines: tuple[Line, ...] = ()
    shows: tuple[Shown, ...] = ()
    memory: Callable[[SimpleNamespace], np.ndarray] | None = None
    stands: Callable[[Any, Any], Any] = lambda params, state: params
    gradients: int = 1
    uncounted: Callable[[Options], str] = lambda options: ""
    needs: tuple[str, ...] = ()
    surface_note: Words = ""
    most_parameters: Callable[[Options], int | None] = lambda options: None
    most_parameters_note: Words = ""

    def hyper(self, name: str) -> Hyper:
        """The hyperparameter called ``name``; KeyError if there is none."""
        return {hyper.name: hyper for hyper in self.hypers}[name]

    def option(self, name: str) -> Option:
        """The option called ``name``; KeyError if there is none."""
        return {option.name: option for option in self.options}[name]

    def quantities(self, options: Options) -> dict[str, Callable[[SimpleNamespace], np.ndarray]]:
        """How a form of the rule computes what can be drawn of it over steps, of ``optimizers.explain.QUANTITIES``.

        Of all rules that have them: what lines tell, as the rate for each coordinate, and the learning rate. The rest
        is what the rule lists; where it lists one of these, that counts.
        """
        usual = [Shown(line.quantity, line.value, line.when) for line in self.lines if line.quantity]
        if "lr" in (hyper.name for hyper in self.hypers):
            usual.append(Shown("lr", lambda s: s.lr))
        return {one.name: one.value for one in (*usual, *self.shows) if one.when(options)}


def lr(
    default: float, slider: tuple[float, float] = (1e-5, 1.0), high: float = 1e3, help: str = "", initial: bool = False
) -> Hyper:
    """The learning rate, with the default of its paper or of the usual library."""
    return Hyper("lr", "Learning rate", r"\alpha", default, 0.0, high, slider, log=True, initial=initial, help=help)


def decay(
    name: str,
    label: str,
    symbol: str,
    default: float,
    slider: tuple[float, float] = (0.0, 0.9999),
    help: str = "",
    momentum: bool = False,
) -> Hyper:
    """The decay rate of a running average: the share of the old one that each step keeps, from 0 to just under 1."""
    return Hyper(name, label, symbol, default, 0.0, 0.9999999, slider, memory=True, help=help, momentum=momentum)


def eps(default: float = 1e-8, slider: tuple[float, float] = (1e-12, 1.0), help: str = "") -> Hyper:
    """The small number that keeps a quotient finite."""
    return Hyper("eps", "Epsilon", r"\epsilon", default, 0.0, 1e3, slider, log=True, help=help)


def weight_decay(default: float, slider: tuple[float, float] = (0.0, 1.0)) -> Hyper:
    """How strongly the parameters are pulled to zero."""
    return Hyper("wd", "Weight decay", r"\lambda", default, 0.0, 1e3, slider)


ADAM_HYPERS = (
    lr(0.001, (1e-4, 1.0)),
    decay("b1", "First-moment decay", r"\beta_1", 0.9, (0.0, 0.99), momentum=True),
    decay("b2", "Second-moment decay", r"\beta_2", 0.999, (0.5, 0.9999)),
    eps(1e-8),
)
EPS_MODE = Option(
    "eps_mode",
    "Epsilon",
    (("outside", "outside the root"), ("inside", "inside the root"), ("hat", "on the uncorrected root")),
    "outside",
)
BIAS_CORRECTION = Option("bias_correction", "Bias correction", (("on", "on"), ("off", "off")), "on")


def from_optax(factory: Callable[..., optax.GradientTransformation], *hypers: Hyper, **facts: Any) -> OptimizerSpec:
    """An optimizer of optax as it is: ``lr`` goes to its first argument, the other hyperparameters by their names.

    ``facts`` are the fields of OptimizerSpec that optax does not know: name, label, family, summary, source, module.
    """

    def make(lr: float, **values: float) -> optax.GradientTransformationExtraArgs:
        return optax.with_extra_args_support(factory(lr, **values))

    return OptimizerSpec(make=make, hypers=hypers, lines=(GRADIENT, STEP), **facts)


def _as_float(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, np.number)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None

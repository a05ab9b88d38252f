r"""Schedules: how a hyperparameter changes over the steps. The same means serve any hyperparameter.

A schedule is a table of factors, one a step, computed before the run and read inside it: so the schedules of optax
serve unchanged, and no change of a schedule's numbers compiles. Only "reduce on plateau" looks at the loss, and so
works inside the run.

| schedule | value at step $t$ (epoch $e = 1 + \lfloor t / n \rfloor$) |
|---|---|
| inverse | $\alpha / (1 + k e)$ |
| exponential | $\alpha\, r^e$ |
| inverse_root | $\alpha\, k / \sqrt{t + 1}$ |
| inverse_root_epoch | $\alpha\, k / \sqrt{e}$ |
| staircase | $\alpha\, r^{\lfloor t / n \rfloor}$ |
| manual | $\alpha\, c$ with the factor $c$ of the last step that is named |

The first epoch counts as 1 here, so that $0.2 / (1 + e)$ gives 0.1, 0.067, 0.05, 0.04; libraries count from 0.
Periods are counted in whole steps, and so is any number of steps here: 2.5 is 3 (:func:`optimizers.base.whole`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import jax
import numpy as np
import optax

from locales import Words, tr
from locales.formats import grouped, spell
from optimizers.base import MOST_STEPS, Hyper, shown, whole

LONGEST = MOST_STEPS + 1
MOST_POINTS = 20
MOST_FACTOR = 1000


@dataclass(frozen=True)
class Points:
    """A text that names steps, ascending, and the factor from each of them on: "0:1,100:0.1".

    ``first`` is what the text calls the first step; in pairs that is 0.
    """

    name: str
    label: Words
    default: str
    first: int = 0

    def check(self, value: object) -> str:
        """The text without what it need not say; ValueError in words where it is none of these."""
        try:
            found = self.read(str(value))
        except ValueError:
            found = []
        steps = [step for step, _ in found]
        ascending = steps == sorted({*steps}) and all(0 <= step < LONGEST for step in steps)
        if not 0 < len(found) <= MOST_POINTS or not ascending or not all(0 <= f <= MOST_FACTOR for _, f in found):
            facts = {"name": self.name, "most": MOST_POINTS, "first": self.first, "factor": grouped(MOST_FACTOR)}
            message = tr(
                "{name} must be up to {most} ascending steps from {first} on, each with a factor from 0 to {factor}, "
                "such as {example}, not {value}",
                **{**facts, "example": self.default, "value": shown(value)},
            )
            raise ValueError(message)
        return self.spell(found)

    def read(self, text: str) -> list[tuple[int, float]]:
        """The steps with their factors, whatever they are; ValueError where the text is none of such pairs."""
        pairs = [part.split(":") for part in text.replace(" ", "").split(",")]
        return [(int(step) - self.first, float(factor)) for step, factor in pairs]

    def spell(self, points: Iterable[tuple[int, float]]) -> str:
        """The text that names these steps with their factors, each in the fewest digits that tell it."""
        return ",".join(f"{step + self.first}:{spell(factor)}" for step, factor in points)


@dataclass(frozen=True)
class Schedule:
    """``factors(steps, **hypers)`` returns (steps,) factors of the hyperparameter's own value.

    It is None for a schedule that works inside the run, on the losses that it sees. ``text`` is what it takes beside
    numbers, where it does.
    """

    name: str
    label: Words
    summary: Words
    latex: str
    hypers: tuple[Hyper, ...]
    factors: Callable[..., np.ndarray] | None
    text: Points | None = None


def _table(schedule: optax.Schedule, steps: int) -> np.ndarray:
    """The schedule at steps 0 to ``steps - 1``; always computed at the same length, so that none compiles again."""
    with jax.default_device(jax.devices("cpu")[0]):
        return np.asarray(jax.vmap(schedule)(np.arange(max(steps, LONGEST))), dtype=np.float64)[:steps]


def _periods(steps: int, every: float) -> np.ndarray:
    """How many periods are over at each step, in whole numbers: float32 has 41 / 41 below 1 times 41."""
    return np.arange(steps) // max(1, whole(every))


def _epochs(steps: int, every: float) -> np.ndarray:
    return 1.0 + _periods(steps, every)


def inverse(steps: int, k: float, every: float) -> np.ndarray:
    """1 / (1 + k epoch), the first epoch counted as 1."""
    return 1.0 / (1.0 + k * _epochs(steps, every))


def exponential(steps: int, rate: float, every: float) -> np.ndarray:
    """rate ** epoch, the first epoch counted as 1."""
    return rate ** _epochs(steps, every)


def inverse_root(steps: int, k: float) -> np.ndarray:
    """K / sqrt(t), the first step counted as 1."""
    return k / np.sqrt(1.0 + np.arange(steps))


def inverse_root_epoch(steps: int, k: float, every: float) -> np.ndarray:
    """K / sqrt(epoch), the first epoch counted as 1."""
    return k / np.sqrt(_epochs(steps, every))


def manual(steps: int, points: str) -> np.ndarray:
    """The factor of the last step named so far, see :class:`Points`; 1 before the first of them."""
    found = POINTS.read(points)
    begins, factors = [step for step, _ in found], [1.0, *(factor for _, factor in found)]
    return np.take(factors, np.searchsorted(begins, np.arange(steps), side="right"))


def staircase(steps: int, rate: float, every: float) -> np.ndarray:
    """One drop by ``rate`` after each ``every`` steps."""
    return float(rate) ** _periods(steps, every)


def warm_up(steps: int, first: float) -> np.ndarray:
    """From 1 / first in even steps to 1, reached at step ``first``."""
    length = max(1, whole(first))
    return _table(optax.linear_schedule(1.0 / length, 1.0, length - 1), steps) if length > 1 else np.ones(steps)


def cosine(steps: int, floor: float, first: float) -> np.ndarray:
    """Half a cosine from 1, after ``first`` steps of linear warm-up; ``floor`` is where the next step would be."""
    length = min(max(0, whole(first)), steps - 1)
    start = 1.0 / length if length else 1.0
    return _table(optax.warmup_cosine_decay_schedule(start, 1.0, length, max(steps, length + 1), floor), steps)


def restarts(steps: int, every: float, growth: float, floor: float) -> np.ndarray:
    """Cosine descents from 1 towards ``floor``, each ``growth`` times as long as the one before, started anew."""
    begins, length = [0], float(max(1, whole(every)))
    while begins[-1] < steps:
        begins.append(begins[-1] + whole(length))
        length *= growth
    t = np.arange(steps)
    descent = np.searchsorted(begins, t, side="right") - 1
    share = (t - np.take(begins, descent)) / np.take(np.diff(begins), descent)
    return floor + (1 - floor) * (1 + np.cos(np.pi * share)) / 2


def one_cycle(steps: int, rise: float, start: float, end: float) -> np.ndarray:
    """Up to 1 during the share ``rise`` of the steps, then down: Smith and Topin 2018, arXiv:1708.07120.

    The top is at the whole step before that share is over.
    """
    length = max(2, steps)
    top = (math.floor(round(rise * length, 6)) + 0.5) / length  # optax floors again, and 0.29 * 100 is below 29
    return _table(optax.cosine_onecycle_schedule(length, 1.0, top, 1.0 / start, end), steps)


OWN_EPOCH = 0.0  # of EVERY: as many steps as an epoch of the examples has
OWN = "0 stands for as many as an epoch of the network's own examples has; on a surface each step is an epoch then."
EVERY = Hyper(
    "every", "Steps per epoch", "n", 50.0, OWN_EPOCH, MOST_STEPS, (1.0, 1000.0), log=True, whole=True, help=OWN
)
FIRST = Hyper("first", "Warm-up steps", "w", 20.0, 0.0, MOST_STEPS, (1.0, 1000.0), log=True, whole=True)
RATE = Hyper("rate", "Factor", "r", 0.95, 0.0, 1.0, (0.1, 1.0))
FLOOR = Hyper("floor", "Final fraction", "q", 0.0, 0.0, 1.0, (0.0, 1.0))
POINTS = Points("points", "Factors by step", "0:1,100:0.1")

SCHEDULES: dict[str, Schedule] = {
    "inverse": Schedule(
        "inverse",
        "1 / (1 + k epoch)",
        "Falls with the epoch, fast at first.",
        r"\alpha / (1 + k e)",
        (Hyper("k", "Decay", "k", 1.0, 0.0, 1e3, (1e-3, 10.0), log=True), EVERY),
        inverse,
    ),
    "exponential": Schedule(
        "exponential", "Exponential", "The same share less in every epoch.", r"\alpha\, r^e", (RATE, EVERY), exponential
    ),
    "inverse_root": Schedule(
        "inverse_root",
        "k / √t",
        "Falls with the root of the step.",
        r"\alpha\, k / \sqrt t",
        (Hyper("k", "Factor", "k", 1.0, 0.0, 1e3, (1e-2, 10.0), log=True),),
        inverse_root,
    ),
    "inverse_root_epoch": Schedule(
        "inverse_root_epoch",
        "k / √epoch",
        "Falls with the root of the epoch.",
        r"\alpha\, k / \sqrt e",
        (Hyper("k", "Factor", "k", 1.0, 0.0, 1e3, (1e-2, 10.0), log=True), EVERY),
        inverse_root_epoch,
    ),
    "staircase": Schedule(
        "staircase",
        "Staircase",
        "Stays, then drops at once.",
        r"\alpha\, r^{\lfloor t / n \rfloor}",
        (Hyper("rate", "Factor", "r", 0.5, 0.0, 1.0, (0.05, 1.0)), EVERY),
        staircase,
    ),
    "manual": Schedule(
        "manual",
        "By hand",
        "Holds a factor from each step that you name.",
        r"\alpha\, c_i \text{ from step } t_i \text{ on}",
        (),
        manual,
        POINTS,
    ),
    "plateau": Schedule(
        "plateau",
        "Reduce on plateau",
        "Drops when the loss has not fallen for a while.",
        r"\alpha \leftarrow r\,\alpha \text{ after } p \text{ steps without a better loss}",
        (
            Hyper("rate", "Factor", "r", 0.1, 0.0, 1.0, (0.05, 1.0)),
            Hyper(
                "patience", "Patience", "p", 10.0, 1.0, MOST_STEPS, (1.0, 200.0), log=True, whole=True, help="Steps."
            ),
            Hyper(
                "margin",
                "Threshold",
                "m",
                1e-4,
                0.0,
                1.0,
                (1e-6, 0.1),
                log=True,
                help="A loss this share lower counts.",
            ),
        ),
        None,
    ),
    "warm_up": Schedule(
        "warm_up",
        "Linear warm-up",
        "Rises in even steps to its full size.",
        r"\alpha \min(1, t / w)",
        (FIRST,),
        warm_up,
    ),
    "cosine": Schedule(
        "cosine",
        "Cosine",
        "Half a cosine down over all steps, after a warm-up if wanted.",
        r"\alpha\,\tfrac12 (1 + \cos(\pi t / T))",
        (FLOOR, Hyper("first", "Warm-up steps", "w", 0.0, 0.0, MOST_STEPS, (0.0, 1000.0), whole=True)),
        cosine,
    ),
    "restarts": Schedule(
        "restarts",
        "Cosine with warm restarts",
        "Cosine descents, each started anew at full size.",
        r"\alpha\,\tfrac12 (1 + \cos(\pi t_i / T_i))",
        (
            EVERY,
            Hyper("growth", "Cycle growth", "g", 2.0, 1.0, 4.0, (1.0, 4.0), help="Each descent this much longer."),
            FLOOR,
        ),
        restarts,
    ),
    "one_cycle": Schedule(
        "one_cycle",
        "One cycle",
        "Up and down once: on half cosines $c$ rises from $s$ to 1 in the share $p$ of the steps, then falls to $s/d$.",
        r"\alpha\, c(t)",
        (
            Hyper("rise", "Warm-up fraction", "p", 0.3, 0.01, 0.99, (0.05, 0.95)),
            Hyper("start", "Initial fraction", "s", 0.04, 1e-3, 1.0, (0.01, 1.0)),
            Hyper("end", "Final divisor", "d", 1e4, 1.0, 1e8, (10.0, 1e5), log=True),
        ),
        one_cycle,
    ),
}

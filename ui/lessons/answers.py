"""Questions of lessons and their answers, which are read off what came of the runs: nothing is typed in.

``least reached`` and ``most valid_score`` ask which runner has the least or the most of a quantity; ``count gone above
0.5`` and ``count loss below 0.1`` ask how many have more or less of it. See ``ui.session.page.Facts``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from locales import Words, tr
from locales.formats import grouped, plain
from ui.session.page import Facts

LEAST, MOST, COUNT = "least", "most", "count"
ABOVE, BELOW = "above", "below"
MARGIN = 0.05  # by which an answer is apart from the next one
NUMBERS: tuple[Words, ...] = ("None", "One", "Two", "Three", "Four", "Five", "Six")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
WORDS: Mapping[str, Words] = {
    "loss": "final loss",
    "best": "lowest loss",
    "reached": "gradients to tolerance",
    "away": "distance from the minimum",
    "gone": "lost",
    "train_loss": "training loss",
    "valid_loss": "validation loss",
    "train_score": "training score",
    "valid_score": "validation score",
    "gap": "validation above training loss",
    "spread": "standard deviation of the last layer",
    "gradient": "gradient at the first layer",
    "saturated": "share of saturated units in the last layer",
}


@dataclass(frozen=True)
class Ask:
    """What is asked of a quantity: which runner has the ``least`` or the ``most``, or how many are past a ``limit``."""

    kind: str
    quantity: str
    side: str = ""
    limit: float = 0.0


@dataclass(frozen=True)
class Answer:
    """The ``choices``, which of them is ``right``, and what the runs say, in words."""

    choices: tuple[str, ...]
    right: str
    told: str


def ask(text: str) -> Ask:
    """The question that a lesson's file spells; ValueError where it is none."""
    match text.split():
        case ["least" | "most" as kind, quantity] if quantity in WORDS:
            return Ask(kind, quantity)
        case ["count", quantity, "above" | "below" as side, limit] if quantity in WORDS and NUMBER.fullmatch(limit):
            return Ask(COUNT, quantity, side, float(limit))
    known = ", ".join(WORDS)
    raise ValueError(
        f"ask: must be least or most and one of {known}, or count, one, above or below, number, not {text}"
    )


def choices(asked: Ask, labels: list[str]) -> tuple[str, ...]:
    """What can be answered: a runner, or how many."""
    return tuple(map(_in_words, range(len(labels) + 1))) if asked.kind == COUNT else tuple(labels)


def _in_words(count: int) -> str:
    return tr(NUMBERS[count]) if count < len(NUMBERS) else str(count)


def answer(asked: Ask, facts: Facts) -> Answer:
    """The right answer, as the runs have it; what is not a number counts as the worst."""
    values, labels = facts.values[asked.quantity], facts.labels
    possible = choices(asked, [*labels.values()])
    if asked.kind == COUNT:
        past = sum(value > asked.limit if asked.side == ABOVE else value < asked.limit for value in values.values())
        return Answer(possible, _in_words(past), _told(asked, values, facts))
    return Answer(possible, labels[_ranked(asked, values)[0]], _told(asked, values, facts))


def said(found: Answer, chosen: str | None) -> str:
    """What is said of what was chosen, and of the runs, in Markdown."""
    if chosen is None:
        head = tr("**It is {right}.**", right=found.right)
    elif chosen == found.right:
        head = tr("**Right.**")
    else:
        head = tr("**You said {chosen}; it is {right}.**", chosen=chosen, right=found.right)
    return f"{head} {found.told}"


def apart(asked: Ask, facts: Facts) -> bool:
    """Whether the answer does not hang on a hair: the first is ahead of the second by a twentieth."""
    values = facts.values[asked.quantity]
    if asked.kind == COUNT:
        return all(not math.isclose(value, asked.limit, rel_tol=MARGIN) for value in values.values())
    first, second, *_ = (values[letter] for letter in _ranked(asked, values))
    return not math.isclose(first, second, rel_tol=MARGIN)


def _ranked(asked: Ask, values: Mapping[str, float]) -> list[str]:
    sign = 1 if asked.kind == LEAST else -1
    return sorted(values, key=lambda letter: math.inf if math.isnan(values[letter]) else sign * values[letter])


def _told(asked: Ask, values: Mapping[str, float], facts: Facts) -> str:
    ranked = _ranked(asked, values) if asked.kind != COUNT else [*values]
    parts = [f"{facts.labels[letter]} {_number(asked.quantity, values[letter])}" for letter in ranked]
    words = tr(WORDS[asked.quantity])
    return f"{words[0].upper()}{words[1:]}: {', '.join(parts)}."


def _number(quantity: str, value: float) -> str:
    if quantity == "gone":
        return tr("yes") if value else tr("no")
    if not math.isfinite(value):
        return tr("never") if quantity == "reached" else tr("not finite")
    return grouped(value, 0) if quantity == "reached" else plain(value, 3)

"""Questions of lessons and their answers, which are read off what came of the runs: nothing is typed in.

``least reached`` and ``most valid_score`` ask which runner has the least or the most of a quantity; ``count gone above
0.5`` and ``count loss below 0.1`` ask how many have more or less of it; ``nearest spread of a to 0.3 1 3`` asks to
which of these numbers that of runner ``a`` is nearest. The quantities are those of ``ui.lessons.quantities``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from locales import Words, tr
from ui.lessons.quantities import WORDS, written
from ui.session.page import Facts

LEAST, MOST, COUNT, NEAREST = "least", "most", "count", "nearest"
ABOVE, BELOW = "above", "below"
MARGIN = 0.05  # by which an answer is apart from the next one
CLEARLY = 0.5  # of the way to the next number that is offered: no more is a run from the nearest one
SMALLEST = 1e-46  # less than any 32-bit float above 0
NUMBERS: tuple[Words, ...] = ("None", "One", "Two", "Three", "Four", "Five", "Six")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?")


@dataclass(frozen=True)
class Ask:
    """What is asked of a quantity: which runner has the ``least`` or the ``most``, how many are past a ``limit``, or
    which of the ``marks`` that of one ``runner``, by letter, is nearest to."""

    kind: str
    quantity: str
    side: str = ""
    limit: float = 0.0
    runner: str = ""
    marks: tuple[float, ...] = ()


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
        case ["nearest", quantity, "of", runner, "to", *marks] if quantity in WORDS and len(marks) > 1:
            if all(map(NUMBER.fullmatch, marks)):
                return Ask(NEAREST, quantity, runner=runner, marks=tuple(map(float, marks)))
    known = ", ".join(WORDS)
    raise ValueError(
        f"ask: must be least or most and one of {known}, or count, one, above or below, number, or nearest, one, of, "
        f"letter, to, numbers, not {text}"
    )


def choices(asked: Ask, labels: list[str]) -> tuple[str, ...]:
    """What can be answered: a runner, how many, or a number."""
    if asked.kind == NEAREST:
        return tuple(written(asked.quantity, mark) for mark in asked.marks)
    return tuple(map(_in_words, range(len(labels) + 1))) if asked.kind == COUNT else tuple(labels)


def _in_words(count: int) -> str:
    return tr(NUMBERS[count]) if count < len(NUMBERS) else str(count)


def answer(asked: Ask, facts: Facts) -> Answer:
    """The right answer, as the runs have it; what is not a number counts as the worst."""
    values, labels = facts.values[asked.quantity], facts.labels
    possible = choices(asked, [*labels.values()])
    if asked.kind == NEAREST:
        return Answer(possible, possible[_distances(asked, values).argmin()], _told(asked, values, facts))
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
    """Whether the answer does not hang on a hair: the first is ahead of the second by a twentieth, of numbers one is
    twice as near as the next."""
    values = facts.values[asked.quantity]
    if asked.kind == NEAREST:
        first, second, *_ = sorted(_distances(asked, values))
        return bool(first <= CLEARLY * second)
    if asked.kind == COUNT:
        return all(not math.isclose(value, asked.limit, rel_tol=MARGIN) for value in values.values())
    first, second, *_ = (values[letter] for letter in _ranked(asked, values))
    return not math.isclose(first, second, rel_tol=MARGIN)


def _ranked(asked: Ask, values: Mapping[str, float]) -> list[str]:
    sign = 1 if asked.kind == LEAST else -1
    return sorted(values, key=lambda letter: math.inf if math.isnan(values[letter]) else sign * values[letter])


def _distances(asked: Ask, values: Mapping[str, float]) -> np.ndarray:
    """How far the value of the runner is from each mark, (marks,): by ratio, unless a mark is 0 or below."""
    found, marks = np.array(values[asked.runner]), np.array(asked.marks)
    if marks.min() > 0:
        found, marks = np.log(np.maximum(found, SMALLEST)), np.log(marks)
    return np.abs(marks - found)


def _told(asked: Ask, values: Mapping[str, float], facts: Facts) -> str:
    if len(values) == 1:
        return _sentence(asked.quantity, written(asked.quantity, *values.values()))
    ranked = _ranked(asked, values) if asked.kind in (LEAST, MOST) else [*values]
    parts = [f"{facts.labels[letter]} ({written(asked.quantity, values[letter])})" for letter in ranked]
    return _sentence(asked.quantity, ", ".join(parts))


def _sentence(quantity: str, values: str) -> str:
    words = tr(WORDS[quantity])
    return f"{words[0].upper()}{words[1:]}: {values}."

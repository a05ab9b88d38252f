"""What is put on a rule, as lines of its explanation: schedules, what the gradient goes through, what changes steps."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from locales import in_sentence, tr
from optimizers.explain import Line
from optimizers.schedules import SCHEDULES
from optimizers.wrappers import WRAPPERS
from optimizers.wrappers.base import OfGradients, OfSteps
from training.choice import SCHEDULE, Choice, Part, put_on_numbers

CLIP = "clip"


class NotKeptError(Exception):
    """A line asks for what a run does not keep; the message says why, in words."""


class Seen(SimpleNamespace):
    """What lines compute from: see ``optimizers.explain.Line``.

    ``missing`` says of what is not kept, by name, why; asking for it raises NotKeptError.
    """

    def __getattr__(self, name: str) -> Any:
        """What is not there: of what is known to be missing, the reason."""
        if name in self.__dict__.get("missing", {}):
            raise NotKeptError(self.missing[name])
        raise AttributeError(name)


def completed(choice: Choice, rule: Sequence[Line]) -> list[Line]:
    """The lines of a rule with one for each schedule before them, and one for each wrapper.

    Those that change the gradient stand behind the line that tells it, those that change the step at the end.
    """
    after = 1 + next((place for place, line in enumerate(rule) if line.raw), -1)
    filters = _filters(choice)
    return [
        *(_scheduled(choice, part) for part in choice.schedules),
        *rule[:after],
        *(_filtered(filters[:place], part) for place, part in enumerate(filters)),
        *rule[after:],
        *(_changed(choice, part) for part in choice.wrappers if isinstance(WRAPPERS[part.name].changes, OfSteps)),
    ]


def seen(choice: Choice, s: SimpleNamespace, points: Sequence[str]) -> Seen:
    """The namespace ``s`` of a run as the rule itself has it: the gradients that it sees, the steps that it makes.

    ``points`` are the fields of its state that what changes its steps moves along. The gradient of the surface is
    ``raw`` then, the step with all that is put on it ``whole``, the form of the rule ``form``.
    """
    known, missing = {**vars(s), "raw": s.g, "whole": s.step, "form": dict(choice.options)}, {}
    try:
        known["g"] = _through(_filters(choice), s.g)
    except NotKeptError as why:
        missing["g"] = str(why)
    try:
        known["step"] = _before(choice, s, s.step)
    except NotKeptError as why:
        missing |= dict.fromkeys(("step", *points), str(why))
    else:
        known |= {name: known[name] - (s.step - known["step"]) for name in points}
    return Seen(**{name: value for name, value in known.items() if name not in missing}, missing=missing)


def _filters(choice: Choice) -> list[Part]:
    """What the gradient goes through, in order."""
    return [part for part in reversed(choice.wrappers) if isinstance(WRAPPERS[part.name].changes, OfGradients)]


def _through(parts: Sequence[Part], g: np.ndarray) -> np.ndarray:
    """The gradients (steps, 2) behind these wrappers; raises NotKeptError behind one whose gradient is not kept."""
    for part in parts:
        changes = WRAPPERS[part.name].changes
        assert isinstance(changes, OfGradients)
        if changes.applied is None:
            wrapper = tr(WRAPPERS[part.name].label)
            raise NotKeptError(tr("{wrapper} gives the rule another gradient, which is not kept.", wrapper=wrapper))
        g = changes.applied(g, part.form, dict(part.hypers))
    return g


def _before(choice: Choice, s: SimpleNamespace, step: np.ndarray, stop: Part | None = None) -> np.ndarray:
    """The steps before what changes them, of which the last made ``step``, down to the wrapper ``stop`` or the rule.

    Raises NotKeptError behind one that does not keep them.
    """
    for part in reversed(choice.wrappers):
        changes = WRAPPERS[part.name].changes
        if part == stop:
            break
        if isinstance(changes, OfSteps):
            if changes.added is None:
                wrapper = tr(WRAPPERS[part.name].label)
                raise NotKeptError(tr("{wrapper} changes this step, which is not kept as it was.", wrapper=wrapper))
            step = step - changes.added(s, _numbers(choice, part, s))
    return step


def _numbers(choice: Choice, part: Part, s: SimpleNamespace) -> dict[str, Any]:
    """The numbers of a wrapper, those of each step where they follow a schedule."""
    fixed = put_on_numbers(choice)
    names = {name: f"{part.name}.{name}" for name, _ in part.hypers}
    return {name: vars(s).get(full, fixed[full]) for name, full in names.items()}


def _filtered(before: Sequence[Part], part: Part) -> Line:
    """The line of a wrapper that gets the gradient from those ``before`` it."""
    changes, numbers = WRAPPERS[part.name].changes, dict(part.hypers)
    assert isinstance(changes, OfGradients)
    text, parts = changes.told.get(part.form, ("", lambda before, after, numbers: ()))

    def value(s: SimpleNamespace) -> np.ndarray:
        return _through([*before, part], s.raw)

    return Line(
        WRAPPERS[part.name].latex[part.form],
        tr("{gradient}, as the rule sees it", gradient=tr(changes.words)),
        value,
        text,
        lambda s: parts(_through(before, s.raw), value(s), numbers),
    )


def _changed(choice: Choice, part: Part) -> Line:
    """The line of a wrapper that changes the step."""
    changes = WRAPPERS[part.name].changes
    assert isinstance(changes, OfSteps)

    def value(s: SimpleNamespace) -> np.ndarray:
        return _before(choice, s, s.whole, part)

    def parts(s: SimpleNamespace) -> tuple[Any, ...]:
        if changes.added is None:
            return ()
        numbers = _numbers(choice, part, s)
        return changes.parts(value(s) - changes.added(s, numbers), s, numbers)

    return Line(WRAPPERS[part.name].latex[part.form], tr(changes.words), value, changes.told, parts)


def _scheduled(choice: Choice, part: Part) -> Line:
    hyper = choice.spec.hyper(part.name.removesuffix(SCHEDULE))
    base = float(choice.value(hyper.name))
    number, schedule = tr(hyper.label), SCHEDULES[part.form].label
    label = tr("{number} of this step, {schedule}", number=in_sentence(number), schedule=in_sentence(tr(schedule)))

    def now(s: SimpleNamespace) -> np.ndarray:
        return getattr(s, hyper.name)

    def factor(s: SimpleNamespace) -> np.ndarray:
        return now(s) / base if base else np.ones_like(now(s))

    return Line(rf"{hyper.symbol} \leftarrow c_t\,{hyper.symbol}", label, now, "{} · {}", lambda s: (factor(s), base))

"""What is put on a rule, as lines of its explanation: schedules of its numbers, and clipping of the gradient."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np

from optimizers.explain import GRADIENT, Line
from optimizers.schedules import SCHEDULES
from training.choice import SCHEDULE, Choice, Part

CLIP, SAM = "clip", "sam"
CLIPPED = {
    "value": r"g \leftarrow \max(-c, \min(g, c))",
    "norm": r"g \leftarrow g\,\min(1, c / \lVert g \rVert)",
    "one_side": r"g \leftarrow \min(g, c)",
}
WITH_NUMBERS = {
    "value": "max(−{1}, min({0}, {1}))",
    "norm": "{0} · min(1, {1} / {2})",
    "one_side": "min({0}, {1})",
}


def completed(choice: Choice, rule: Sequence[Line]) -> list[Line]:
    """The lines of a rule with one for each schedule before them, and one for clipping behind that of the gradient.

    Beside what all lines compute from, that one asks for ``raw``, the gradient before it is clipped.
    """
    clips, after = [_clipped(part) for part in _clip(choice)], 1 + rule.index(GRADIENT) if GRADIENT in rule else 0
    return [*(_scheduled(choice, part) for part in choice.schedules), *rule[:after], *clips, *rule[after:]]


def clipped(choice: Choice, g: np.ndarray) -> np.ndarray:
    """The gradients (steps, 2) as the rule sees them."""
    for part in _clip(choice):
        at = dict(part.hypers)["at"]
        if part.form == "norm":
            return g * np.minimum(1.0, at / np.maximum(_norm(g), np.finfo(np.float32).tiny))
        return np.clip(g, -at if part.form == "value" else -np.inf, at)
    return g


def _clip(choice: Choice) -> list[Part]:
    """The clipping, where it sees the gradient of the trace: under SAM it is given another one, which is not kept."""
    names = [part.name for part in choice.wrappers]
    return [part for part in choice.wrappers if part.name == CLIP and SAM not in names]


def _clipped(part: Part) -> Line:
    at = dict(part.hypers)["at"]
    parts = [lambda s: s.raw, lambda s: at, lambda s: _norm(s.raw)]
    order = [int(piece[0]) for piece in WITH_NUMBERS[part.form].split("{")[1:]]
    numbers = WITH_NUMBERS[part.form].replace("{0}", "{}").replace("{1}", "{}").replace("{2}", "{}")
    words = "clipped, as the rule sees it"
    return Line(CLIPPED[part.form], words, lambda s: s.g, numbers, lambda s: tuple(parts[place](s) for place in order))


def _scheduled(choice: Choice, part: Part) -> Line:
    hyper = choice.spec.hyper(part.name.removesuffix(SCHEDULE))
    base = float(choice.value(hyper.name))
    label = f"{hyper.label[0].lower()}{hyper.label[1:]} of this step, {SCHEDULES[part.form].label.lower()}"

    def now(s: SimpleNamespace) -> np.ndarray:
        return getattr(s, hyper.name)

    def factor(s: SimpleNamespace) -> np.ndarray:
        return now(s) / base if base else np.ones_like(now(s))

    return Line(rf"{hyper.symbol} \leftarrow c_t\,{hyper.symbol}", label, now, "{} · {}", lambda s: (factor(s), base))


def _norm(g: np.ndarray) -> np.ndarray:
    """Lengths (steps, 1)."""
    return np.linalg.norm(np.asarray(g, np.float64), axis=1, keepdims=True)

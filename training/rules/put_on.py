"""What is put on a rule, as lines of its explanation: schedules, what the gradient goes through, and a decay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np

from locales import Words, in_sentence, tr
from optimizers.explain import GRADIENT, Line
from optimizers.schedules import LONGEST, SCHEDULES
from optimizers.wrappers import WRAPPERS, noise, stale
from training.choice import SCHEDULE, Choice, Part, put_on_numbers

CLIP, SAM, DECOUPLED = "clip", "sam", "decoupled"
Numbers = Mapping[str, float]
AGO: Words = "{}, {} steps ago"  # a formula with a few words in it


@dataclass(frozen=True)
class _Filter:
    """What a wrapper makes of the gradients (steps, 2) that reach it, ``applied(g, form, numbers)``, and its line.

    ``told`` has the right-hand side of the line for each form, see ``optimizers.explain.Line``, and what fills it:
    ``parts(before, after, numbers)``.
    """

    words: Words
    applied: Callable[[np.ndarray, str, Numbers], np.ndarray]
    told: Mapping[str, tuple[str, Callable[[np.ndarray, np.ndarray, Numbers], tuple[np.ndarray | float, ...]]]]


def completed(choice: Choice, rule: Sequence[Line]) -> list[Line]:
    """The lines of a rule with one for each schedule before them, one behind that of the gradient for each wrapper
    through which it goes, and one for a decoupled decay at the end.

    Beside what all lines compute from, these ask for ``raw``, the gradient of the surface, and ``whole``, the step with
    all that is put on it.
    """
    filters, after = [*_filters(choice)], 1 + rule.index(GRADIENT) if GRADIENT in rule else 0
    through = [_filtered(filters[:place], part) for place, part in enumerate(filters)]
    decays = [_decayed(choice, part) for part in choice.wrappers if part.name == DECOUPLED]
    return [
        *(_scheduled(choice, part) for part in choice.schedules),
        *rule[:after],
        *through,
        *rule[after:],
        *decays,
    ]


def seen(choice: Choice, g: np.ndarray) -> np.ndarray:
    """The gradients (steps, 2) of a surface as the rule sees them."""
    return _through(_filters(choice), g)


def decay(choice: Choice, s: SimpleNamespace) -> np.ndarray | float:
    """What a decoupled decay adds to each step, (steps, 2); 0 where there is none."""
    return -_share(choice, s) * s.queries


def _share(choice: Choice, s: SimpleNamespace) -> np.ndarray | float:
    """The share that a decoupled decay takes off at each step."""
    name = f"{DECOUPLED}.wd"
    return getattr(s, name, put_on_numbers(choice).get(name, 0.0))


def _filters(choice: Choice) -> list[Part]:
    """What the gradient goes through, in order; nothing under SAM, which gives another gradient that is not kept."""
    found = [part for part in reversed(choice.wrappers) if part.name in _KNOWN]
    return [] if SAM in (part.name for part in choice.wrappers) else found


def _through(parts: Sequence[Part], g: np.ndarray) -> np.ndarray:
    for part in parts:
        g = _KNOWN[part.name].applied(g, part.form, dict(part.hypers))
    return g


def _filtered(before: Sequence[Part], part: Part) -> Line:
    """The line of a wrapper that gets the gradient from those ``before`` it."""
    known, numbers = _KNOWN[part.name], dict(part.hypers)
    text, parts = known.told[part.form]

    def value(s: SimpleNamespace) -> np.ndarray:
        return known.applied(_through(before, s.raw), part.form, numbers)

    return Line(
        WRAPPERS[part.name].latex[part.form],
        tr("{gradient}, as the rule sees it", gradient=tr(known.words)),
        value,
        text,
        lambda s: parts(_through(before, s.raw), value(s), numbers),
    )


def _clipped(g: np.ndarray, form: str, numbers: Numbers) -> np.ndarray:
    at = numbers["at"]
    if form == "norm":
        return g * np.minimum(1.0, at / np.maximum(_norm(g), np.finfo(np.float32).tiny))
    return np.clip(g, -at if form == "value" else -np.inf, at)


def _noisy(g: np.ndarray, form: str, numbers: Numbers) -> np.ndarray:
    t = np.arange(len(g), dtype=np.float64)[:, None]
    size = np.sqrt(numbers["eta"]) * (1 + t) ** (-numbers["gamma"] / 2)
    return g + size * _normals(numbers["seed"], g.dtype)[: len(g)]


def _late(g: np.ndarray, form: str, numbers: Numbers) -> np.ndarray:
    return g[np.arange(len(g)) - _ages(form, numbers, len(g))]


def _ages(form: str, numbers: Numbers, steps: int) -> np.ndarray:
    """How late the gradient of each step is: (steps,)."""
    return _delays(form, tuple(numbers.items()))[:steps]


@lru_cache(maxsize=8)
def _normals(seed: float, dtype: np.dtype) -> np.ndarray:
    """The normal numbers of all steps on a surface: always of one length, so that none compiles again."""
    drawn = jax.jit(jax.vmap(lambda t: noise.normals(seed, t, jnp.zeros(2, dtype))))
    return np.asarray(drawn(np.arange(LONGEST)))


@lru_cache(maxsize=8)
def _delays(form: str, numbers: tuple[tuple[str, float], ...]) -> np.ndarray:
    return np.asarray(jax.jit(jax.vmap(lambda t: stale.delay(form, t, **dict(numbers))))(np.arange(LONGEST)))


_KNOWN = {
    "stale": _Filter(
        "of an earlier step",
        _late,
        {
            "fixed": (AGO, lambda g, late, n: (late, _ages("fixed", n, len(g)))),
            "random": (AGO, lambda g, late, n: (late, _ages("random", n, len(g)))),
        },
    ),
    CLIP: _Filter(
        "clipped",
        _clipped,
        {
            "value": ("max(−{}, min({}, {}))", lambda g, cut, n: (n["at"], g, n["at"])),
            "norm": ("{} · min(1, {} / {})", lambda g, cut, n: (g, n["at"], _norm(g))),
            "one_side": ("min({}, {})", lambda g, cut, n: (g, n["at"])),
        },
    ),
    "gradnoise": _Filter("with noise", _noisy, {"annealed": ("{} + {}", lambda g, noisy, n: (g, noisy - g))}),
}


def _decayed(choice: Choice, part: Part) -> Line:
    """The step with the decay, whose share is that of the step where it follows a schedule."""
    return Line(
        WRAPPERS[part.name].latex[part.form],
        tr("the step it takes, with the decay"),
        lambda s: s.whole,
        "{} − {} · {}",
        lambda s: (s.step, _share(choice, s), s.queries),
    )


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


def _norm(g: np.ndarray) -> np.ndarray:
    """Lengths (steps, 1)."""
    return np.linalg.norm(np.asarray(g, np.float64), axis=1, keepdims=True)

"""Inside the update, as the player shows it: the rule in MathML, each line with its numbers at every step."""

from __future__ import annotations

import importlib
import inspect
from functools import lru_cache

import numpy as np

from locales import tr
from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec
from optimizers.notes import formula
from training.choice import Choice
from training.loop import Trace
from training.race.explain import ShownLine, explain
from ui.looks.formulas import mathml


def inside(slot: str, choice: Choice, trace: Trace) -> dict | None:
    """The ``inside`` of the player's header for one run; None for a run without a step."""
    if len(trace.loss) < 2:
        return None
    spec = OPTIMIZERS[choice.optimizer]
    shown = explain(spec, choice, trace)
    return {
        "slot": slot,
        "rule": rule(spec),
        "lines": [_line(line) for line in shown.lines],
        "arrows": {"downhill": shown.downhill, "memory": shown.memory},
        "cosine": shown.cosine,
        "rate": None if shown.rate is None else {"x": shown.rate[:, 0], "y": shown.rate[:, -1]},
        "gradients": choice.gradients,
        "uncounted": choice.uncounted,
        "lr": dict(choice.hypers).get("lr"),
        "note": tr(spec.surface_note),
        "source": source(spec),
    }


@lru_cache(maxsize=256)
def rule(spec: OptimizerSpec) -> str:
    """The recursion of an optimizer, the first displayed equation of its module's page, as MathML; "" without one."""
    found = formula(importlib.import_module(spec.module).__doc__ or "")
    return mathml(found, "block") if found else ""


@lru_cache(maxsize=256)
def source(spec: OptimizerSpec) -> str:
    """The Python text of an optimizer's factory; of its module where the factory has no text of its own."""
    try:
        return inspect.getsource(spec.make)
    except (OSError, TypeError):
        return inspect.getsource(importlib.import_module(spec.module))


def _line(line: ShownLine) -> dict:
    parts = [_part(np.asarray(part)) for part in line.parts]
    values = np.asarray(line.values)  # (steps, 2) or (steps, 1)
    return {
        "mathml": mathml(line.latex),
        "words": tr(line.words),
        "numbers": tr(line.numbers),
        "parts": parts,
        "x": values[:, 0],
        "y": values[:, -1],
        "missing": line.missing,
    }


def _part(part: np.ndarray) -> float | np.ndarray:
    """A part that never changes as one number, of as many digits as a reader wants."""
    constant = part.size > 0 and np.isfinite(part[0]) and bool(np.all(part == part[0]))
    return float(f"{float(part[0]):.7g}") if constant else part

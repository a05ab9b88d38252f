"""What is inside each update of a run: the lines of the rule with their numbers, directions and effective rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import jax
import numpy as np

from optimizers.base import OptimizerSpec
from optimizers.explain import QUANTITIES, Line
from training.choice import Choice
from training.loop import Trace
from training.rules import put_on


@dataclass(frozen=True)
class ShownLine:
    """A line over all steps: ``values`` is (steps, 2) or (steps, 1); ``parts`` fill the holes of ``numbers``.

    Where what they need is not kept, ``missing`` says why: then there are no ``numbers``, and maybe no rows of values.
    """

    latex: str
    words: str
    numbers: str
    parts: tuple[np.ndarray, ...]  # each (steps,), for the coordinate x
    values: np.ndarray
    missing: str = ""


@dataclass(frozen=True)
class Inside:
    """The explained updates of one run; every array has one row a step."""

    lines: tuple[ShownLine, ...]
    downhill: np.ndarray  # (steps, 2): minus the gradient
    memory: np.ndarray | None  # (steps, 2)
    cosine: np.ndarray  # (steps,): between step and straight downhill
    rate: np.ndarray | None  # (steps, 2): step over minus gradient, where the gradient is not 0


def explain(spec: OptimizerSpec, choice: Choice, trace: Trace) -> Inside:
    """Explain every update of ``trace``, a run of ``choice`` on two coordinates."""
    s = moments(trace, dict(choice.hypers))
    options = dict(choice.options)
    with np.errstate(all="ignore"):
        seen = _seen(choice, s)
        told = put_on.completed(choice, [line for line in spec.lines if line.when(options)])
        lines = tuple(_show(line, s if line.raw else seen) for line in told)
        cosine = -np.sum(s.g * s.step, axis=1) / (np.linalg.norm(s.g, axis=1) * np.linalg.norm(s.step, axis=1))
        rate = np.where(s.g != 0, -s.step / s.g, np.nan)
        memory = None if spec.memory is None else _kept(spec.memory, seen)
    return Inside(lines, -s.g, None if memory is None else _rows(memory, len(s.g)), cosine, rate)


def shown(choice: Choice, trace: Trace) -> dict[str, np.ndarray]:
    """What can be drawn of a run over steps, of ``optimizers.explain.QUANTITIES``: (steps, 2) or (steps, 1) each."""
    known = choice.spec.quantities(dict(choice.options))
    with np.errstate(all="ignore"):
        seen = _seen(choice, moments(trace, dict(choice.hypers)))
        curves = {name: _kept(known[name], seen) for name in QUANTITIES if name in known}
    return {name: _rows(curve, len(seen.t)) for name, curve in curves.items() if curve is not None}


def _seen(choice: Choice, s: SimpleNamespace) -> SimpleNamespace:
    """The namespace as the rule itself has it, and what is put on it."""
    return put_on.seen(choice, s, getattr(s.state, "points", ()))


def _kept(value: Callable[[SimpleNamespace], np.ndarray], s: SimpleNamespace) -> np.ndarray | None:
    """What can be computed from what a run keeps, else None."""
    try:
        return value(s)
    except put_on.NotKeptError:
        return None


def moments(trace: Trace, hypers: Mapping[str, float]) -> SimpleNamespace:
    """The namespace from which Lines compute: see ``optimizers.explain.Line``."""
    steps = len(trace.loss) - 1
    fields: dict[str, Any] = {
        "g": trace.grads[:-1],
        "step": trace.updates[:-1],
        "params": trace.params[:-1],
        "queries": trace.queries[:-1],
        "t": np.arange(1, steps + 1, dtype=np.float64)[:, None],
        "loss": trace.loss[:-1, None],
    }
    fields |= {name: np.full((steps, 1), value) for name, value in hypers.items()}
    fields |= {name: value[:-1, None] for name, value in trace.hypers.items()}
    state = trace.state
    while hasattr(state, "inner"):
        state = state.inner
    fields["state"] = state
    for name, value in state_fields(state).items():
        fields[name], fields[f"prev_{name}"] = value[1:], value[:-1]
    return SimpleNamespace(**fields)


def state_fields(state: Any) -> dict[str, np.ndarray]:
    """The arrays of a recorded state by name, scalars as (rows, 1); fields that are not one array are left out."""
    if not hasattr(state, "_asdict"):
        return {}
    arrays = {name: value for name, value in state._asdict().items() if isinstance(value, (np.ndarray, jax.Array))}
    return {name: value[:, None] if value.ndim == 1 else value for name, value in arrays.items()}


def _show(line: Line, s: SimpleNamespace) -> ShownLine:
    steps = len(s.t)
    values = np.zeros((0, 2))
    try:
        values = _rows(line.value(s), steps)
        parts = tuple(_rows(part, steps)[:, 0] for part in line.parts(s))
    except put_on.NotKeptError as why:
        return ShownLine(line.latex, line.words, "", (), values, str(why))
    return ShownLine(line.latex, line.words, line.numbers, parts, values)


def _rows(value: np.ndarray | float, steps: int) -> np.ndarray:
    value = np.asarray(value)
    return (
        np.broadcast_to(value, (steps, *value.shape[1:]))
        if value.ndim > 1
        else np.broadcast_to(value, (steps,))[:, None]
    )

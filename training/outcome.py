"""From a Trace to words: how a run ended, when, and how near it came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surfaces.base import Frame, Surface
from training.loop import Trace

TOLERANCE = 1e-3  # a loss this little above the lowest counts as reached
NEAR = 0.0025  # of the frame's longer side: this near a minimum counts as converged
REST = 1e-6  # of the frame's longer side: steps this short, with a gradient this small, count as rest


@dataclass(frozen=True)
class Gap:
    """Steps at which a run was not finite and from which it came back: the first, the last, and how many there were."""

    first: int
    last: int
    count: int


@dataclass(frozen=True)
class Outcome:
    """How a run ended: ``kind`` is "converged", "rest", "moving", "left" or "not finite", ``step`` when that began.

    ``best`` and ``final`` are losses (NaN where there is none), ``distance`` that to the nearest listed minimum,
    ``reached`` the first step from which on the loss was once within the tolerance; None where it never was.
    ``gap`` is told beside the end, which alone decides: a run may cross a place where a formula has no value.
    """

    kind: str
    step: int | None
    sentence: str
    final: float
    best: float
    distance: float | None
    reached: int | None
    gap: Gap | None = None


def judge(trace: Trace, surface: Surface, frame: Frame, lowest: float | None, gradients: int = 1) -> Outcome:
    """Judge a run on ``surface`` within ``frame``; ``lowest`` is the value from which the tolerance counts.

    The sentence counts gradients, of which a step takes ``gradients``: that is what the timeline shows.
    """
    params = np.asarray(trace.params, dtype=np.float64)  # (steps + 1, 2)
    loss = np.asarray(trace.loss, dtype=np.float64)
    finite = np.isfinite(params).all(axis=1) & np.isfinite(loss)
    distances = to_nearest(params, surface.minima)
    kind, step, words = _ending(trace, params, finite, distances, surface, frame)
    gap = _gap(finite)
    sentence = words.format(None if step is None else step * gradients) + _aside(gap, kind, gradients)
    best = float(loss[finite].min()) if finite.any() else float("nan")
    reached = None if lowest is None else _first(finite & (loss <= lowest + TOLERANCE))
    distance = None if distances is None or not finite[-1] else float(distances[-1])
    return Outcome(kind, step, sentence, float(loss[-1]) if finite[-1] else float("nan"), best, distance, reached, gap)


def to_nearest(params: np.ndarray, minima: tuple[tuple[float, float], ...]) -> np.ndarray | None:
    """Distance of each row of ``params`` (rows, 2) to the nearest minimum: (rows,), or None where none is known."""
    if not minima:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        return np.min(np.linalg.norm(params[:, None, :] - np.asarray(minima)[None], axis=2), axis=1)


def rank(outcomes: dict[str, Outcome]) -> list[str]:
    """The keys from best to worst final loss; a run that is not finite or has left the frame is never best."""

    def order(key: str) -> tuple[int, float, float]:
        outcome = outcomes[key]
        lost = {"not finite": 2, "left": 1}.get(outcome.kind, 0)
        final = outcome.final if np.isfinite(outcome.final) else np.inf
        return lost, final, outcome.best if np.isfinite(outcome.best) else np.inf

    return sorted(outcomes, key=order)


def _ending(
    trace: Trace, params: np.ndarray, finite: np.ndarray, distances: np.ndarray | None, surface: Surface, frame: Frame
) -> tuple[str, int | None, str]:
    """Kind, step, and the sentence with {} for the step."""
    side = max(frame[1] - frame[0], frame[3] - frame[2])
    if not finite[-1]:
        return "not finite", _settled(~finite), "Not finite from step {}"
    inside = within(params, frame)
    if not inside[-1]:
        step = int(len(inside) - np.argmax(inside[::-1])) if inside.any() else 0
        return "left", step, "Left the frame at step {}"
    if distances is not None and distances[-1] <= NEAR * side:
        step = _settled(finite & (distances <= NEAR * side))
        nearest = min(surface.minima, key=lambda m: np.hypot(*(params[-1] - m)))
        return "converged", step, f"Converged to {point(nearest)} at step {{}}"
    with np.errstate(invalid="ignore"):  # a gap may hold infinities
        lengths = np.linalg.norm(np.diff(params, axis=0), axis=1)
    resting = lengths <= REST * side
    if len(lengths) and resting[-1] and np.linalg.norm(trace.grads[-1]) <= REST * max(1.0, abs(float(trace.loss[0]))):
        step = _settled(resting)
        what = "" if not surface.minima else ", which is not a listed minimum"
        return "rest", step, f"At rest at {point(params[-1])} from step {{}}{what}"
    if distances is None:
        return "moving", None, f"Still moving, at {point(params[-1])}"
    return "moving", None, f"Still moving, {distances[-1]:.3g} from the nearest minimum"


def within(params: np.ndarray, frame: Frame) -> np.ndarray:
    """Which rows of ``params`` (rows, 2) lie in the frame: booleans (rows,)."""
    x, y = params[:, 0], params[:, 1]
    return (x >= frame[0]) & (x <= frame[1]) & (y >= frame[2]) & (y <= frame[3])


def point(at: np.ndarray | tuple[float, float]) -> str:
    """A point in words: (3, 0.5)."""
    return "(" + ", ".join(f"{float(v):.3g}".replace("-", "−") if abs(v) > 1e-9 else "0" for v in at) + ")"


def _gap(finite: np.ndarray) -> Gap | None:
    """What is not finite before the last finite row."""
    if not finite.any():
        return None
    missing = np.flatnonzero(~finite[: len(finite) - int(np.argmax(finite[::-1]))])
    return Gap(int(missing[0]), int(missing[-1]), len(missing)) if len(missing) else None


def _aside(gap: Gap | None, kind: str, gradients: int) -> str:
    """The gap in words, to follow the sentence of the end."""
    if gap is None:
        return ""
    first, last = gap.first * gradients, gap.last * gradients
    if gap.count == 1:
        when = f"at step {first}"
    elif gap.count == gap.last - gap.first + 1:
        when = f"from step {first} to {last}"
    else:
        when = f"at {gap.count} steps from {first} to {last}"
    return f", and {when}" if kind == "not finite" else f"; not finite {when}"


def _first(mask: np.ndarray) -> int | None:
    return int(np.argmax(mask)) if mask.any() else None


def _settled(mask: np.ndarray) -> int:
    """The first row from which on ``mask`` holds to the end."""
    return int(len(mask) - np.argmin(mask[::-1])) if not mask.all() else 0

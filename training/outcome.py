"""From a Trace to words: how a run ended, when, and how near it came.

The end of a run is of the first of these kinds whose rule holds. A stretch is a tenth of the steps run, 100 at most.

* "not finite": its last point or loss is not finite.
* "left": its last point is outside the frame.
* "converged": for a stretch or longer it has been within ``NEAR`` of one listed minimum, and in the last stretch it did
  not oscillate: it moved in a box smaller than ``STEADY``, or straight on, at least half as far as it travelled.
* "rest": its last step is shorter than ``REST`` and the gradient is as small, ``REST`` of the loss at the start.
* "still": in the last stretch it moved by less than ``REST`` in all, though the gradient is larger than that.
* "diverging": of the last half of the run, the largest loss in each quarter is above that of the quarter before, and
  in the last one above the loss at the start.
* "moving": none of these.

``NEAR``, ``STEADY`` and ``REST`` are shares of the frame's longer side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from locales import tr
from locales.formats import plain
from surfaces.base import Frame, Surface
from training.loop import Trace

TOLERANCE = 1e-3  # a loss that stays this little above the lowest counts as reached
NEAR = 0.0025
STEADY = NEAR / 10
REST = 1e-6
SQUARED = float(np.sqrt(np.finfo(np.float32).max))  # rules that divide by the root of a square stop above this
LONGEST_STRETCH = 100

Ending = tuple[str, int | None, str]  # kind, step, and the sentence


@dataclass(frozen=True)
class Gap:
    """Steps at which a run was not finite and from which it came back: the first, the last, and how many there were."""

    first: int
    last: int
    count: int


@dataclass(frozen=True)
class Outcome:
    """How a run ended: ``kind`` is one of those that the module lists, ``step`` when that began.

    ``best`` and ``final`` are losses (NaN where there is none), ``distance`` that to the nearest listed minimum,
    ``reached`` the step from which on the loss is within the tolerance, in the frame, to the end; None where it is not
    there at last: a fast run may fly past the minimum long before it comes to stay.
    ``gap`` is told beside the end, which alone decides: a run may cross a place where a formula has no value. A step
    takes so many ``gradients``.
    """

    kind: str
    step: int | None
    sentence: str
    final: float
    best: float
    distance: float | None
    reached: int | None
    gap: Gap | None = None
    gradients: int = 1

    @property
    def needed(self) -> int | None:
        """The gradients until it had converged; None where it did not, or not to where the loss is lowest."""
        if self.kind != "converged" or self.step is None or self.reached is None:
            return None
        return self.step * self.gradients


def judge(trace: Trace, surface: Surface, frame: Frame, lowest: float | None, gradients: int = 1) -> Outcome:
    """Judge a run on ``surface`` within ``frame``; ``lowest`` is the value from which the tolerance counts.

    The sentence counts gradients, of which a step takes ``gradients``: that is what the timeline shows.
    """
    params = np.asarray(trace.params, dtype=np.float64)  # (steps + 1, 2)
    loss = np.asarray(trace.loss, dtype=np.float64)
    finite = np.isfinite(params).all(axis=1) & np.isfinite(loss)
    away = to_minima(params, surface.minima)
    distances = None if away is None else away.min(axis=1)
    kind, step, words = _ending(trace, params, finite, distances, surface, frame, gradients)
    gap = _gap(finite)
    sentence = _with_gap(words, gap, kind, gradients)
    best = float(loss[finite].min()) if finite.any() else float("nan")
    reached = None if lowest is None else kept(finite & within(params, frame) & (loss <= lowest + TOLERANCE))
    distance = None if away is None or not finite[-1] else float(away[-1].min())
    final = float(loss[-1]) if finite[-1] else float("nan")
    return Outcome(kind, step, sentence, final, best, distance, reached, gap, gradients)


def to_minima(params: np.ndarray, minima: tuple[tuple[float, float], ...]) -> np.ndarray | None:
    """Distance of each row of ``params`` (rows, 2) to each minimum: (rows, minima), or None where none is known."""
    if not minima:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        return np.linalg.norm(params[:, None, :] - np.asarray(minima)[None], axis=2)


@dataclass(frozen=True)
class _Run:
    """A run that ended within the frame, as the rules look at it; ``distances`` are those to the nearest minimum."""

    params: np.ndarray  # (steps + 1, 2)
    loss: np.ndarray  # (steps + 1,)
    finite: np.ndarray  # (steps + 1,)
    slope: float  # the size of the last gradient
    distances: np.ndarray | None  # (steps + 1,)
    minima: tuple[tuple[float, float], ...]
    side: float  # of the frame, the longer one
    gradients: int  # of a step

    @property
    def steps(self) -> int:
        return len(self.loss) - 1

    @property
    def stretch(self) -> int:
        return stretch(self.steps)


def stretch(steps: int) -> int:
    """The last steps of a run at which its end is judged."""
    return min(LONGEST_STRETCH, -(-steps // 10))


def _ending(
    trace: Trace,
    params: np.ndarray,
    finite: np.ndarray,
    distances: np.ndarray | None,
    surface: Surface,
    frame: Frame,
    gradients: int,
) -> Ending:
    if not finite[-1]:
        step = _settled(~finite)
        return "not finite", step, tr("Not finite from step {step}", step=step * gradients)
    inside = within(params, frame)
    if not inside[-1]:
        step = int(len(inside) - np.argmax(inside[::-1])) if inside.any() else 0
        return "left", step, tr("Left the frame at step {step}", step=step * gradients)
    side, loss = max(frame[1] - frame[0], frame[3] - frame[2]), np.asarray(trace.loss, np.float64)
    slope = float(np.linalg.norm(np.asarray(trace.grads[-1], np.float64)))
    run = _Run(params, loss, finite, slope, distances, surface.minima, side, gradients)
    with np.errstate(invalid="ignore"):  # a gap may hold infinities
        return _near(run) or _rest(run) or _still(run) or _diverging(run) or _moving(run)


def _near(run: _Run) -> Ending | None:
    """Converged to a minimum, or moving around one."""
    if run.distances is None or run.distances[-1] > NEAR * run.side:
        return None
    step = _settled(run.finite & (run.distances <= NEAR * run.side))
    if run.steps - step < run.stretch:
        return None
    nearest = point(min(run.minima, key=lambda m: np.hypot(*(run.params[-1] - m))))
    tail = run.params[-1 - run.stretch :]
    travelled = np.linalg.norm(np.diff(tail, axis=0), axis=1).sum()
    straight = 2 * np.linalg.norm(tail[-1] - tail[0]) >= travelled
    if straight or _box(tail) <= STEADY * run.side:
        return (
            "converged",
            step,
            tr("Converged to {nearest} at step {step}", nearest=nearest, step=step * run.gradients),
        )
    away = plain(run.distances[-1], 3)
    words = tr(
        "Still moving around {nearest} from step {step}, now {away} from it",
        nearest=nearest,
        step=step * run.gradients,
        away=away,
    )
    return "moving", step, words


def _rest(run: _Run) -> Ending | None:
    resting = np.linalg.norm(np.diff(run.params, axis=0), axis=1) <= REST * run.side
    if not run.steps or not resting[-1] or run.slope > REST * max(1.0, abs(run.loss[0])):
        return None
    step = _settled(resting)
    where = {"point": point(run.params[-1]), "step": step * run.gradients}
    if run.minima:
        return "rest", step, tr("At rest at {point} from step {step}, which is not a listed minimum", **where)
    return "rest", step, tr("At rest at {point} from step {step}", **where)


def _still(run: _Run) -> Ending | None:
    if not run.steps or not _box(run.params[-1 - run.stretch :]) <= REST * run.side:
        return None
    step = _settled(np.abs(run.params - run.params[-1]).max(axis=1) <= REST * run.side)
    words = tr("Stands still at {point} from step {step}", point=point(run.params[-1]), step=step * run.gradients)
    if np.isfinite(run.slope):
        words = tr("{end}, though the slope there is {slope}", end=words, slope=plain(run.slope, 3))
    if SQUARED < run.slope < np.inf:
        words = tr("{end}, whose square is infinite in float32", end=words)
    return "still", step, words


def _diverging(run: _Run) -> Ending | None:
    step = rising(run.loss)
    if step is None:
        return None
    loss = plain(run.loss[-1], 3)
    words = tr("Diverging from step {step}: loss {loss} and rising", step=step * run.gradients, loss=loss)
    return "diverging", step, words


def _moving(run: _Run) -> Ending:
    if run.distances is None:
        return "moving", None, tr("Still moving, at {point}", point=point(run.params[-1]))
    away = plain(run.distances[-1], 3)
    return "moving", None, tr("Still moving, {away} from the nearest minimum", away=away)


def _box(points: np.ndarray) -> float:
    """The longer side of the box around points (rows, 2)."""
    return float(np.ptp(points, axis=0).max())


def within(params: np.ndarray, frame: Frame) -> np.ndarray:
    """Which rows of ``params`` (rows, 2) lie in the frame: booleans (rows,)."""
    x, y = params[:, 0], params[:, 1]
    return (x >= frame[0]) & (x <= frame[1]) & (y >= frame[2]) & (y <= frame[3])


def rising(loss: np.ndarray) -> int | None:
    """The row from which on a loss (rows,) diverges by the rule above; None where it does not."""
    quarters = np.array_split(np.where(np.isfinite(loss), loss, -np.inf)[(len(loss) - 1) // 2 :], 4)
    tops = [quarter.max() for quarter in quarters if len(quarter)]
    if len(tops) < 4 or not (np.diff(tops) > 0).all() or not tops[-1] > loss[0]:
        return None
    above = np.flatnonzero(loss > loss[0])
    pauses = np.flatnonzero(np.diff(above) > len(quarters[0]))  # an oscillation dips below the start between its tops
    return int(above[pauses[-1] + 1] if len(pauses) else above[0])


def trained(steps: np.ndarray, batches: np.ndarray, loss: np.ndarray, moved: np.ndarray) -> tuple[str, int | None]:
    """How the training of a network ended, and the step when that began: the first of these kinds whose rule holds.

    "not finite": the last loss is not, of the mini-batch (``batches``, one a step) or of the training part (``loss``,
    of the rows recorded at ``steps``). "still": for a tenth of the rows the loss is the same to the last digit and no
    weight moves (``moved``, by how much in each row's step). "diverging": by the rule of :func:`rising`. "finished":
    none of these.
    """
    fine = np.isfinite(batches)
    fine[steps] &= np.isfinite(loss)
    if not fine[-1]:
        return "not finite", _settled(~fine)
    same = (loss == loss[-1]) & ~(moved > 0)
    if len(loss) > 1 and same[-1 - -(-(len(loss) - 1) // 10) :].all():
        return "still", int(steps[_settled(same)])
    row = rising(loss)
    return ("finished", None) if row is None else ("diverging", int(steps[row]))


def point(at: np.ndarray | tuple[float, float]) -> str:
    """A point in words: (3, 0.5)."""
    return "(" + ", ".join(plain(float(v), 3) if abs(v) > 1e-9 else "0" for v in at) + ")"


def _gap(finite: np.ndarray) -> Gap | None:
    """What is not finite before the last finite row."""
    if not finite.any():
        return None
    missing = np.flatnonzero(~finite[: len(finite) - int(np.argmax(finite[::-1]))])
    return Gap(int(missing[0]), int(missing[-1]), len(missing)) if len(missing) else None


def _with_gap(end: str, gap: Gap | None, kind: str, gradients: int) -> str:
    """The sentence of the end with the gap in words."""
    if gap is None:
        return end
    first, last = gap.first * gradients, gap.last * gradients
    if gap.count == 1:
        when = tr("at step {first}", first=first)
    elif gap.count == gap.last - gap.first + 1:
        when = tr("from step {first} to {last}", first=first, last=last)
    else:
        when = tr("at {count} steps from {first} to {last}", count=gap.count, first=first, last=last)
    if kind == "not finite":
        return tr("{end}, and {when}", end=end, when=when)
    return tr("{end}; not finite {when}", end=end, when=when)


def kept(mask: np.ndarray) -> int | None:
    """The first row from which on ``mask`` (rows,) holds to the end; None where it does not hold there."""
    return _settled(mask) if mask[-1] else None


def _settled(mask: np.ndarray) -> int:
    """The first row from which on ``mask`` holds to the end."""
    return int(len(mask) - np.argmin(mask[::-1])) if not mask.all() else 0

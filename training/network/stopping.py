"""Early stopping, told of a run that went on to its end: where it would have stopped, and the weights it keeps.

As in Keras' ``EarlyStopping`` with ``restore_best_weights``, after every recorded row: a validation loss below all
before it is the best; once that is ``patience`` old, training stops and takes the weights of the best back. Sources:
the decks ("terminate training when performance on validation set degrades significantly"); Prechelt, Early stopping -
but when?, 1998.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import jax
import numpy as np

from training.network.config import each
from training.network.fan import Fan, Voter
from training.network.network import PATIENCE, Network
from training.network.run import Run


class Stop(NamedTuple):
    """Rows of a run: the ``best`` one until training stops, and the one at which it does; None where it never does."""

    best: int
    stop: int | None


def stop_of(at: np.ndarray, loss: np.ndarray, patience: float) -> Stop:
    """Where training stops by the validation loss (rows,) measured ``at`` so many gradients (rows,), ascending.

    A loss that is not finite is no lower one. Of equal losses the first is the best.
    """
    lowest = np.minimum.accumulate(np.where(np.isfinite(loss), loss, np.inf))
    better = np.append(True, lowest[1:] < lowest[:-1])
    best = np.maximum.accumulate(np.where(better, np.arange(len(loss)), 0))  # so far, at each row
    tired = np.flatnonzero(at - at[best] >= patience)
    return Stop(int(best[tired[0]]), int(tired[0])) if len(tired) else Stop(int(best[-1]), None)


def stop_in(network: Network, run: Run, gradients: int) -> Stop | None:
    """Where the run of a runner stops, whose own configuration ``network`` is and whose step takes ``gradients``.

    Of several seeds it is that of the median. None where training goes to the end, or nothing is kept for validation.
    """
    loss = (run.figures if run.fan is None else run.fan.median).valid_loss
    if network.stop != PATIENCE or np.isnan(loss).all():
        return None
    return stop_of(np.asarray(run.steps, np.int64) * gradients, np.asarray(loss, float), network.patience)


def stops_of(network: Network, runs: Mapping[str, Run]) -> dict[str, Stop | None]:
    """Where each run of a comparison stops, by the letter of its runner, as :func:`stop_in` has it."""
    own, choices = each(network), network.choices
    return {slot: stop_in(own[slot], run, choices[slot].gradients) for slot, run in runs.items()}


def kept(run: Run, stop: Stop | None) -> Run:
    """The run as it ends with the weights that are kept: up to their row; the run itself where it goes to the end."""
    return run if stop is None else _until(run, stop.best)


def _until(run: Run, row: int) -> Run:
    def cut(tree: Any) -> Any:
        return jax.tree.map(lambda values: values[: row + 1], tree)

    frames = int(np.searchsorted(run.frames, row, "right"))
    fan = run.fan and Fan(run.fan.seeds, _lost(run.fan, row), *map(cut, run.fan[2:]))
    return run._replace(
        steps=cut(run.steps),
        figures=cut(run.figures),
        layers=cut(run.layers),
        fine=cut(run.fine),
        losses=run.losses[: run.steps[row] + 1],
        frames=run.frames[:frames],
        params=jax.tree.map(lambda values: values[:frames], run.params),
        fan=fan,
        voters=tuple(_kept(one, frames) for one in run.voters),
    )


def _kept(voter: Voter, frames: int) -> Voter:
    """The voter with the weights of the first ``frames`` of its run alone."""
    count = max(1, int(np.searchsorted(voter.frames, frames)))
    return voter._replace(frames=voter.frames[:count], params=jax.tree.map(lambda x: x[:count], voter.params))


def _lost(fan: Fan, row: int) -> int:
    """How many seeds are lost by a row: none while the worst of them is finite."""
    return fan.lost if not np.isfinite(fan.high.train_loss[row]) else 0

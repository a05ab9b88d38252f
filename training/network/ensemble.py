"""Several networks that vote: of classes the share of the networks that say each, of numbers their mean.

Sources: the decks ("bagging: train several networks on bootstrap samples, take the majority"); Breiman, Bagging
predictors, 1996.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from training.network.answers import answers
from training.network.fan import Voter
from training.network.figures import JUDGED
from training.network.resolve import Task
from training.network.run import Run

MOST_FRAMES = 41
KEPT_NUMBERS = 400_000  # the most weights that a network which votes keeps, over all its frames


class Vote(NamedTuple):
    """Scores of a vote at the frames that its voters keep, (frames,) each; NaN without a validation part."""

    train_score: np.ndarray
    valid_score: np.ndarray


def voter(run: Run) -> Voter:
    """What a network keeps to vote with: the first and the last of its frames, and others evenly between them."""
    frames, numbers = len(run.frames), sum(values[0].size for layer in run.params for values in layer.values())
    count = min(frames, MOST_FRAMES, max(2, KEPT_NUMBERS // numbers))
    kept = np.unique(np.linspace(0, frames - 1, count).round().astype(int))
    return Voter(run.figures, kept, [{name: values[kept] for name, values in layer.items()} for layer in run.params])


def vote_of(task: Task, voters: Sequence[Voter]) -> Vote:
    """The scores of the vote of networks that are made alike and keep the same frames."""
    part = task.prepared
    parts = (part.train_x, part.train_y), (part.valid_x, part.valid_y)
    return Vote(*(_score(task, voted(task, voters, x[:JUDGED]), y[:JUDGED]) for x, y in parts))


def voted(task: Task, voters: Sequence[Voter], points: np.ndarray) -> np.ndarray:
    """What networks say together at points (p, inputs), as ``answers`` has it: (frames, p, k) float32.

    A network whose answer is not finite does not vote; NaN where none does.
    """
    said = []
    for one in voters:
        found = answers(task.structure, task.tested(one.params), points)
        finite = np.isfinite(found).all(axis=2, keepdims=True)
        said.append(np.where(finite, _ballot(found) if task.dataset.classes else found, np.nan))
    votes = np.stack(said)
    count = np.isfinite(votes).sum(axis=0)
    return np.where(count > 0, np.nansum(votes, axis=0) / np.maximum(count, 1), np.nan).astype(np.float32)


def _ballot(found: np.ndarray) -> np.ndarray:
    """One for the class that is said, and zero for the others."""
    if found.shape[2] == 1:
        return (found > 0.5).astype(float)
    return (np.arange(found.shape[2]) == found.argmax(axis=2)[..., None]).astype(float)


def _score(task: Task, found: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The share that is right, or of numbers the share of the variance that is explained: (frames,)."""
    if not len(y):
        return np.full(len(found), np.nan)
    lost = ~np.isfinite(found).all(axis=(1, 2))
    if not task.dataset.classes:
        score: Any = 1 - np.mean((found[..., 0] - y) ** 2, axis=1) / max(float(np.var(y, dtype=float)), 1e-300)
    else:
        said = found[..., 0] > 0.5 if found.shape[2] == 1 else found.argmax(axis=2)
        score = np.mean(said == y, axis=1)
    return np.where(lost, np.nan, score)

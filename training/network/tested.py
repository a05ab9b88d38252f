"""The score of a trained network on its test part, which is looked at once."""

from __future__ import annotations

import numpy as np

from training.network.answers import answers
from training.network.resolve import Task
from training.network.run import Run


def score_on_test(task: Task, run: Run) -> tuple[float, int] | None:
    """The share of the test part that is right at the end of a run, or explained, and the step of the weights.

    These are the last weights that the run has, of its first seed. NaN where answers are not finite; None without a
    test part.
    """
    x, y = task.prepared.test_x, task.prepared.test_y
    if not len(y):
        return None
    last = task.tested([{name: values[-1:] for name, values in layer.items()} for layer in run.params])
    said = answers(task.structure, last, x)[0]
    step = int(run.steps[run.frames[-1]])
    if not np.isfinite(said).all():
        return np.nan, step
    if not task.dataset.classes:
        left = np.mean((said[:, 0] - y) ** 2) / np.var(y, dtype=float) if np.ptp(y) else np.inf
        return float(1 - left), step
    classes = said[:, 0] > 0.5 if said.shape[1] == 1 else said.argmax(axis=1)
    return float(np.mean(classes == y)), step

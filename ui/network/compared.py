"""The layers of several runners side by side, on common axes, small enough to travel together.

Of each runner they hold slot, sizes, bins, activation and theory as `inside` does, and pre, act, out and weight, the
axes that all have in common; then all figures and histograms of ui.network.layers in fewer rows, and no weights.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from locales import spoken
from training.network.config import each
from training.network.histograms import Fine
from training.network.network import Network
from training.network.resolve import resolve
from training.network.run import Run
from training.network.statistics import Layers, beside
from ui.network.layers import (
    KEPT,
    LEAST_ROWS,
    at_rows,
    counted,
    learned,
    reach_of,
    rows_shown,
    statistics,
    told,
    weighed,
)

BYTES = 370_000  # of all runners together


def compared(network: Network, runs: Mapping[str, Run]) -> list[dict[str, Any]]:
    """The layers of the runners that have a run; of equally long runs there are equally many rows."""
    own, choices = each(network), network.choices
    said = [(slot, resolve(own[slot]).network, choices[slot].gradients) for slot in runs]
    digest = hashlib.sha256(repr((said, spoken())).encode())
    for run in runs.values():
        for part in (run.losses, run.params[-1]["b"]):
            digest.update(np.ascontiguousarray(part).data)
    return _found(digest.hexdigest(), network, runs)


@st.cache_data(max_entries=32, show_spinner=False)
def _found(key: str, _network: Network, _runs: Mapping[str, Run]) -> list[dict[str, Any]]:
    """The layers of some runs, which the key names: most changes of a page leave them as they are."""
    return _on_common_axes(_network, _runs)


def _on_common_axes(network: Network, runs: Mapping[str, Run]) -> list[dict[str, Any]]:
    own, choices = each(network), network.choices
    tasks = {slot: resolve(own[slot]) for slot in runs}
    most = max(LEAST_ROWS, BYTES // max(1, sum(_size(run) for run in runs.values())))
    rows = {slot: rows_shown(run, most) for slot, run in runs.items()}
    reach = max((reach_of(run) for run in runs.values()), default=1.0)
    layers, axes = beside(
        [_counted(run, rows[slot]) for slot, run in runs.items()], [task.structure for task in tasks.values()]
    )
    return [
        told(slot, tasks[slot], run, axes)
        | statistics(looked, np.asarray(run.steps)[rows[slot]], choices[slot].gradients)
        | learned(run, rows[slot])
        | weighed(run, rows[slot], reach)
        for (slot, run), looked in zip(runs.items(), layers, strict=True)
    ]


def _size(run: Run) -> int:
    """The bytes of one row."""
    return counted(run.layers) + 4 * len(KEPT) * run.layers.pre_std.shape[1]


def _counted(run: Run, rows: np.ndarray) -> Layers:
    """Some rows of the layers of a run, with their histograms of signals as they were counted."""
    assert run.fine is not None
    pre, act = (Fine(kept.counts[rows], kept.reach[rows]) for kept in run.fine)
    return at_rows(run.layers, rows)._replace(pre_hist=pre, act_hist=act)

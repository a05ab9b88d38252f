"""How far the synthetic gradients of runners are from those of backpropagation, as a panel."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import plain
from training.choice import Choice
from training.network.config import FIELDS, each
from training.network.network import Network
from training.network.resolve import resolve
from training.network.run import Run
from training.network.synthetic import relative_errors
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.looks.identity import identities
from ui.work import visitors, workers
from ui.work.pool import AT_ONCE, Demand, Dropped

MEANS: Words = (
    "The length of what a layer's guess misses of its true gradient, over the length of that: at 1 the guess is as "
    "good as none, as at the start. What is learned need not be exact: a guess that points roughly the right way will "
    "do."
)


def synthetic_gradients(network: Network, runs: Mapping[str, Run]) -> None:
    """The panel, where a runner guesses its gradients."""
    tasks = {slot: resolve(own) for slot, own in each(network).items()}
    guessing = {slot: run for slot, run in runs.items() if tasks[slot].structure.guessing}
    if not guessing:
        return
    with st.expander(tr("Synthetic gradients beside the true ones"), key="synthetic", on_change="rerun") as box:
        if not box.open:
            return
        people = identities(FIELDS, network)
        with st.spinner(tr("Comparing gradients")):
            found = {
                slot: _errors(tasks[slot].network, network.choices[slot].bare, run) for slot, run in guessing.items()
            }
        for slot, run in guessing.items():
            errors = found[slot]
            at = np.asarray(run.steps)[np.asarray(run.frames)] * network.choices[slot].gradients
            told = ", ".join(
                tr("layer {number} {error}", number=place, error=plain(value, 2))
                for place, value in enumerate(errors[-1], 1)
            )
            axis = tr("relative error, {runner}", runner=people[slot].label)
            st.plotly_chart(
                curves(drawn(at, errors), tr("gradient"), axis, log=True, height=300),
                config=STILL,
                alt=tr(
                    "Relative error of the synthetic gradients of {runner}; at the end {errors}.",
                    runner=people[slot].label,
                    errors=told,
                ),
                key=f"synthetic.{slot}",
            )
        st.caption(tr(MEANS))


def drawn(at: np.ndarray, errors: np.ndarray) -> list[Curve]:
    """The errors (frames, layers) over the gradients, a curve for each layer."""
    known = np.where(np.isfinite(errors), errors, np.nan)
    return [
        Curve(tr("Layer {number}", number=place + 1), at, values, *palette.look(place))
        for place, values in enumerate(known.T)
    ]


@st.cache_data(max_entries=32, show_spinner=False)
def _errors(bare: Network, chosen: Choice, _run: Run) -> np.ndarray:
    """Computed where long work is, for as long as the visitor is here; the network and its rule name the run."""
    kept = [{name: np.asarray(values) for name, values in layer.items()} for layer in _run.params]
    visitor = visitors.current()
    demand = Demand(lambda: None if visitor.here() else AT_ONCE, lambda: None)
    try:
        return workers.compute(relative_errors, bare, kept, demand=demand)
    except Dropped:
        st.stop()

"""The loss along the gradient of each runner's steps, as a panel that computes only while it is open."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import number
from training.choice import Choice
from training.configuration.ranges import Bound
from training.network.config import FIELDS, each
from training.network.landscape import Landscape, landscape, lengths
from training.network.network import Network
from training.network.resolve import resolve
from training.network.run import Run
from ui.looks.charts import STILL, Curve, curves
from ui.looks.identity import Identity, identities
from ui.widgets.beside import bound_number
from ui.widgets.folded import folded
from ui.widgets.tables import table
from ui.work import visitors, workers
from ui.work.pool import AT_ONCE, Demand, Dropped

STEPS = 25  # of each run, at most
REACH, FURTHEST = 0.4, Bound(1e-4, 100)
INTRO: Words = (
    "At a step the loss of its mini-batch is taken at 17 lengths along its gradient. The band goes from the lowest to "
    "the highest: where it is narrow, steps much longer than the rate are safe. Batch norm makes it narrow. Compare "
    "where losses are alike, since what is learned hardly varies."
)
HEADS: tuple[Words, ...] = ("Median over the steps", "Range of the loss", "Largest change of the gradient")
NOBODY: Words = "Nothing is trained yet."
LEFT_OUT: Words = "Not shown, since synthetic gradients are no slopes of the loss: {names}."


@folded("Loss along the gradient", key="landscape")
def loss_along(network: Network, runs: Mapping[str, Run]) -> None:
    """The panel for all runners that are trained."""
    own, people = each(network), identities(FIELDS, network)
    if guessing := [slot for slot in runs if resolve(own[slot]).structure.guessing]:
        st.caption(tr(LEFT_OUT, names=", ".join(people[slot].label for slot in guessing)))
    runs = {slot: run for slot, run in runs.items() if slot not in guessing}
    if not runs:
        if not guessing:
            st.caption(tr(NOBODY))
        return
    st.markdown(tr(INTRO))
    label = tr("Farthest, as a factor of the gradient")
    reach = bound_number("landscape.reach", label, FURTHEST, REACH, linked=False)
    with st.spinner(tr("Walking along gradients")):
        found = {slot: _walked(own[slot], network.choices[slot].bare, reach, run) for slot, run in runs.items()}
    at = {slot: updates(run) * network.choices[slot].gradients for slot, run in runs.items()}
    _over_steps(found, at, people)
    _at_a_step(found, at, people, reach)
    st.html(
        table(
            tr("Loss along the gradient"),
            [*map(tr, HEADS)],
            [(escape(people[slot].label), cells(one)) for slot, one in found.items()],
        )
    )


def frames(run: Run) -> np.ndarray:
    """The frames of a run whose gradients are followed, evenly: a few where no more are kept."""
    return np.unique(np.linspace(0, len(run.frames) - 1, STEPS).round().astype(int))


def updates(run: Run) -> np.ndarray:
    """The updates made before each of these frames."""
    return np.asarray(run.steps)[np.asarray(run.frames)[frames(run)]].astype(int)


def cells(found: Landscape) -> tuple[str, str]:
    """A row of the table."""
    return number(float(np.median(found.ranges))), number(float(np.median(found.changes)))


def _walked(own: Network, chosen: Choice, reach: float, run: Run) -> Landscape:
    return _landscape(resolve(own).network, chosen, reach, run)


@st.cache_data(max_entries=32, show_spinner=False)
def _landscape(bare: Network, chosen: Choice, reach: float, _run: Run) -> Landscape:
    """Computed where long work is, for as long as the visitor is here; the network and its rule name the run."""
    kept = [{name: np.asarray(values)[frames(_run)] for name, values in layer.items()} for layer in _run.params]
    visitor = visitors.current()
    demand = Demand(lambda: None if visitor.here() else AT_ONCE, lambda: None)
    try:
        return workers.compute(landscape, bare, kept, updates(_run).tolist(), reach, demand=demand)
    except Dropped:
        st.stop()


def _over_steps(found: Mapping[str, Landscape], at: Mapping[str, np.ndarray], people: Mapping[str, Identity]) -> None:
    lines = []
    for slot, one in found.items():
        losses = np.where(np.isfinite(one.losses), one.losses, np.nan)
        lines.append(_curve(people[slot], at[slot], losses[:, 0], (losses.min(axis=1), losses.max(axis=1))))
    told = "; ".join(f"{people[slot].label} {cells(one)[0]}" for slot, one in found.items())
    st.plotly_chart(
        curves(lines, tr("gradient"), tr("loss of the mini-batch"), log=True, height=320),
        config=STILL,
        alt=tr("Bands of the loss along the gradient over the steps. Median range: {ranges}.", ranges=told),
        key="landscape.bands",
    )


def _at_a_step(
    found: Mapping[str, Landscape], at: Mapping[str, np.ndarray], people: Mapping[str, Identity], reach: float
) -> None:
    """The losses along the gradients of one step, which a slider chooses."""
    places = next(iter(at.values()))
    if len(places) < 2:
        return
    step = st.select_slider(tr("Step"), places.tolist(), int(places[len(places) // 4]), key="landscape.step")
    lines = []
    for slot, one in found.items():
        nearest = int(np.abs(at[slot] - step).argmin())
        losses = np.where(np.isfinite(one.losses[nearest]), one.losses[nearest], np.nan)
        lines.append(_curve(people[slot], lengths(reach), losses))
    st.plotly_chart(
        curves(lines, tr("length along the gradient, as a factor of it"), tr("loss of the mini-batch"), height=280),
        config=STILL,
        alt=tr("The loss along the gradient of each runner at gradient {step}.", step=step),
        key="landscape.one",
    )


def _curve(who: Identity, x: np.ndarray, y: np.ndarray, band: tuple[np.ndarray, np.ndarray] | None = None) -> Curve:
    dash = " ".join(f"{length:g}px" for length in who.dash)
    return Curve(who.label, x, y, who.hue(st.context.theme.type == "dark"), dash, band=band)

"""The loss on the straight line between the weights of two runners, as a panel that computes only while it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import streamlit as st

from locales import Words, in_sentence, tr
from locales.formats import number
from training.choice import Choice
from training.network.between import Barrier, Line, Weights, alike, barrier, line
from training.network.config import FIELDS, each
from training.network.network import Network
from training.network.resolve import Task, resolve
from training.network.run import Run
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.looks.identity import identities
from ui.widgets.tables import table
from ui.work import visitors, workers
from ui.work.pool import AT_ONCE, Demand, Dropped

TITLE: Words = "Between two networks"
INTRO: Words = (
    "The loss where every weight is a mixture of two networks', from the first to the second. Units of two seeds stand "
    "in other orders, so that the average of two good networks is none; from one start the rise is less."
)
NOBODY: Words = "Two runners whose layers and examples are the same can be mixed, once both are trained."
LAST_FRAME = -1  # the weights where a runner ends
FIRST: Words = "Start of {runner}"  # the weights before a runner's first step
HEADS: tuple[Words, ...] = (
    "Loss",
    "At the first",
    "In the middle",
    "At the second",
    "Middle above the mean of both",
    "Highest on the way",
)


def between(network: Network, runs: Mapping[str, Run]) -> None:
    """The panel, where there are two runners that can be mixed, or may be once they are trained."""
    if len(network.slots) < 2:
        return
    with st.expander(tr(TITLE), key="between", on_change="rerun") as box:
        if not box.open:
            return
        ends = places(network, runs)
        if len(ends) < 2:
            st.caption(tr(NOBODY))
            return
        st.markdown(tr(INTRO))
        left, right = st.columns(2)
        first = left.selectbox(tr("From"), list(ends), 0, key="between.from")
        second = right.selectbox(tr("To"), list(ends), 1, key="between.to")
        with st.spinner(tr("Walking the line")):
            found = measured(network, runs, ends[first], ends[second])
        _show(first, second, found)


def places(network: Network, runs: Mapping[str, Run]) -> dict[str, tuple[str, int]]:
    """The letter and the frame of all weights that can be mixed, by name: where runners end, and where they begin.

    They are those of the first two runners that are alike, and of all others that are like them.
    """
    tasks = {slot: resolve(own) for slot, own in each(network).items() if slot in runs}
    pair = next(((a, b) for a, b in combinations(tasks, 2) if mixable(tasks[a], tasks[b])), None)
    if pair is None:
        return {}
    people = identities(FIELDS, network)
    alike_ones = [slot for slot in tasks if slot == pair[0] or mixable(tasks[pair[0]], tasks[slot])]
    ended = {people[slot].label: (slot, LAST_FRAME) for slot in alike_ones}
    return ended | {tr(FIRST, runner=people[slot].label): (slot, 0) for slot in alike_ones}


def mixable(one: Task, other: Task) -> bool:
    """Whether weights of two tasks have the same shapes and are judged by the same examples."""
    if not alike(one.structure, other.structure):
        return False
    parts = ((task.prepared.train_x, task.prepared.train_y, task.prepared.valid_x) for task in (one, other))
    return all(np.array_equal(a, b) for a, b in zip(*parts, strict=True))


def measured(network: Network, runs: Mapping[str, Run], first: tuple[str, int], second: tuple[str, int]) -> Line:
    """The losses from the weights of one place to those of another."""
    own, found = each(network), []
    for slot, frame in (first, second):
        last = [{name: values[frame] for name, values in layer.items()} for layer in runs[slot].params]
        found.append(resolve(own[slot]).tested(last))
    keys = [(resolve(own[slot]).network, network.choices[slot].bare, frame) for slot, frame in (first, second)]
    return _line(keys, *found)


@st.cache_data(max_entries=32, show_spinner=False)
def _line(key: Sequence[tuple[Network, Choice, int]], _start: Weights, _end: Weights) -> Line:
    """The losses, computed where long work is, for as long as the visitor is here; the key names both ends."""
    visitor = visitors.current()
    demand = Demand(lambda: None if visitor.here() else AT_ONCE, lambda: None)
    try:
        return workers.compute(line, key[0][0], _start, _end, demand=demand)
    except Dropped:
        st.stop()


def _show(first: str, second: str, found: Line) -> None:
    losses = {tr("Training"): found.train, tr("Validation"): found.valid}
    parts = {name: values for name, values in losses.items() if not np.isnan(values).all()}
    rises = {name: barrier(values) for name, values in parts.items()}
    shown = [
        Curve(name, found.shares, values, *palette.look(place)) for place, (name, values) in enumerate(parts.items())
    ]
    told = "; ".join(
        tr("{part} {loss} in the middle", part=in_sentence(name), loss=number(one.middle))
        for name, one in rises.items()
    )
    st.plotly_chart(
        curves(
            shown,
            tr("share of the way from {first} to {second}", first=first, second=second),
            tr("loss"),
            height=300,
        ),
        config=STILL,
        alt=tr("Loss between {first} and {second}: {losses}.", first=first, second=second, losses=told),
    )
    lines = [(name, cells(one)) for name, one in rises.items()]
    st.html(table(tr("Losses between two networks"), [*map(tr, HEADS)], lines))


def cells(found: Barrier) -> tuple[str, ...]:
    """A row of the table."""
    return tuple(number(value) for value in (found.start, found.middle, found.end, found.rise, found.highest))

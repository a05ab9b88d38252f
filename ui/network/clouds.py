"""The examples before and after pre-processing, as four clouds with their covariances, in a panel."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import number, percent
from training.data.datasets import told_classes
from training.data.groups import COUNT, Groups, members
from training.data.preprocessing import PREPROCESSING
from training.data.samples import Rng
from training.data.shift import Shift
from training.network.config import FIELDS, each
from training.network.network import Network
from training.network.resolve import Task, resolve
from ui.looks import palette
from ui.looks.charts import STILL, Cloud, cloud, on_the_way
from ui.looks.identity import identities
from ui.widgets.controls import plain
from ui.widgets.tables import table

FORMS = ("none", "standard", "pca", "white")
NAMES: dict[str, Words] = {"none": "Raw"}
MOST = 600  # points of a cloud
MOVED: Words = "Groups moved to mean 0 and deviation 1"
HEADS: tuple[Words, ...] = ("Cloud", "Means", "Variances", "Covariance")
WAY = tuple(place / 20 for place in range(21))  # shares of the way on which groups are moved
TOLD: Words = (
    "Constants of the training part. Standardized inputs keep their correlation; turned to their principal axes they "
    "have none; whitened they have one variance in every direction, too. Images are seldom whitened."
)

Moves = tuple[np.ndarray, np.ndarray, np.ndarray]  # points before and after, (n, 2), and their groups, (n,)


def clouds_of_inputs(network: Network) -> None:
    """The panel, which computes only while it is open; of data of one input there is none."""
    tasks = {slot: resolve(own) for slot, own in each(network).items()}
    task = next(iter(tasks.values()), None) or resolve(network)
    if task.dataset.inputs < 2:
        return
    with st.expander(
        tr("Clouds of the inputs: raw, standardized, turned, whitened"), key="clouds", on_change="rerun"
    ) as box:
        if not box.open:
            return
        people = identities(FIELDS, network)
        named = {people[slot].label: own for slot, own in tasks.items()}
        _groups(moves(named))
        drawn, whose = clouds_of(task), seeing(named)
        if whose:
            st.markdown(tr("Training examples of {names}:", names=plain(whose)))
        several = task.dataset.inputs > 2
        few = tr("The first two of {count} inputs or axes.", count=task.dataset.inputs) + " " if several else ""
        for column, (name, shown) in zip(st.columns(len(drawn)), drawn.items(), strict=True):
            alt = few + tr(
                "Training examples, {form}: {numbers}.",
                form=shown.title.lower(),
                numbers=told_as_text(shown.points),
            )
            column.plotly_chart(cloud(shown), config=STILL, alt=alt, key=f"cloud.{name}")
        rows = [(escape(shown.title), told(shown.points)) for shown in drawn.values()]
        st.html(table(tr("Covariance of the clouds"), [*map(tr, HEADS)], rows))
        st.caption(few + tr(TOLD))


def seeing(tasks: Mapping[str, Task]) -> str:
    """The names of those who train on the same examples as the first of ``tasks``, "" where all do."""
    first = next(iter(tasks.values()), None)
    names = [name for name, task in tasks.items() if first and _same(task, first)]
    return "" if len(names) == len(tasks) else "; ".join(names)


def _same(one: Task, other: Task) -> bool:
    pairs = (one.prepared.raw_train_x, other.prepared.raw_train_x), (one.prepared.train_y, other.prepared.train_y)
    return all(np.array_equal(a, b) for a, b in pairs)


def moves(tasks: Mapping[str, Task]) -> dict[str, Moves]:
    """What becomes of shifted groups, once for all who begin at the same examples, by their names."""
    names: dict[bytes, list[str]] = {}
    found: dict[bytes, Moves] = {}
    for name, task in tasks.items():
        if task.network.groupshift:
            way = moves_of(task)
            found[way[0].tobytes()] = way
            names.setdefault(way[0].tobytes(), []).append(name)
    return {"; ".join(names[key]): way for key, way in found.items()}


def _groups(found: Mapping[str, Moves]) -> None:
    """How groups that are shifted move to one place, as far as a slider says."""
    if not found:
        return
    share = st.select_slider(tr("Groups moved to one place"), WAY, 0.0, key="clouds.way", format_func=percent)
    hues = [palette.look(place)[0] for place in range(COUNT)]
    names = [tr("group {number}", number=place + 1) for place in range(COUNT)]
    for place, (whose, (before, after, groups)) in enumerate(found.items()):
        if len(found) > 1:
            st.markdown(tr("Groups of {names}:", names=plain(whose)))
        now = before + share * (after - before)
        alt = tr(
            "{count} groups of examples of {names}, {share} of the way to one place: {numbers}.",
            count=COUNT,
            names=whose,
            share=percent(share),
            numbers=told_as_text(now),
        )
        figure = on_the_way(Cloud(tr(MOVED), before, groups, names, hues, MOST), after, share)
        st.plotly_chart(figure, config=STILL, alt=alt, key=f"cloud.groups.{place}")


def moves_of(task: Task) -> Moves:
    """All examples where their groups are shifted to and where they are moved to, (n, 2) each, and their groups."""
    n = task.network
    sample = task.dataset.make(n.examples, n.noise, n.balance, Rng(n.dataseed))
    turned = Shift(n.turn)(sample.x, sample.x)
    before, after = (Groups(n.groupshift, moved)(turned, n.dataseed) for moved in (False, True))
    return before, after, members(len(turned), n.dataseed)


def clouds_of(task: Task) -> dict[str, Cloud]:
    """The first two inputs of the training part with its classes, by the name of the form of pre-processing."""
    raw, known = task.prepared.raw_train_x, task.dataset
    y = task.prepared.train_y.astype(int) if known.classes else np.zeros(len(raw), int)
    hues = [palette.look(place)[0] for place in range(max(1, len(known.classes)))]
    classes = told_classes(known) or (tr("examples"),)
    return {
        name: Cloud(tr(NAMES.get(name, form.label)), form.fit(raw)(raw)[:, :2], y, classes, hues, MOST)
        for name, form in PREPROCESSING.items()
        if name in FORMS
    }


def told_as_text(points: np.ndarray) -> str:
    """The same numbers as part of a sentence."""
    means, variances, covariance = told(points)
    return tr(
        "means {means}; variances {variances}; covariance {covariance}",
        means=means,
        variances=variances,
        covariance=covariance,
    )


def told(points: np.ndarray) -> list[str]:
    """Means, variances and covariance of points (n, 2) in words, 0 for what is nothing but rounding."""
    around = np.cov(points.T, bias=True)
    least = 1e-6 * max(float(np.abs(points).max(initial=0.0)), 1.0)

    def text(value: float) -> str:
        return number(0.0 if abs(value) < least else float(value), 3)

    mean = points.mean(axis=0)
    return [", ".join(map(text, mean)), f"{text(around[0, 0])}, {text(around[1, 1])}", text(around[0, 1])]

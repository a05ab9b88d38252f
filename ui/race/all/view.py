"""All optimizers on all surfaces: a table of what becomes of each, or the runs of one row or column, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from locales import tr
from locales.formats import exact, grouped, percent
from optimizers import OPTIMIZERS
from optimizers.notes import cited
from surfaces import SURFACES, find
from training.choice import Choice
from training.configuration.fields import labels_of
from training.many import tasks
from training.many.matrix import FACTORS, STEPS, missing
from training.many.networks import GOAL
from training.many.tasks import TASKS, Task
from training.outcome import TOLERANCE
from training.race.config import fields_of
from training.race.race import FORMULA
from ui.looks.identity import identities
from ui.player.address import address
from ui.player.component import pack
from ui.player.loading import component
from ui.race import compute
from ui.race.all import compute as cells
from ui.race.all.config import FAMILY, WHOLE, Shown, crowd, encode, orders, tour
from ui.race.all.curves import told
from ui.race.all.files import csv_text
from ui.race.all.header import crowd_header, matrix_header, task_header, tour_header
from ui.race.all.page import PAGE
from ui.race.minima import searched
from ui.race.standings import standings
from ui.session import reports, session, state
from ui.widgets import controls
from ui.widgets.apart import LOCKED
from ui.widgets.cards import uncounted
from ui.widgets.notes import note
from ui.work import visitors

EVERY = "all"  # the word of the sidebar for all surfaces, or all optimizers
_stages, _matrix = component("crowd"), component("matrix")


def take_surface(shown: Shown, surface: str) -> Shown:
    """The edit of the sidebar's choice of a surface."""
    return Shown(on="" if surface == EVERY else surface, formula=shown.formula)


def take_formula(shown: Shown, text: str) -> Shown:
    """The edit of the formula; ValueError in words where it is not understood."""
    formula = text.strip()
    if formula:
        find(f"{FORMULA}:{formula}")
    on = shown.on if formula or shown.on != FORMULA else ""
    return Shown(on=on, shows=shown.shows, by=shown.by if shown.by in orders(formula) else FAMILY, formula=formula)


def take_optimizer(shown: Shown, name: str) -> Shown:
    """The edit of the sidebar's choice of an optimizer."""
    return Shown(of="" if name == EVERY else name, formula=shown.formula)


def _sidebar(shown: Shown) -> None:
    own = {FORMULA: tr("The formula of your own")} if shown.formula else {}
    places = {EVERY: tr("All surfaces")} | own | labels_of(SURFACES) | labels_of(TASKS)
    rules = {EVERY: tr("All optimizers")} | {name: spec.label for name, spec in OPTIMIZERS.items()}
    held = state.page().locks
    if not held.hides("on"):
        controls.word("on", tr("Surface or network"), places, shown.on or EVERY, take_surface, **_locked("on", *WHOLE))
    if shown.on and not shown.task:
        on = shown.surface
        st.caption(f"{tr(on.summary)} {searched(on)}", help=tr("Source: {source}.", source=cited(on.source)))
        note("surface", [shown.on], "on")
    if (shown.on == FORMULA or not (shown.on or shown.of)) and not held.hides(FORMULA):
        own_column = tr(
            "One more column of the table: numbers, x and y, + - * / and **, brackets, and functions such as sin, exp, "
            "sqrt."
        )
        why = {"help": own_column, **_locked(FORMULA)}
        controls.words_of(FORMULA, tr("Formula in x and y"), shown.formula, take_formula, **why, blank=True)
    if not held.hides("of"):
        controls.word("of", tr("Optimizer"), rules, shown.of or EVERY, take_optimizer, **_locked("of", *WHOLE))
    if shown.of:
        st.caption(tr(OPTIMIZERS[shown.of].summary))
        note("", [shown.of], "of")
    st.caption(
        tr("Every optimizer has the same first weights and mini-batches, its own defaults, and as many gradients.")
        if shown.task
        else tr(
            "Every optimizer has the start of the surface, its own defaults there, and the same number of gradients."
        )
    )


def _locked(*names: str) -> dict[str, Any]:
    """What a control is drawn with that would change one of these fields, where the page's link locks it."""
    return {"help": tr(LOCKED), "disabled": True} if any(map(state.page().locks.holds, names)) else {}


def _listed(absent: Mapping[str, str]) -> str:
    """Names with what is said of each of them, the name not in it."""
    return "; ".join(f"{label} {reason}" for label, reason in absent.items())


def _compiled(runs: Mapping[str, tuple[str, Choice]], known: Mapping[str, Any]) -> tuple[set[str], bool]:
    """Which runs can be shown, and whether more will come: the page comes again with them as these are compiled.

    ``known`` are the entries of a registry that the runs are named after.
    """
    ask = partial(cells.compiled, runs, visitors.current())
    ready = ask(cells.MOMENT)
    if ready.failed:
        names = ", ".join(tr(known[slot].label) for slot in runs if slot in ready.failed)
        controls.warn(
            tr("Not shown, as they could not be compiled: {names}. Reload the page later to try again.", names=names)
        )
    if ready.size < len(runs):
        st.caption(
            tr(
                "{count} of {all} runs are here; the others are being compiled.",
                count=len(ready.shown),
                all=len(runs),
            )
        )
        cells.watch(ask, ready.size, len(runs))
    return ready.shown, ready.size < len(runs)


def _download(shown: Shown, seen: cells.Seen) -> None:
    st.download_button(
        tr("CSV of all runs") if len(seen.cells) == seen.total else tr("CSV of the runs so far"),
        partial(csv_text, seen.cells, encode(shown)),
        "optimizers-on-surfaces.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _table(shown: Shown) -> None:
    ask = partial(cells.look, visitors.current(), formula=shown.formula)
    seen = ask(seconds=cells.MOMENT)
    if seen.failures:
        controls.warn(*seen.failures)
    st.markdown(
        tr(
            "What becomes of {optimizers} optimizers on {surfaces} surfaces and {networks} small networks in {count} "
            "gradients: how many they need until the loss is within the tolerance, or a network right on {goal} of its "
            "validation examples, or how they end. Press a cell to open its race, the name of an optimizer to see it "
            "on all surfaces, the head of a column to sort by it, and ▦ in it to see all optimizers there.",
            optimizers=len(OPTIMIZERS),
            surfaces=len(SURFACES),
            networks=len(TASKS),
            count=grouped(STEPS),
            goal=percent(GOAL),
        )
    )
    waiting = st.container()
    _matrix(key="matrix", data=pack(matrix_header(shown, seen, state.page().locks)))
    st.caption(
        tr(
            "The tolerance is {tolerance} above the lowest value. *Best rate* and *Rates that work* try {count} rates "
            "from a hundredth of the default to a hundred times it, fewer where a rule is not defined for some; a rate "
            "works if the loss comes within the tolerance and stays there, in the frame, to the end. All is computed "
            "in 32-bit floats: where rounding decides how a run goes on, the race of a cell may need other steps than "
            "the cell says.",
            tolerance=exact(TOLERANCE),
            count=len(FACTORS),
        )
    )
    if around and seen.cells:
        _download(shown, seen)
    if len(seen.cells) < seen.total:
        with waiting:
            cells.watch(ask, seen.size, seen.total)


def _column(shown: Shown) -> None:
    race, surface = crowd(shown.on, shown.formula), shown.surface
    st.markdown(
        tr(
            "{optimizers} optimizers from one start, {count} gradients each, every one with its own defaults for this "
            "surface. Press a stage to take it along into one race, a name to open its race alone.",
            optimizers=len(race.slots),
            count=grouped(race.steps),
        )
    )
    ready, coming = _compiled(cells.runs_of(race), OPTIMIZERS)
    there = replace(race, slots=tuple((slot, chosen) for slot, chosen in race.slots if slot in ready))
    traces = compute.traces(there)
    outcomes = compute.outcomes(there, traces)
    _stages(key="crowd", data=pack(crowd_header(there, traces, outcomes, coming)))
    if around and there == race:
        st.subheader(tr("Standings after {count} gradients", count=grouped(race.steps)), anchor=False)
        standings(race, traces, outcomes)
        for term, words in uncounted(race, identities(fields_of(race), race)).items():
            st.caption(f"{term}: {words}.")
        absent = {OPTIMIZERS[name].label: missing(name, surface) for name in OPTIMIZERS if name not in race.choices}
        if absent:
            st.caption(tr("Not in this race: {names}.", names=_listed(absent)))


def _task(task: Task, seen: cells.Seen) -> None:
    way = tr("Press a stage to take it along into one training, a name to open its own.")
    st.markdown(f"{told(task, seen.total)} {way}")
    if seen.failures:
        controls.warn(*seen.failures)
    waiting = st.container()
    trained = {name: cell for (name, _), cell in seen.cells.items()}
    _stages(key="crowd", data=pack(task_header(task, trained, seen.size < seen.total)))
    if seen.size < seen.total:
        waiting.caption(
            tr("{count} of {all} runs are here; the others are being computed.", count=seen.size, all=seen.total)
        )
        with waiting:
            cells.watch(partial(cells.trained, visitors.current(), task=task.name), seen.size, seen.total)
    absent = [why.removesuffix(".") for why in map(tasks.missing, OPTIMIZERS) if why]
    if absent:
        st.caption(tr("Not in this training: {names}.", names="; ".join(absent)))


def _row(shown: Shown) -> None:
    races, visitor = tour(shown.of, shown.formula), visitors.current()
    ask = partial(cells.trained, visitor, name=shown.of)
    seen = ask(cells.MOMENT)
    st.markdown(
        tr(
            "{surfaces} surfaces, {count} gradients on each from its own start, with the defaults of {optimizer} "
            "there, and small networks, of which the stage is the loss over the steps, dashed where {goal} of the "
            "validation examples are right. Press one to open it.",
            surfaces=len(races),
            count=grouped(STEPS),
            optimizer=OPTIMIZERS[shown.of].label,
            goal=percent(GOAL),
        )
    )
    if seen.failures:
        controls.warn(*seen.failures)
    places = {name: find(race.surface_name) for name, race in races.items()}
    ready, coming = _compiled({name: (race.surface_name, race.choices["a"]) for name, race in races.items()}, places)
    traces = {name: compute.traces(race)["a"] for name, race in races.items() if name in ready}
    outcomes = {name: compute.outcomes(races[name], {"a": trace})["a"] for name, trace in traces.items()}
    networks = {task: cell for (_, task), cell in seen.cells.items()}
    waiting, training = st.container(), seen.size < seen.total
    _stages(key="crowd", data=pack(tour_header(shown.of, races, traces, outcomes, networks, coming or training)))
    if training:
        with waiting:
            cells.watch(ask, seen.size, seen.total)
    absent = {tr(known.label): tr("is no sum of squares") for name, known in SURFACES.items() if name not in races}
    if absent:
        st.caption(tr("Not in this tour: {names}.", names=_listed(absent)))
    if why := tasks.missing(shown.of):
        st.caption(tr("No network in this tour: {why}", why=why))


state.enter(PAGE)
around = not session.embedded()
shown = state.current()
if around:
    with st.sidebar:
        _sidebar(shown)
if state.sentences():
    controls.warn(*state.sentences())
if shown.on or shown.of:
    cells.POOL.leave(visitors.current())
trained = cells.trained(visitors.current(), cells.MOMENT, task=shown.task.name) if shown.task else None
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.header(controls.plain(PAGE.tab(shown)), anchor=False, width="content")
    assert PAGE.export is not None
    file = tr("all of these runs") if shown.on and not PAGE.export.missing(shown) else ""
    address(encode(shown), state.history(), tr("QR code of this page"), reports.on_event, file=file)
if shown.on or shown.of:
    _task(shown.task, trained) if shown.task and trained else _column(shown) if shown.on else _row(shown)
else:
    _table(shown)

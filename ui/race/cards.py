"""The cards under the standings of a race: what is held equal in it, and how to take it along."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

import streamlit as st

from locales import spoken, tr
from locales.formats import grouped, spell
from surfaces import find
from training.configuration import differences
from training.loop import Trace
from training.outcome import point
from training.race.config import SIDES, each, fields_of
from training.race.race import FORMULA, Race
from ui.looks.identity import identities
from ui.race import compute
from ui.race.page import PAGE
from ui.race.takeaway import files
from ui.session import locks
from ui.takeaway.latex import tex
from ui.takeaway.rules import names
from ui.widgets.cards import download, fields, link, uncounted, unequal

# Fields of which the lines of the card tell, and those that the stage shows beside it, as it does the surface's knobs.
TOLD = ("x", "y", "steps", "noise", "seed", "batch", "surface", FORMULA, *SIDES)


def equalities(race: Race) -> dict[str, str]:
    """What is equal for all runners, in words, and last what is not."""
    rows = fields_of(race)
    differing = differences.differing(rows, race)
    shared = next(iter(each(race).values()), race)  # has what is equal, be it that all differ from the race alike
    return {
        **({} if {"x", "y"} & {*differing} else {tr("Start"): point((shared.x, shared.y))}),
        tr("Budget"): tr("{count} gradient evaluations each", count=grouped(race.steps)),
        **uncounted(race, identities(rows, race)),
        **_draws(shared, differing),
        **fields(rows, race, (*TOLD, *dict(race.knobs))),
        tr("Precision"): tr("32-bit floats"),
        tr("Not equal"): unequal(rows, race, identities(rows, race), PAGE.runners, _where(race)),
    }


def _draws(shared: Race, differing: Collection[str]) -> dict[str, str]:
    """The lines on what is drawn, where that is equal: the mini-batches of a surface of data, and the noise."""
    lines, examples = {}, find(shared.surface_name).size
    own, seed = tr("each from a seed of its own"), shared.seed
    if examples and "batch" not in differing:
        ones = own if "seed" in differing else tr("the same ones in the same order for all (seed {seed})", seed=seed)
        some = tr("{batch} of the {all} examples a step", batch=shared.batch, all=examples)
        whole = tr("all {all} examples at every step", all=examples)
        lines[tr("Mini-batches")] = f"{some}, {ones}" if 0 < shared.batch < examples else whole
    if "noise" not in differing:
        draws = own if "seed" in differing else tr("the same draws for all (seed {seed})", seed=seed)
        some = f"{tr('standard deviation {value}', value=spell(float(shared.noise)))}, {draws}"
        none = tr("none") if "seed" in differing else tr("none; with noise, the same draws for all")
        lines[tr("Noise")] = some if shared.noise else none
    elif "seed" not in differing:
        lines[tr("Draws of the noise")] = tr("the same for all, each at its own size (seed {seed})", seed=seed)
    return lines


def _where(race: Race) -> str:
    return tr("your formula") if race.formula else tr(find(race.surface_name).label)


def share(race: Race, query: str) -> None:
    """The card with the link, whose ``query`` says what is seen, as text, and the files to take home."""
    with st.container(border=True):
        link("race", f"/?{query}")
        if not locks.veiled(race):
            with st.container(horizontal=True):
                download(tr("Optax code"), partial(files.code, race), f"race_on_{race.surface}.py", "text/x-python")
                download(
                    tr("Rules as LaTeX"),
                    partial(_tex, race, query),
                    f"race_on_{race.surface}.tex",
                    "application/x-tex",
                    spoken(),
                )


def csv_button(race: Race) -> None:
    """The download of all trajectories; the file is written when it is asked for."""
    download("CSV", partial(_csv, race), f"race-on-{race.surface}.csv", "text/csv")


def _tex(race: Race, query: str) -> str:
    called = names(fields_of(race), race)
    rules = {called[slot]: chosen for slot, chosen in race.slots}
    return tex(tr("A race on {surface}", surface=_where(race)), f"?{query}", rules, race.steps)


def _csv(race: Race) -> str:
    runs: Mapping[str, Trace] = compute.traces(race)
    return files.csv_text(race, runs)

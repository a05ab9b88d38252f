"""The cards under the standings of a race: what is held equal in it, and how to take it along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from surfaces import find
from training.loop import Trace
from training.outcome import point
from training.race.config import FORMULA, SIDES, Race, fields_of, spell
from ui.looks.identity import identities
from ui.race import compute
from ui.race.page import PAGE
from ui.race.takeaway import files
from ui.widgets.cards import fields, link, uncounted, unequal_rates

# Fields of which the lines of the card tell, and those that the stage shows beside it, as it does the surface's knobs.
TOLD = ("x", "y", "steps", "noise", "seed", "batch", "surface", FORMULA, *SIDES)


def equalities(race: Race) -> dict[str, str]:
    """What is equal for all runners, in words, and last what is not."""
    surface, rows = find(race.surface_name), fields_of(race)
    noise = f"standard deviation {spell(float(race.noise))}, the same draws for all (seed {race.seed})"
    return {
        "Start": point((race.x, race.y)),
        "Budget": f"{race.steps:,} gradient evaluations each",
        **uncounted(race, identities(rows, race)),
        **({"Mini-batches": _batches(race, surface.size)} if surface.size else {}),
        "Noise": noise if race.noise else "none; with noise, the same draws for all",
        **fields(rows, race, (*TOLD, *dict(race.knobs))),
        "Precision": "32-bit floats",
        "Not equal": unequal(race),
    }


def _batches(race: Race, examples: int) -> str:
    if not 0 < race.batch < examples:
        return f"all {examples} examples at every step"
    return f"{race.batch} of the {examples} examples a step, the same ones in the same order for all (seed {race.seed})"


def unequal(race: Race) -> str:
    """What the race does not hold equal: the learning rates, and where they come from."""
    where = "your formula" if race.formula else find(race.surface_name).label
    return unequal_rates(race, identities(fields_of(race), race), PAGE.runners, where)


def share(race: Race, query: str) -> None:
    """The card with the link, whose ``query`` says what is seen, as text, and the files to take home."""
    with st.container(border=True):
        link("race", f"/?{query}")
        with st.container(horizontal=True):
            _download("Optax code", partial(files.code, race), f"race_on_{race.surface}.py", "text/x-python")


def csv_button(race: Race) -> None:
    """The download of all trajectories; the file is written when it is asked for."""
    _download("CSV", partial(_csv, race), f"race-on-{race.surface}.csv", "text/csv")


def _download(label: str, data, name: str, mime: str) -> None:  # noqa: ANN001
    st.download_button(label, data, name, mime, key=f"download.{label}", on_click="ignore", icon=":material/download:")


def _csv(race: Race) -> str:
    runs: Mapping[str, Trace] = compute.traces(race)
    return files.csv_text(race, runs)

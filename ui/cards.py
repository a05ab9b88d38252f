"""The cards under the standings: what is held equal in the race, and how to take it along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st

from surfaces import find
from training.config import Race, default_choice, encode, spell
from training.loop import Trace
from training.outcome import point
from ui import compute, takeaway
from ui.identity import identify


def held_equal(race: Race) -> None:
    """The card that says what all runners share, and what they do not."""
    with st.container(border=True):
        st.subheader("Held equal in this race", anchor=False)
        lines = "".join(f"<dt>{term}</dt><dd>{escape(words)}</dd>" for term, words in equalities(race).items())
        st.html(f'<dl class="facts">{lines}</dl>')


def equalities(race: Race) -> dict[str, str]:
    """What is equal for all runners, in words, and last what is not."""
    surface = find(race.surface_name)
    noise = f"standard deviation {spell(float(race.noise))}, the same draws for all (seed {race.seed})"
    return {
        "Start": point((race.x, race.y)),
        "Budget": f"{race.steps:,} gradient evaluations each",
        **({"Mini-batches": _batches(race, surface.size)} if surface.size else {}),
        "Noise": noise if race.noise else "none; with noise, the same draws for all",
        "Precision": "32-bit floats",
        "Not equal": unequal(race),
    }


def _batches(race: Race, examples: int) -> str:
    if not 0 < race.batch < examples:
        return f"all {examples} examples at every step"
    return f"{race.batch} of the {examples} examples a step, the same ones in the same order for all (seed {race.seed})"


def unequal(race: Race) -> str:
    """What the race does not hold equal: the learning rates, and where they come from."""
    rates = {slot: dict(chosen.hypers).get("lr") for slot, chosen in race.slots}
    if not rates:
        return "nothing races yet"
    if len(set(rates.values())) == 1:
        return "rules and forms; the learning rate is the same for all"
    surface = find(race.surface_name)
    people = identify(race.choices)
    own = [
        people[slot].label
        for slot, chosen in race.slots
        if rates[slot] != dict(default_choice(chosen.optimizer, surface).hypers).get("lr")
    ]
    where = "your formula" if race.formula else surface.label
    if not own:
        return f"learning rates: each has its own default for {where}"
    if len(own) == len(rates):
        return "learning rates: each has been set by hand"
    return f"learning rates: set by hand for {', '.join(own)}, else the defaults for {where}"


def share(race: Race) -> None:
    """The card with the link as text and the files to take home."""
    with st.container(border=True):
        st.subheader("Share", anchor=False)
        st.code(f"{_address()}?{encode(race)}", language=None, wrap_lines=True, height=120)
        st.caption("Every value is in the link, so it opens this same race later and elsewhere.")
        with st.container(horizontal=True):
            _download("Optax code", partial(takeaway.code, race), f"race_on_{race.surface}.py", "text/x-python")


def csv_button(race: Race) -> None:
    """The download of all trajectories; the file is written when it is asked for."""
    _download("CSV", partial(_csv, race), f"race-on-{race.surface}.csv", "text/csv")


def _download(label: str, data, name: str, mime: str) -> None:  # noqa: ANN001
    st.download_button(label, data, name, mime, key=f"download.{label}", on_click="ignore", icon=":material/download:")


def _csv(race: Race) -> str:
    runs: Mapping[str, Trace] = compute.traces(race)
    return takeaway.csv_text(race, runs)


def _address() -> str:
    """Where this visitor found the app."""
    return (st.context.url or "").split("?", 1)[0].rstrip("/") + "/"

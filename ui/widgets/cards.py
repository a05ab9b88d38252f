"""The cards under the standings: what is held equal in the race, and how to take it along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from surfaces import find
from training.loop import Trace
from training.outcome import point
from training.race.config import Race, spell
from ui.looks.identity import identify
from ui.race import compute
from ui.race.takeaway import files
from ui.server import routes
from ui.session.changes import own_choice
from ui.session.kinds import Config

ROOM, HERE = "Works in this room’s network:", "Works on this machine only:"


def held_equal(where: str, lines: Mapping[str, str]) -> None:
    """The card that says what all runners share, and what they do not."""
    with st.container(border=True):
        st.subheader(f"Held equal in this {where}", anchor=False)
        listed = "".join(f"<dt>{term}</dt><dd>{escape(words)}</dd>" for term, words in lines.items())
        st.html(f'<dl class="facts">{listed}</dl>')


def equalities(race: Race) -> dict[str, str]:
    """What is equal for all runners, in words, and last what is not."""
    surface = find(race.surface_name)
    noise = f"standard deviation {spell(float(race.noise))}, the same draws for all (seed {race.seed})"
    return {
        "Start": point((race.x, race.y)),
        "Budget": f"{race.steps:,} gradient evaluations each",
        **uncounted(race),
        **({"Mini-batches": _batches(race, surface.size)} if surface.size else {}),
        "Noise": noise if race.noise else "none; with noise, the same draws for all",
        "Precision": "32-bit floats",
        "Not equal": unequal(race),
    }


def uncounted(config: Config) -> dict[str, str]:
    """What some runners compute beside the gradients that are counted, as one line of the card; none where none do."""
    people = identify(config.choices)
    told = [f"{people[slot].label}: {chosen.uncounted}" for slot, chosen in config.slots if chosen.uncounted]
    return {"Not counted": ". ".join(told)} if told else {}


def _batches(race: Race, examples: int) -> str:
    if not 0 < race.batch < examples:
        return f"all {examples} examples at every step"
    return f"{race.batch} of the {examples} examples a step, the same ones in the same order for all (seed {race.seed})"


def unequal(race: Race) -> str:
    """What the race does not hold equal: the learning rates, and where they come from."""
    return unequal_rates(race, "your formula" if race.formula else find(race.surface_name).label)


def unequal_rates(config: Config, where: str) -> str:
    """What is not equal: the learning rates, and whether they are the defaults for ``where``."""
    rates = {slot: dict(chosen.hypers).get("lr") for slot, chosen in config.slots}
    if not rates:
        return "nothing runs yet"
    if len(set(rates.values())) == 1:
        return "rules and forms; the learning rate is the same for all"
    people = identify(config.choices)
    own = [
        people[slot].label
        for slot, chosen in config.slots
        if rates[slot] != dict(own_choice(config, chosen.optimizer).hypers).get("lr")
    ]
    if not own:
        return f"learning rates: each has its own default for {where}"
    if len(own) == len(rates):
        return "learning rates: each has been set by hand"
    return f"learning rates: set by hand for {', '.join(own)}, else the defaults for {where}"


def share(race: Race, query: str) -> None:
    """The card with the link, whose ``query`` says what is seen, as text, and the files to take home."""
    with st.container(border=True):
        link("race", f"/?{query}")
        with st.container(horizontal=True):
            _download("Optax code", partial(files.code, race), f"race_on_{race.surface}.py", "text/x-python")


def link(what: str, query: str) -> None:
    """The heading of a card, and the link to ``what`` as text; ``query`` is what follows the page's address."""
    st.subheader("Share", anchor=False)
    for label, page in pages((st.context.url or "").split("?", 1)[0].rstrip("/")).items():
        if label:
            st.caption(label)
        # Not st.code: for it the browser loads and starts a highlighter of 1.6 MB before it draws what comes after.
        text, name = escape(page + query), f"Link. {label}" if label else "Link"
        st.html(f'<div class="link" role="textbox" aria-readonly="true" aria-label="{name}" tabindex="0">{text}</div>')
    st.caption(f"Every value is in the link, so it opens this same {what} later and elsewhere.")


def pages(found: str) -> dict[str, str]:
    """The addresses of a page by what they are good for, the one to share first; ``found`` is the visitor's own."""
    parts = urlsplit(found)
    if parts.hostname not in routes.LOOPBACK:
        return {"": found}
    port = f":{parts.port}" if parts.port else ""
    hosts = routes.lan_hosts() if st.get_option("server.address") not in routes.LOOPBACK else []
    return ({ROOM: f"{parts.scheme}://{hosts[0]}{port}{parts.path}"} if hosts else {}) | {HERE: found}


def csv_button(race: Race) -> None:
    """The download of all trajectories; the file is written when it is asked for."""
    _download("CSV", partial(_csv, race), f"race-on-{race.surface}.csv", "text/csv")


def _download(label: str, data, name: str, mime: str) -> None:  # noqa: ANN001
    st.download_button(label, data, name, mime, key=f"download.{label}", on_click="ignore", icon=":material/download:")


def _csv(race: Race) -> str:
    runs: Mapping[str, Trace] = compute.traces(race)
    return files.csv_text(race, runs)

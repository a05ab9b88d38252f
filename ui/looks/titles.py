"""What the browser's tab is called: by what is on the page, so that one is told from another in a history, too."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from surfaces import find
from training.choice import Choice
from training.initialization.measure import Deep
from training.network.network import Network
from training.network.resolve import resolve
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from training.race.config import Race
from ui.looks.identity import identify
from ui.looks.style import NAME

MOST = 3  # runners that are named


def show(words: str) -> None:
    """Call the tab so."""
    st.set_page_config(page_title=f"{words} · {NAME}")


def of_race(race: Race) -> str:
    """Surface and optimizers: "Beale: SGD, Momentum, Nesterov and 3 more"."""
    return _with(find(race.surface_name).label, race.choices)


def of_network(network: Network) -> str:
    """Data, network and optimizers: "Two spirals, 32, 32, 32 tanh: Adam, Nesterov, SGD"."""
    layers = f"{', '.join(map(str, network.hidden))} {ACTIVATIONS[network.activation].label}"
    return _with(
        f"{resolve(network).dataset.label}, {layers if network.hidden else 'no hidden layer'}", network.choices
    )


def of_deep(deep: Deep) -> str:
    """The layers before training: "10 layers of 500, tanh, Normal"."""
    layers = "1 layer" if deep.depth == 1 else f"{deep.depth} layers"
    return f"{layers} of {deep.width}, {ACTIVATIONS[deep.activation].label}, {INITIALIZERS[deep.init].label}"


def _with(what: str, choices: Mapping[str, Choice]) -> str:
    names = [who.label for who in identify(choices).values()]
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"{what}: {', '.join(names[:MOST])}{more}" if names else what

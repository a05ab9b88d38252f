"""Edits of a network and its data: pure functions from one Network to the next."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from training.data.datasets import find
from training.data.points import EXAMPLE, OWN
from training.data.reading import read
from training.links import shown
from training.network.budget import most_steps
from training.network.config import (
    NUMBERED,
    STAGES,
    WORDS,
    bounds,
    check_work,
    default_choice,
    default_network,
    default_number,
    idle,
    losses,
    read_hidden,
    work,
)
from training.network.network import Network
from ui.session.changes import moved

SETTABLE = ("examples", "noise", "balance")
OF_DATA = ("data", "points", "stage", *SETTABLE)  # what another data set brings along


def with_number(network: Network, field: str, value: object) -> Network:
    """The network with one of its numbers changed; ValueError in words if it is out of range or takes too long."""
    bound = bounds(network)[field]
    number = bound.read(value)
    return _affordable(replace(network, **{field: number if bound.whole else float(number)}), field)


def with_word(network: Network, field: str, word: str) -> Network:
    """The network with another of the words that ``field`` can hold; its number, where it takes one, is the usual."""
    known = losses(find(network.data, network.points)) if field == "loss" else (WORDS | {"stage": STAGES})[field]
    if word not in known:
        raise ValueError(f"must be one of {', '.join(known)}, not {shown(word)}")
    numbers = {name: default_number(name, word) for name, (owner, _) in NUMBERED.items() if owner == field}
    return _affordable(replace(network, **{field: word}, **numbers), field)


def with_hidden(network: Network, text: str) -> Network:
    """The network with hidden layers as they are typed, "32, 32" or "none"; ValueError, a sentence, otherwise."""
    try:
        return _affordable(replace(network, hidden=read_hidden(text)), "hidden")
    except ValueError as error:
        raise ValueError(f"Hidden layers {error}.") from error


def with_data(network: Network, data: str, points: str = EXAMPLE) -> Network:
    """The network on other data, with that data's examples, noise, balance, pre-processing, loss and rates.

    What somebody set stays, where the new data allow it; other points of one's own keep the noise, too. The steps stay
    where they are no fewer than the new data need.
    """
    before = default_network(network.data, network.points)
    base = default_network(data, points if data == OWN else "")
    brought = {field: getattr(base, field) for field in OF_DATA if not _stays(network, before, base, field)}
    prep = base.prep if network.prep == before.prep else network.prep
    fits = network.loss != before.loss and network.loss in losses(find(base.data, base.points))
    loss = network.loss if fits else base.loss
    slots = moved(network.slots, partial(default_choice, data=network.data), partial(default_choice, data=data))
    fresh = replace(network, **brought, prep=prep, loss=loss, slots=slots)
    if data != network.data:
        fresh = replace(fresh, steps=_steps(network, before, base, most_steps(fresh)))
    return _affordable(fresh, "data")


def _stays(network: Network, before: Network, base: Network, field: str) -> bool:
    """Whether a value stays on other data, of which ``base`` is the default, as ``before`` is of the present ones."""
    if field == "stage":
        return not idle(base, field) and (base.data == network.data or network.stage != before.stage)
    if base.data == network.data:
        return field == "noise"
    if field not in SETTABLE or getattr(network, field) == getattr(before, field) or idle(base, field):
        return False
    bound = bounds(base)[field]
    return bound.low <= getattr(network, field) <= bound.high


def _steps(network: Network, before: Network, base: Network, most: int) -> int:
    """How many steps to make on other data: as many as these need, or those set by hand where they are more."""
    wanted = base.steps if network.steps == before.steps else max(network.steps, base.steps)
    return wanted if wanted <= network.steps else max(network.steps, min(wanted, most))


def with_points(network: Network, text: str) -> Network:
    """The network on points as they are typed, uploaded or drawn; ValueError, sentences, where there are none."""
    points = read(text)[0]
    try:
        return with_data(network, OWN, points)
    except ValueError as error:
        raise ValueError(f"Points {error}.") from error


def remarks(text: str) -> list[str]:
    """What there is to say of points that are taken, a sentence each."""
    return read(text)[1]


def _affordable(network: Network, field: str) -> Network:
    """The network itself; ValueError in words if training it with these steps would take too long."""
    if field == "steps":
        return check_work(network)
    most = most_steps(network)
    if network.steps > most:
        raise ValueError(f"would allow {most:,} steps ({work(network)}), fewer than the {network.steps:,} that are set")
    return network

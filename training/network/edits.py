"""Edits of a network and its data: pure functions from one Network to the next."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from locales import in_sentence, tr
from training.choice import moved
from training.configuration import differences, fields
from training.data.points import EXAMPLE, OWN
from training.data.reading import read
from training.network import transfer
from training.network.budget import TooLong, most_before
from training.network.config import FIELDS, allowed, check_work, default_network
from training.network.network import Network
from training.network.parts_of_data import left
from training.network.rates import default_choice

SETTABLE = ("examples", "noise", "balance")
OF_DATA = ("data", "points", "stage", *SETTABLE)  # what another data set brings along


def with_value(network: Network, name: str, value: Any) -> Network:
    """The network with another value of one of its fields, and what that brings along.

    ValueError in words if the value is not one of the field, or training would take too long.
    """
    if name == "data":
        return with_data(network, FIELDS[name].checked(network, value))
    if name == "points":
        return with_points(network, value)
    fresh = fields.with_value(FIELDS, network, name, value)
    if name == "split":  # what is kept for a test gives way
        fresh = replace(fresh, testsplit=min(fresh.testsplit, left(fresh).high))
    if name == "transfer":
        fresh = replace(fresh, sourcesteps=min(fresh.sourcesteps, most_before(fresh)))
    if name == "groupshift" and not fresh.groupshift:  # nothing is left to be moved back
        fresh = replace(fresh, regroup=Network.regroup)
    fresh = replace(fresh, keeps=fresh.keeps[: len(fresh.hidden)])  # fewer layers have fewer of them
    return _affordable(differences.fitting(FIELDS, fresh), name)


def with_data(network: Network, data: str, points: str = EXAMPLE) -> Network:
    """The network on other data, with that data's examples, noise, balance, pre-processing, loss and rates.

    What somebody set stays, where the new data allow it; other points of one's own keep the noise, too. The steps stay
    where they are no fewer than the new data need.
    """
    before = default_network(network.data, network.points)
    base = default_network(data, points if data == OWN else "")
    brought = {field: getattr(base, field) for field in OF_DATA if not _stays(network, before, base, field)}
    prep = base.prep if network.prep == before.prep else network.prep
    fits = network.loss != before.loss and FIELDS["loss"].fits(base, network.loss)
    loss = network.loss if fits else base.loss
    slots = moved(network.slots, partial(default_choice, data=network.data), partial(default_choice, data=data))
    fresh = replace(network, **brought, prep=prep, loss=loss, slots=slots)
    for row in transfer.ROWS:  # these data may have no other task to be learned before
        fresh = row.put(fresh, row.usual(fresh)) if row.idle(fresh) else fresh
    fresh = differences.fitting(FIELDS, fresh)
    if data != network.data:
        fresh = replace(fresh, steps=_steps(network, before, base, allowed(fresh)))
    return _affordable(fresh, "data")


def _stays(network: Network, before: Network, base: Network, field: str) -> bool:
    """Whether a value stays on other data, of which ``base`` is the default, as ``before`` is of the present ones."""
    if field == "stage":
        return not FIELDS[field].idle(base) and (base.data == network.data or network.stage != before.stage)
    if base.data == network.data:
        return field == "noise"
    if field not in SETTABLE or getattr(network, field) == getattr(before, field) or FIELDS[field].idle(base):
        return False
    return FIELDS[field].fits(base, getattr(network, field))


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
        raise ValueError(tr("Points {reason}.", reason=error)) from error


def remarks(text: str) -> list[str]:
    """What there is to say of points that are taken, a sentence each."""
    return read(text)[1]


def _affordable(network: Network, field: str) -> Network:
    """The network itself; ValueError in words if training it with these steps would take too long."""
    try:
        return check_work(network)
    except TooLong as error:
        raise error.by(field, in_sentence(FIELDS[error.field].called(network))) from error

"""From what presets of the network page are made."""

from __future__ import annotations

from dataclasses import replace

from training.choice import Choice
from training.network.config import LETTERS, default_network
from training.network.network import Network


def network_of(data: str, *runners: Choice, **changes: object) -> Network:
    """A network on the data of this name with these runners, else those that open, and with what is changed."""
    slots = {"slots": tuple(zip(LETTERS, runners, strict=False))} if runners else {}
    return replace(default_network(data), **slots, **changes)  # type: ignore[arg-type]


def apart(rule: Choice, field: str, *values: object) -> tuple[Choice, ...]:
    """One rule for each value of a field."""
    return tuple(replace(rule, differs=((field, value),)) for value in values)

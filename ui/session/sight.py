"""Runners that are out of sight: they run as before and stand in the tables, but no picture shows them.

Which ones is a matter of the view, and in the link beside the configuration: ``hide=b,c``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qs

from locales import tr
from optimizers.base import shown
from training.configuration.counts import listed
from training.configuration.queries import query_of

FIELD = "hide"
FEW = 3  # who are named
Letters = frozenset[str]


def read(query: str, letters: Collection[str]) -> tuple[Letters, list[str]]:
    """Who is hidden by a link, and a sentence where what it says cannot be: one runner at least is to be seen."""
    text = parse_qs(query_of(query)).get(FIELD, [""])[0]
    hidden = frozenset(text.split(",")) if text else frozenset()
    if hidden < frozenset(letters) or not hidden:
        return hidden, []
    return frozenset(), [
        tr(
            "{name}: must be letters of some of the runners, such as b,c, not {value}; all are shown.",
            name=FIELD,
            value=shown(text),
        )
    ]


def without(hidden: Letters, letters: Collection[str]) -> Letters:
    """Who is still hidden among these runners: those who are gone are not, nor is the last one."""
    left = hidden & frozenset(letters)
    return left if left < frozenset(letters) else frozenset()


def seen(pick: str | None, hidden: Letters, letters: Collection[str]) -> str | None:
    """The runner to look into: the chosen one, or the first that is seen where that one is hidden."""
    return pick if pick not in hidden else next((letter for letter in letters if letter not in hidden), None)


def visible(header: Mapping[str, Any], hidden: Letters, named: bool = False) -> Mapping[str, Any]:
    """The player's header of a page without those who are hidden, as its link says.

    How many they are is told, or who, if they are few and to be ``named``.
    """
    if not hidden:
        return header
    labels = [one["label"] for one in header["runners"] if one["slot"] in hidden]
    who = listed(labels, "and") if named and len(labels) <= FEW else len(labels)
    kept = {name: [one for one in header[name] if one["slot"] not in hidden] for name in ("runners", "milestones")}
    said = {"subtitle": f"{header['subtitle']}, {who} hidden"}
    return {**header, **kept, **said, "link": linked(header["link"], hidden)}


def linked(link: str, hidden: Letters) -> str:
    """The link of a configuration that says who is hidden."""
    return f"{link}&{FIELD}={','.join(sorted(hidden))}" if hidden else link


def others(header: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The runners of a player's header but the chosen one, whose numbers are the ones at hand to be moved."""
    return [one for one in header["runners"] if one["slot"] != header["pick"]]

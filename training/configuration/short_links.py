"""The short form of a link: what has its default is left out, so that its QR code can be read off a screen.

It opens the very same configuration in this version of the app. The complete link, defaults included, opens it in every
later one too, and is what stands in the address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

MOST_ROUNDS = 40
VERSION = "v"

Codec = tuple[Callable[[str], tuple[Any, list[str]]], Callable[[Any], str]]


def short(link: str, letters: str, codec: Codec) -> str:
    """The shortest part of a complete ``link`` that ``codec``, (decode, encode), reads as the same configuration.

    ``letters`` are those that runners may have. Fields are added in their order until nothing differs, one for what the
    page computes and one for each runner at a time, since the defaults of later ones follow from earlier ones.
    """
    decode, encode = codec
    wanted, _ = decode(link)
    complete = _fields(encode(wanted))
    told = decode(_spelled(complete, {*complete}))[1]

    def owner(name: str) -> str:
        letter = name.split(".")[0]
        return letter if letter in [*letters] else ""

    kept = {VERSION}
    for _ in range(MOST_ROUNDS):
        spelled = _spelled(complete, kept)
        found, unread = decode(spelled)
        if found == wanted and unread == told:
            return spelled
        now = _fields(encode(found))
        differ = [name for name, text in complete.items() if now.get(name) != text and name not in kept]
        fresh = {owner(name): name for name in reversed(differ)}  # the first of each
        fresh = {"": fresh[""]} if "" in fresh else fresh
        if (
            any(map(owner, (*fresh.values(), *(now.keys() - complete.keys()))))
            and {*letters} & {*complete}
            and not {*letters} & kept
        ):
            kept |= {name for name in complete if name == owner(name)}  # who names one names all
        elif not fresh:
            break
        kept |= {*fresh.values()}
    return _spelled(complete, {*complete})


def _fields(link: str) -> Mapping[str, str]:
    """The fields of a link as they are spelled there, by name."""
    return {unquote(name): text for name, _, text in (pair.partition("=") for pair in link.split("&"))}


def _spelled(fields: Mapping[str, str], kept: set[str]) -> str:
    return "&".join(f"{name}={text}" for name, text in fields.items() if name in kept)

"""What a session holds of a page that a link opens."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qs

from training.configuration import view_links
from training.configuration.queries import query_of
from ui.session import locks, seals, sight
from ui.session.held import Held
from ui.session.page import Config, Page


class Link(NamedTuple):
    """What a link says: its ``query`` as it was before it was sealed, and what that has."""

    query: str
    config: Config
    hidden: sight.Letters
    locks: locks.Locks
    sentences: tuple[str, ...]


def read(query: str, page: Page) -> Link:
    """What a link of a page says, with a sentence for each thing in it that cannot be."""
    assert page.decode is not None
    query, doubt, ignored = seals.opened(query, page.name)
    config, unread = page.decode(query)
    hidden, remarks = sight.read(query, page.choices(config))
    locked, said = locks.read(query, doubt, page.fields(config), config)
    return Link(query, config, hidden, locked, (*ignored, *unread, *remarks, *said))


def from_link(query: str, page: Page) -> Held:
    """What a session holds of a page that a link opens."""
    query, config, hidden, locked, sentences = read(query, page)
    chosen = parse_qs(query_of(query)).get("pick", [""])[0]
    letter = chosen if chosen in page.choices(config) else leader(config, page)
    held = Held(config, sentences, letter, letter, hidden=hidden, locks=locked)
    held.view = view_links.zoom(query)
    held.layers, held.ground = (view_links.word(name, query) for name in ("layers", "ground"))
    held.sharp = view_links.sharp(query)
    return held


def leader(config: Config, page: Page) -> str | None:
    """The letter of the runner that is chosen where nobody chose: the usual one, or the first where that cannot run."""
    if page.runners is None or not config.slots:
        return None
    usual = config.slots[page.runners.leader]
    able = (slot for slot, chosen in (usual, *config.slots) if not page.runners.refusal(config, chosen))
    return next(able, usual[0])

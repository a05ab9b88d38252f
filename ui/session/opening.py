"""What a session holds of a page that a link opens."""

from __future__ import annotations

from urllib.parse import parse_qs

from training.configuration import view_links
from ui.session import locks, seals, sight
from ui.session.held import Held
from ui.session.page import Config, Page


def from_link(query: str, page: Page) -> Held:
    """What a session holds of a page that a link opens."""
    assert page.decode is not None
    query, ignored = seals.opened(query)
    config, unread = page.decode(query)
    chosen, choices = parse_qs(query.removeprefix("?")).get("pick", [""])[0], page.choices(config)
    letter = chosen if chosen in choices else leader(config, page)
    unseen, remarks = sight.read(query, choices)
    locked, said = locks.read(query, page.fields(config), config)
    held = Held(config, (*ignored, *unread, *remarks, *said), letter, letter, hidden=unseen, locks=locked)
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

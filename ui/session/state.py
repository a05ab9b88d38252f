"""What a session holds: of each page its configuration, and what only the page knows.

The configuration is the truth: widgets only show it (:mod:`ui.session.inputs`). Callbacks run before the view: they
belong to the page that entered last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from locales import tr
from surfaces.base import Frame
from training.choice import Choice
from ui.session import changes, locks, opening, session, sight
from ui.session.held import PUSH, Held
from ui.session.page import Config, Page, Runners

ENTERED = "entered"
_NOBODY = "nobody"  # no widget of a page has this owner
Remarks = Callable[[str], Sequence[str]]
Edit = Callable[[Any, Any], Config]


def enter(page: Page) -> None:
    """Say whose page this is: the first thing a view does. Coming from another page, a link counts anew.

    The frame has said it before, for the name of the tab; a view says it again so that its script runs alone, too.
    The widgets get a new generation then, since Streamlit forgot what they held when the other page did not draw them.
    """
    known = session.own(_key(page.name))
    if known is not None and session.own(ENTERED) is not page:
        query = session.query()
        fresh = opening.from_link(query, page) if query else known
        fresh.widgets = {name: replace(widget, owner=_NOBODY) for name, widget in known.widgets.items()}
        if fresh.pick is None:  # it was handed over
            fresh.pick = fresh.open = opening.leader(fresh.config, page)
        session.hold(_key(page.name), fresh)
    session.hold(ENTERED, page)  # last, so that all of it is done again where an edit interrupts it


def hand_over(name: str, config: Config) -> None:
    """Make ``config`` what the page of that name shows when it is entered next.

    Not by the query of ``st.switch_page``: Streamlit would report that query for the page to which Back leads, too.
    """
    known = session.own(_key(name))
    if known and known.locks != locks.NONE:
        known.sentences = (tr("The link of this page locks what it shows: it stayed as it is."),)
    else:
        session.hold(_key(name), Held(config, widgets=known.widgets if known else {}))


def held_of(page: Page) -> Held:
    """What the session holds of a page when it is entered."""
    known = session.held().get(_key(page.name))
    return known if known is not None else opening.from_link(session.query(), page)


def current() -> Any:
    """The configuration of the page that entered last; on the first call it is read from the link."""
    return page().config


def follow(config: Config) -> None:
    """Make ``config`` that of the page: what its widgets show, where these hold it and not the configuration."""
    page().config = config


def pick() -> str | None:
    """The letter of the chosen runner; None where nothing races."""
    return page().pick


def opened() -> str | None:
    """The letter of the runner whose widgets are drawn."""
    return page().open


def history() -> str:
    """How the race is to enter the address: "push" where Back should undo it, else "replace"."""
    return page().history


def view() -> Frame | None:
    """The frame to which the stage is zoomed, where it is."""
    return page().view


def layers_shown() -> str:
    """Whose layers are looked at: "one" for those of the chosen runner, or "all"."""
    return page().layers


def compared() -> set[str]:
    """Keys of the widgets of which it is known whether a browser's first word of them was an edit."""
    return page().compared


def sentences() -> tuple[str, ...]:
    """What the last link held that was not understood."""
    return page().sentences


def linked(query: str) -> str:
    """The link of a configuration on the page, with what the page's link locks."""
    return locks.linked(query, page().locks, entered().name)


def free() -> bool:
    """Whether the page's link locks and hides nothing."""
    return page().locks == locks.NONE and not locks.veiled(current())


def fixed() -> bool:
    """Whether it is not for the visitor who runs: the link of the page locks that, or hides its control or names."""
    held = page().locks
    return held.holds(locks.RUNNERS) or held.hides(locks.RUNNERS) or locks.veiled(current())


def notice(name: str) -> str | None:
    """What was wrong with the last edit of the field ``name``."""
    return page().notices.get(name)


def text(name: str, value: str) -> str:
    """What the field ``name`` shows: what was typed there last, or ``value`` where that was understood."""
    return page().texts.get(name, value)


@session.whole
def act(edit: Callable[[Any], Config]) -> None:
    """Callback of a button that changes the configuration, so that Back undoes it."""
    attempt("", lambda held: entered().settled(edit(held)), PUSH)


@session.whole
def reveal() -> None:
    """Callback: show the names of the optimizers, where the link hides them."""
    held = page()
    held.config = changes.veiled(held.config, False)
    put(held.config, PUSH)


@session.whole
def add(chosen: Choice) -> None:
    """Callback: let one more runner run, and choose it."""
    held = page()
    try:
        config, letter = changes.added(held.config, chosen, runners())
        put(entered().settled(config), PUSH)
    except ValueError as error:
        held.notices = {"add": str(error)}
        return
    held.pick = held.open = letter


@session.whole
def choose(letter: str) -> None:
    """Callback of a runner's chip: open it alone and choose its runner, or close it if it is open."""
    held = page()
    if letter in held.config.choices:
        held.pick = letter
        held.open = None if held.open == letter else letter


def entered() -> Page:
    """The page that entered last."""
    return session.own(ENTERED)


def runners() -> Runners:
    """Who runs on the page that entered last; ValueError where nobody does."""
    if (known := entered().runners) is None:
        raise ValueError(f"Nothing runs on the page {entered().title}.")
    return known


def page() -> Held:
    """What the session holds of the page that entered last."""
    key = _key(entered().name)
    if session.own(key) is None:
        session.hold(key, opening.from_link(session.query(), entered()))
    return session.own(key)


def put(config: Config, way: str) -> None:
    """Make ``config`` the configuration of the page. What was said about the one before is forgotten.

    Raises locks.Locked where it changes what the page's link locks.
    """
    held, scene, choices = page(), entered().scene, entered().choices(config)
    locks.check(entered().fields(held.config), held.config, config, held.locks)
    if scene(config) != scene(held.config):
        held.view = None
    held.config, held.history, held.hidden = config, way, sight.without(held.hidden, choices)
    held.sentences, held.notices, held.texts = (), {}, {}
    if held.pick not in entered().letters(config):
        held.pick = opening.leader(config, entered())
        held.open = held.pick if held.open is not None else None


def reopen(then: Held) -> None:
    """Hold what a link opens, locks included, in place of what the page held; its widgets stay those of the browser."""
    held = page()
    then.open = then.pick if held.open is not None else None
    then.widgets, then.compared, then.drawn = held.widgets, held.compared, held.drawn
    session.hold(_key(entered().name), then)


def attempt(name: str, edit: Callable, way: str, words: Callable = str, remarks: Callable = tuple) -> bool:
    """Make the edit and note the ``remarks`` on it beside the field ``name``, or the reason, in ``words``, why not."""
    held = page()
    try:
        put(edit(held.config), way)
    except ValueError as error:
        locked = isinstance(error, locks.Locked)
        held.sentences, held.notices = ((str(error),), {}) if locked else ((), {name: words(error)})
        return False
    if said := remarks():
        held.notices = {name: " ".join(said)}
    return True


def take(name: str, text: str, edit: Callable[[Any, str], Config], remarks: Remarks) -> bool:
    """Make the edit that a text asks for, with the ``remarks`` on it beside the field, or note why that cannot be."""
    return attempt(name, lambda config: edit(config, text), PUSH, remarks=lambda: remarks(text))


def _key(name: str) -> str:
    return f"{name}_page"

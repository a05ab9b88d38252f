"""What a session holds: the race and what only its page knows. The only file with session_state and query_params.

The race is the truth, widgets only show it. A widget is born with a value and then belongs to its user; where the race
changes from elsewhere (a click on the stage, a preset, the slider beside a field), the widget is born again under a
new key. So no answer of the server ever writes into a widget that somebody is using, and the old value that a browser
still reports with its next fast edit comes from a key that no longer counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote

import streamlit as st

from surfaces.base import Frame
from training.config import FRAME_FIELDS, Choice, Race, check_frame, decode, spell
from ui import changes
from ui.presets import PRESETS

PAGE = "race_page"
CROWD_PICK = "crowd_pick"
REPLACE, PUSH = "replace", "push"


@dataclass(frozen=True)
class Widget:
    """Key and first value of a widget; ``owner`` says whose value it is, where fields change hands."""

    key: str
    value: Any
    version: int
    owner: str


@dataclass
class _Page:
    race: Race
    sentences: tuple[str, ...] = ()
    pick: str | None = None
    open: str | None = None  # the runner whose widgets are drawn
    history: str = REPLACE
    view: Frame | None = None
    formula: str | None = None  # a text that could not be read, kept for its author
    notices: dict[str, str] = field(default_factory=dict)  # by field
    widgets: dict[str, Widget] = field(default_factory=dict)  # by field


def current() -> Race:
    """The race of this session; on the first call it is read from the link."""
    return _page().race


def pick() -> str | None:
    """The letter of the chosen runner; None where nothing races."""
    return _page().pick


def opened() -> str | None:
    """The letter of the runner whose widgets are drawn."""
    return _page().open


def history() -> str:
    """How the race is to enter the address: "push" where Back should undo it, else "replace"."""
    return _page().history


def view() -> Frame | None:
    """The frame to which the stage is zoomed, where it is."""
    return _page().view


def sentences() -> tuple[str, ...]:
    """What the last link held that was not understood."""
    return _page().sentences


def notice(name: str) -> str | None:
    """What was wrong with the last edit of the field ``name``."""
    return _page().notices.get(name)


def formula_text() -> str:
    """The formula as it was typed last, understood or not."""
    page = _page()
    return page.race.formula if page.formula is None else page.formula


def widget(name: str, value: Any, owner: str = "") -> Widget:
    """Key and first value for the widget of the field ``name``, which is to show ``value``.

    The key is the field's own name, until the field changes from elsewhere or belongs to another owner.
    """
    widgets = _page().widgets
    known = widgets.get(name)
    if known is not None and known.owner == owner and st.session_state.get(known.key, known.value) == value:
        return known
    version = 0 if known is None else known.version + 1
    born = Widget(f"{name}~{version}" if version else name, value, version, owner)
    widgets[name] = born
    return born


def edited(name: str, key: str, label: str, kept: Any, edit: Callable[[Race, Any], Race]) -> None:
    """Callback of a widget: make the edit of its user, or say why not and that ``kept`` stays.

    ``edit`` maps the race and the new value to a race.
    """
    value = st.session_state[key]
    if _page().widgets[name].key == key and value is not None:
        _attempt(name, lambda race: edit(race, value), REPLACE, lambda error: f"{label} {error}; {spell(kept)} stays.")


def formula_edited(key: str) -> None:
    """Callback of the field of the formula: race on it, or keep the last good surface and the text."""
    text = str(st.session_state[key]).strip()
    if not _attempt("formula", lambda race: changes.with_formula(race, text), PUSH):
        _page().formula = text


def act(edit: Callable[[Race], Race]) -> None:
    """Callback of a button that changes the race, so that Back undoes it."""
    _attempt("", edit, PUSH)


def add(chosen: Choice) -> None:
    """Callback: let one more runner race, and choose it."""
    page = _page()
    try:
        race, letter = changes.added(page.race, chosen)
    except ValueError as error:
        page.notices = {"add": str(error)}
        return
    _put(race, PUSH)
    page.pick = page.open = letter


def choose(letter: str) -> None:
    """Callback of a runner's chip: open it alone and choose its runner, or close it if it is open."""
    page = _page()
    if letter in page.race.choices:
        page.pick = letter
        page.open = None if page.open == letter else letter


def crowd_pick() -> str | None:
    """The optimizer that was chosen on the page of all optimizers."""
    return st.session_state.get(CROWD_PICK)


def on_crowd_event(event: Mapping[str, Any] | None) -> None:
    """Take what the player reports on the page of all optimizers: only the choice of a runner counts there."""
    if isinstance(event, Mapping) and event.get("kind") == "pick":
        st.session_state[CROWD_PICK] = str(event.get("slot"))


def on_event(event: Mapping[str, Any] | None) -> None:
    """Take what the player reports: see the table of events in ``assets/player/main.js``. Nonsense changes nothing."""
    handler = _EVENTS.get(str(event.get("kind"))) if isinstance(event, Mapping) else None
    if handler is not None:
        handler(event)


def _page() -> _Page:
    try:
        return st.session_state[PAGE]
    except KeyError:
        page = st.session_state[PAGE] = _from_link(_query())
        return page


def _query() -> str:
    names = dict.fromkeys(st.query_params)
    return "&".join(f"{quote(n)}={quote(v, safe='')}" for n in names for v in st.query_params.get_all(n))


def _from_link(query: str) -> _Page:
    race, unread = decode(query)
    chosen = parse_qs(query.removeprefix("?")).get("pick", [""])[0]
    letter = chosen if chosen in race.choices else _last(race)
    return _Page(race, tuple(unread), letter, letter)


def _last(race: Race) -> str | None:
    return race.slots[-1][0] if race.slots else None


def _put(race: Race, way: str) -> None:
    """Make ``race`` the race of the session. What was said about the one before is forgotten."""
    page = _page()
    if (race.surface_name, race.frame) != (page.race.surface_name, page.race.frame):
        page.view = None
    page.race, page.history, page.sentences, page.notices, page.formula = race, way, (), {}, None
    if page.pick not in race.choices:
        page.pick = _last(race)
        page.open = page.pick if page.open is not None else None


def _attempt(name: str, edit: Callable[[Race], Race], way: str, words: Callable[[ValueError], str] = str) -> bool:
    """Make the edit; where that cannot be, note the reason, in ``words``, beside the field ``name`` instead."""
    page = _page()
    try:
        _put(edit(page.race), way)
    except ValueError as error:
        page.sentences, page.notices = (), {name: words(error)}
        return False
    return True


def _started(event: Mapping[str, Any]) -> None:
    race = current()
    side = max(race.frame[1] - race.frame[0], race.frame[3] - race.frame[2])
    digits = 4 - math.floor(math.log10(side))  # a hundredth of a pixel or so, and a number that can be read
    x, y = (_rounded(event.get(name), digits) for name in ("x", "y"))
    _attempt("x", lambda race: changes.with_start(race, x, y), PUSH, lambda error: f"The start {error}.")


def _rounded(value: Any, digits: int) -> Any:
    return round(float(value), digits) if isinstance(value, (int, float)) and math.isfinite(value) else value


def _preset(event: Mapping[str, Any]) -> None:
    preset = PRESETS.get(str(event.get("name")))
    if preset is not None:
        _put(preset.race, PUSH)
        _page().pick = _last(preset.race)
        _page().open = _page().open and _page().pick


def _went_back(event: Mapping[str, Any]) -> None:
    search = event.get("search")
    if isinstance(search, str):
        page, then = _page(), _from_link(search)
        _put(then.race, REPLACE)
        page.sentences = then.sentences
        page.pick, page.open = then.pick, then.pick if page.open is not None else None


def _picked(event: Mapping[str, Any]) -> None:
    letter = str(event.get("slot"))
    if letter in current().choices:
        _page().pick = _page().open = letter


def _zoomed(event: Mapping[str, Any]) -> None:
    sides = event.get("frame")
    if isinstance(sides, (list, tuple)) and len(sides) == len(FRAME_FIELDS):
        try:
            x0, x1, y0, y1 = (float(side) for side in sides)
            _page().view = check_frame((x0, x1, y0, y1))
        except (TypeError, ValueError):
            return
    elif sides is None:
        _page().view = None


def _invited(event: Mapping[str, Any]) -> None:
    try:
        add(changes.own_choice(current(), str(event.get("name"))))
    except KeyError:
        return


_EVENTS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "start": _started,
    "preset": _preset,
    "popstate": _went_back,
    "pick": _picked,
    "view": _zoomed,
    "add": _invited,
    "restore": lambda event: act(changes.runners_reset),
}

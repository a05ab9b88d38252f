"""The teacher's link of a page: what students may change in what is shown, and what they are told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import streamlit as st

from locales import Words, tr
from training.configuration.short_links import short
from ui.lessons.book import lessons, spelled
from ui.looks.style import NAME
from ui.player.loading import component
from ui.session import changes, locks, session, sight, state
from ui.session.page import Page
from ui.widgets.cards import pages

NO_TEXT = ""
OPEN = "teacher.opened"  # in the session: the page whose dialog is open
_copied = component("copied")
SIZE = (720, 480)  # of the frame in another page


class Group(NamedTuple):
    """Fields that are shown together: what they are called, and their names."""

    title: Words
    names: tuple[str, ...]


# By page: fields that are shown together, with those that belong to them. The others of a page are named one by one.
GROUPS: Mapping[str, tuple[Group, ...]] = {
    "race": (
        Group("Surface", ("surface", "formula")),
        Group("Start", ("x", "y")),
        Group("Steps and noise", ("steps", "noise", "seed", "batch", "repeats")),
        Group("Frame", ("x0", "x1", "y0", "y1")),
    ),
    "network": (
        Group("Data", ("data", "points", "examples", "noise", "prep")),
        Group("Layers", ("hidden", "activation", "init", "gain", "bias", "loss")),
        Group("Training", ("batch", "steps", "seed", "repeats")),
        Group("Techniques", ("augment", "norm", "dropout", "penalty")),
    ),
}


def groups(page: Page, config: Any) -> dict[str, list[str]]:
    """Groups of what can have a control, by title: those of the page's fields, then who runs, and with what."""
    called, rows = locks.known(page.fields(config), config), page.fields(config)
    found = {
        tr(title): [name for name in called if {name, rows[name].owner if name in rows else ""} & {*names}]
        for title, names in GROUPS.get(page.name, ())
    }
    if locks.RUNNERS in called:
        found[tr("Optimizers")] = [locks.RUNNERS]
        found[tr(locks.NUMBERS)] = [name for name in called if name not in rows and name not in locks.WORDS]
        found[tr(locks.WORDS[locks.EXTRAS])] = [locks.EXTRAS]
    return found


def offer(page: Page) -> None:
    """The button that opens the dialog: where something can be locked, and nothing is that its link would open."""
    config = state.current()
    if not state.free() or not (locks.known(page.fields(config), config) or can_hide(page, config)):
        return
    st.button(
        tr("Teacher’s link"),
        key="teacher",
        icon=":material/school:",
        help=tr("Lock values, hide controls and names."),
        on_click=_open,
        args=(page.name,),
    )
    if session.own(OPEN) not in (None, page.name):  # another page was left with it
        session.hold(OPEN, None)
    if session.own(OPEN):  # it stays where a page draws itself anew, as there is more to show
        session.dialog(tr("Teacher’s link"), partial(_open, None), width="large")(_dialog)(page)


@session.whole
def _open(name: str | None) -> None:
    """Callback: let the dialog of the page ``name`` be open, or none."""
    session.hold(OPEN, name)


def _dialog(page: Page) -> None:
    """Choose what is locked, and take the link along; the page below stays as it is."""
    config = state.current()
    called = locks.known(page.fields(config), config)
    held = _held(page, config, called) if called else locks.NONE
    hides = page.hides if can_hide(page, config) else None
    unnamed = hides is not None and st.checkbox(tr(hides.offer), key="teacher.names")
    if page.hides is None:
        st.caption(tr("Names cannot be hidden here: they are what this page compares."))
    texts = _texts(page)
    text = st.selectbox(
        tr("Text beside it"),
        [NO_TEXT, *texts],
        format_func=lambda one: texts.get(one, tr("No text")),
        key="teacher.text",
    )
    shown = changes.veiled(config, True) if unnamed else config
    _result(page, shown, *(link(page, config, held, unnamed, text, brief) for brief in (False, True)))


def _held(page: Page, config: Any, called: Mapping[str, str]) -> locks.Locks:
    """What the teacher locks, and what keeps its control, of what is ``called`` so."""
    choose = partial(
        st.multiselect, options=[*called], format_func=called.__getitem__, placeholder=tr("Choose options")
    )
    names = choose(tr("Locked values"), key="teacher.locks")
    all_shown = st.checkbox(tr("Show all controls"), value=True, key="teacher.all")
    only = None
    if not all_shown:
        known = groups(page, config)
        some = st.pills(tr("Groups of controls that are shown"), [*known], selection_mode="multi", key="teacher.groups")
        single = choose(tr("And single ones"), key="teacher.only")
        only = tuple(dict.fromkeys([name for group in some or () for name in known[group]] + single))
    return locks.Locks(tuple(names), only)


def can_hide(page: Page, config: Any) -> bool:
    """Whether there are names that can be hidden: on a page that can, where somebody runs."""
    return page.hides is not None and bool(config.slots)


def _texts(page: Page) -> dict[str, str]:
    """The steps of lessons that open this page, by the word of a link."""
    return {
        spelled(lesson, place): f"{lesson.title}: {step.title}"
        for lesson in lessons().values()
        for place, step in enumerate(lesson.steps)
        if step.page == page.name
    }


def link(page: Page, config: Any, held: locks.Locks, unnamed: bool, text: str, brief: bool = False) -> str:
    """The query of the link: the configuration, what is locked and hidden, and the text beside it.

    ``brief`` leaves out what has its default, so that a code can be read off a screen.
    """
    assert page.encode is not None and page.decode is not None
    if unnamed:
        config = changes.veiled(config, True)
    query = page.encode(config)
    if brief and page.compares:
        query = short(query, page.runners.letters if page.runners else "", (page.decode, page.encode))
    query = sight.linked(query, state.page().hidden)
    query = locks.linked(query, held, page.name)
    return f"{query}&{session.LESSON}={text}" if text else query


def _result(page: Page, config: Any, query: str, brief: str) -> None:
    """The link, the QR code of its short form, the code of a frame, and the file."""
    here = (st.context.url or "").split("?", 1)[0].rstrip("/")
    start = f"{next(iter(pages(here).values()))}{'' if page.url else '/'}?"
    address = start + query
    size = f'width="{SIZE[0]}" height="{SIZE[1]}"'
    title = escape(f"{NAME}: {page.tab(config)}")
    frame = f'<iframe title="{title}" {size} src="{escape(address)}&amp;embed=true"></iframe>'
    code, link = st.columns([1, 2])
    with link:
        _copied(key="teacher.link", data={"label": tr("Link"), "text": address})
        _copied(key="teacher.frame", data={"label": tr("Code for another page"), "text": frame})
        if page.export is not None and page.export.name(state.current()):
            _file(page.name, query, page.export.missing(state.current()))
    with code:
        source = f"./lib/qr.svg?{urlencode({'text': start + brief}, quote_via=quote)}"
        st.html(f'<img width="100%" src="{escape(source)}" alt="{tr("QR code of the teacher’s link")}">')


def _file(page: str, query: str, missing: bool) -> None:
    """The way to the file of a page, once nothing is ``missing`` that it would wait for."""
    if missing:
        st.caption(tr("The HTML file is offered here once all runs of the page are there."))
        return
    words = tr("One HTML file, with its locks")
    file = f'<a href="./lib/export/{page}?{escape(query)}" download>{words}</a>'
    st.html(f'<div class="lesson">{file}</div>')

"""The cards under a page: what is held equal, and its link."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from locales import ENGLISH, Words, in_sentence, speaking, tr
from training.configuration import differences
from training.configuration.fields import Field
from ui.looks.identity import Identity
from ui.session import addresses, locks, state
from ui.session.page import Config, Runners

ROOM: Words = "Works in this room’s network:"
HERE: Words = "Works on this machine only:"
EQUAL: Mapping[str, Words] = {"race": "Held equal in this race", "comparison": "Held equal in this comparison"}
SAME: Mapping[str, Words] = {
    "race": "Every value is in the link, so it opens this same race later and elsewhere.",
    "map": "Every value is in the link, so it opens this same map later and elsewhere.",
    "comparison": "Every value is in the link, so it opens this same comparison later and elsewhere.",
    "search": "Every value is in the link, so it opens this same search later and elsewhere.",
    "network": "Every value is in the link, so it opens this same network later and elsewhere.",
}


def card(title: str, inside: str) -> str:
    """A card as HTML. All of a page go to the browser as one element: at every edit each element costs as much."""
    return f'<section class="card"><h3>{title}</h3>{inside}</section>'


def held_equal(where: str, lines: Mapping[str, str]) -> str:
    """The card that says what all runners share, and what they do not; ``where`` is a key of EQUAL."""
    listed = "".join(f"<dt>{term}</dt><dd>{escape(words)}</dd>" for term, words in lines.items())
    return card(tr(EQUAL[where]), f'<dl class="facts">{listed}</dl>')


def share(what: str, query: str, files: str = "") -> str:
    """The card with the link, as :func:`link` has it, and with the ways to ``files``."""
    return card(tr("Share"), link(what, query) + files)


def fields(table: Mapping[str, Field], config: Config, told: Collection[str]) -> dict[str, str]:
    """A line for each field that counts and is equal, but for those of which the page has ``told``, or that are off."""
    off = (name for name, row in table.items() if row.off(config))
    known = {*told, *off, *differences.differing(table, config)}
    rows = (row for name, row in table.items() if name not in known and not row.idle(config))
    return {row.called(config): row.shown(config) for row in rows}


def uncounted(config: Config, people: Mapping[str, Identity]) -> dict[str, str]:
    """What some runners compute beside the gradients that are counted, as one line of the card; none where none do."""
    told = [
        f"{people[slot].label}: {chosen.uncounted}"
        for slot, chosen in config.slots
        if chosen.uncounted and not chosen.veiled
    ]
    return {tr("Not counted"): ". ".join(told)} if told else {}


def unequal(
    table: Mapping[str, Field], config: Config, people: Mapping[str, Identity], runners: Runners | None, where: str
) -> str:
    """All that is not equal: in what runners differ, with the values of each, and the learning rates.

    ``where`` is that of :func:`unequal_rates`.
    """
    found, veiled = differences.apart(table, config), locks.veiled(config)
    lines = [
        f"{in_sentence(name)}: {tr('hidden') if veiled else _grouped(values, config)}" for name, values in found.items()
    ]
    if len({chosen.bare for _, chosen in config.slots}) > 1 or not lines:
        lines.append(unequal_rates(config, people, runners, where))
    return "; ".join(lines)


def _grouped(words: Mapping[str, str], config: Config) -> str:
    """Each value with the rules of those who have it, where there is more than one rule: "5 (Adam), 50 (SGD, Adam)"."""
    who = {letter: chosen.called or chosen.spec.label for letter, chosen in config.slots}
    found: dict[str, list[str]] = {}
    for letter, value in words.items():
        found.setdefault(value or tr("none"), []).append(who[letter])
    if len(set(who.values())) == 1:
        return ", ".join(found)
    return ", ".join(f"{value} ({', '.join(dict.fromkeys(names))})" for value, names in found.items())


def unequal_rates(config: Config, people: Mapping[str, Identity], runners: Runners | None, where: str) -> str:
    """What is not equal: the learning rates, and whether they are the defaults for ``where``."""
    assert runners is not None
    rates = {slot: dict(chosen.hypers).get("lr") for slot, chosen in config.slots}
    if not rates:
        return tr("nothing runs yet")
    if len(set(rates.values())) == 1:
        return tr("rules and forms; the learning rate is the same for all")
    own = [
        people[slot].label
        for slot, chosen in config.slots
        if rates[slot] != dict(runners.own(config, chosen.optimizer).hypers).get("lr")
    ]
    if not own:
        return tr("learning rates: each has its own default for {where}", where=where)
    if len(own) == len(rates):
        return tr("learning rates: each has been set by hand")
    return tr(
        "learning rates: set by hand for {names}, else the defaults for {where}", names=", ".join(own), where=where
    )


def link(what: str, query: str) -> str:
    """The link as text to ``what``, a key of SAME, as HTML; ``query`` is what follows the page's address."""
    start, mark, query = query.rpartition("?")
    query = f"{start}{mark}{state.linked(query)}"
    found = []
    for label, page in pages((st.context.url or "").split("?", 1)[0].rstrip("/")).items():
        if label:
            found.append(f'<p class="note">{tr(label)}</p>')
        # Not st.code: for it the browser loads and starts a highlighter of 1.6 MB before it draws what comes after.
        text, name = escape(page + query), f"{tr('Link')}. {tr(label)}" if label else tr("Link")
        shown = f'<div class="link" role="textbox" aria-readonly="true" aria-label="{name}" tabindex="0">{text}</div>'
        found.append(shown)
    found.append(f'<p class="note">{tr(SAME[what])}</p>')
    return f'<div class="links">{"".join(found)}</div>'


def taken(page: str, file: str, label: str, query: str) -> str:
    """The way to a file of a page, as HTML: ``file`` is its word in the page's ``files``, ``query`` the configuration.

    Not st.download_button, which costs twice as much as any other element at every edit, whoever wants the file.
    """
    return f'<a class="take" href="./lib/export/{page}/{file}?{escape(query)}" download>{label}</a>'


def download(label: str, data: Callable[[], str | bytes], name: str, mime: str, language: str = ENGLISH) -> None:
    """The button that downloads a file, which is made when it is asked for: in a thread, where no language is said."""

    def made() -> str | bytes:
        with speaking(language):
            return data()

    st.download_button(label, made, name, mime, key=f"download.{label}", on_click="ignore", icon=":material/download:")


def pages(found: str) -> dict[str, str]:
    """The addresses of a page by what they are good for, the one to share first; ``found`` is the visitor's own."""
    parts = urlsplit(found)
    if parts.hostname not in addresses.LOOPBACK:
        return {"": found}
    port = f":{parts.port}" if parts.port else ""
    hosts = addresses.elsewhere()
    return ({ROOM: f"{parts.scheme}://{hosts[0]}{port}{parts.path}"} if hosts else {}) | {HERE: found}

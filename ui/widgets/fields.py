"""From the rows of a page's table of fields to their widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import streamlit as st

from locales import tr
from training.configuration import differences
from training.configuration.fields import Field, Number, Word
from training.configuration.texts import Text
from training.notes.cards import KINDS
from ui.session import comparing, inputs, locks, presses, state
from ui.session.held import Widget
from ui.session.inputs import Edit, Remarks
from ui.session.presses import Press
from ui.widgets import controls
from ui.widgets.apart import BLOCKED, LOCKED, Apart, apart, note
from ui.widgets.compare import choice, offered
from ui.widgets.controls import Asked
from ui.widgets.notes import note as note_on


@dataclass(frozen=True)
class Form:
    """Draws widgets of the fields of ``config``; ``with_value(config, name, value)`` makes the edits of their users.

    What does not count beside the other fields has no widget. Where runners have values of their own, the widget says
    so, and is greyed out where it would set nothing. ``prefix`` stands before the names of widgets: "b." for those of
    the runner b.
    """

    config: Any
    table: Mapping[str, Field]
    with_value: Callable[[Any, str, Any], Any]
    prefix: str = ""

    @cached_property
    def apart(self) -> dict[str, Apart]:
        """The fields in which runners have values of their own."""
        return apart(self.table, self.config)

    @cached_property
    def offers(self) -> Mapping[str, tuple[str, str]]:
        """What can be compared, by the field at whose widget it is offered.

        At those of a runner it is what does not count on the page, where there is no widget of it.
        """
        page = state.current()
        found = offered(page, self.prefix.removesuffix("."))
        return {name: row for name, row in found.items() if bool(self.prefix) == bool(self.table[name].idle(page))}

    def field(
        self, name: str, label: str = "", *, help: str = "", blocked: str = "", remarks: Remarks = lambda text: []
    ) -> None:
        """The widget of one field, and what was wrong with its last edit.

        ``label`` and ``help`` stand for those of the table: a slider keeps its own, and the number beside it has
        ``label``. ``blocked`` is the reason why it is greyed out.
        """
        if not self._hidden(name):
            self._draw(self.table[name], label, help, blocked, remarks)
            controls.complaint(self.prefix + name)
            self._note(name)
            self._choose(name)

    def row(self, *names: str, blocked: Mapping[str, str] | None = None) -> None:
        """The widgets of some fields side by side; ``blocked`` has the reasons why they are greyed out."""
        shown = [name for name in names if not self._hidden(name)]
        with controls.row():
            for name in shown:
                self._draw(self.table[name], blocked=(blocked or {}).get(name, ""))
        controls.complaint(*(self.prefix + name for name in names))
        self._note(*shown)
        self._choose(*shown)

    def notes(self, *names: str) -> None:
        """The notes on what is chosen in some fields side by side: of all runners, where they have their own.

        Where it is hidden who runs there are none of what they have.
        """
        if locks.veiled(self.config):
            names = tuple(name for name in names if name not in self.apart)
        own = [*differences.each(self.table, self.config).values()] if self.apart else [self.config]
        with st.container(horizontal=True, gap="medium"):
            for name in names:
                row = self.table[name]
                note_on(name, [row.value(one) for one in own if not row.idle(one)], self.prefix + name)

    def rest(self, *placed: str) -> None:
        """The widgets, with notes, of all fields but those that have their place elsewhere, in the table's order."""
        for name in self.table:
            if name not in placed:
                self.field(name)
                if name in KINDS and not self._hidden(name):
                    self.notes(name)

    def _hidden(self, name: str) -> bool:
        """Whether a field has no widget: it does not count, or the link of the page hides its control.

        What a word decides about is shown with the word.
        """
        hides = state.page().locks.hides
        return bool(self.table[name].idle(self.config)) or (hides(name) and hides(self.table[name].owner or name))

    def _note(self, *names: str) -> None:
        """What is compared in these fields, each thing once: a number that belongs to a word goes with that."""
        things: dict[str, list[str]] = {}
        for name in names:
            if name in self.apart and self.table[name].owner not in self.apart:
                things.setdefault(self.table[name].about(self.config), []).append(name)
        for parts in things.values():
            note(self.table, self.config, parts, self.apart[parts[0]])

    def _draw(
        self, row: Field, label: str = "", help: str = "", blocked: str = "", remarks: Remarks = lambda text: []
    ) -> None:
        config, edit, name = self.config, self._edit(row.name), self.prefix + row.name
        label, short = label or row.called(config), row.called(config)
        blocked = tr(LOCKED) if state.page().locks.holds(row.name) else blocked
        blocked = blocked or (tr(BLOCKED) if row.name in self.apart and self.apart[row.name].blocked else "")
        why: dict[str, Any] = {"help": blocked or help or row.explained(config), "disabled": bool(blocked)}
        if isinstance(row, Word):
            controls.word(name, label, row.labels(config), row.value(config), edit, **why)
        elif isinstance(row, Number) and (bound := row.bound(config)).slider:
            owner = str(self.table[row.owner].value(config)) if row.owner else ""
            controls.tuned(Asked(name, label, row.value(config), edit, owner, **why), bound, short)
        elif isinstance(row, Number):
            controls.number(Asked(name, label, row.value(config), edit, **why))
        elif isinstance(row, Text):
            edit = edit if row.sentences else partial(_labelled, label, edit)
            _text(name, label, row.shown(config), edit, remarks, **why)
        if row.name in self.offers:
            self._offer(state.page().widgets, name, *self.offers[row.name])

    def _offer(self, widgets: Mapping[str, Widget], name: str, compared: str, words: str) -> None:
        """The button at a widget that opens the choice of the values that are ``compared``."""
        at, call = (widgets.get(f"{name}.slider") or widgets[name]).key, partial(comparing.press, compared)
        presses.offer(f"compare.{compared}", Press(at, words, call, opened=compared == comparing.opened()))

    def _choose(self, *names: str) -> None:
        """The values of what is compared at one of these widgets, where they are chosen now."""
        for row, _ in (self.offers[name] for name in names if name in self.offers):
            if row == comparing.opened():
                choice(self.config, row)

    def _edit(self, name: str) -> Edit:
        def edit(config: Any, value: Any) -> Any:
            try:
                return self.with_value(config, name, value)
            except KeyError:  # a late word of a browser about a knob of a surface, or a runner, that is gone since
                return config

        return edit


def _text(name: str, label: str, value: str, edit: Edit, remarks: Remarks, help: str, disabled: bool) -> None:
    box = inputs.widget(name, state.text(name, value))
    controls.draw(
        st.text_input,
        box,
        label,
        box.value,
        help=help or None,
        disabled=disabled,
        on_change=inputs.typed,
        args=(name, box.key, edit, remarks),
    )


def _labelled(label: str, edit: Edit, config: Any, text: str) -> Any:
    """The edit of a field of text, whose ValueError is a sentence."""
    try:
        return edit(config, text)
    except ValueError as error:
        raise ValueError(tr("{label} {reason}.", label=label, reason=error)) from error

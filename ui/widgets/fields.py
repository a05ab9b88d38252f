"""From the rows of a page's table of fields to their widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from training.fields import Field, Number, Text, Word, given
from ui.session import state
from ui.session.state import Edit, Remarks
from ui.widgets import controls


@dataclass(frozen=True)
class Form:
    """Draws widgets of the fields of ``config``; ``with_value(config, name, value)`` makes the edits of their users.

    What does not count beside the other fields has no widget.
    """

    config: Any
    table: Mapping[str, Field]
    with_value: Callable[[Any, str, Any], Any]

    def field(
        self, name: str, label: str = "", *, help: str = "", blocked: str = "", remarks: Remarks = lambda text: []
    ) -> None:
        """The widget of one field, and what was wrong with its last edit.

        ``label`` and ``help`` stand for those of the table: a slider keeps its own, and the number beside it has
        ``label``. ``blocked`` is the reason why a list is greyed out.
        """
        if not self.table[name].idle(self.config):
            self._draw(self.table[name], label, help, blocked, remarks)
            controls.complaint(name)

    def row(self, *names: str, blocked: Mapping[str, str] | None = None) -> None:
        """The widgets of some fields side by side; ``blocked`` has the reasons why lists are greyed out."""
        with controls.row():
            for name in names:
                if not self.table[name].idle(self.config):
                    self._draw(self.table[name], blocked=(blocked or {}).get(name, ""))
        controls.complaint(*names)

    def rest(self, *placed: str) -> None:
        """The widgets of all fields but those that have their place elsewhere, in the order of the table."""
        for name in self.table:
            if name not in placed:
                self.field(name)

    def _draw(
        self, row: Field, label: str = "", help: str = "", blocked: str = "", remarks: Remarks = lambda text: []
    ) -> None:
        config, edit = self.config, self._edit(row.name)
        label, short = label or row.called(config), row.called(config)
        help = help or given(row.help, config)
        if isinstance(row, Word):
            words = row.labels(config)
            why = blocked or help
            controls.word(row.name, label, words, row.value(config), edit, help=why, disabled=bool(blocked))
        elif isinstance(row, Number) and (bound := row.bound(config)).slider:
            owner = str(self.table[row.owner].value(config)) if row.owner else ""
            controls.tuned(row.name, owner, label, bound, row.value(config), edit, short=short, help=help)
        elif isinstance(row, Number):
            controls.number(row.name, label, row.value(config), edit, help=help)
        elif isinstance(row, Text):
            edit = edit if row.sentences else partial(_labelled, label, edit)
            _text(row, label, help, config, edit, remarks)

    def _edit(self, name: str) -> Edit:
        def edit(config: Any, value: Any) -> Any:
            try:
                return self.with_value(config, name, value)
            except KeyError:  # a late word of a browser about a knob of a surface that is gone since
                return config

        return edit


def _text(row: Text, label: str, help: str, config: Any, edit: Edit, remarks: Remarks) -> None:
    box = state.widget(row.name, state.text(row.name, row.shown(config)))
    controls.draw(
        st.text_input,
        box,
        label,
        box.value,
        help=help or None,
        on_change=state.typed,
        args=(row.name, box.key, edit, remarks),
    )


def _labelled(label: str, edit: Edit, config: Any, text: str) -> Any:
    """The edit of a field of text, whose ValueError is a sentence."""
    try:
        return edit(config, text)
    except ValueError as error:
        raise ValueError(f"{label} {error}.") from error

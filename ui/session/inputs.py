"""The widgets of fields: under which key each shows the configuration, and what becomes of its user's edits.

A widget begins with a value and then belongs to its user; where the configuration changes from elsewhere (a click on
the stage, a preset, the slider beside a field), the widget gets a new generation, under another key. So no answer of
the server ever writes into a widget that somebody is using, and the old value that a browser still reports with its
next fast edit comes from a key that no longer counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import eq
from typing import Any

from locales import tr
from locales.formats import spell
from training.data.sheets import decoded
from ui.session import session, state
from ui.session.held import REPLACE, Widget
from ui.session.page import Config

Remarks = Callable[[str], Sequence[str]]
Edit = Callable[[Any, Any], Config]


def widget(name: str, value: Any, owner: str = "", same: Callable[[Any, Any], bool] = eq) -> Widget:
    """Key and first value for the widget of the field ``name``, which is to show ``value``.

    The key is the field's own name, until the field changes from elsewhere or belongs to another owner: what the widget
    holds and ``value`` are not the ``same`` then.
    """
    widgets = state.page().widgets
    known = widgets.get(name)
    if known is not None and known.owner == owner:
        held = session.held().get(known.key, known.value)
        if same(held, value):
            if held is not known.heard:
                widgets[name] = replace(known, heard=held)
            return widgets[name]
    generation = 0 if known is None else known.generation + 1
    widgets[name] = Widget(f"{name}~{generation}" if generation else name, value, generation, owner, heard=value)
    return widgets[name]


@session.whole
def edited(
    name: str, key: str, label: str, kept: Any, edit: Edit, remarks: Remarks = lambda text: (), *, blank: bool = False
) -> None:
    """Callback of a widget: make the edit of its user, or say why not and that ``kept`` stays.

    ``edit`` maps the configuration and the new value to a configuration; ``remarks`` are what there is to say of a
    text that was taken. An emptied field says nothing, unless ``blank`` is one of its values.
    """
    value = session.held()[key]
    if _is_news(name, key, value) and (value not in (None, "") or (blank and value == "")):

        def said(error: ValueError) -> str:
            return tr("{label} {reason}; {kept} stays.", label=label, reason=error, kept=spell(kept))

        state.attempt(name, lambda held: edit(held, value), REPLACE, said, lambda: remarks(value))


@session.whole
def typed(name: str, key: str, edit: Callable[[Any, str], Config], remarks: Remarks = lambda text: []) -> None:
    """Callback of a field of text: take it, or keep the last good configuration, the reason, and the text.

    ``remarks`` are what there is to say of a text that was taken.
    """
    value = session.held()[key]
    written = str(value).strip()
    if _is_news(name, key, value) and not state.take(name, written, edit, remarks):
        state.page().texts[name] = written


@session.whole
def uploaded(name: str, key: str, edit: Callable[[Any, str], Config], remarks: Remarks = lambda text: []) -> None:
    """Callback of an upload: take the text of the file, or say why not."""
    file = session.held()[key]
    if file is not None:
        state.take(name, decoded(file.getvalue()), edit, remarks)


def _is_news(name: str, key: str, value: Any) -> bool:
    """Whether what the widget of a field holds is an edit, of which the widget has heard from then on: it is of the
    widget that shows the field now, and not what a browser still remembers.

    A browser names with an edit all that its widgets hold, also one that the answer on its way draws no more. Streamlit
    has forgotten that one by then, and takes what it holds for news.
    """
    widgets = state.page().widgets
    known = widgets[name]
    if known.key != key or known.heard == value:
        return False
    widgets[name] = replace(known, heard=value)
    return True

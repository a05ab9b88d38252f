"""From a Hyper to its widgets: one renderer for every optimizer, the same on every page.

A number is a slider over round numbers with a field beside it, which takes any number for which the rule is defined
and keeps it exactly; the slider then stands at the nearest round one. A number is typed as text, which
``ui.widgets.numbers`` reads, and stays as its author wrote it. Arrow keys move it in the browser: see
``assets/player/pages/fields.js``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from locales import Words, tr
from locales.formats import in_field
from optimizers.base import Hyper, Option, shown
from training.configuration.ranges import Range
from ui.looks.symbols import symbol
from ui.session import changes, inputs, session, state
from ui.session.held import Widget
from ui.session.inputs import Edit, Remarks
from ui.session.page import Config, Page
from ui.widgets import numbers, scales

SHORT = 12  # letters of an option's words, all together, that fit side by side
FIELD = 78  # px: the width of a number beside its slider
LATE = "late"  # in the session: edits that wait for the end of the run
ANY: Words = "number"  # what an empty field asks for; fields.js knows the fields by it
WHOLE: Words = "whole number"


class Asked(NamedTuple):
    """A number that is asked for: the ``name`` of its widget, what it is called by screen readers and in messages, its
    value and its edit. With another ``owner`` it is a new widget; ``remarks`` are what there is to say of a text that
    was taken."""

    name: str
    label: str
    value: float
    edit: Edit
    owner: str = ""
    help: str = ""
    disabled: bool = False
    remarks: Remarks = lambda text: []


def draw(kind: Callable[..., Any], widget: Widget, *given: Any, on_change: Callable, args: tuple, **more: Any) -> None:
    """Draw a widget of Streamlit that tells of its user's edits by ``on_change(*args)``.

    A browser may know of an edit before the server knows the widget: where the connection was lost under it, and the
    server, or the session, is another one now. Streamlit shows that value then, and calls nobody: see ``catch_up``.
    """
    new = widget.key not in session.held()
    value = kind(*given, key=widget.key, on_change=on_change, args=args, **more)
    compared = state.compared()
    if (new or widget.key not in compared) and value != widget.value:
        session.hold(LATE, (*(session.own(LATE) or ()), (state.entered(), on_change, args)))
    compared.add(widget.key)  # last: a run that another edit ended before has drawn the widget and compared nothing


def catch_up() -> None:
    """Make the edits of which the browser knew before the server knew their widgets; last on a page.

    Not as soon as one is found: the browser names all that its widgets hold, and what is no edit must be told from one
    by the configuration as it was.
    """
    if late := session.own(LATE):
        _make(late)
        st.rerun()


@session.whole
def _make(edits: Iterable[tuple[Page, Callable, tuple]]) -> None:
    """Make those of the page that is shown: another one may have been left before the end of its run."""
    session.hold(LATE, ())
    for page, on_change, args in edits:
        if page is state.entered():
            on_change(*args)


def hyper(letter: str, owner: str, runner: str, item: Hyper, value: float, part: str = "") -> None:
    """Slider and field of one hyperparameter of the runner ``letter``; ``runner`` is its name in words.

    ``part`` is the wrapper or schedule that the number belongs to, where it is not the rule's own.
    """
    name = f"{part}.{item.name}" if part else item.name
    if (held := state.page().locks).hides(name):
        return
    label = tr("{thing} of {runner}", thing=tr(item.label), runner=runner)
    edit = partial(_set_value, letter, name)
    remarks: Remarks = partial(_made_whole, item, label) if item.whole else lambda text: []
    shown = int(value) if item.whole else value
    asked = Asked(f"{letter}.{name}", label, shown, edit, owner, tr(item.help), held.holds(name), remarks)
    tuned(asked, item, tr(item.label))


def tuned(asked: Asked, item: Range, short: str) -> None:
    """Slider, called ``short``, and field of a number."""
    name = f"{asked.name}.slider"
    slider = inputs.widget(name, scales.nearest(item, asked.value), asked.owner)
    draw(
        st.select_slider,
        slider,
        f"{short} {symbol(item.symbol)}".strip(),
        scales.stops(item),
        slider.value,
        in_field,
        help=asked.help or None,
        disabled=asked.disabled,
        on_change=inputs.edited,
        args=(name, slider.key, asked.label, asked.value, asked.edit),
    )
    number(asked._replace(help=""), FIELD)  # the style sheet puts it beside: a row would be one more element
    complaint(name, asked.name)


def form(letter: str, owner: str, name: str, label: str, words: dict[str, str], value: str) -> None:
    """The choice between the forms of a wrapper or schedule, "off" among them."""
    edit, locked = partial(_set_value, letter, name), state.page().locks.holds(name)
    word(f"{letter}.{name}", label, words, value, edit, owner, disabled=locked)


def text(letter: str, owner: str, name: str, label: str, value: str) -> None:
    """The field of a text that a wrapper or schedule takes."""
    edit, locked = partial(_set_value, letter, name), state.page().locks.holds(name)
    words_of(f"{letter}.{name}", label, value, edit, owner, disabled=locked)


def words_of(
    name: str,
    label: str,
    value: str,
    edit: Callable,
    owner: str = "",
    *,
    help: str = "",
    disabled: bool = False,
    blank: bool = False,
) -> None:
    """The field of a text that is typed; ``edit(config, text)`` takes it, the empty one only where it may be ``blank``.

    With another ``owner`` it is a new widget.
    """
    field = inputs.widget(name, value, owner)
    draw(
        st.text_input,
        field,
        label,
        field.value,
        autocomplete="off",
        help=help or None,
        disabled=disabled,
        on_change=inputs.edited,
        args=(name, field.key, label, value, edit),
        kwargs={"blank": blank},
    )
    complaint(name)


def word(
    name: str,
    label: str,
    words: Mapping[str, str],
    value: str,
    edit: Callable,
    owner: str = "",
    *,
    help: str = "",
    disabled: bool = False,
) -> None:
    """The choice of one of a few words from a list; ``words`` has what is shown for each."""
    box = inputs.widget(name, value, f"{owner} {' '.join(words)}")  # another list is another box
    draw(
        st.selectbox,
        box,
        label,
        list(words),
        list(words).index(box.value),
        words.get,
        help=help or None,
        disabled=disabled,
        on_change=inputs.edited,
        args=(name, box.key, label, words[value], edit),
    )


def option(letter: str, owner: str, item: Option, label: str, value: float | int | str) -> None:
    """The choice between the forms of a rule: side by side where their words are short, else from a list."""
    if (held := state.page().locks).hides(item.name):
        return
    name, words = f"{letter}.{item.name}", {value: tr(told) for value, told in item.words.items()}
    box = inputs.widget(name, value, owner)
    common: dict[str, Any] = {
        "help": tr(item.help) or None,
        "on_change": inputs.edited,
        "disabled": held.holds(item.name),
    }
    common["args"] = (name, box.key, label, value, partial(_set_value, letter, item.name))
    if sum(map(len, words.values())) <= SHORT:
        draw(st.segmented_control, box, label, item.values, default=box.value, format_func=words.get, **common)
    else:
        draw(st.selectbox, box, label, item.values, item.values.index(box.value), words.get, **common)


def number(asked: Asked, width: int | Literal["stretch"] = "stretch") -> None:
    """A field for one number, a whole one if its value is. Beside a slider it is ``width`` px wide, without a label."""
    whole = isinstance(asked.value, int)
    field = inputs.widget(asked.name, in_field(asked.value), asked.owner, partial(numbers.same, whole=whole))
    draw(
        st.text_input,
        field,
        asked.label,
        field.value,
        placeholder=tr(WHOLE if whole else ANY),
        autocomplete="off",
        label_visibility="visible" if width == "stretch" else "collapsed",
        width=width,
        help=asked.help or None,
        disabled=asked.disabled,
        on_change=inputs.edited,
        args=(asked.name, field.key, asked.label, asked.value, partial(_typed, asked.edit, whole), asked.remarks),
    )


def _typed(edit: Edit, whole: bool, config: Config, text: str) -> Config:
    """The edit of a number field; what is no number is left for ``edit`` to refuse in its words."""
    read = numbers.read(text, whole)
    return edit(config, text if read is None else read)


def _made_whole(item: Hyper, label: str, text: str) -> list[str]:
    """What is said where a number that counts was typed with decimals: the one that is used instead."""
    typed = numbers.read(text, whole=True)
    used = item.check(text if typed is None else typed)
    return (
        []
        if used == typed
        else [
            tr(
                "{label} must be a whole number, not {value}; {used} is used.",
                label=label,
                value=shown(text),
                used=in_field(used),
            )
        ]
    )


def row() -> DeltaGenerator:
    """A row of widgets, aligned at their lower edge. It costs one message where columns cost three."""
    return st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap=12)


def part() -> DeltaGenerator:
    """A part of the sidebar, in which widgets may come and go.

    Without it they would move what follows, and Streamlit, which goes by places, would show that twice until the run
    ends, once with what the container that stood there before had in it.
    """
    return st.container(gap=12)


def complaint(*names: str) -> None:
    """What was wrong with the last edit of one of these fields, where something was."""
    for reason in filter(None, map(state.notice, names)):
        warn(reason)


def warn(*sentences: str) -> None:
    """Sentences as they are, one a line: what a link or a visitor wrote in them is no markup, picture or link."""
    st.warning("  \n".join(map(plain, sentences)), icon=":material/warning:")


def plain(text: str) -> str:
    """Markdown that shows ``text`` as it is: no markup, picture, link, or letter spelled by its name."""
    text = re.sub(r"([\\`*_{}\[\]<>$~:|#!&])", r"\\\1", text)
    # An address becomes a link whatever is escaped in it; a space of no width inside it keeps it text.
    return re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", "\u200b", text, flags=re.IGNORECASE)


def _set_value(letter: str, name: str, config: Config, value: float) -> Config:
    try:
        return changes.with_value(config, letter, name, value)
    except KeyError:  # a late word of a browser about a runner, or a number of it, that is gone since
        return config

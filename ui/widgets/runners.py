"""The runners in the sidebar of the race and of the network page: who runs, with which numbers, and who may join."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import groupby

import streamlit as st

from locales import tr
from optimizers import OPTIMIZERS
from training.choice import NAME, Choice, form_label
from training.configuration import differences
from training.rules.put_on import CLIP
from ui.looks.copies import number, put_on
from ui.looks.identity import Identity, identities, identity
from ui.looks.marks import mark_path
from ui.session import changes, inputs, presses, session, sight, state
from ui.session.held import REPLACE
from ui.session.page import Config
from ui.session.presses import Press
from ui.widgets import controls
from ui.widgets.chips import chip, opened_at
from ui.widgets.extras import extras
from ui.widgets.notes import note
from ui.widgets.own import more_fields, own_fields


def runners(config: Config) -> None:
    """Draw the list, each runner as a chip, the chosen one with its widgets."""
    rows = state.entered().fields(config)
    people, told = identities(rows, config), differences.told(rows, config)
    dark, fixed = st.context.theme.type == "dark", state.fixed()
    with controls.part():
        with controls.part():
            _head(config, dark, fixed)
        with st.container(gap=6, key="chips"):
            for letter, chosen in config.slots:
                _chip(config, letter, chosen, people[letter], told[letter], dark)
        # Behind the chips: an element that comes before them would take the focus off the button that was pressed.
        if unseen := state.page().hidden:
            words = tr("Show all, {count} hidden", count=len(unseen))
            st.button(words, key="seen", width="stretch", on_click=_hide, args=(frozenset(),))
        if not fixed:
            reset = partial(changes.runners_reset, runners=state.runners())
            st.button(tr("Reset all"), width="stretch", on_click=state.act, args=(reset,))


def _head(config: Config, dark: bool, fixed: bool) -> None:
    """How many there are of how many, the way to more, and why the last one did not come."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        count = tr("{count} of {most}", count=len(config.slots), most=len(state.runners().letters))
        st.markdown(f"**{tr('Optimizers')}** :gray[{count}]", width="content")
        if not fixed:
            _menu(config, dark)
    controls.complaint("add", "")


def _chip(config: Config, letter: str, chosen: Choice, person: Identity, told: str, dark: bool) -> None:
    """One runner: who, and at which rate or what else tells it from copies; beneath it the widgets where it is open."""
    name = controls.plain(chosen.spec.label if person.short and not chosen.name else person.label)
    away = " :material/visibility_off:" if letter in state.page().hidden else ""
    if chosen.veiled:
        chosen = replace(chosen, wrappers=(), schedules=())
    name = person.label if chosen.veiled else name
    more = "" if chosen.veiled else controls.plain(detail(chosen, person, told))
    shown = f"![]({mark_path(person, dark)}) {name}{away}{marks(chosen)} :gray[{more}]"
    chip(letter, shown, partial(_settings, config, letter, chosen), ", ".join(put_on(chosen)) or None)


def detail(chosen: Choice, person: Identity, told: str = "") -> str:
    """What stands beside a runner's name: what tells it from others beside its rule, or its first number.

    ``told`` is in which fields it differs; a name of one's own says neither that nor the rule.
    """
    first = number(chosen, chosen.hypers[0][0]) if chosen.hypers else ""
    return f"{chosen.spec.label} · {told or first}".removesuffix(" · ") if chosen.name else person.short or first


def marks(chosen: Choice) -> str:
    """Signs of what is put on the rule, which its number does not tell: schedules, clipping, other wrappers."""
    wrappers = {part.name for part in chosen.wrappers}
    signs = {"show_chart": chosen.schedules, "content_cut": wrappers & {CLIP}, "layers": wrappers - {CLIP}}
    return "".join(f" :material/{sign}:" for sign, parts in signs.items() if parts)


def _settings(config: Config, letter: str, chosen: Choice) -> None:
    """The widgets. They are called after the optimizer alone: what tells copies apart changes with their numbers."""
    if chosen.veiled:
        _sight(config, letter)
        return
    spec = OPTIMIZERS[chosen.optimizer]
    runner = spec.label
    own_fields(config, letter)
    for hyper in spec.hypers:
        controls.hyper(letter, chosen.optimizer, runner, hyper, float(chosen.value(hyper.name)))
    for option in spec.options:
        controls.option(letter, chosen.optimizer, option, form_label(spec, option), chosen.value(option.name))
    extras(letter, chosen, runner)
    if state.free():
        more_fields(config, letter)
    known = state.runners()
    if remark := known.remark(spec):
        st.caption(remark)
    if state.page().locks.only is None:
        _name(config, letter, chosen)
    note("", [chosen.optimizer], letter)
    own = replace(known.own(config, chosen.optimizer), differs=chosen.differs)
    reset = partial(changes.runner_reset, letter=letter, runners=known)
    _act(letter, "reset", tr("Reset"), partial(state.act, reset), disabled=chosen == own)
    if not state.fixed():
        _act(letter, "duplicate", tr("Duplicate"), partial(state.add, chosen))
        _act(letter, "remove", tr("Remove"), partial(state.act, partial(changes.removed, letter=letter)))
    _sight(config, letter)


def _act(letter: str, name: str, words: str, call: Callable[[], None], disabled: bool = False) -> None:
    presses.offer(f"{name}.{letter}", Press(opened_at(letter), words, call, disabled=disabled))


def _sight(config: Config, letter: str) -> None:
    """What is seen of this runner and of the others."""
    unseen, others = state.page().hidden, frozenset(config.choices) - {letter}
    away, last = letter in unseen, unseen == others
    _act(letter, "sight", tr("Show") if away else tr("Hide"), partial(_hide, unseen ^ {letter}), disabled=last)
    _act(letter, "only", tr("Only this one"), partial(_hide, others), disabled=last)


@session.whole
def _hide(letters: frozenset[str]) -> None:
    """Callback: let these runners be out of sight, all others in it."""
    held = state.page()
    held.hidden, held.history = sight.without(letters, held.config.choices), REPLACE


def _name(config: Config, letter: str, chosen: Choice) -> None:
    """The field of the runner's own name; what it is called without one stands in the empty field."""
    bare = changes.with_name(config, letter, "")
    without = identities(state.entered().fields(config), bare)[letter].label
    field = inputs.widget(f"{letter}.{NAME}", state.text(f"{letter}.{NAME}", chosen.called), chosen.optimizer)
    controls.draw(
        st.text_input,
        field,
        tr("Name"),
        field.value,
        placeholder=without,
        autocomplete="off",
        on_change=inputs.typed,
        args=(f"{letter}.{NAME}", field.key, partial(_take_name, letter)),
    )
    controls.complaint(f"{letter}.{NAME}")


def _take_name(letter: str, config: Config, text: str) -> Config:
    return changes.with_name(config, letter, text) if letter in config.choices else config


def _menu(config: Config, dark: bool) -> None:
    """The list of all optimizers by family; made only while it is open."""
    with st.popover(tr("Add"), icon=":material/add:", key="add", on_change="rerun") as menu:
        if not menu.open:
            return
        wanted = st.text_input(tr("Find an optimizer"), type="search", live=True, key="find", placeholder=tr("Find"))
        known = [
            spec
            for spec in OPTIMIZERS.values()
            if _matches(spec.label, tr(spec.family), tr(spec.summary), wanted=wanted)
        ]
        for family, members in groupby(sorted(known, key=lambda s: _families().index(s.family)), lambda s: s.family):
            st.caption(tr(family))
            for spec in members:
                chosen = state.runners().own(config, spec.name)
                reason = state.runners().refusal(config, chosen).removeprefix(f"{spec.label} ")
                st.button(
                    f"![]({mark_path(identity(spec.name), dark)}) **{spec.label}** :gray[{reason or tr(spec.summary)}]",
                    key=f"add.{spec.name}",
                    type="tertiary",
                    disabled=bool(reason),
                    width="stretch",
                    wrap=True,
                    on_click=state.add,
                    args=(chosen,),
                )
        if not known:
            st.caption(tr("No optimizer has this in its name, family or summary."))


def _matches(*texts: str, wanted: str) -> bool:
    return wanted.strip().lower() in " ".join(texts).lower()


def _families() -> list[str]:
    return list(dict.fromkeys(spec.family for spec in OPTIMIZERS.values()))

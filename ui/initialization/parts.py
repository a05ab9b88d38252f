"""The parts of the initialization page: its title, presets, pictures, and the table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from locales import in_sentence, tr, trn
from locales.formats import spell
from training.configuration import differences
from training.configuration.counts import listed
from training.initialization.config import AXES, FIELDS, encode, with_value
from training.initialization.measure import Deep
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from ui.initialization import words as deep_words
from ui.initialization.compute import obstacle, to_train
from ui.initialization.header import Shown, forward, header
from ui.initialization.pictures import pictures as show
from ui.initialization.presets import PRESETS, active
from ui.looks.identity import Identity
from ui.looks.marks import mark_path
from ui.player.address import address
from ui.session import inputs, reports, state
from ui.widgets import controls
from ui.widgets import presets as strip


def title(deep: Deep) -> None:
    """The name of the page, the way to training, and the buttons that share it."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(tr("Initialization"), anchor=False, width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _train(deep)
            address(
                encode(deep),
                state.history(),
                tr("QR code of these layers"),
                reports.on_event,
                file=tr("these pictures"),
            )


def _train(deep: Deep) -> None:
    reason = obstacle(deep)
    words = reason or tr(
        "The same layers on two spirals. With two inputs instead of {width}, signals have another size there; from "
        "layer to layer they change alike.",
        width=deep.width,
    )
    if st.button(tr("Train this network"), icon=":material/arrow_forward:", disabled=bool(reason), help=words):
        state.hand_over("network", to_train(deep))
        st.switch_page("network/view.py")


def presets(deep: Deep) -> None:
    """One button for each ready-made network; the sentence under them says what the one on screen teaches."""
    strip.presets(PRESETS, partial(active, deep=deep))


def summary(deep: Deep, networks: Sequence[Shown]) -> None:
    """What is on screen, what it teaches where it is a preset, and what happens to the signal."""
    note = next((tr(preset.shows) for preset in PRESETS.values() if active(preset, deep)), "")
    if deep.slots:
        _comparison(deep, networks, note)
        return
    units, law = tr(ACTIVATIONS[deep.activation].label), INITIALIZERS[deep.init]
    typed = f" {spell(deep.initvalue)}" if law.number else ""
    gain = ", " + tr("gain {gain}", gain=spell(deep.gain)) if deep.gain != 1 else ""
    wide = trn("{layers} of {count} unit", "{layers} of {count} units", deep.width, layers=_layers(deep))
    st.markdown(f"**{units}, {tr(law.label)}{typed}{gain}: {wide}.** {note}")
    st.markdown("  \n".join(deep_words.told(networks)))


def _comparison(deep: Deep, networks: Sequence[Shown], note: str) -> None:
    """What is compared, and what happens to the signal in each network, with the mark by which it is drawn."""
    differing = differences.differing(FIELDS, deep)
    names = [in_sentence(FIELDS[name].called(deep)) for name in differing if FIELDS[name].owner not in differing]
    what = tr("{layers}, compared by {names}.", layers=_layers(deep), names=listed(names, "and"))
    st.markdown(f"**{what}** {note}")
    lines = zip(networks, deep_words.told(networks), strict=True)
    st.markdown("  \n".join(f"{_mark(one.who)} {controls.plain(line)}" for one, line in lines))


def _mark(who: Identity | None) -> str:
    return f"![]({mark_path(who, st.context.theme.type == 'dark')})" if who else ""


def pictures(deep: Deep, networks: Sequence[Shown]) -> None:
    """Activations, then gradients, one histogram a layer; mean, standard deviation and gradients over the layers."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        head = forward(deep)
        st.markdown(f"**{head['text']}** :gray[{head['note']}]", width="content")
        _axis(deep)
    show(header(networks))


def _axis(deep: Deep) -> None:
    box = inputs.widget("axis", deep.axis)
    controls.draw(
        st.segmented_control,
        box,
        tr("Axis of activations"),
        list(AXES),
        default=box.value,
        required=True,
        format_func=lambda axis: tr(AXES[axis]),
        label_visibility="collapsed",
        on_change=inputs.edited,
        args=("axis", box.key, tr("Axis"), deep.axis, _with_axis),
    )


def tables(networks: Sequence[Shown]) -> None:
    """Every figure as text."""
    st.subheader(tr("Layer by layer"), anchor=False)
    for deep, measured, theory, who, _ in networks:
        if who:
            st.markdown(f"{_mark(who)} **{controls.plain(who.label)}**")
        st.html(deep_words.table(deep, measured, theory))
    st.caption("  \n".join(deep_words.basis(networks)))


def _layers(deep: Deep) -> str:
    return trn("{count} layer", "{count} layers", deep.depth)


def _with_axis(deep: Deep, axis: str) -> Deep:
    return with_value(deep, "axis", axis)

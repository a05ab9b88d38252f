"""The sidebar of the network page: the data, the network, how it is trained, and the runners."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from locales import Words, tr
from locales.formats import grouped, spell
from training.configuration.fields import Field
from training.data.augmentation import AUGMENTATIONS, Augmentation
from training.data.points import OWN
from training.network import devices
from training.network.config import FIELDS
from training.network.edits import with_value
from training.network.network import NO_TRANSFER, Network
from training.network.resolve import resolve
from training.network.techniques import AUGMENTATION, DROPOUT, NOISE, NORMALIZATION, OFF, PENALTY, TECHNIQUES
from training.parts.dropout import DROPOUTS, Dropout
from training.parts.normalization import NORMS, Normalization
from training.parts.penalties import L2_FORMS, PENALTIES, Penalty
from ui.looks.identity import identities
from ui.network.columns import own_data, scale
from ui.session import state
from ui.widgets import controls
from ui.widgets.activation import picture
from ui.widgets.fields import Form
from ui.widgets.folded import folded
from ui.widgets.runners import runners

UNHIDDEN: Words = "There is no hidden layer, and the output has no activation."
Kinds = Mapping[str, Augmentation] | Mapping[str, Normalization] | Mapping[str, Dropout] | Mapping[str, Penalty]
# The folded groups of what is put on a network, each by the word that switches it on.
TECHNIQUES_OF: dict[str, tuple[Sequence[Field], Kinds]] = {
    "augment": (AUGMENTATION, AUGMENTATIONS),
    "norm": (NORMALIZATION, NORMS),
    "dropout": (DROPOUT, DROPOUTS),
    "penalty": (PENALTY, PENALTIES),
}
NOISY: dict[str, Words] = {"noisein": "on inputs", "noisew": "on weights"}
UNFOLDED = (  # what stands in no folded group
    *("data", "points", "examples", "noise", "prep", "stage", "hidden", "activation", "init", "initvalue", "gain"),
    *("batch", "steps", "seed"),
)
PLACED = (  # what is drawn by name
    *UNFOLDED,
    *("balance", "split", "dataseed", "shuffle", "order", "device"),
    *(
        "stop",
        "patience",
        "bayes",
        "testsplit",
        "shiftangle",
        "shiftscale",
        "shiftmove",
        "turn",
        "groupshift",
        "regroup",
    ),
    *("transfer", "sourcesteps"),
    *(row.name for row in TECHNIQUES),
)


def network_sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the configuration before the page reads it."""
    network = state.current()
    form = Form(network, FIELDS, with_value)
    with st.sidebar:
        with controls.part():
            _data(network, form)
            st.divider()
            hidden_layers(network, form)
            form.row("batch", "steps", "seed")
            st.divider()
        runners(network)
        if state.page().locks.only is not None:  # the few that are shown stand by themselves
            form.rest(*UNFOLDED)
            return
        more_data(network, form)
        more_network(form)
        _judging(form)
        _transfer(network, form)
        techniques(network, form)


def _data(network: Network, form: Form) -> None:
    form.field("data", help=tr(resolve(network).dataset.summary))
    if network.data == OWN:
        own_data(network)
    form.row("examples", "noise")
    form.field("prep")
    form.notes("data", "prep")
    scale(network)
    form.field("stage")


def hidden_layers(network: Network, form: Form) -> None:
    """The hidden layers, their activation and their initialization."""
    form.field("hidden")
    if "hidden" not in form.apart:
        st.caption(count(network))
    form.row("activation", "init", blocked={} if network.hidden else {"activation": tr(UNHIDDEN)})
    if network.hidden or "hidden" in form.apart:
        picture(FIELDS, network, identities(FIELDS, network))
    form.notes("activation", "init")
    form.field("initvalue")
    form.field("gain")


def count(network: Network) -> str:
    """How many weights there are, counted without biases as in the lectures, and how many numbers are trained."""
    structure = resolve(network).structure
    counts = {"weights": structure.weights, "count": structure.count}
    if any(layer.learned for layer in structure.layers):
        return tr("{weights:,} weights, {count:,} with biases and what else is learned", **counts)
    return tr("{weights:,} weights, {count:,} with biases", **counts)


@folded("Split, balance, order and shift", key="more.data")
def more_data(network: Network, form: Form) -> None:
    """The folded group of how the examples are split and ordered."""
    if len(resolve(network).dataset.classes) == 2 and network.data != OWN:
        form.field("balance")
    form.row("split", "testsplit")
    form.row("dataseed", "shuffle")
    form.field("turn")
    form.field("groupshift")
    form.field("regroup")
    form.field("order")
    for name in ("shiftangle", "shiftscale", "shiftmove"):
        form.field(name)


def more_network(form: Form, *placed: str) -> None:
    """The folded group of all that has no other place; ``placed`` has one on another page."""
    with st.expander(tr("Biases, loss and device"), key="more.network", on_change="rerun") as box:
        if not box.open:
            return
        form.rest(*PLACED, *placed)
        form.field("device", help=_of_devices())


def _transfer(network: Network, form: Form) -> None:
    """The folded group of what a network has learned before, with what is on in its title."""
    on = "" if network.transfer == NO_TRANSFER else f": {FIELDS['transfer'].shown(network)}"
    with st.expander(f"{FIELDS['transfer'].called(network)}{on}", key="more.transfer", on_change="rerun") as box:
        if box.open:
            form.field("transfer")
            form.field("sourcesteps")


def _judging(form: Form) -> None:
    with st.expander(tr("Early stopping and diagnosis"), key="more.judging", on_change="rerun") as box:
        if not box.open:
            return
        form.row("stop", "patience")
        form.field("bayes")


def techniques(network: Network, form: Form) -> None:
    """The folded groups of what is put on a network."""
    for name, (rows, registry) in TECHNIQUES_OF.items():
        _technique(network, form, name, rows, registry)
    _noise(network, form)


def _technique(
    network: Network,
    form: Form,
    name: str,
    rows: Sequence[Field],
    registry: Kinds,
) -> None:
    """The folded group of one technique; what is on is said in its title."""
    known = registry[rows[0].value(network)]
    title = FIELDS[name].called(network)
    on = "" if known.name == OFF else f": {tr(known.label)}"
    with st.expander(f"{title}{on}", key=f"more.{name}", on_change="rerun") as box:
        if not box.open:
            return
        form.field(name)
        st.caption(f"{tr(known.help)} ${_formula(network, known)}$" if on else tr(known.help))
        form.notes(name)
        for row in rows[1:]:
            form.field(row.name)
        if known is PENALTIES["l2"]:
            st.caption(strengths(network))


def _formula(network: Network, known: Augmentation | Normalization | Dropout | Penalty) -> str:
    return L2_FORMS[network.l2form].latex if known is PENALTIES["l2"] else known.latex


def strengths(network: Network) -> str:
    """The numbers that mean the same strength of L2 in its three conventions."""
    examples = resolve(network).examples
    strength = network.strength * L2_FORMS[network.l2form].factor(examples)
    parts = [
        f"{spell(float(f'{strength / form.factor(examples):.3g}'))} in ${form.latex}$" for form in L2_FORMS.values()
    ]
    return tr(
        "The same strength is λ = {strengths}, with m = {examples:,} training examples.",
        strengths=", ".join(parts),
        examples=examples,
    )


def _noise(network: Network, form: Form) -> None:
    """The folded group of noise, with what is on in its title."""
    on = ", ".join(f"{tr(NOISY[row.name])} {row.shown(network)}" for row in NOISE if row.value(network) > 0)
    title = tr("Noise while training")
    with st.expander(f"{title}{on and f': {on}'}", key="more.noise", on_change="rerun") as box:
        if not box.open:
            return
        for row in NOISE:
            form.field(row.name)


def _of_devices() -> str:
    if devices.gpu() is None:
        return tr("JAX finds no graphics card on the app's machine, so the CPU computes all.")
    if math.isinf(work := devices.crossover().work):
        return tr("On the app's machine the CPU was faster for networks of every size that was tried.")
    return tr(
        "The graphics card of the app's machine is faster from {work} weights times examples a step on.",
        work=grouped(work, 0),
    )

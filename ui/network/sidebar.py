"""The sidebar of the network page: the data, the network, how it is trained, and the runners."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from optimizers.base import Hyper
from training.data.datasets import DATASETS, find
from training.data.points import OWN
from training.data.preprocessing import PREPROCESSING
from training.network import devices
from training.network.budget import parameters, weights
from training.network.config import MOST_LAYERS, MOST_UNITS, idle, losses, spell_hidden
from training.network.network import FIRST, MATRIX, PCA, Network
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import BIASES, INITIALIZERS
from training.parts.losses import LOSSES
from ui.network import edits
from ui.network.columns import own_data, scale
from ui.session import state
from ui.widgets import controls
from ui.widgets.runners import runners

GAIN = Hyper("gain", "Gain", "", 1.0, 0.01, 10.0, (0.1, 10.0), log=True, help="All initial weights times this.")
SHUFFLE = (
    "On: a new random order of the examples every epoch, the same for all optimizers. Off: always the order of the "
    "data, which for those drawn from a formula is class by class. Validation keeps the same examples, drawn "
    "at random from each class."
)
STAGES = {
    MATRIX: "Class said by true class",
    PCA: "Plane of two principal axes",
    FIRST: "Plane of the first two inputs",
}
SLICED = (
    "A plane goes through the mean of the training inputs. Examples are projected onto it; what is said on the plane "
    "need not be what is said of an example beside it. The principal axes are those of the standardized inputs."
)
UNHIDDEN = "There is no hidden layer, and the output has no activation."
DEVICES = {"auto": "whatever is faster", "cpu": "the CPU", "gpu": "the GPU"}


def network_sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the configuration before the page reads it."""
    network = state.current()
    with st.sidebar:
        _data(network)
        st.divider()
        _layers(network)
        _start(network)
        _training(network)
        st.divider()
        runners(network)
        _more_data(network)
        _more_network(network)


def _data(network: Network) -> None:
    names = {name: data.label for name, data in DATASETS.items()} | {OWN: "Own points"}
    _words("data", "Data", names, network, edit=_take_data, help=find(network.data, network.points).summary)
    if network.data == OWN:
        own_data(network)
    with controls.row():
        if network.data != OWN:
            _number("examples", "Examples", network)
        _number("noise", "Noise", network)
    controls.complaint("data", "examples", "noise")
    _words("prep", "Pre-processing", {name: form.label for name, form in PREPROCESSING.items()}, network)
    scale(network)
    if not idle(network, "stage"):
        _words("stage", "Stage", STAGES, network, help=SLICED)


def _layers(network: Network) -> None:
    field = state.widget("hidden", state.text("hidden", spell_hidden(network.hidden).replace(",", ", ")))
    controls.draw(
        st.text_input,
        field,
        "Hidden layers",
        field.value,
        help=f"The width of each, with commas between: up to {MOST_LAYERS} widths from 1 to {MOST_UNITS}, or “none”. "
        "Weights are counted without biases, as in the lectures: 4-3-1 has 15.",
        on_change=state.typed,
        args=("hidden", field.key, edits.with_hidden),
    )
    st.caption(count(network))
    controls.complaint("hidden")


def count(network: Network) -> str:
    """How many weights there are, counted without biases as in the lectures, and how many numbers are trained."""
    also = "biases and slopes" if ACTIVATIONS[network.activation].learned else "biases"
    return f"{weights(network):,} weights, {parameters(network):,} with {also}"


def _start(network: Network) -> None:
    with controls.row():
        idle = "" if network.hidden else UNHIDDEN
        _words("activation", "Activation", {name: a.label for name, a in ACTIVATIONS.items()}, network, idle=idle)
        _words("init", "Initialization", {name: i.label for name, i in INITIALIZERS.items()}, network)
    controls.complaint("activation", "init")
    _tuned("initvalue", INITIALIZERS[network.init].number, network.init, network)
    _tuned("gain", GAIN, "", network)


def _training(network: Network) -> None:
    with controls.row():
        _number("batch", "Batch", network)
        _number("steps", "Steps", network)
        _number("seed", "Weight seed", network)
    controls.complaint("batch", "steps", "seed")


def _more_data(network: Network) -> None:
    known = find(network.data, network.points)
    with st.expander("Split, balance and order", key="more.data", on_change="rerun") as box:
        if not box.open:
            return
        if len(known.classes) == 2 and network.data != OWN:
            _number("balance", f"Share of “{known.classes[0]}” among all examples", network)
        _number("split", "Share kept for validation", network)
        with controls.row():
            _number("dataseed", "Data seed", network)
            _words("shuffle", "Shuffle", {"on": "on", "off": "off"}, network, help=SHUFFLE)
        controls.complaint("split", "balance", "dataseed")


def _more_network(network: Network) -> None:
    with st.expander("Biases, loss and device", key="more.network", on_change="rerun") as box:
        if not box.open:
            return
        _words("bias", "Biases", {name: bias.label for name, bias in BIASES.items()}, network)
        _tuned("biasvalue", BIASES[network.bias].number, network.bias, network)
        fitting = losses(find(network.data, network.points))
        _words("loss", "Loss", {name: LOSSES[name].label for name in fitting}, network)
        _words("device", "Computed on", DEVICES, network, help=_of_devices())


def _of_devices() -> str:
    if devices.gpu() is None:
        return "JAX finds no graphics card on the app's machine, so the CPU computes all."
    if math.isinf(work := devices.crossover().work):
        return "On the app's machine the CPU was faster for networks of every size that was tried."
    return f"The graphics card of the app's machine is faster from {work:,.0f} weights times examples a step on."


def _words(
    field: str,
    label: str,
    names: Mapping[str, str],
    network: Network,
    *,
    edit: Callable[[Network, str], Network] | None = None,
    help: str | None = None,
    idle: str = "",
) -> None:
    """A list of the words that a field can hold; greyed out where it is ``idle``, for a reason in words."""
    known, now = list(names), getattr(network, field)
    box = state.widget(field, now, " ".join(known))  # another list is another box
    controls.draw(
        st.selectbox,
        box,
        label,
        known,
        known.index(box.value),
        names.get,
        help=idle or help,
        disabled=bool(idle),
        on_change=state.edited,
        args=(field, box.key, label, names[now], edit or partial(_take_word, field)),
    )


def _number(field: str, label: str, network: Network) -> None:
    controls.number(field, label, getattr(network, field), partial(_take_number, field))


def _tuned(field: str, item: Hyper | None, owner: str, network: Network) -> None:
    """Slider and field of a number, where there is one."""
    if item is not None:
        controls.tuned(field, owner, item.label, item, getattr(network, field), partial(_take_number, field))


def _take_number(field: str, network: Network, value: float) -> Network:
    return edits.with_number(network, field, value)


def _take_word(field: str, network: Network, word: str) -> Network:
    return edits.with_word(network, field, word)


def _take_data(network: Network, data: str) -> Network:
    return edits.with_data(network, data)

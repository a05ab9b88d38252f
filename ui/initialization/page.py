"""The initialization page: what initial weights do to a signal in a deep network."""

from __future__ import annotations

from locales import tr, trn
from training.configuration.fields import Field
from training.initialization.config import FIELDS, LETTERS, decode, encode, settled, with_value
from training.initialization.measure import Deep, Variant
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from ui.initialization.presets import PRESETS
from ui.looks.identity import compared
from ui.looks.titles import with_runners
from ui.session import locks
from ui.session.page import Compares, Export, Facts, Hides, Page
from ui.session.sight import Letters
from ui.work.visitors import Guest


def tab(deep: Deep) -> str:
    """The layers before training: "10 layers of 500, tanh, Normal"; of several networks what differs behind a colon."""
    layers = trn("{count} layer", "{count} layers", deep.depth)
    if deep.slots:
        return with_runners(layers, compared(FIELDS, deep))
    return tr(
        "{layers} of {width}, {activation}, {weights}",
        layers=layers,
        width=deep.width,
        activation=tr(ACTIVATIONS[deep.activation].label),
        weights=tr(INITIALIZERS[deep.init].label),
    )


def file_name(deep: Deep) -> str:
    """What a file of the pictures is called; what is hidden is not in it."""
    return "initialization.html" if locks.veiled(deep) else f"initialization-{deep.activation}-{deep.init}.html"


def _compares(deep: Deep) -> dict[str, Field]:
    return {name: FIELDS[name] for name in dict.fromkeys(("init", *FIELDS))}


def _html(deep: Deep, guest: Guest, hidden: Letters) -> str:
    from ui.initialization.export import html  # here, since caches and components want Streamlit's runtime first

    return html(deep, guest)


def _facts(deep: Deep, guest: Guest) -> Facts | None:
    from ui.initialization.facts import facts  # here, since caches want Streamlit's runtime first

    return facts(deep, guest)


PAGE = Page(
    name="initialization",
    title="Initialization",
    url="initialization",
    view="initialization/view.py",
    decode=decode,
    encode=encode,
    fields=lambda deep: FIELDS,
    with_value=with_value,
    settled=settled,
    tab=tab,
    presets=PRESETS,
    compares=Compares(_compares, LETTERS, Variant()),
    hides=Hides(
        "Hide what the networks differ in",
        "What the networks differ in is hidden; colours and marks tell nothing of it.",
    ),
    export=Export(file_name, _html),
    facts=_facts,
)

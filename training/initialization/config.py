"""The fields of a deep random network and their spelling in a link: see ``training.configuration.links`` for the rules.

``v=1&activation=tanh&init=normal&initvalue=0.01&gain=1&width=500&depth=10&examples=1000&seed=7&axis=values``. Networks
that are compared differ in some fields: ``&a.init=normal&a.initvalue=0.01&b.init=he``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from locales import Words, tr
from training.configuration import differences, fields, links
from training.configuration.fields import Number, Word
from training.configuration.links import Reader
from training.configuration.owned import number_of
from training.configuration.ranges import SEED, Bound
from training.initialization.measure import Deep, Variant
from training.parts import activations, initializers
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import GAIN, INITIALIZERS
from training.parts.normalization import NORMS

LETTERS = "abcdef"
AXES: dict[str, Words] = {"values": "By value", "sizes": "By size, log axis"}
# fmt: off
WIDTHS = (1, 2, 5, 10, 20, 30, 50, 70, 100, 150, 200, 250, 300, 350, 400, 450, 500, 512)
DEPTHS = (*range(1, 13), 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200)
EXAMPLES = (10, 20, 50, 100, 200, 300, 500, 700, 1000, 1500, 2000)
# fmt: on
NORMALIZED = {name: NORMS[name] for name in ("none", "batch", "layer")}
NORM = "Before each activation: of each unit over the examples, or of each example over the units of a layer."


def _no_number(deep: Deep) -> str:
    law = INITIALIZERS[deep.init]
    return "" if law.number else tr("{law} takes no number", law=tr(law.label))


FIELDS = fields.table(
    Word("activation", ACTIVATIONS, default="tanh", label="Activation", tries=activations.TAUGHT),
    Word("init", INITIALIZERS, default="normal", label="Initialization", tries=initializers.TAUGHT),
    replace(number_of("initvalue", "init", INITIALIZERS), idle=_no_number),
    Number.of(GAIN),
    Number(
        "width",
        Bound(1, 512, whole=True, slider=WIDTHS),
        default=500,
        label="Units a layer",
        brief="width",
        several="Widths",
    ),
    Number("depth", Bound(1, 200, whole=True, slider=DEPTHS), default=10, label="Hidden layers", common=True),
    Number("examples", Bound(10, 2000, whole=True, slider=EXAMPLES), default=1000, label="Examples", common=True),
    Number("seed", SEED, default=7, label="Seed"),
    Word("axis", AXES, default="values", label="Axis of activations", common=True),
    Word(
        "norm", NORMALIZED, default="none", nothing="none", label="Normalization", several="Normalizations", help=NORM
    ),
)
DEFAULT = fields.opened(Deep, FIELDS.values(), slots=())


def with_value(deep: Deep, name: str, value: Any) -> Deep:
    """The same with another value of one of its fields, and what that brings along; ValueError in words otherwise."""
    return settled(differences.fitting(FIELDS, fields.with_value(FIELDS, deep, name, value)))


def alone(deep: Deep, letter: str) -> Deep:
    """One network of a comparison: with its differences, and none beside it."""
    return replace(differences.applied(FIELDS, deep, deep.choices[letter]), slots=())


def each(deep: Deep) -> dict[str, Deep]:
    """Every network of a comparison, by letter; empty where nothing is compared."""
    return {letter: alone(deep, letter) for letter, _ in deep.slots}


def settled(deep: Deep) -> Deep:
    """The configuration without networks that differ in nothing, or are the same as an earlier one.

    A single one that is left is looked at by itself.
    """
    again = doubles(deep)
    kept = tuple((letter, one) for letter, one in deep.slots if one.differs and letter not in again)
    deep = replace(deep, slots=kept)
    return alone(deep, deep.slots[0][0]) if len(deep.slots) == 1 else deep


def doubles(deep: Deep) -> dict[str, str]:
    """The networks with differences that are the same as an earlier one, with the letter of that."""
    first: dict[Deep, str] = {}
    own = {letter: alone(deep, letter) for letter, one in deep.slots if one.differs}
    return {letter: first[one] for letter, one in own.items() if first.setdefault(one, letter) != letter}


def encode(deep: Deep) -> str:
    """The configuration as the query of a link, without the question mark: versioned and complete."""
    return links.join(fields.spelled(FIELDS.values(), deep), deep.slots, own=differences.spelled(FIELDS, deep))


def decode(query: str) -> tuple[Deep, list[str]]:
    """The configuration of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    deep = fields.read(reader, DEFAULT, FIELDS.values())
    named = {name.partition(".")[0] for name in reader.fields if "." in name}
    slots = tuple((letter, Variant(veiled=reader.veiled)) for letter in LETTERS if letter in named)
    deep = differences.read(reader, FIELDS, replace(deep, slots=slots))
    reader.sentences += [
        tr("{letter}: is the same network as {other}; it was left out.", letter=letter, other=one)
        for letter, one in doubles(deep).items()
    ]
    return settled(deep), reader.told(tr("an initialization"))

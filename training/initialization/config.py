"""The fields of a deep random network and their spelling in a link: see ``training.links`` for the rules.

``v=1&activation=tanh&init=normal&initvalue=0.01&gain=1&width=500&depth=10&examples=1000&seed=7&axis=values``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from training import fields, links
from training.fields import Number, Word, number_of
from training.initialization.measure import Deep
from training.links import Reader
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import GAIN, INITIALIZERS
from training.ranges import SEED, Bound

AXES = {"values": "By value", "sizes": "By size, log axis"}
# fmt: off
WIDTHS = (1, 2, 5, 10, 20, 30, 50, 70, 100, 150, 200, 250, 300, 350, 400, 450, 500, 512)
DEPTHS = (*range(1, 13), 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200)
EXAMPLES = (10, 20, 50, 100, 200, 300, 500, 700, 1000, 1500, 2000)
# fmt: on


def _no_number(deep: Deep) -> str:
    law = INITIALIZERS[deep.init]
    return "" if law.number else f"{law.label} takes no number"


FIELDS = fields.table(
    Word("activation", ACTIVATIONS, default="tanh", label="Activation"),
    Word("init", INITIALIZERS, default="normal", label="Initialization"),
    replace(number_of("initvalue", "init", INITIALIZERS), idle=_no_number),
    Number.of(GAIN),
    Number("width", Bound(1, 512, whole=True, slider=WIDTHS), default=500, label="Units a layer"),
    Number("depth", Bound(1, 200, whole=True, slider=DEPTHS), default=10, label="Hidden layers"),
    Number("examples", Bound(10, 2000, whole=True, slider=EXAMPLES), default=1000, label="Examples"),
    Number("seed", SEED, default=7, label="Seed"),
    Word("axis", AXES, default="values", label="Axis of activations"),
)
DEFAULT = fields.opened(Deep, FIELDS.values())
with_value = partial(fields.with_value, FIELDS)


def encode(deep: Deep) -> str:
    """The configuration as the query of a link, without the question mark: versioned and complete."""
    return links.join(fields.spelled(FIELDS.values(), deep))


def decode(query: str) -> tuple[Deep, list[str]]:
    """The configuration of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    return fields.read(reader, DEFAULT, FIELDS.values()), reader.told("an initialization")

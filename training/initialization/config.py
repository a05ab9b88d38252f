"""The spelling of a deep random network in a link, and what it allows: see ``training.links`` for the rules.

``v=1&activation=tanh&init=normal&initvalue=0.01&gain=1&width=500&depth=10&examples=1000&seed=7&axis=values``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from optimizers.base import Value
from training.initialization.measure import Deep
from training.links import SEED, VERSION, Bound, Reader, spell
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS

DEFAULT = Deep("tanh", "normal", 0.01, 1.0, width=500, depth=10, examples=1000, seed=7)
AXES = {"values": "By value", "sizes": "By size, log axis"}
WORDS = {"activation": tuple(ACTIVATIONS), "init": tuple(INITIALIZERS), "axis": tuple(AXES)}
BOUNDS = {
    "gain": Bound(0.01, 10),
    "width": Bound(1, 512, whole=True),
    "depth": Bound(1, 200, whole=True),
    "examples": Bound(10, 2000, whole=True),
    "seed": SEED,
}
ORDER = ("activation", "init", "initvalue", "gain", "width", "depth", "examples", "seed", "axis")


def bounds(init: str) -> dict[str, Bound]:
    """The range of each number under this initialization."""
    number = INITIALIZERS[init].number
    return BOUNDS | ({} if number is None else {"initvalue": Bound(number.low, number.high)})


def default_number(init: str) -> float:
    """The number with which an initialization begins; 0 without one."""
    number = INITIALIZERS[init].number
    return 0.0 if number is None else number.default


def encode(deep: Deep) -> str:
    """The configuration as the query of a link, without the question mark: versioned and complete."""
    names = [name for name in ORDER if name != "initvalue" or INITIALIZERS[deep.init].number]
    pairs: list[tuple[str, Value]] = [("v", VERSION), *((name, getattr(deep, name)) for name in names)]
    return "&".join(f"{name}={quote(spell(value), safe='')}" for name, value in pairs)


def decode(query: str) -> tuple[Deep, list[str]]:
    """The configuration of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    words: dict[str, Any] = {name: reader.one(name, known, getattr(DEFAULT, name)) for name, known in WORDS.items()}
    deep = replace(DEFAULT, **words)
    deep = replace(deep, initvalue=default_number(deep.init))
    numbers: dict[str, Any] = {}
    for name, bound in bounds(deep.init).items():
        number = reader.number(name, bound, getattr(deep, name))
        numbers[name] = number if bound.whole else float(number)
    if reader.fields.pop("initvalue", None) is not None:
        reader.sentences.append(f"initvalue: {INITIALIZERS[deep.init].label} takes no number; it was ignored.")
    return replace(deep, **numbers), reader.told("an initialization")


def with_number(deep: Deep, field: str, value: object) -> Deep:
    """The network with one of its numbers changed; ValueError in words if it is out of range."""
    bound = bounds(deep.init)[field]
    number = bound.read(value)
    return replace(deep, **{field: number if bound.whole else float(number)})


def with_word(deep: Deep, field: str, word: str) -> Deep:
    """The network with another activation, initialization (with its usual number) or axis."""
    numbers = {"initvalue": default_number(word)} if field == "init" else {}
    return replace(deep, **{field: word}, **numbers)

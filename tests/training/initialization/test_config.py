"""Links of the initialization page: complete, read back exactly, and explained where they are wrong."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from training.initialization.config import (
    DEFAULT,
    FIELDS,
    decode,
    each,
    encode,
    with_value,
)
from training.parts.initializers import INITIALIZERS
from ui.initialization.presets import PRESETS


@pytest.mark.parametrize("init", INITIALIZERS)
def test_a_link_reads_back_as_what_it_was_made_of(init):
    deep = replace(with_value(DEFAULT, "init", init), activation="selu", gain=1.25, seed=12, axis="sizes")
    assert decode(encode(deep)) == (deep, [])


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_has_a_link(name):
    assert decode(encode(PRESETS[name].config)) == (PRESETS[name].config, [])


def test_an_empty_link_is_the_first_table_of_the_decks():
    assert decode("") == (DEFAULT, [])
    assert PRESETS["tanh_small"].config == DEFAULT


def test_a_link_names_every_field():
    fields = dict(parse_qsl(encode(DEFAULT)))
    assert list(fields) == [
        "v",
        "activation",
        "init",
        "initvalue",
        "gain",
        "width",
        "depth",
        "examples",
        "seed",
        "axis",
        "norm",
    ]
    assert "initvalue" not in encode(replace(DEFAULT, init="he", initvalue=0.0))


@pytest.mark.parametrize(
    "query, words",
    [
        ("activation=tan", "activation: must be one of tanh"),
        ("init=xavier", "init: must be one of"),
        ("gain=0", "gain: must be a number from 0.01 to 10, not “0”; 1 was used."),
        ("width=513", "width: must be a whole number from 1 to 512"),
        ("depth=2.5", "depth: must be a whole number from 1 to 200"),
        ("examples=nan", "examples: must be a whole number"),
        ("seed=-1", "seed: must be a whole number"),
        ("initvalue=-1", "initvalue: must be a number from 0 to 1,000, not “-1”; 0.01 was used."),
        ("init=he&initvalue=3", "initvalue: He takes no number; it was ignored."),
        ("axis=round", "axis: must be one of values, sizes"),
        ("lr=0.1", "“lr” is not a field of an initialization; it was ignored."),
        ("depth=3&depth=4", "“depth” is given more than once"),
        ("v=9", "v: this app reads links of version 1"),
    ],
)
def test_each_bad_field_yields_one_sentence(query, words):
    deep, sentences = decode(query)
    assert len(sentences) == 1 and sentences[0].startswith(words)
    assert decode(encode(deep)) == (deep, [])


def test_another_initialization_brings_its_own_number():
    deep = with_value(DEFAULT, "init", "constant")
    assert deep.initvalue == FIELDS["initvalue"].usual(deep) != DEFAULT.initvalue
    assert with_value(deep, "activation", "relu").initvalue == deep.initvalue


def test_edits_are_checked():
    assert with_value(DEFAULT, "width", 50).width == 50 and isinstance(with_value(DEFAULT, "gain", 2).gain, float)
    with pytest.raises(ValueError, match="from 1 to 200"):
        with_value(DEFAULT, "depth", 201)


def test_networks_that_are_compared_are_in_the_link():
    deep, said = decode("a.init=normal&a.initvalue=0.01&b.init=glorot&d.width=20&d.activation=relu")
    assert said == [] and decode(encode(deep)) == (deep, []) and list(deep.choices) == ["a", "b", "d"]
    own = each(deep)
    assert own["b"] == replace(with_value(DEFAULT, "init", "glorot")) and own["a"] == DEFAULT
    assert own["d"] == replace(DEFAULT, width=20, activation="relu")
    assert encode(deep).endswith("&a.init=normal&a.initvalue=0.01&b.init=glorot&d.activation=relu&d.width=20")


def test_what_is_compared_with_nothing_is_the_network_itself():
    assert decode("b.init=he") == (with_value(DEFAULT, "init", "he"), [])
    deep, said = decode("a.gain=x&b.depth=4&c.nonsense=1&q.init=he")
    assert deep == DEFAULT and len(said) == 4
    assert "a.gain: must be a number from" in said[0] and "b.depth: is the same for all" in said[1]


def test_a_network_is_compared_once():
    assert decode("a.init=he&b.init=he") == (
        with_value(DEFAULT, "init", "he"),
        ["b: is the same network as a; it was left out."],
    )
    deep, said = decode("a.init=he&b.init=he&c.init=lecun")
    assert list(deep.choices) == ["a", "c"] and len(said) == 1
    two, _ = decode("a.initvalue=0.01&b.initvalue=1")
    assert with_value(two, "init", "he") == with_value(DEFAULT, "init", "he")
    assert with_value(deep, "init", "orthogonal").slots == deep.slots

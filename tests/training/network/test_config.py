"""Links of the network page: the round trip holds for every valid network, each bad field yields one sentence."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.choice import choice
from training.configuration.fields import Number, Word
from training.configuration.links import VERSION
from training.configuration.ranges import in_words
from training.data.datasets import DATASETS
from training.data.points import EXAMPLE
from training.network.budget import MOST_WORK, learned_before, most_before
from training.network.config import FIELDS, LETTERS, allowed, decode, default_network, encode, losses
from training.network.hidden import MOST_LAYERS, MOST_UNITS, read_hidden, spell_hidden
from training.network.network import SOURCE_EXAMPLES
from training.network.rates import default_choice
from training.network.resolve import resolve
from training.parts.activations import ACTIVATIONS

RUNNERS = ("sgd", "adam", "nesterov", "rmsprop", "adagrad")


def drawn(draw, bound):
    if bound.whole:
        return draw(st.integers(int(bound.low), int(bound.high)))
    return draw(st.floats(bound.low, bound.high, allow_nan=False).map(lambda v: v + 0.0))  # no negative zero


@st.composite
def networks(draw):
    base = default_network(draw(st.sampled_from(sorted(DATASETS))))
    network = replace(base, hidden=tuple(draw(st.lists(st.integers(1, MOST_UNITS), max_size=MOST_LAYERS))))
    for row in FIELDS.values():
        if isinstance(row, Word) and row.name != "data" and not row.idle(network):
            network = row.put(network, draw(st.sampled_from([*row.labels(network)])))
        if isinstance(row, Number):
            idle = row.idle(network)
            network = row.put(network, row.usual(network) if idle else drawn(draw, row.bound(network)))
    letters = draw(st.lists(st.sampled_from(LETTERS), unique=True).map(sorted))
    runners = (choice(draw(st.sampled_from(RUNNERS)), lr=draw(st.floats(0, 1000))) for _ in letters)
    network = replace(network, slots=tuple(zip(letters, runners, strict=True)))
    if learned_before(network):
        network = replace(network, sourcesteps=min(network.sourcesteps, most_before(network)))
    return replace(network, steps=min(network.steps, allowed(network)))


@settings(max_examples=150)
@given(networks())
def test_a_link_opens_the_network_that_it_was_made_from(network):
    assert decode(encode(network)) == (network, [])
    assert decode("?" + encode(network)) == (network, [])
    assert hash(network) == hash(decode(encode(network))[0])


@pytest.mark.parametrize("data", sorted(DATASETS))
def test_default_links_are_complete_versioned_and_short(data):
    network = default_network(data)
    link = encode(network)
    fields = dict(parse_qsl(link))
    assert fields["v"] == str(VERSION) and fields["data"] == data
    assert {name for name, row in FIELDS.items() if not row.idle(network)} == {*fields} & {*FIELDS}
    assert "hidden=32,32,32" in link and len(link) < 1000
    assert decode(link) == (network, [])


def test_the_default_is_the_agreed_one():
    network = default_network()
    assert (network.data, network.examples, network.hidden) == ("spirals", 300, (32, 32, 32))
    assert (network.activation, network.batch, network.steps) == ("tanh", 32, 600)
    assert [chosen.optimizer for _, chosen in network.slots] == ["adam", "nesterov", "sgd"]
    assert decode("") == (network, [])
    assert resolve(network).structure.sizes == (2, 32, 32, 32, 1)


def test_what_depends_on_the_data_comes_from_the_data():
    curve = decode("data=curve")[0]
    known = DATASETS["curve"]
    assert (curve.examples, curve.noise) == (known.examples, known.noise)
    assert curve.loss == losses(known)[0] and curve.loss not in losses(DATASETS["spirals"])
    assert decode("data=curve&loss=bce")[1][0].startswith("loss: must be one of")


def test_absent_runners_are_the_default_ones_and_named_ones_are_all():
    assert decode("batch=8")[0].slots == default_network().slots
    network, sentences = decode("c=sgd&c.lr=0.5&e=adam")
    assert sentences == [] and network.slots == (("c", choice("sgd", lr=0.5)), ("e", default_choice("adam")))
    nobody = replace(network, slots=())
    assert decode(encode(nobody)) == (nobody, [])


BAD = [  # query, words of its one sentence: field, range, what was used
    ("data=nowhere", ["data", "one of", "nowhere", "spirals was used"]),
    ("examples=9", ["examples", "10 to 10,000", "9", "300 was used"]),
    ("examples=1e9", ["examples", "10 to 10,000", "1e9", "300 was used"]),
    ("split=1", ["split", "0 to 0.9", "1", "0.3 was used"]),
    ("hidden=", ["hidden", "has no value", "none is a network without hidden layers", "32,32,32 was used"]),
    ("hidden=none", []),
    ("hidden= 4, 4 ", []),
    ("hidden=0", ["hidden", "12 whole numbers from 1 to 512", "or none", "“0”", "32,32,32 was used"]),
    ("hidden=1024", ["hidden", "1 to 512", "1024", "32,32,32 was used"]),
    ("hidden=8,,8", ["hidden", "8,,8", "32,32,32 was used"]),
    ("hidden=" + ",".join("8" * 13), ["hidden", "up to 12", "32,32,32 was used"]),
    ("hidden=" + "9" * 9999, ["hidden", "999…", "32,32,32 was used"]),
    ("activation=magic", ["activation", "one of", "magic", "tanh was used"]),
    ("shuffle=maybe", ["shuffle", "one of on, off,", "maybe", "on was used"]),
    ("device=abacus", ["device", "auto, cpu, gpu,", "abacus", "auto was used"]),
    ("init=normal&initvalue=wide", ["initvalue", "wide", "was used"]),
    ("init=lecun&initvalue=2", ["initvalue", "init=lecun takes no number", "ignored"]),
    ("gain=0", ["gain", "0.01 to 10", "1 was used"]),
    ("loss=mse", ["loss", "one of", "mse", "was used"]),
    ("batch=0", ["batch", "1 to 1,024", "32 was used"]),
    ("batch=2.5", ["batch", "whole number", "32 was used"]),
    ("steps=16001", ["steps", "1 to 16,000", "600 was used"]),
    ("seed=inf", ["seed", "inf", "7 was used"]),
    ("a=nobody", ["a:", "one of", "nobody", "left out"]),
    ("a=adam&a.lr=fast", ["a.lr", "fast", "was used"]),
    ("g=adam", ["“g” is not a field of a network"]),
    ("surface=beale", ["“surface” is not a field of a network"]),
    ("points=1", ["points", "used instead"]),
    ("data=moons&points=1", ["points", "only with data=own", "ignored"]),
    ("v=99", ["v:", "version 1"]),
    ("batch=10&batch=20", ["batch", "more than once", "first"]),
    ("hidden=512,512,512&batch=1024&steps=5000", ["steps", "525,824 weights", "300 examples", "was used"]),
    ("%ff%fe=%00", ["ignored"]),
]


@pytest.mark.parametrize(("query", "words"), BAD)
def test_each_bad_field_yields_one_sentence(query, words):
    network, sentences = decode(query)
    assert len(sentences) == bool(words), sentences
    assert all(word in sentences[0] for word in words), sentences
    assert decode(encode(network)) == (network, [])


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.tuples(st.sampled_from([*FIELDS, "v", "a", "b.lr", "g", "t", "zz"]), st.text(max_size=12)),
            max_size=6,
        ).map(lambda pairs: "&".join(f"{a}={b}" for a, b in pairs)),
    )
)
def test_decode_never_raises_and_what_it_used_is_valid(query):
    network, sentences = decode(query)
    assert decode(encode(network)) == (network, [])
    assert all(re.search(r"[.]$", sentence) for sentence in sentences)


@settings(max_examples=100)
@given(networks())
def test_no_link_asks_for_more_work_than_the_budget(network):
    longest = decode(encode(replace(network, steps=5000)))[0]
    seen = min(longest.batch, longest.examples) * longest.steps
    seen += min(longest.batch, SOURCE_EXAMPLES) * learned_before(longest)
    assert resolve(longest).structure.weights * seen * longest.repeats <= MOST_WORK
    assert longest.steps in (5000, allowed(longest))


def test_weights_are_counted_as_the_decks_do_and_beside_them_everything_learned():
    network = replace(default_network(), hidden=(3,))
    assert (resolve(network).structure.weights, resolve(network).structure.count) == (9, 13)
    assert resolve(replace(network, activation="prelu")).structure.count == 16
    assert resolve(replace(network, hidden=())).structure.weights == 2
    assert len(ACTIVATIONS["prelu"].learned) == 1


def test_own_points_travel_in_the_link_and_all_of_them_are_used():
    network, sentences = decode(f"data=own&points={EXAMPLE}")
    assert sentences == [] and network.examples == len(EXAMPLE.split(";"))
    assert decode(encode(network)) == (network, []) and "examples" not in encode(network)
    short, sentences = decode("points=1,2,a;x,y;3,4,b&examples=30")
    assert (short.data, short.points, short.examples) == ("own", "1,2,a;3,4,b", 2)
    assert [sentence.split(":")[0] for sentence in sentences] == ["points", "examples"]
    assert decode(encode(short)) == (short, [])


def test_layers_read_as_they_are_spelled():
    for hidden in ((), (1,), (512,) * 12, (8, 4, 2)):
        assert read_hidden(spell_hidden(hidden)) == hidden
    assert spell_hidden(()) == "none"


def test_numbers_that_do_not_count_are_0_and_not_in_the_link():
    plain = replace(default_network(), init="zeros", initvalue=0.0)
    assert FIELDS["initvalue"].usual(plain) == 0.0
    assert "initvalue" not in encode(plain) and decode(encode(plain)) == (plain, [])


def test_bounds_say_their_range():
    assert in_words(FIELDS["batch"].bound(default_network())) == "a whole number from 1 to 1,024"


def test_own_data_without_points_begin_with_an_example():
    network, sentences = decode("data=own")
    assert sentences == []
    assert network.data == "own"
    assert network.points == EXAMPLE
    assert decode(encode(network)) == (network, [])


@pytest.mark.parametrize("typed", ["16,8", "16 8", " 16 ,8 ", "16, 8"])
def test_layers_may_be_typed_with_spaces(typed):
    assert read_hidden(typed) == (16, 8)

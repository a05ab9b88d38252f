"""Links: the round trip holds for every valid race, and each bad field yields one sentence that names it."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl, quote

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from surfaces.expression import parse
from tests.surfaces.test_expression import LEAVES, POINTS, joined
from training.configuration.ranges import in_words
from training.race.config import FIELDS, LETTERS, VERSION, Choice, choice, decode, default_race, encode


def numbers(low, high):
    return st.floats(low, high, allow_nan=False).map(lambda v: v + 0.0)  # no negative zero


@st.composite
def choices(draw):
    spec = OPTIMIZERS[draw(st.sampled_from(sorted(OPTIMIZERS)))]
    values = {h.name: draw(numbers(h.low, h.high)) for h in spec.hypers}
    values |= {o.name: draw(st.sampled_from(o.values)) for o in spec.options}
    return choice(spec.name, **values)


@st.composite
def races(draw):
    base = default_race(draw(st.sampled_from(sorted(SURFACES))))
    if draw(st.booleans()):
        base = default_race(
            "formula", draw(st.sampled_from(["x**2 + y**2", "sin(x*3) + 0.5*y**4", "exp(-x**2) - y/7 + 1"]))
        )
    letters = draw(st.lists(st.sampled_from(LETTERS), unique=True, max_size=12).map(sorted))
    x0, y0 = draw(numbers(-1e5, 1e5)), draw(numbers(-1e5, 1e5))
    frame = (x0, x0 + draw(numbers(0.5, 1e4)), y0, y0 + draw(numbers(0.5, 1e4)))
    return replace(
        base,
        x=draw(numbers(-1e6, 1e6)),
        y=draw(numbers(-1e6, 1e6)),
        steps=draw(st.integers(1, 20_000)),
        noise=draw(numbers(0, 1000)),
        seed=draw(st.integers(0, 2**31 - 1)),
        frame=frame,
        batch=draw(st.integers(1, base.batch)) if base.batch else 0,
        slots=tuple((letter, draw(choices())) for letter in letters),
    )


@settings(max_examples=150)
@given(races())
def test_a_link_opens_the_race_that_it_was_made_from(race):
    assert decode(encode(race)) == (race, [])
    assert decode("?" + encode(race)) == (race, [])


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_default_links_are_complete_versioned_and_short(surface):
    race = default_race(surface)
    fields = dict(parse_qsl(encode(race)))
    assert fields["v"] == str(VERSION) and fields["surface"] == surface
    for letter, chosen in race.slots:
        assert fields[letter] == chosen.optimizer
        for name, value in chosen.hypers:
            assert float(fields[f"{letter}.{name}"]) == value
    assert len(encode(race)) < 1000


def test_absent_fields_take_the_defaults_of_their_surface_and_optimizer():
    race, sentences = decode("surface=long_valley&a=adam&c=sgd&c.lr=0.5")
    default = default_race("long_valley")
    assert sentences == []
    assert (race.x, race.y, race.frame) == (default.x, default.y, default.frame)
    assert race.choices["a"].value("lr") == SURFACES["long_valley"].lrs["adam"]
    assert race.choices["c"] == choice("sgd", lr=0.5)
    assert list(race.choices) == ["a", "c"]


def test_a_surface_of_data_has_its_batch_in_the_link_and_others_have_none():
    assert "batch=100" in encode(default_race("perceptron_kl")).split("&")
    assert decode("surface=perceptron_kl&batch=7")[0].batch == 7
    assert "batch" not in encode(default_race("beale"))


def test_an_empty_query_is_the_default_race():
    assert decode("") == (default_race(), [])


def test_a_race_without_runners_keeps_being_one():
    empty = replace(default_race(), slots=())
    assert decode(encode(empty)) == (empty, [])


@settings(max_examples=150)
@given(st.recursive(LEAVES, joined, max_leaves=6), numbers(-1e3, 1e3), st.booleans())
def test_a_plus_typed_into_an_address_is_a_plus(text, number, tight):
    """As a person writes it, + stands for itself; as the app writes it, %2B does. Both open the same race."""
    text = f"{text} + x + 1e+0*y".replace(" ", "" if tight else " ")
    by_hand = f"surface=formula&formula={quote(text, safe='+*/()-,. ')}&x={number:+.3e}&a=sgd&a.lr=1e+0"
    race, sentences = decode(by_hand)
    meant, told = decode(by_hand.replace("+", "%2B"))
    assert (race.surface, race.x, race.choices) == (meant.surface, meant.x, meant.choices)
    if race.surface == "formula":
        assert sentences == told
        with np.errstate(all="ignore"):
            values = [np.asarray(parse(r.formula).at(np, *POINTS)) for r in (race, meant)]
        np.testing.assert_array_equal(*values)
    assert decode(encode(race)) == (race, [])


@pytest.mark.parametrize(
    ("query", "formula"),
    [
        ("formula=x**2+y**2", "x**2+y**2"),
        ("formula=x**2+%2B+y**2", "x**2 + y**2"),
        ("formula=sin+(x)+(y-1)^2", "sin (x)+(y-1)^2"),
        ("formula=x+-y", "x -y"),
        ("formula=1.5e+1*x+.5+y", "1.5e+1*x+.5+y"),
        ("formula=x%20%2B%20y", "x + y"),
    ],
)
def test_what_stands_in_an_address_by_hand_is_understood(query, formula):
    race, sentences = decode(query)
    assert (race.formula, sentences) == (formula, [])


BAD = [  # query, words of its one sentence: field, range, what was used
    ("surface=nowhere", ["surface", "beale", "more", "nowhere"]),
    ("surface=rosenbrok", ["surface: must be one of rosenbrock", "beale was used"]),
    ("steps=1e9", ["steps", "1 to 20,000", "1e9", "300"]),
    ("steps=2.5", ["steps", "whole number", "2.5", "300"]),
    ("x=abc", ["x", "−1,000,000 to 1,000,000", "abc", "1 was used"]),
    ("y=nan", ["y", "nan", "1.5 was used"]),
    ("t=abc", ["t", "0 to 300", "abc", "ignored"]),
    ("t=-3", ["t", "0 to 300", "-3", "ignored"]),
    ("t=301", ["t", "0 to 300", "301", "last step is shown"]),
    ("t=" + 5000 * "9", ["t", "0 to 300", "last step is shown"]),
    ("t=0300", []),
    ("noise=-1", ["noise", "0 to 1,000", "-1", "0 was used"]),
    ("seed=inf", ["seed", "inf", "7 was used"]),
    ("x0=5&x1=1", ["x0", "grow", "5", "used"]),
    ("x0=2.9995&x1=3.0005&y0=0.4995&y1=0.5005", []),
    ("x0=2.9995&x1=3.0004&y0=0.4995&y1=0.5005", ["x0 to x1 must grow by at least 0.001, not run from 2.9995"]),
    ("x0=999998&x1=999999.5", ["x0 to x1 must grow by at least 2, not run from 999998"]),
    ("a=nobody", ["a:", "one of", "more", "nobody", "left out"]),
    ("a=adam&a.lr=fast", ["a.lr", "0 to 1000", "fast", "0.1 was used"]),
    ("a=adam&a.b1=1.5", ["a.b1", "1.5", "0.9 was used"]),
    ("a=adam&a.eps_mode=sideways", ["a.eps_mode", "outside, inside, hat", "sideways", "outside was used"]),
    ("a=adam&a.speed=3", ["a.speed", "ignored"]),
    ("b.lr=3", ["b.lr", "ignored"]),
    ("hello=world", ["hello", "ignored"]),
    ("v=99", ["v:", "version 1"]),
    ("steps=10&steps=20", ["steps", "more than once", "first"]),
    ("formula=x**2", []),
    ("surface=formula&formula=x$2", ["formula", "character 2", "Beale"]),
    ("surface=formula", ["formula", "Beale"]),
    ("surface=formula&formula=x^-1", []),
    ("surface=formula&formula=(-1)**x%2By", ["formula", "no surface to descend", "Beale"]),
    ("surface=formula&formula=log(x)&x=-1&y=0", ["x, y: the start", "there is none at (-1, 0)", "2.2, 1.6 were used"]),
    ("surface=formula&formula=exp(x)&x=89", ["x, y: the start", "there is none at (89, 1.6)", "2.2, 1.6 were used"]),
    ("surface=formula&formula=log(x)&x0=-9&x1=-8", ["x0, x1, y0, y1", "no finite value", "-3, 3, -3, 3 were used"]),
    ("surface=formula&formula=log(x - 10)&x0=11&x1=20", []),
    ("surface=beale&formula=x", ["formula", "ignored"]),
    ("surface=beale&batch=10", ["batch", "loss of data", "ignored"]),
    ("surface=perceptron_kl&batch=0", ["batch", "whole number from 1 to 100", "100 was used"]),
    ("surface=perceptron_kl&batch=7", []),
    ("surface=formula&formula=9**9**9", ["formula", "Beale"]),
    ("%ff%fe=%00", ["ignored"]),
]


@pytest.mark.parametrize(("query", "words"), BAD)
def test_each_bad_field_yields_one_sentence(query, words):
    race, sentences = decode(query)
    assert len(sentences) == bool(words), sentences
    assert all(word in sentences[0] for word in words), sentences
    assert decode(encode(race)) == (race, [])


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["v", "surface", "formula", "x", "steps", "x0", "y1", "a", "b", "a.lr", "l.eps", "t", "zz"]
                ),
                st.text(max_size=12),
            ),
            max_size=6,
        ).map(lambda pairs: "&".join(f"{a}={b}" for a, b in pairs)),
    )
)
def test_decode_never_raises_and_what_it_used_is_valid(query):
    race, sentences = decode(query)
    assert decode(encode(race)) == (race, [])
    assert all(re.search(r"[.]$", sentence) for sentence in sentences)


def test_a_link_of_a_megabyte_is_cut_and_says_so():
    race, sentences = decode("x=2&" + "junk&" * 200_000)
    assert race.x == 2 and "longer" in sentences[0] and len(sentences) < 40


def test_choice_names_the_range_and_the_value():
    with pytest.raises(ValueError, match=r"b1 must be a number from 0 to .* not “2”"):
        choice("adam", b1=2)
    with pytest.raises(KeyError, match="speed"):
        choice("adam", speed=2)
    with pytest.raises(KeyError):
        choice("nobody")


def test_choices_take_integers_and_are_hashable():
    assert choice("adam", lr=1) == choice("adam", lr=1.0)
    assert isinstance(choice("adam", lr=1).value("lr"), float)
    assert len({choice("adam"), choice("adam"), choice("sgd")}) == 2
    assert isinstance(choice("adam").with_value("eps_mode", "hat"), Choice)


def test_bounds_say_their_range():
    assert in_words(FIELDS["steps"].bound(default_race())) == "a whole number from 1 to 20,000"

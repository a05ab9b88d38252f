"""The initialization page in words: numbers, what happens to a signal, and the table."""

from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from locales.formats import digits
from training.configuration.differences import told
from training.initialization.config import DEFAULT, FIELDS, NORMALIZED, decode, each
from training.initialization.expected import expected
from training.initialization.measure import Deep, measure
from training.parts.initializers import INITIALIZERS
from ui.initialization import words as deep_words
from ui.initialization.header import Shown, chosen, header
from ui.initialization.presets import PRESETS
from ui.looks.identity import by_letter
from ui.player.component import pack

SMALL = replace(DEFAULT, width=60, examples=200)


class Text(HTMLParser):
    """Reads which elements are open, and fails where they do not close in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.cells = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.cells.append(data)


def sentences(**fields):
    deep = replace(SMALL, **fields)
    return deep_words.verdicts(deep, measure(deep))


def test_what_happens_to_the_signal_is_said():
    shrinking = sentences()
    assert shrinking[0].startswith("Activations shrink by a factor of 0.0") and "in layer 10." in shrinking[0]
    assert "shrink" in shrinking[1] and "in layer 10, " in shrinking[1] and shrinking[1].endswith("in layer 1.")
    assert "keep their order of size" in sentences(init="lecun")[0]
    large = sentences(initvalue=2.0)
    assert "grow by a factor of" in large[1] and "saturated, within 3% of a bound" in large[2]


def test_what_floats_cannot_hold_is_named_with_its_layer():
    linear = {"activation": "identity", "init": "identity", "width": 20}
    vanishing = sentences(**linear, initvalue=0.5, depth=160)
    assert "Activations vanish by a factor of 0.5" in vanishing[0]
    assert "exactly zero from layer 15" in vanishing[0]
    tiny = sentences(**linear, initvalue=0.5, depth=140)
    assert "from layer 127 on below 1.2×10⁻³⁸" in tiny[0]
    exploding = sentences(**linear, initvalue=4.0, depth=80)
    assert "Activations explode by a factor of 4.00 a layer: not finite from layer 6" in exploding[0]
    assert "explode" in exploding[1] and "not finite from layer 1" in exploding[1]
    assert sentences(init="zeros")[0] == "Activations vanish: exactly zero from layer 1 on, in 32-bit floats."
    flat = sentences(init="zeros", activation="sigmoid")
    assert flat[0].startswith("Activations lose their spread: the same for every unit and example from layer 1 on")


def test_gradients_through_activations_that_are_not_finite_are_not_said_to_vanish():
    forward, back, *more = sentences(activation="relu", initvalue=1e3, depth=30)
    assert "Activations explode" in forward and more == []
    assert back == "Gradients need activations that are finite, so theirs are not known."
    assert not np.isfinite(measure(replace(SMALL, activation="relu", initvalue=1e3, depth=30)).signal.grad_act[0])


def test_what_grows_before_it_is_lost_has_no_rate_of_vanishing():
    sizes, zero, lost = np.array([1.0, 7.0, 50.0, 0.0]), np.array([0, 0, 0, 1.0]), np.zeros(4, bool)
    said = deep_words._fate("Gradients", sizes, zero, lost, lambda i: i + 1)
    assert said == "Gradients vanish: exactly zero from layer 4 on, in 32-bit floats."


def test_a_dip_between_the_ends_is_told():
    sizes, none = np.array([1.0, 1e-9, 1e-4]), np.zeros(3)
    said = deep_words._fate("Gradients", sizes, none, none > 0, lambda i: i + 1)
    assert "least in layer 2 with 1.00×10⁻⁹" in said


def test_a_share_that_all_layers_have_is_told_of_all():
    assert sentences(initvalue=2.0, width=200)[2].startswith("In every layer, ")
    assert sentences(activation="sigmoid", initvalue=0.5)[2].startswith("In layer ")


@pytest.mark.parametrize("name", PRESETS)
def test_the_table_has_measured_and_theory_for_every_layer(name):
    deep = replace(PRESETS[name].config, width=40, examples=100)
    found, theory = measure(deep), expected(deep)
    cells = Text(deep_words.table(deep, found, theory)).cells
    assert cells.count("measured") == cells.count("theory") == 4
    assert digits(float(found.signal.act_std[-1]), 4) in cells
    assert digits(float(theory.act_std[-1]), 4) in cells


@pytest.mark.parametrize(
    "deep",
    [
        SMALL,
        replace(SMALL, init="zeros"),
        replace(SMALL, activation="relu", depth=1),
        Deep("identity", "identity", 5.0, 1.0, width=10, depth=90, examples=20, seed=1),
        Deep("softplus", "normal", 1e3, 10.0, width=10, depth=60, examples=20, seed=1),
    ],
)
def test_pictures_have_what_was_measured_whatever_the_numbers(deep):
    for axis in ("values", "sizes"):
        found, theory = measure(deep), expected(deep)
        drawn = header([Shown(replace(deep, axis=axis), found, theory)])
        assert len(pack(drawn)) < 60_000
        activations, gradients = drawn["histograms"]
        assert activations["signal"] == (axis == "values") and not gradients["signal"]
        for picture in (activations, gradients):
            shares, zero = picture["shares"], np.array(picture["zero"])
            assert shares.shape == (min(deep.depth, 10), picture["bins"]) and len(picture["mean"]) == len(shares)
            whole = shares.sum(axis=1) + zero  # less where some values are not finite
            assert (np.isclose(whole, 1, atol=1e-5) | (whole < 1)).all()
        sizes = np.array(gradients["mean"])
        np.testing.assert_array_equal(sizes, found.signal.grad_act[np.array(gradients["layers"]) - 1])


def test_first_and_last_of_many_layers_are_shown():
    shown = chosen(150)
    assert (shown[0], shown[-1], len(shown)) == (0, 149, 10) and chosen(3) == [0, 1, 2]
    assert np.all(np.diff(shown) > 0)


def basis(deep):
    return " ".join(deep_words.basis([Shown(deep, measure(replace(deep, depth=1)), expected(deep))]))


def compared(link):
    """The networks of a comparison as the page shows them, small ones."""
    deep = decode(f"width=20&depth=4&examples=50&{link}")[0]
    people = by_letter(told(FIELDS, deep))
    return [Shown(own, measure(own), expected(own), people[letter]) for letter, own in each(deep).items()]


def test_several_networks_are_drawn_and_told_side_by_side():
    networks = compared("a.init=normal&a.initvalue=0.01&b.init=he&c.init=normal&c.initvalue=1")
    drawn = header(networks)
    rows, labels = drawn["histograms"], ["Normal 0.01", "He", "Normal 1"]
    assert [row["who"]["label"] for row in rows] == labels * 2
    assert [row["name"] for row in rows][::3] == ["Activations, Normal 0.01", "Gradients, Normal 0.01"]
    assert [row["text"] for row in rows] == ["", "", "", "Gradients, backward", "", ""]
    for place, one in enumerate(networks):
        alone = header([one._replace(who=None)])
        assert pack({"row": alone["histograms"][0]["shares"]}) == pack({"row": rows[place]["shares"]})
        for figure, single in zip(drawn["charts"][:2], alone["charts"], strict=False):
            line = figure["lines"][place]
            assert line["measured"] == single["lines"][0]["measured"] and line["name"] == labels[place]
    assert [figure["text"] for figure in drawn["charts"][2:]] == ["Gradients to activations", "Gradients to weights"]
    said = deep_words.told(networks)
    assert [line.split(":")[0] for line in said] == labels and "shrink" in said[0]
    assert len(deep_words.basis(networks)) == 1
    assert len(deep_words.basis(compared("a.init=normal&a.initvalue=1&b.init=constant&b.initvalue=1"))) == 2


def test_three_weights_die_live_and_saturate_as_the_preset_says():
    deep = replace(PRESETS["three"].config, width=100, examples=100)
    small, middle, large = (measure(own) for own in each(deep).values())
    assert small.signal.act_std[-1] < 1e-8 and middle.signal.act_std[-1] > 0.1
    assert large.saturated[-1] > 0.6 > 10 * middle.saturated[-1]


def test_the_five_tables_are_told_apart_on_one_screen():
    deep = replace(PRESETS["five"].config, width=200, examples=200)
    people = by_letter(told(FIELDS, deep))
    labels = ["tanh, Normal 0.01", "tanh, Normal 1", "tanh, LeCun normal", "ReLU, LeCun normal", "ReLU, He"]
    assert [who.label for who in people.values()] == labels
    small, large, tanh, halved, kept = (measure(own).signal.act_std for own in each(deep).values())
    assert small[-1] < 1e-7 and large.min() > 0.9 and 0.15 < tanh[-1] < 0.35
    assert halved[-1] / halved[0] == pytest.approx(2**-4.5, rel=0.6) and 0.4 < kept[-1] / kept[0] < 2.5


def test_what_was_computed_on_is_said():
    words = basis(replace(DEFAULT, depth=200))
    assert "62 examples (of 1,000: more are too much" in words and "seed 7" in words and "without biases" in words
    assert "own biases" in basis(replace(DEFAULT, init="data_dependent"))


@pytest.mark.parametrize("init", INITIALIZERS)
@pytest.mark.parametrize("norm", NORMALIZED)
def test_theory_is_said_to_be_where_it_is(init, norm):
    deep = replace(SMALL, init=init, norm=norm, width=4, depth=2)
    finite = bool(np.isfinite(expected(deep).act_std).all())
    assert finite == ("There is no theory here" not in deep_words._theory(deep))


def test_one_draw_of_rectifiers_strays_as_the_preset_says():
    preset = PRESETS["relu_he"]
    logs = [np.log(measure(replace(preset.config, examples=20, seed=seed)).signal.act_std[-1]) for seed in range(12)]
    assert 0.1 < np.std(logs) < 0.22 and "some 15% after ten layers" in preset.shows

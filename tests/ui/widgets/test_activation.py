"""Pictures of activations: a line for each that somebody uses, in their looks, and what is said of them."""

from xml.etree import ElementTree

import pytest

from training.network.config import FIELDS, decode
from training.parts.activations import ACTIVATIONS
from ui.looks.identity import identities
from ui.network.activation_plots import WEIGHTS, bounded, charted, steepened, table
from ui.widgets.activation import lines, sentence, svg

COMPARED = "hidden=3&activation=elu&a=adam&a.activation=relu&b=adam&b.activation=selu&c=adam&c.activation=relu"


def shown(query, dark=False):
    network = decode(query)[0]
    return network, lines(FIELDS, network, identities(FIELDS, network), dark)


def test_each_activation_has_the_look_of_the_first_who_uses_it():
    network, found = shown(COMPARED)
    people = identities(FIELDS, network)
    assert [(line.activation, line.hue) for line in found] == [("relu", people["a"].light), ("selu", people["b"].light)]
    assert [line.label for line in shown("hidden=3&activation=elu&a=adam&b=sgd")[1]] == ["ELU"]
    assert [line.label for line in shown("hidden=3&activation=elu&a=none")[1]] == ["ELU"]


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_has_two_curves_of_each(dark):
    found = shown(COMPARED, dark)[1]
    drawn = ElementTree.fromstring(svg(found, dark))
    curves = drawn.findall("{*}polyline")
    assert [curve.get("stroke") for curve in curves] == [line.hue for line in found] * 2
    relu = [tuple(map(float, point.split(","))) for point in curves[2].get("points").split()]
    assert len({y for _, y in relu}) == 2  # the slope is 0, then 1


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_told_of(name):
    assert ACTIVATIONS[name].bipolar == ("mirrored" in sentence(name))
    assert bool(ACTIVATIONS[name].learned) == ("is learned from" in sentence(name))


def test_sentences_say_range_mean_saturation_and_slope():
    assert sentence("tanh") == "Outputs from −1 to 1: zero-centred. Saturates at |z| > 1.74; slope at most 1."
    assert sentence("relu") == (
        "Outputs from 0 up: mean 0.4 of a normal signal, not zero-centred. Slope 0 for z < 0; slope at most 1."
    )
    assert "<td>Saturates at |z| &gt; 3.48</td><td>0.25</td><td>0.25</td>" in table(
        shown("activation=sigmoid&a=sgd")[1]
    )


def test_the_slope_of_a_sigmoid_unit_at_zero_is_a_quarter_of_its_weight():
    for weight, curve in zip(WEIGHTS, steepened(shown("activation=sigmoid&a=sgd")[1][0]), strict=True):
        middle = len(curve.x) // 2
        step = curve.x[middle + 1] - curve.x[middle]
        assert curve.x[middle] == 0 and curve.y[middle] == 0.5
        assert (curve.y[middle + 1] - 0.5) / step == pytest.approx(weight / 4, rel=0.05)
    assert [name for name in ACTIVATIONS if bounded(name)] == ["sigmoid", "tanh"]


def test_charts_keep_the_jump_of_a_slope():
    curve = charted(shown("activation=relu&a=sgd")[1][0], slopes=True)
    assert set(curve.y) == {0.0, 1.0} and abs(curve.x[curve.y.argmax()]) < 0.01 and len(curve.x) < 400

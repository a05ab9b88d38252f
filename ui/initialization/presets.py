"""Ready-made deep networks: the five tables of the decks, by what the decks show, and some that go on from there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from training.initialization.config import DEFAULT, LETTERS
from training.initialization.measure import Deep, Variant
from ui.session.page import Preset

_LINEAR = replace(DEFAULT, activation="identity", init="identity", width=100, depth=100, examples=200, axis="sizes")
_SMALL, _LARGE = (("init", "normal"), ("initvalue", 0.01)), (("init", "normal"), ("initvalue", 1.0))
_LECUN, _HE = (("init", "deck"),), (("init", "he"),)
_TANH, _RELU = ("activation", "tanh"), ("activation", "relu")
_THREE = (_SMALL, _LECUN, _LARGE)
_FIVE = ((_TANH, *_SMALL), (_TANH, *_LARGE), (_TANH, *_LECUN), (_RELU, *_LECUN), (_RELU, *_HE))


def _several(*differences: tuple[tuple[str, Any], ...]) -> Deep:
    slots = tuple((letter, Variant(differs)) for letter, differs in zip(LETTERS, differences, strict=False))
    return replace(DEFAULT, slots=slots)


PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "tanh_small",
            "tanh, 0.01",
            "Weights of 0.01: activations become zero, layer by layer. Gradients vanish on the way back as well, "
            "yet the weights of every layer get gradients of the same tiny size.",
            DEFAULT,
        ),
        Preset(
            "tanh_large",
            "tanh, 1.0",
            "Weights of 1: nine activations in ten stand within 1% of −1 or 1. Lectures conclude that gradients are "
            "all zero; with 500 units the few that are not saturated make them explode instead.",
            replace(DEFAULT, initvalue=1.0),
        ),
        Preset(
            "tanh_xavier",
            "tanh, LeCun",
            "Weights of 1/√fan_in, which some lectures call Xavier: activations shrink slowly, and stay alive.",
            replace(DEFAULT, init="deck", initvalue=0.0),
        ),
        Preset(
            "relu_xavier",
            "ReLU, LeCun",
            "Weights of 1/√fan_in break with ReLU, which cuts off half of the signal: its variance halves each layer.",
            replace(DEFAULT, activation="relu", init="deck", initvalue=0.0),
        ),
        Preset(
            "relu_he",
            "ReLU, He",
            "Weights of √(2/fan_in) make up for the half that ReLU cuts off: activations keep their size at any depth, "
            "on average. One draw of 500 units strays, by some 15% after ten layers and often more: try other seeds.",
            replace(DEFAULT, activation="relu", init="he", initvalue=0.0),
        ),
        Preset(
            "three",
            "Three weights",
            "One tanh network with three initial weights: with 0.01 the signal dies out, with 1 it saturates, and with "
            "1/√fan_in, between them, it lives on through all ten layers.",
            _several(*_THREE),
        ),
        Preset(
            "five",
            "All five",
            "The five tables side by side. tanh dies out with 0.01, saturates with 1 and lives with 1/√fan_in; ReLU, "
            "which cuts off half of the signal, shrinks with the same weights and keeps its size with √(2/fan_in).",
            _several(*_FIVE),
        ),
        Preset(
            "rescued",
            "All five, batch norm",
            "With batch norm all five pass the signal on: activations have deviation 0.63 under tanh and 0.58 under "
            "ReLU in all layers, whatever the weights.",
            replace(_several(*_FIVE), norm="batch"),
        ),
        Preset(
            "sigmoid_xavier",
            "Sigmoid, LeCun",
            "The slope of a sigmoid is at most 1/4: with weights of 1/√fan_in gradients shrink more than fourfold each "
            "layer, and the first layers hardly learn. Activations stand around 0.5, so they are never zero-centred.",
            replace(DEFAULT, activation="sigmoid", init="deck", initvalue=0.0),
        ),
        Preset(
            "selu",
            "SELU",
            "SELU pulls mean and variance to 0 and 1 by itself.",
            replace(DEFAULT, activation="selu", init="lecun", initvalue=0.0),
        ),
        Preset(
            "bipolar",
            "Bipolar ReLU",
            "Every second unit is −f(−z): the mean stays near 0, where ReLU with the same weights has 0.56.",
            replace(DEFAULT, activation="bipolar_relu", init="he", initvalue=0.0),
        ),
        Preset(
            "explode",
            "Linear, 1.5",
            "Without activations, each layer 1.5 times the identity: the signal is 1.5 to the power of the depth, "
            "4×10¹⁷ after 100 layers.",
            replace(_LINEAR, initvalue=1.5),
        ),
        Preset(
            "vanish",
            "Linear, 0.5",
            "Each layer half the identity: 0.5 to the power of the depth, 7×10⁻⁴⁶ after 150 layers, less than the "
            "smallest 32-bit float.",
            replace(_LINEAR, initvalue=0.5, depth=150),
        ),
    )
}


def active(preset: Preset, deep: Deep) -> bool:
    """Whether these are the layers of the preset, on whichever axis they are looked at."""
    return bool(preset.config == replace(deep, axis=preset.config.axis))

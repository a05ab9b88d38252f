"""Presets of sharpness: where it settles, what each rule can bear, and what becomes of a rate that is too large.

After Cohen and others, Gradient descent on neural networks typically occurs at the edge of stability, 2021,
arXiv:2103.00065, whose setting this is, and Adaptive gradient methods at the edge of stability, 2022, arXiv:2207.14484;
Lewkowycz and others, The large learning rate phase of deep learning: the catapult mechanism, 2020, arXiv:2003.02218.
"""

from __future__ import annotations

from dataclasses import replace

from training.choice import Choice, choice
from training.data.named import WAVE
from training.network.config import LETTERS, default_network
from training.network.network import Network
from ui.session.page import Preset


def _wave(*runners: Choice, steps: int = 2500) -> Network:
    """Full batches of twenty points of a wave, and a small tanh network without biases at the start."""
    return replace(
        default_network("own", WAVE),
        slots=tuple(zip(LETTERS, runners, strict=False)),
        hidden=(30, 20),
        bias="zeros",
        biasvalue=0.0,
        prep="none",
        split=0.0,
        batch=1024,
        steps=steps,
    )


def _descent(*rates: float) -> tuple[Choice, ...]:
    return tuple(choice("sgd", lr=rate) for rate in rates)


EDGES = (
    Preset(
        "sharpening",
        "Edge of stability",
        "Sharpness rises until it meets 2 over the rate, 10 and 20, and stays there; at rate 0.05, whose limit is 40, "
        "it comes to 25 in 16,000 steps.",
        _wave(*_descent(0.2, 0.1, 0.05), steps=16_000),
        curves=("sharpness",),
    ),
    Preset(
        "limits",
        "Limits of four rules",
        "Each rule bears another sharpness: as shares of what they bear, all four rise to 1 and settle there.",
        _wave(
            choice("momentum", lr=0.15, beta=0.5),
            choice("nesterov", lr=0.1, beta=0.5),
            choice("rmsprop", lr=0.001, rho=0.99),
            choice("adam", lr=0.003, b2=0.99),
        ),
        curves=("edge",),
    ),
    Preset(
        "catapult",
        "Catapult",
        "At rates 0.35 and 0.45 sharpness begins above its limit: the loss jumps, and they land where it is below.",
        _wave(*_descent(0.15, 0.35, 0.45), steps=40),  # of which the jump takes five
        pictured="c",
        curves=("sharpness",),
    ),
)

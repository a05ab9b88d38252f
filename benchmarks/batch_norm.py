"""Batch norm as numbers: deep networks with and without it, mini-batches of few examples, and three tests of one.

`python -m benchmarks.batch_norm` writes tests/batch_norm.json, of which the tests assert the shapes: it trains for
minutes. The settings are those of three presets; losses are those of the last mini-batch.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from training.network.config import each, encode
from training.network.network import Network
from training.network.train import train
from ui.network.presets import PRESETS

TABLE = Path(__file__).resolve().parent.parent / "tests" / "batch_norm.json"
STARTS = {"0.01": ("normal", 0.01), "1": ("normal", 1.0), "Xavier": ("glorot", 0.0), "He": ("he", 0.0)}


def deep(network: Network) -> dict[str, list[float | None]]:
    """The last loss without and with batch norm, by activation and start; None where it is not finite."""
    found: dict[str, list[float | None]] = {}
    for activation in ("relu", "tanh"):
        for name, (init, number) in STARTS.items():
            own = replace(network, activation=activation, init=init, initvalue=number)
            losses = [float(train(one, own.choices[slot]).losses[-1]) for slot, one in each(own).items()]
            found[f"{activation} {name}"] = [round(loss, 4) if np.isfinite(loss) else None for loss in losses]
    return found


def small(network: Network) -> dict[str, list[float]]:
    """By the size of the mini-batch: score on validation by running averages, and of training in training mode."""
    found = {}
    for slot, one in each(network).items():
        figures = train(one, network.choices[slot]).figures
        found[str(one.batch)] = [round(float(figures.valid_score[-1]), 3), round(float(figures.batch_score[-1]), 3)]
    return found


def tests(network: Network) -> dict[str, float]:
    """The last score on validation by what stands for the mini-batch at the test."""
    own = each(network)
    return {
        one.normtest: round(float(train(one, network.choices[slot]).figures.valid_score[-1]), 3)
        for slot, one in own.items()
    }


def main() -> None:
    """Write the table."""
    high, few, three = (PRESETS[name].config for name in ("bn_high_lr", "bn_small_batch", "bn_at_test"))
    links = [encode(network) for network in (high, few, three)]
    table = {"links": links, "deep": deep(high), "small": small(few), "tests": tests(three)}
    TABLE.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""Writes regularized.json beside this file with torch: ``python tests/golden/regularized.py``.

A 2-5-4-1 network of tanh units is trained by plain descent in float64, with masks that this file draws, or with torch's
weight decay. What is drawn comes from numpy's frozen stream, so that the test draws it again without torch.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_suffix(".json")
SIZES, EXAMPLES, STEPS, RATE, DECAY = (2, 5, 4, 1), 12, 40, 0.3, 0.05
KEEP = (0.9, 0.8, 0.5)  # of what each layer reads


def examples() -> tuple[np.ndarray, np.ndarray]:
    """Inputs (examples, 2) and classes (examples,)."""
    rng = np.random.RandomState(0)
    x = rng.standard_normal((EXAMPLES, SIZES[0]))
    return x, (x[:, 0] * x[:, 1] > 0).astype(float)


def start() -> list[tuple[np.ndarray, np.ndarray]]:
    """Weights (inputs, units) and biases of each layer."""
    rng = np.random.RandomState(1)
    pairs = itertools.pairwise(SIZES)
    return [(rng.standard_normal((n, m)) / n**0.5, 0.1 * rng.standard_normal(m)) for n, m in pairs]


def masks(kind: str) -> list[list[np.ndarray]]:
    """For each step and layer 1 where something stays: of its inputs (examples, inputs), or of its weights."""
    rng, pairs = np.random.RandomState(2), [*zip(SIZES, SIZES[1:], KEEP, strict=False)]
    shapes = [((n, m) if kind == "dropconnect" else (EXAMPLES, n), keep) for n, m, keep in pairs]
    return [[(rng.random_sample(shape) < keep).astype(float) for shape, keep in shapes] for _ in range(STEPS)]


def write() -> None:
    """Train with each technique, and write the parameters at the end and the outputs at the test."""
    found = {name: _trained(name) for name in ("inverted", "dropconnect", "decay", "decay_all")}
    FILE.write_text(json.dumps(found, indent=1) + "\n")


def _trained(name: str) -> dict:
    import torch

    x, y = map(torch.tensor, examples())
    layers = [(torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)) for w, b in start()]
    weights, biases = map(list, zip(*layers, strict=True))
    decays = {"decay": (DECAY, 0.0), "decay_all": (DECAY, DECAY)}.get(name, (0.0, 0.0))
    groups = [{"params": part, "weight_decay": decay} for part, decay in zip((weights, biases), decays, strict=True)]
    rule = torch.optim.SGD(groups, lr=RATE)

    def outputs(drawn: list | None) -> torch.Tensor:
        a = x
        for place, (w, b) in enumerate(layers):
            if drawn is not None and name == "inverted":
                a = a * torch.tensor(drawn[place]) / KEEP[place]
            if name == "dropconnect":
                w = w * (KEEP[place] if drawn is None else torch.tensor(drawn[place]))
            z = torch.nn.functional.linear(a, w.T, b)
            a = torch.tanh(z) if place < len(layers) - 1 else z
        return a[:, 0]

    for drawn in masks(name):
        rule.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(outputs(drawn), y).backward()
        rule.step()
    end = [{"w": w.detach().tolist(), "b": b.detach().tolist()} for w, b in layers]
    return {"params": end, "outputs": outputs(None).detach().tolist()}


if __name__ == "__main__":
    write()

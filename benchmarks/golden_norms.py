"""Train a network with each normalization with torch, in float64, and keep what happened for the tests.

`python -m benchmarks.golden_norms` writes tests/golden_norms.json; it needs torch (requirements-oracle.txt). Data,
initial weights and the order of the examples are this project's; the forward pass in training and at the test, the
running averages, the gradients and the updates are torch's.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jax
import numpy as np
import torch
from torch.nn import functional

from training.network.config import decode
from training.network.network import Network
from training.network.resolve import resolve

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden_norms.json"
STEPS = 200
EVERY = 8  # of the final parameters, this one in so many is kept
RATE = 0.02
QUERY = "data=spirals&examples=200&hidden=12,8&activation=tanh&loss=bce&batch=32&steps=200"
GROUPS = 2  # of two units nothing but a sign is left, and any rounding is another run
NORMS = ("batch", "layer", "group", "weight")
NAMES = ("w", "b", "gamma", "beta", "g")


def torch_run(network: Network) -> dict[str, list[float]]:
    """Losses before each update, some of the final parameters, running averages, and the outputs at the test."""
    task = resolve(network)
    part = task.prepared
    x, y = torch.tensor(np.float64(part.train_x)), torch.tensor(np.float64(part.train_y))
    layers = [
        {name: torch.tensor(np.float64(v), requires_grad=True) for name, v in layer.items()} for layer in task.initial
    ]
    held = [torch.zeros(n, dtype=torch.float64) for n in network.hidden]
    spread = [torch.ones(n, dtype=torch.float64) for n in network.hidden]
    order = task.order(STEPS)
    learned = [layer[name] for layer in layers for name in NAMES if name in layer]
    optimizer, losses = torch.optim.SGD(learned, lr=RATE), []
    for t in range(STEPS + 1):
        rows = torch.tensor(order.order[t, : order.count[t]].astype(np.int64))
        at_start = [one.clone() for one in (*held, *spread)]
        z = _outputs(network, layers, held, spread, x[rows], training=True)
        loss = functional.binary_cross_entropy_with_logits(z, y[rows])
        losses.append(loss.item())
        if t < STEPS:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    held, spread = at_start[: len(held)], at_start[len(held) :]  # as they are before the last row's own mini-batch
    final = np.concatenate([p.detach().numpy().ravel() for p in learned])
    shown = torch.tensor(np.float64(part.valid_x[:20]))
    return {
        "losses": losses,
        "params": final[::EVERY].tolist(),
        "remembered": [one.tolist() for one in (*held, *spread)] if network.norm == "batch" else [],
        "tested": _outputs(network, layers, held, spread, shown, training=False).detach().tolist(),
    }


def _outputs(network: Network, layers: list, held: list, spread: list, x: torch.Tensor, training: bool) -> torch.Tensor:
    for place, layer in enumerate(layers):
        hidden = place < len(layers) - 1
        w = torch._weight_norm(layer["w"], layer["g"][None], 1) if "g" in layer else layer["w"]
        x = x @ w + layer["b"]
        scale, shift = layer.get("gamma"), layer.get("beta")
        if hidden and network.norm == "batch":
            x = functional.batch_norm(x, held[place], spread[place], scale, shift, training, momentum=0.1, eps=1e-5)
        elif hidden and network.norm == "layer":
            x = functional.layer_norm(x, x.shape[1:], scale, shift, eps=1e-5)
        elif hidden and network.norm == "group":
            x = functional.group_norm(x, network.groups, scale, shift, eps=1e-5)
        x = torch.tanh(x) if hidden else x
    return x[:, 0]


def main() -> None:
    """Write the golden file."""
    network, sentences = decode(QUERY)
    assert not sentences, sentences
    runs = {norm: torch_run(replace(network, norm=norm, groups=GROUPS)) for norm in NORMS}
    about = {
        "torch": torch.__version__,
        "steps": STEPS,
        "every": EVERY,
        "rate": RATE,
        "query": QUERY,
        "names": NAMES,
        "groups": GROUPS,
    }
    GOLDEN.write_text(json.dumps(about | {"runs": runs}) + "\n")


if __name__ == "__main__":
    with jax.enable_x64(True):
        main()

"""Train two networks with torch and its optimizers, in float64, and keep what happened for the tests.

`python -m benchmarks.golden_network` writes tests/golden_network.json; it needs torch (requirements-oracle.txt). Data,
initial weights and the order of the examples are this project's, since they are what has to be equal; the forward
pass, the losses, the gradients and the updates are torch's.
"""

from __future__ import annotations

import json
from pathlib import Path

import jax
import numpy as np
import torch

from training.network.config import decode, each
from training.network.model import batches
from training.network.network import Network
from training.network.resolve import resolve

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden_network.json"
STEPS = 200
EVERY = 16  # of the final parameters, this one in so many is kept
NETWORKS = {
    "spirals": "data=spirals&examples=300&hidden=32,32,32&activation=tanh&loss=bce&batch=32&steps=200",
    "digits": "data=digits&examples=400&hidden=24,16&activation=relu&init=he&loss=softmax&batch=50&steps=200",
}
COMPARISON = (  # runners that differ in fields, each with the numbers of one of RULES
    "adam",
    "data=spirals&hidden=32,32,32&steps=200&a=adam&b=adam&b.batch=16&b.init=he&c=adam&c.batch=8&c.init=normal"
    "&c.initvalue=0.3&c.seed=3",
)
BRIEFLY = ("momentum", "adam")  # what trains the second network
RULES = {  # name: torch's optimizer with its numbers, and ours
    "sgd": ("SGD", {"lr": 0.1}, {"optimizer": "sgd", "lr": 0.1}),
    "momentum": (
        "SGD",
        {"lr": 0.02, "momentum": 0.9},
        {"optimizer": "momentum", "lr": 0.02, "beta": 0.9, "convention": "lr_outside"},
    ),
    "nesterov": (
        "SGD",
        {"lr": 0.02, "momentum": 0.9, "nesterov": True},
        {"optimizer": "nesterov", "lr": 0.02, "beta": 0.9, "form": "torch"},
    ),
    "adagrad": (
        "Adagrad",
        {"lr": 0.02, "eps": 1e-10},
        {"optimizer": "adagrad", "lr": 0.02, "eps": 1e-10, "eps_mode": "outside"},
    ),
    "rmsprop": (
        "RMSprop",
        {"lr": 0.002, "alpha": 0.99, "eps": 1e-8},
        {"optimizer": "rmsprop", "lr": 0.002, "rho": 0.99, "eps": 1e-8, "eps_mode": "outside"},
    ),
    "adam": (
        "Adam",
        {"lr": 0.005, "eps": 1e-8},
        {"optimizer": "adam", "lr": 0.005, "b1": 0.9, "b2": 0.999, "eps": 1e-8},
    ),
    "adamw": (
        "AdamW",
        {"lr": 0.005, "eps": 1e-8, "weight_decay": 0.05},
        {"optimizer": "adamw", "lr": 0.005, "b1": 0.9, "b2": 0.999, "eps": 1e-8, "wd": 0.05, "decay": "decoupled"},
    ),
}
ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu}


def torch_run(network: Network, name: str) -> dict[str, list[float]]:
    """The loss of every mini-batch before its update and some of the final parameters, as torch computes them."""
    prepared = resolve(network).prepared
    x, y = torch.tensor(np.float64(prepared.train_x)), torch.tensor(np.float64(prepared.train_y))
    layers = [
        {k: torch.tensor(np.float64(v), requires_grad=True) for k, v in layer.items()}
        for layer in resolve(network).initial
    ]
    order = batches(len(prepared.train_x), network.batch, STEPS, network.dataseed, network.shuffle == "on")
    kind, numbers, _ = RULES[name]
    optimizer = getattr(torch.optim, kind)([p for layer in layers for p in (layer["w"], layer["b"])], **numbers)
    losses = []
    for t in range(STEPS + 1):
        rows = torch.tensor(order.order[t, : order.count[t]].astype(np.int64))
        loss = _loss(network, layers, x[rows], y[rows])
        losses.append(loss.item())
        if t < STEPS:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    final = np.concatenate([p.detach().numpy().ravel() for layer in layers for p in (layer["w"], layer["b"])])
    return {"losses": losses, "params": final[::EVERY].tolist()}


def _loss(network: Network, layers: list, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    for place, layer in enumerate(layers):
        x = x @ layer["w"] + layer["b"]
        x = ACTIVATIONS[network.activation](x) if place < len(layers) - 1 else x
    if network.loss == "softmax":
        return torch.nn.functional.cross_entropy(x, y.long())
    return torch.nn.functional.binary_cross_entropy_with_logits(x[:, 0], y)


def _compared() -> list[dict]:
    rule, query = COMPARISON
    network, sentences = decode(query)
    assert not sentences, sentences
    about = {"query": query, "ours": RULES[rule][2]}
    return [{"slot": slot, **about, **torch_run(own, rule)} for slot, own in each(network).items()]


def main() -> None:
    """Write the golden file."""
    golden = {"torch": torch.__version__, "steps": STEPS, "every": EVERY, "runs": [], "runners": _compared()}
    for data, query in NETWORKS.items():
        network, sentences = decode(query)
        assert not sentences, sentences
        for name in RULES if data == "spirals" else BRIEFLY:
            ours = RULES[name][2]
            golden["runs"].append(
                {"data": data, "query": query, "rule": name, "ours": ours, **torch_run(network, name)}
            )
    GOLDEN.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    with jax.enable_x64(True):
        main()

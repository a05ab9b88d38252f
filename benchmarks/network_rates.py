"""Chooses the default learning rate of each optimizer for networks, by trying: python -m benchmarks.network_rates.

Writes ``training/rates.json``. With names of optimizers behind it, only these are measured anew. Every rate trains
three small networks: the page's default one, one of ReLU units on another pattern and a regression. Its score is the
logarithm of the training loss, on average over all and over time; a rate at which a run is not finite or ends above its
start is out. The smallest rate is chosen that is nearly as good as the best: other networks are less patient.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import numpy as np

from optimizers import OPTIMIZERS
from training.choice import Choice
from training.network import Network
from training.network_links import MEASURED, RATES, default_choice, default_network
from training.train import refusal, train

TRIED = (*(float(f"{d}e{k}") for k in range(-5, 1) for d in (1, 3)), 10.0)
FLOOR = 1e-3  # losses below are equally good
NEARLY = 0.2  # powers of ten
SEED = 1
NETWORKS = (
    replace(default_network(), seed=SEED),
    replace(default_network("moons"), seed=SEED, hidden=(16, 16), activation="relu", init="he"),
    replace(default_network("curve"), seed=SEED, hidden=(16, 16)),
)


def scores(network: Network, chosen: Choice, rate: str) -> np.ndarray:
    """The mean logarithm of the training loss at each rate of TRIED; infinite where a run fails."""
    found = []
    for value in TRIED:
        loss = train(network, chosen.with_value(rate, value)).figures.train_loss
        fails = not np.isfinite(loss).all() or loss[-1] > loss[0]
        found.append(np.inf if fails else np.log10(np.maximum(loss, FLOOR)).mean())
    return np.array(found)


def best(name: str) -> float | None:
    """The chosen rate; None where the rule has no rate or cannot train these networks.

    A network that a rule trains at no rate counts for nothing: Moment Centralization divides by epsilon alone where a
    ReLU unit is dead.
    """
    names = [hyper.name for hyper in OPTIMIZERS[name].hypers]
    rate = next((known for known in RATES if known in names), None)
    plain = default_choice(name)
    if rate is None or any(refusal(network, plain) for network in NETWORKS):
        return None
    tables = [table for network in NETWORKS if np.isfinite(table := scores(network, plain, rate)).any()]
    if not tables or not np.isfinite(mean := np.mean(tables, axis=0)).any():
        return None
    value = TRIED[int(np.argmax(mean <= mean.min() + NEARLY))]
    print(f"{name:16} {value:<8g} score {mean[TRIED.index(value)]:.2f}, best {mean.min():.2f}", flush=True)
    return value


def main(wanted: list[str]) -> None:
    """Measure the optimizers named, or all."""
    rates = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for name in wanted or OPTIMIZERS:
        value = best(name)
        rates = {known: old for known, old in rates.items() if known != name} | ({} if value is None else {name: value})
        ordered = {known: rates[known] for known in OPTIMIZERS if known in rates}
        MEASURED.write_text(json.dumps(ordered, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

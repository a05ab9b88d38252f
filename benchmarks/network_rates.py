"""Chooses the default learning rate of each optimizer for networks, by trying: python -m benchmarks.network_rates.

Writes ``training/network/rates.json``. With names of optimizers behind it, only these are measured anew. Every rate
trains three small networks: the page's default one, one of ReLU units on another pattern and a regression. Its score is
the logarithm of the training loss, on average over all and over time; a rate at which a run is not finite or ends above
its start is out. The smallest rate is chosen that is nearly as good as the best: other networks are less patient.

Data sets that are trained for more steps than the usual ones have rates of their own: the best for the network with
which they open. Only rates near the usual one are tried: longer runs ask for smaller ones, but not for far smaller.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizers import OPTIMIZERS
from training.choice import Choice
from training.data.datasets import DATASETS
from training.network.config import default_network
from training.network.network import Network
from training.network.rates import MEASURED, RATES, USUAL, default_choice
from training.network.resolve import resolve
from training.network.train import train

TRIED = (*(float(f"{d}e{k}") for k in range(-5, 1) for d in (1, 3)), 10.0)
FLOOR = 1e-3  # losses below are equally good
NEARLY = 0.2  # powers of ten
BELOW, ABOVE = 3, 1  # the rates of TRIED on both sides of the usual one that are tried for longer runs
SEED = 1
USUAL_STEPS = default_network().steps
NETWORKS = {
    USUAL: (
        replace(default_network(), seed=SEED),
        replace(default_network("moons"), seed=SEED, hidden=(16, 16), activation="relu", init="he"),
        replace(default_network("curve"), seed=SEED, hidden=(16, 16)),
    ),
    **{name: (replace(default_network(name), seed=SEED),) for name, d in DATASETS.items() if d.steps > USUAL_STEPS},
}


def scores(network: Network, chosen: Choice, rate: str, tried: Sequence[float]) -> np.ndarray:
    """The mean logarithm of the training loss at each rate of ``tried``; infinite where a run fails."""
    found = []
    for value in tried:
        loss = train(network, chosen.with_value(rate, value)).figures.train_loss
        fails = not np.isfinite(loss).all() or loss[-1] > loss[0]
        found.append(np.inf if fails else np.log10(np.maximum(loss, FLOOR)).mean())
    return np.array(found)


def best(name: str, networks: Sequence[Network], tried: Sequence[float], nearly: float = 0.0) -> float | None:
    """The chosen rate for ``networks``; None where the rule has no rate or cannot train them.

    A network that a rule trains at no rate counts for nothing: Moment Centralization divides by epsilon alone where a
    ReLU unit is dead.
    """
    names = [hyper.name for hyper in OPTIMIZERS[name].hypers]
    rate = next((known for known in RATES if known in names), None)
    plain = default_choice(name)
    if rate is None or any(resolve(network).refusal(plain) for network in networks):
        return None
    tables = [table for network in networks if np.isfinite(table := scores(network, plain, rate, tried)).any()]
    if not tables or not np.isfinite(mean := np.mean(tables, axis=0)).any():
        return None
    value = tried[int(np.argmax(mean <= mean.min() + nearly))]
    print(f"{name:16} {value:<8g} score {mean[tried.index(value)]:.2f}, best {mean.min():.2f}", flush=True)
    return value


def measured(name: str) -> dict[str, float]:
    """The chosen rates of an optimizer by data set; none where it has none for networks."""
    usual = best(name, NETWORKS[USUAL], TRIED, NEARLY)
    if usual is None:
        return {}
    place = TRIED.index(usual)
    near = TRIED[max(0, place - BELOW) : place + ABOVE + 1]
    longer = {data: best(name, networks, near) for data, networks in NETWORKS.items() if data != USUAL}
    return {USUAL: usual} | {data: rate for data, rate in longer.items() if rate is not None}


def main(wanted: list[str]) -> None:
    """Measure the optimizers named, or all."""
    rates = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for name in wanted or OPTIMIZERS:
        found = measured(name)
        for data in NETWORKS:
            table = {known: rate for known, rate in rates.get(data, {}).items() if known != name}
            table |= {name: found[data]} if data in found else {}
            rates[data] = {known: table[known] for known in OPTIMIZERS if known in table}
        MEASURED.write_text(json.dumps(rates, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

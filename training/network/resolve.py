"""What a run needs, made of the words and numbers of a configuration, once: everything behind it takes the Task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from locales import tr
from training.choice import Choice
from training.data.augmentation import AUGMENTATIONS
from training.data.datasets import Dataset, find
from training.data.groups import Groups
from training.data.preprocessing import Prepared, Recipe, prepare
from training.data.samples import bootstrap
from training.data.shift import Shift
from training.network.model import MINI_BATCHES, Batches, Structure, batches
from training.network.network import BAGGING, HEAD, SORTED, Network
from training.parts import synthetic
from training.parts.activations import ACTIVATIONS
from training.parts.dropout import DROPOUTS
from training.parts.initializers import BIASES, INITIALIZERS, biases
from training.parts.layers import Numbers, dense, tested
from training.parts.losses import LOSSES
from training.parts.noise import NOISES
from training.parts.normalization import AFTER, EPOCH, NORMS, RUNNING, WIDEST
from training.parts.penalties import L2_FORMS, PENALTIES
from training.parts.streams import stream
from training.parts.weights import Start

SEEN = 1_024  # training examples, at most, that an initialization looks at

Initial = list[dict[str, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Task:
    """One network on its data, whatever optimizer trains it.

    ``network`` is the configuration of one training, without runners and without what decides nothing but pictures.
    Examples and weights are made when they are first asked for, and kept: whether a rule is refused does not depend on
    them.
    """

    network: Network
    dataset: Dataset
    structure: Structure

    @cached_property
    def prepared(self) -> Prepared:
        """The examples, split and pre-processed."""
        n = self.network
        split = n.split, n.balance, n.dataseed, n.prep, n.testsplit, self.shift, n.turn, self.shifted_groups
        return prepare(Recipe(n.data, n.points, n.examples, n.noise, *split))

    @property
    def shifted_groups(self) -> Groups:
        """The groups in which the examples of a plane are shifted."""
        return Groups(self.network.groupshift, self.network.regroup == "on")

    @property
    def shift(self) -> Shift:
        """By what validation and test are shifted."""
        return Shift(self.network.shiftangle, self.network.shiftscale, self.network.shiftmove)

    @cached_property
    def initial(self) -> Initial:
        """The parameters before step 0, by layer, float32 and read-only: the same for every optimizer."""
        params = initial(self.network, self.structure, self.prepared.train_x[:SEEN])
        for layer in params:
            for values in layer.values():
                values.setflags(write=False)
        return params

    @property
    def trained(self) -> Structure:
        """The structure as it is trained: where that is the last layer alone, the others are held."""
        return replace(self.structure, held=len(self.network.hidden) if self.network.transfer == HEAD else 0)

    @property
    def numbers(self) -> Numbers:
        """The numbers of the techniques that are on, by the names of their fields."""
        n, found = self.network, dict[str, Any]()
        if self.structure.chance:
            found["seed"] = n.seed
        for name in (*DROPOUTS[n.dropout].uses, *PENALTIES[n.penalty].uses, *self.structure.noises):
            found[name] = getattr(n, name)
        if "keepin" in found:
            found["keep"] = (found.pop("keepin"), *self._kept)
        if self.structure.remembers:
            found |= {"batch": self.batch, "batches": self.epoch}
        if n.augment != "none":
            found["augmentby"] = n.augmentby
        if n.penalty != "none":
            found["lambda"] = n.strength * (L2_FORMS[n.l2form].factor(self.examples) if n.penalty == "l2" else 1.0)
        return found

    @property
    def _kept(self) -> tuple[float, ...]:
        """The keep probability of each hidden layer."""
        n = self.network
        return tuple(n.keeps[place] if place < len(n.keeps) else n.keep for place in range(len(n.hidden)))

    def tested(self, params: Sequence[Mapping[str, np.ndarray]]) -> list[dict[str, np.ndarray]]:
        """The parameters with which the network is tested: those of training, or of some frames of it."""
        return tested(self.structure.layers, params, self.numbers)

    @property
    def examples(self) -> int:
        """How many examples there are to train on."""
        return len(self.prepared.train_x)

    @property
    def batch(self) -> int:
        """How many examples a step sees; the last step of an epoch sees what is left."""
        return min(self.network.batch, len(self.prepared.train_x))

    @property
    def epoch(self) -> int:
        """How many steps an epoch has."""
        return -(-self.examples // self.batch)

    def order(self, updates: int) -> Batches:
        """The mini-batches of so many updates, alike for every optimizer: in a new order every epoch, or the data's.

        Sorted, an epoch goes through one class after the other, and the order is that within a class.
        Which examples are for training, and their rows, do not depend on it. With bagging an epoch goes through a
        bootstrap sample of them, the same one in every epoch, which the weight seed draws. Where they are averaged over
        for the test there are so many in any case.
        """
        updates = max(updates, MINI_BATCHES) if self.structure.test == EPOCH else updates
        prepared, shuffled = self.prepared, self.network.shuffle == "on"
        rows, bagged = np.arange(len(prepared.train_x)), self.network.ensemble == BAGGING
        rows = rows if shuffled else prepared.order
        rows = rows[bootstrap(len(rows), self.network.seed)] if bagged else rows
        by = tuple(prepared.train_y[rows].tolist()) if self.network.order == SORTED else ()
        found = batches(len(rows), self.batch, updates, self.network.dataseed, shuffled, by)
        if shuffled and not bagged:
            return found
        return Batches(rows[found.order].astype(found.order.dtype), found.count)

    def refusal(self, choice: Choice) -> str:
        """Why an optimizer cannot train the network, as its SPEC says; empty where it can."""
        spec, loss, count = choice.spec, LOSSES[self.structure.loss], self.structure.count
        widest = max(self.network.hidden, default=0)
        if self.network.norm == "decorrelated" and widest > WIDEST:
            return tr(
                "{norm} is for layers of up to {most} units, and this network has one of {widest}.",
                norm=tr(NORMS["decorrelated"].label),
                most=WIDEST,
                widest=widest,
            )
        if self.structure.guessing and {"residual_fn", "value_fn"} & {*spec.needs}:
            return tr(
                "{rule} asks for losses beside the gradient, and synthetic gradients are not their slope.",
                rule=spec.label,
            )
        if "residual_fn" in spec.needs and loss.residuals is None:
            return tr(
                "{rule} needs a loss that is a sum of squares, which {loss} is not.",
                rule=spec.label,
                loss=tr(loss.label),
            )
        penalty = PENALTIES[self.structure.penalty]
        if "residual_fn" in spec.needs and penalty.name != "none" and penalty.residuals is None:
            return tr(
                "{rule} needs a loss that is a sum of squares, which the penalty {penalty} is not.",
                rule=spec.label,
                penalty=tr(penalty.label),
            )
        most = spec.most_parameters(dict(choice.options))
        if most is not None and count > most:
            learned = any(layer.learned for layer in self.structure.layers)
            return tr(
                "{rule} {note}: it trains networks of up to {most:,} {numbers}, and this one has {count:,}.",
                rule=spec.label,
                note=tr(spec.most_parameters_note),
                most=most,
                numbers=tr("weights, biases and what else is learned") if learned else tr("weights and biases"),
                count=count,
            )
        return ""


def resolve(network: Network) -> Task:
    """The Task of a configuration; the same one for all runners of a comparison, while it is among the last few."""
    return _resolved(network.trained)


@lru_cache(maxsize=16)
def _resolved(network: Network) -> Task:
    known = dataset(network)
    outputs = LOSSES[network.loss].outputs(len(known.classes))
    groups = network.groups if network.norm == "group" else 1
    after = network.normplace == AFTER and NORMS[network.norm].signals
    layers = dense(network.hidden, network.activation, outputs, network.norm, network.dropout, groups, after)
    image = known.image if AUGMENTATIONS[network.augment].planes else None
    noises = tuple(name for name in NOISES if getattr(network, name) > 0)
    structure = Structure(
        known.inputs,
        layers,
        network.loss,
        network.penalty,
        network.penalized,
        noises,
        test=network.normtest if any(layer.remembered for layer in layers) else RUNNING,
        augment=network.augment,
        reduce=network.reduce,
        gradient=network.gradient,
        image=image,
    )
    return Task(network, known, structure)


def dataset(network: Network) -> Dataset:
    """The data of a configuration, its own points included, whatever its other fields hold."""
    return find(network.data, network.points)


def initial(network: Network, structure: Structure, probe: np.ndarray) -> Initial:
    """The parameters before step 0 of a structure, drawn as the configuration says; its own layers do not count.

    ``probe`` (n, inputs) are training examples as the network sees them.
    """
    begun = biases(structure.sizes[1:], BIASES[network.bias], network.biasvalue, network.seed)
    activation, make = ACTIVATIONS[network.activation], INITIALIZERS[network.init].make
    numbers = network.initvalue, network.gain
    with stream(network.seed) as rng:
        weights, begun = make(Start(structure.inputs, structure.layers, activation, *numbers, begun, rng, probe))
    made = zip(structure.layers, weights, begun, strict=True)
    params = [{"w": w, "b": b} | layer.begun(w) for layer, w, b in made]
    for held, units in zip(params, structure.guessing, strict=False):  # the outputs guess nothing
        held |= synthetic.begun(units, structure.sizes[-1])
    return params

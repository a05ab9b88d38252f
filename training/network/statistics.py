"""What is recorded of every layer while a network trains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optimizers.trees import norm
from training.network.histograms import BINS, Ends, Fine, common, counted, fine, joined, suited
from training.network.model import NO_NUMBERS, Examples, Params, Structure
from training.parts.activations import ACTIVATIONS, Activation, saturated
from training.parts.layers import Layer, Numbers, Passed, Training, forward
from training.parts.losses import LOSSES
from training.parts.normalization import NORMS

PROBE = 64  # the first examples of the training part, on which layers are looked at
SMALLEST, LARGEST = -10.0, 2.0  # powers of ten between which absolute gradients are counted


class Layers(NamedTuple):
    """Figures of each layer, with a last axis of layers where a field says nothing else.

    Means and standard deviations of pre-activations and activations, over examples and units; the share of saturated
    activations (NaN where the activation has no bound) and of dead units (zero for every example); the root mean
    square of the gradient of one example's loss with respect to activations, and of the mean loss to weights; the
    norm of the weights, and over it the norm of their change from this step to the next, both where the method stands,
    which need not be where it takes the gradient. Mean and standard deviation of what a normalization reads, NaN where
    there is none. Histograms are counts, (layers, CELLS) as in
    training.network.histograms: of pre-activations and activations, while they are recorded the finer ones, and of
    absolute gradients over powers of ten.
    """

    pre_mean: Any
    pre_std: Any
    act_mean: Any
    act_std: Any
    saturated: Any
    dead: Any
    grad_act: Any
    grad_weight: Any
    weight_norm: Any
    update_ratio: Any
    raw_mean: Any
    raw_std: Any
    pre_hist: Any
    act_hist: Any
    grad_act_hist: Any
    grad_weight_hist: Any


class Axes(NamedTuple):
    """Where histograms begin and end: of pre-activations and activations, alike for all layers, and of outputs."""

    pre: Ends
    act: Ends
    out: Ends


def settled(looked: Layers, structure: Structure) -> tuple[Layers, Axes]:
    """The figures of a whole run, (rows, ...), with its histograms on axes that suit it, and these axes."""
    finite = np.isfinite(looked.pre_std + looked.act_std)
    hidden, last = np.s_[:, :-1], np.s_[:, -1:]
    out = suited(_part(looked.pre_hist, last), finite[last])
    if finite.shape[1] == 1:
        axes = Axes(out, out, out)
    else:
        bounds = _bounds([ACTIVATIONS[layer.activation] for layer in structure.layers[:-1]])
        pre, act = (suited(_part(kept, hidden), finite[hidden]) for kept in (looked.pre_hist, looked.act_hist))
        axes = Axes(pre, bounds or act, out)
    return looked._replace(**_joined(looked, axes)), axes


def beside(runs: Sequence[Layers], structures: Sequence[Structure]) -> tuple[list[Layers], Axes]:
    """The figures of several runs with their histograms, fine ones, on axes that all have in common; and these axes."""
    finite = [np.isfinite(run.pre_std + run.act_std) for run in runs]
    hidden, last = np.s_[:, :-1], np.s_[:, -1:]

    def axis(name: str, layers: Any) -> Ends:
        parts = [(_part(getattr(run, name), layers), there[layers]) for run, there in zip(runs, finite, strict=True)]
        return common([part for part in parts if part[1].shape[1]])

    inner = [ACTIVATIONS[layer.activation] for structure in structures for layer in structure.layers[:-1]]
    bounds = _bounds(inner) if inner else None
    axes = Axes(axis("pre_hist", hidden), bounds or axis("act_hist", hidden), axis("pre_hist", last))
    return [run._replace(**_joined(run, axes)) for run in runs], axes


def _joined(looked: Layers, axes: Axes) -> dict[str, np.ndarray]:
    """The histograms of signals between the ends of axes."""
    hidden, last = np.s_[:, :-1], np.s_[:, -1:]
    return {
        name: np.concatenate([joined(_part(kept, hidden), ends), joined(_part(kept, last), axes.out)], axis=1)
        for name, kept, ends in (("pre_hist", looked.pre_hist, axes.pre), ("act_hist", looked.act_hist, axes.act))
    }


def _bounds(hidden: Sequence[Activation]) -> Ends | None:
    """Between which ends all activations of all layers lie, where each is bounded on both sides."""
    bounds = [(known.low, known.high) for known in hidden if known.low is not None and known.high is not None]
    if len(bounds) < len(hidden):
        return None
    return min(low for low, _ in bounds), max(high for _, high in bounds)


def _part(kept: Fine, layers: Any) -> Fine:
    return Fine(kept.counts[layers], kept.reach[layers])


def moves(params: Params, following: Params) -> jax.Array:
    """The norm of the change of each layer's weights from parameters to those of the next step, (layers,)."""
    return jnp.stack([norm(ahead["w"] - layer["w"]) for layer, ahead in zip(params, following, strict=True)])


def layers(
    structure: Structure, params: Params, moved: jax.Array, probe: Examples, numbers: Numbers = NO_NUMBERS
) -> Layers:
    """The figures of every layer on the probe, for parameters and how far they move next.

    The probe is one mini-batch of training of which nothing is left out: normalizations have its statistics, and where
    dropout scales the weights for the test, so they are here. Gradients with respect to weights are those of training's
    own weights, through that scaling.
    """
    loss = LOSSES[structure.loss]
    x, y, weight = probe.first(PROBE)
    taps = [jnp.zeros((PROBE, layer["b"].shape[0]), x.dtype) for layer in params]

    def probed(params: Params, taps: list[jax.Array]) -> tuple[jax.Array, list[Passed]]:
        passed = forward(structure.layers, params, x, Training(weight, numbers), taps)
        return jnp.sum(loss.fn(passed[-1].act, y) * weight), passed

    (slopes, senses), passed = jax.grad(probed, (0, 1), has_aux=True)(params, taps)
    senses = [g * probe.count for g in senses]  # of one example's own loss
    rows = [
        {
            **_passed(ACTIVATIONS[layer.activation], passed[place].pre, passed[place].act, weight),
            **_returned(senses[place], slopes[place]["w"], weight),
            **_moved(params[place]["w"], moved[place]),
            **_raw(layer, passed[place].raw, weight),
        }
        for place, layer in enumerate(structure.layers)
    ]
    found = jax.tree.map(lambda *column: jnp.stack(column), *rows)
    signals = _signals([ACTIVATIONS[layer.activation] for layer in structure.layers], passed, found, weight)
    return Layers(**found, **signals, **_gradients(senses, [slope["w"] for slope in slopes], weight))


def _signals(
    known: Sequence[Activation], passed: Sequence[Passed], found: dict[str, jax.Array], weight: jax.Array
) -> dict[str, Fine]:
    """The histograms of pre-activations and activations, of which means and deviations were ``found``."""
    values = [*(each.pre for each in passed), *(each.act for each in passed)]
    mean, std = (jnp.concatenate([found[f"pre_{what}"], found[f"act_{what}"]]) for what in ("mean", "std"))
    bounds = [*(None for _ in known), *map(_bound, known)]
    kept, half = fine(values, [_there(x, weight) for x in values], jnp.sqrt(mean**2 + std**2), bounds), len(known)
    return {"pre_hist": Fine(*(x[:half] for x in kept)), "act_hist": Fine(*(x[half:] for x in kept))}


def _gradients(senses: Sequence[jax.Array], slopes: Sequence[jax.Array], weight: jax.Array) -> dict[str, jax.Array]:
    """The histograms of absolute gradients over powers of ten; smaller ones count in the first bin."""

    def place(x: jax.Array) -> jax.Array:
        power = jnp.log10(jnp.maximum(jnp.abs(x), 10**SMALLEST))
        return jnp.floor((power - SMALLEST) / (LARGEST - SMALLEST) * BINS)

    there = [*(_there(x, weight) for x in senses), *(jnp.ones(x.shape, bool) for x in slopes)]
    counts = counted(place, [*senses, *slopes], there, BINS)
    return {"grad_act_hist": counts[: len(senses)], "grad_weight_hist": counts[len(senses) :]}


def _passed(known: Activation, z: jax.Array, a: jax.Array, weight: jax.Array) -> dict[str, Any]:
    """What passes forward through a layer: pre-activations and activations (rows, units)."""
    (pre_mean, pre_std), (act_mean, act_std) = _deviation(z, weight), _deviation(a, weight)
    return {
        "pre_mean": pre_mean,
        "pre_std": pre_std,
        "act_mean": act_mean,
        "act_std": act_std,
        "saturated": _saturated(known, a, weight),
        "dead": _dead(known, a, weight),
    }


def _raw(layer: Layer, z: jax.Array, weight: jax.Array) -> dict[str, Any]:
    """What the normalization of a layer reads: (rows, units)."""
    if not NORMS[layer.norm].signals:
        return dict.fromkeys(("raw_mean", "raw_std"), jnp.full((), jnp.nan, z.dtype))
    return dict(zip(("raw_mean", "raw_std"), _deviation(z, weight), strict=True))


def _returned(g: jax.Array, slope: jax.Array, weight: jax.Array) -> dict[str, Any]:
    """What comes back to a layer: gradients with respect to activations (rows, units) and to weights."""
    return {
        "grad_act": jnp.sqrt(jnp.sum(jnp.mean(g**2, axis=1) * weight)),
        "grad_weight": jnp.sqrt(jnp.mean(slope**2)),
    }


def _moved(w: jax.Array, moved: jax.Array) -> dict[str, Any]:
    """How large the weights are, and how far they move in relation."""
    size = norm(w)
    return {"weight_norm": size, "update_ratio": moved / size}


def _there(values: jax.Array, weight: jax.Array) -> jax.Array:
    """Which of the values (rows, units) belong to an example that counts."""
    return jnp.broadcast_to((weight > 0)[:, None], values.shape)


def _deviation(values: jax.Array, weight: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Mean and standard deviation over examples and units of (rows, units)."""
    mean = jnp.sum(jnp.mean(values, axis=1) * weight)
    return mean, jnp.sqrt(jnp.sum(jnp.mean((values - mean) ** 2, axis=1) * weight))


def _bound(known: Activation) -> float | None:
    """The largest size of an activation, where it is bounded on both sides."""
    return None if known.low is None or known.high is None else max(-known.low, known.high)


def _saturated(known: Activation, a: jax.Array, weight: jax.Array) -> jax.Array:
    if known.low is None and known.high is None:
        return jnp.full((), jnp.nan, a.dtype)
    return jnp.sum(jnp.mean(saturated(known, a), axis=1) * weight)


def _dead(known: Activation, a: jax.Array, weight: jax.Array) -> jax.Array:
    if not known.dies:
        return jnp.full((), jnp.nan, a.dtype)
    return jnp.mean(jnp.all((a == 0) | (weight == 0)[:, None], axis=0), dtype=a.dtype)

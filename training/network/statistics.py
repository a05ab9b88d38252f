"""What is recorded of every layer while a network trains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

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


UNSEEN = Layers(*[None] * len(Layers._fields))  # what there is before any layer was looked into


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


def lengths(params: Params, following: Params) -> dict[str, np.ndarray]:
    """The norm of each layer's weights, and over it that of their change to the next step, both (rows, layers).

    Computed by numpy, which compiles nothing for it, in double precision, in which no square overflows.
    """

    def norms(weights: list[np.ndarray]) -> np.ndarray:
        flat = [w.reshape(len(w), -1) for w in weights]
        return np.stack([np.sqrt(np.einsum("rn,rn->r", w, w, dtype=float)) for w in flat], axis=1)

    before, after = ([layer["w"] for layer in tree] for tree in (params, following))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        size, moved = norms(before), norms([y - x for x, y in zip(before, after, strict=True)])
        found = {"weight_norm": size, "update_ratio": moved / size}
        return {name: values.astype(before[0].dtype) for name, values in found.items()}


def statistics_of(structure: Structure, params: Params, probe: Examples, numbers: Numbers = NO_NUMBERS) -> Layers:
    """The figures of every layer on the probe, but for those of ``lengths``.

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
    known = [ACTIVATIONS[layer.activation] for layer in structure.layers]
    acts = [each.act for each in passed]
    values = [*(each.pre for each in passed), *acts]
    mean, std = _deviations(values, weight)
    half = len(known)
    return Layers(
        pre_mean=mean[:half],
        pre_std=std[:half],
        act_mean=mean[half:],
        act_std=std[half:],
        saturated=_saturated(known, acts, weight),
        dead=_dead(known, acts, weight),
        grad_act=jnp.sqrt(_means([g**2 for g in senses], weight)),
        grad_weight=jnp.sqrt(jnp.stack([jnp.mean(slope["w"] ** 2) for slope in slopes])),
        weight_norm=None,
        update_ratio=None,
        **_raw(structure.layers, [each.raw for each in passed], weight),
        **_signals(known, values, jnp.sqrt(mean**2 + std**2), weight),
        **_gradients(senses, [slope["w"] for slope in slopes], weight),
    )


def _signals(
    known: Sequence[Activation], values: Sequence[jax.Array], size: jax.Array, weight: jax.Array
) -> dict[str, Fine]:
    """The histograms of pre-activations and activations, whose root mean squares are ``size``."""
    bounds = [*(None for _ in known), *map(_bound, known)]
    kept, half = fine(values, [_there(x, weight) for x in values], size, bounds), len(known)
    return {"pre_hist": Fine(*(x[:half] for x in kept)), "act_hist": Fine(*(x[half:] for x in kept))}


def _gradients(senses: Sequence[jax.Array], slopes: Sequence[jax.Array], weight: jax.Array) -> dict[str, jax.Array]:
    """The histograms of absolute gradients over powers of ten; smaller ones count in the first bin."""

    def place(x: jax.Array) -> jax.Array:
        power = jnp.log10(jnp.maximum(jnp.abs(x), 10**SMALLEST))
        return jnp.floor((power - SMALLEST) / (LARGEST - SMALLEST) * BINS)

    there = [*(_there(x, weight) for x in senses), *(jnp.ones(x.shape, bool) for x in slopes)]
    counts = counted(place, [*senses, *slopes], there, BINS)
    return {"grad_act_hist": counts[: len(senses)], "grad_weight_hist": counts[len(senses) :]}


def _raw(layers: Sequence[Layer], values: Sequence[jax.Array], weight: jax.Array) -> dict[str, jax.Array]:
    """Mean and deviation of what the normalization of each layer reads, NaN where there is none."""
    places = [place for place, layer in enumerate(layers) if NORMS[layer.norm].signals]
    none = jnp.full(len(layers), jnp.nan, values[0].dtype)
    if not places:
        return {"raw_mean": none, "raw_std": none}
    mean, std = _deviations([values[place] for place in places], weight)
    return {"raw_mean": none.at[np.array(places)].set(mean), "raw_std": none.at[np.array(places)].set(std)}


def _there(values: jax.Array, weight: jax.Array) -> jax.Array:
    """Which of the values (rows, units) belong to an example that counts."""
    return jnp.broadcast_to((weight > 0)[:, None], values.shape)


def _means(values: Sequence[jax.Array], weight: jax.Array) -> jax.Array:
    """The mean of each array (rows, units) over examples and units, (arrays,)."""
    return _each(weight @ jnp.concatenate(values, axis=1).astype(weight.dtype), _units(values))


def _deviations(values: Sequence[jax.Array], weight: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Mean and standard deviation over examples and units of each array (rows, units), both (arrays,)."""
    beside, units = jnp.concatenate(values, axis=1), _units(values)
    mean = _each(weight @ beside, units)
    return mean, jnp.sqrt(_each(weight @ (beside - mean[_column(units)]) ** 2, units))


def _each(columns: jax.Array, units: np.ndarray) -> jax.Array:
    """The mean of each array over its units, where so many of each stand side by side: one operation for all compiles
    faster than one for each. What is not finite in one spoils no other."""
    return jax.ops.segment_sum(columns, _column(units), len(units)) / units.astype(columns.dtype)


def _column(units: np.ndarray) -> np.ndarray:
    """The array that each column belongs to."""
    return np.repeat(np.arange(len(units)), units)


def _units(values: Sequence[jax.Array]) -> np.ndarray:
    return np.array([x.shape[1] for x in values])


def _bound(known: Activation) -> float | None:
    """The largest size of an activation, where it is bounded on both sides."""
    return None if known.low is None or known.high is None else max(-known.low, known.high)


def _saturated(known: Sequence[Activation], acts: Sequence[jax.Array], weight: jax.Array) -> jax.Array:
    """The share of saturated activations of each layer; NaN where the activation has no bound."""
    bounded = np.array([one.low is not None or one.high is not None for one in known])
    found = _means([saturated(one, a) for one, a in zip(known, acts, strict=True)], weight) if bounded.any() else 0.0
    return jnp.where(bounded, found, jnp.nan).astype(weight.dtype)


def _dead(known: Sequence[Activation], acts: Sequence[jax.Array], weight: jax.Array) -> jax.Array:
    """The share of each layer's units that are zero for every example; NaN where units cannot die."""
    mortal = np.array([one.dies for one in known])
    none = [jnp.all((a == 0) | (weight == 0)[:, None], axis=0, keepdims=True) for a in acts] if mortal.any() else []
    found = _means(none, jnp.ones(1, weight.dtype)) if mortal.any() else 0.0
    return jnp.where(mortal, found, jnp.nan).astype(weight.dtype)

"""What is recorded of every layer while a network trains."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from training.activations import ACTIVATIONS, Activation, saturated
from training.losses import LOSSES
from training.mlp import Examples, Params, Structure, forward

BINS = 36
PROBE = 64  # the first examples of the training part, on which layers are looked at
SMALLEST, LARGEST = -10.0, 2.0  # powers of ten between which absolute gradients are counted


class Layers(NamedTuple):
    """Figures of each layer, with a last axis of layers where a field says nothing else.

    Means and standard deviations of pre-activations and activations, over examples and units; the share of saturated
    activations (NaN where the activation has no bound) and of dead units (zero for every example); the root mean
    square of the gradient of one example's loss with respect to activations, and of the mean loss to weights; the
    norm of the weights; the norm of the update over it. Histograms are counts, (layers, BINS): pre-activations and
    activations over a range with all that lies beyond in the outer bins, absolute gradients over powers of ten.
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
    pre_hist: Any
    act_hist: Any
    grad_act_hist: Any
    grad_weight_hist: Any


def ranges(structure: Structure, params: Params, probe: Examples) -> tuple[jax.Array, jax.Array]:
    """Lower and upper end of the histograms of pre-activations and of activations, alike for all layers: (2,) each.

    The bounds of the activation where it has two, else four times the largest standard deviation at these parameters.
    """
    x, _, weight = probe.first(PROBE)
    before, after = forward(params, x, structure.activation)
    pre = 4 * jnp.max(jnp.stack([_deviation(z, weight)[1] for z in before]))
    act = 4 * jnp.max(jnp.stack([_deviation(a, weight)[1] for a in after]))
    pre, act = (jnp.where(jnp.isfinite(x) & (x > 0), x, 1.0) for x in (pre, act))
    known = ACTIVATIONS[structure.activation]
    low = -act if known.low is None else jnp.full_like(act, known.low)
    high = act if known.high is None else jnp.full_like(act, known.high)
    return jnp.stack([-pre, pre]), jnp.stack([low, high])


def layers(structure: Structure, params: Params, updates: Params, probe: Examples, ends: tuple) -> Layers:
    """The figures of every layer on the probe, for parameters and the update that follows."""
    known, loss = ACTIVATIONS[structure.activation], LOSSES[structure.loss]
    x, y, weight = probe.first(PROBE)
    taps = [jnp.zeros((PROBE, layer["b"].shape[0]), x.dtype) for layer in params]

    def probed(params: Params, taps: list[jax.Array]) -> tuple[jax.Array, tuple]:
        before, after = forward(params, x, structure.activation, taps)
        return jnp.sum(loss.fn(after[-1], y) * weight), (before, after)

    (slopes, senses), (before, after) = jax.grad(probed, (0, 1), has_aux=True)(params, taps)
    senses = [g * probe.count for g in senses]  # of one example's own loss
    rows = []
    for place, layer in enumerate(params):
        z, a, g, slope = before[place], after[place], senses[place], slopes[place]["w"]
        hidden = known if place < len(params) - 1 else None
        rows.append(_layer(hidden, layer["w"], updates[place]["w"], z, a, g, slope, weight, ends))
    return Layers(*(jnp.stack(column) for column in zip(*rows, strict=True)))


def _layer(hidden: Activation | None, w, update, z, a, g, slope, weight, ends) -> tuple:  # noqa: ANN001
    norm = jnp.sqrt(jnp.sum(w**2))
    there = jnp.broadcast_to((weight > 0)[:, None], z.shape)
    return (
        *_deviation(z, weight),
        *_deviation(a, weight),
        _saturated(hidden, a, weight),
        _dead(hidden, a, weight),
        jnp.sqrt(jnp.sum(jnp.mean(g**2, axis=1) * weight)),
        jnp.sqrt(jnp.mean(slope**2)),
        norm,
        jnp.sqrt(jnp.sum(update**2)) / norm,
        _counts(_place(z, *ends[0]), there),
        _counts(_place(a, *ends[1]), there),
        _counts(_place(_power(g), SMALLEST, LARGEST), there),
        _counts(_place(_power(slope), SMALLEST, LARGEST), jnp.ones(slope.shape, bool)),
    )


def _deviation(values: jax.Array, weight: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Mean and standard deviation over examples and units of (rows, units)."""
    mean = jnp.sum(jnp.mean(values, axis=1) * weight)
    return mean, jnp.sqrt(jnp.sum(jnp.mean((values - mean) ** 2, axis=1) * weight))


def _saturated(hidden: Activation | None, a: jax.Array, weight: jax.Array) -> jax.Array:
    if hidden is None or (hidden.low is None and hidden.high is None):
        return jnp.full((), jnp.nan, a.dtype)
    return jnp.sum(jnp.mean(saturated(hidden, a), axis=1) * weight)


def _dead(hidden: Activation | None, a: jax.Array, weight: jax.Array) -> jax.Array:
    if hidden is None or not hidden.dies:
        return jnp.full((), jnp.nan, a.dtype)
    return jnp.mean(jnp.all((a == 0) | (weight == 0)[:, None], axis=0), dtype=a.dtype)


def _power(values: jax.Array) -> jax.Array:
    return jnp.log10(jnp.maximum(jnp.abs(values), 10**SMALLEST))


def _place(values: jax.Array, low: jax.Array, high: jax.Array) -> jax.Array:
    """The bin of each value; a value that is no number has the last."""
    place = jnp.floor((values - low) / (high - low) * BINS)
    return jnp.where(jnp.isfinite(place), jnp.clip(place, 0, BINS - 1), BINS - 1).astype(jnp.int32)


def _counts(places: jax.Array, there: jax.Array) -> jax.Array:
    """How many of the values that are ``there`` fall into each bin: (BINS,)."""
    return jnp.zeros(BINS, jnp.int32).at[places.ravel()].add(there.ravel().astype(jnp.int32))

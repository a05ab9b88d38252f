"""Inside every layer: what was recorded of a runner's layers, and its weights, small enough to travel.

A histogram is kept as the square roots of its shares in bytes, so that a bar of one in sixty thousand is still seen;
its cells are those of training.network.histograms.
Weights are kept in two bytes of the largest of their layer and frame (in one where that leaves too few frames); the
value 0 says that a weight is not finite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from locales import tr
from training.network.histograms import BINS, CELLS
from training.network.resolve import Task
from training.network.run import Run
from training.network.statistics import Axes, Layers
from training.parts import theory as theories
from training.parts.activations import ACTIVATIONS
from training.parts.synthetic import GUESS

HISTOGRAMS = 300_000  # bytes
LEAST_ROWS = 24  # that show a training as a film
WEIGHTS = 350_000  # bytes
ON_AXIS = 0.995  # of the weights of each layer
LEAST_FRAMES = 6
ENOUGH = 8  # units, from which on theory's deviation is 6 % above the measured one at most
FORETOLD = ("none", "batch", "layer")  # normalizations of which there is a theory
SIDE = 64  # units: of a wider layer the picture shows the first ones
KEPT = {
    "preMean": "pre_mean",
    "preStd": "pre_std",
    "actMean": "act_mean",
    "actStd": "act_std",
    "saturated": "saturated",
    "dead": "dead",
    "gradAct": "grad_act",
    "gradWeight": "grad_weight",
    "weightNorm": "weight_norm",
    "updateRatio": "update_ratio",
}
NORMALIZED = {"rawMean": "raw_mean", "rawStd": "raw_std"}  # of what a normalization reads, where there is one
LEARNED = {"a": "slope", "shift": "shift", "gamma": "gamma", "beta": "beta"}  # what units learn, by its parameter
PICTURED = {
    "preHist": "pre_hist",
    "actHist": "act_hist",
    "gradActHist": "grad_act_hist",
    "gradWeightHist": "grad_weight_hist",
}


def told(slot: str, task: Task, run: Run, axes: Axes) -> dict[str, Any]:
    """What there is to say of a runner's layers beside their numbers: sizes, axes of the histograms, theory."""
    known = ACTIVATIONS[task.network.activation]
    return {
        "slot": slot,
        "sizes": list(task.structure.sizes),
        "bins": BINS,
        "probe": int(run.probe),
        "activation": {name: getattr(known, name) for name in ("name", "low", "high", "dies", "bipolar")}
        | {"label": tr(known.label)},
        **{name: list(ends) for name, ends in axes._asdict().items()},
        "plain": task.structure.plain,
        "theory": theory(task, run) if foretold(task) else None,
    }


def statistics(layers: Layers, steps: np.ndarray, gradients: int) -> dict[str, Any]:
    """The recorded rows of every layer; ``at`` counts gradients. All numbers come out row by row, layer by layer."""
    found: dict[str, Any] = {"at": np.asarray(steps).astype(np.int64) * gradients}
    found |= {name: np.asarray(getattr(layers, kept), np.float32) for name, kept in KEPT.items()}
    raw = {name: np.asarray(getattr(layers, kept), np.float32) for name, kept in NORMALIZED.items()}
    found |= {name: values for name, values in raw.items() if not np.isnan(values).all()}
    return found | {name: histogram_bytes(np.asarray(getattr(layers, kept))) for name, kept in PICTURED.items()}


def learned(run: Run, rows: np.ndarray) -> dict[str, np.ndarray]:
    """What the units of each layer have learned at some rows, which have weights: (rows, layers), NaN where nothing is.

    The mean over the units, and the lowest and the highest of them.
    """
    frames, found = np.searchsorted(run.frames, rows), dict[str, np.ndarray]()
    for name, told in LEARNED.items():
        if any(name in layer for layer in run.params):
            nothing = np.full((len(run.params[0]["b"]), 1), np.nan)
            kept = [np.asarray(layer.get(name, nothing), np.float64)[frames] for layer in run.params]
            told_of = {
                told: [values.mean(axis=1) for values in kept],
                f"{told}Low": [values.min(axis=1) for values in kept],
                f"{told}High": [values.max(axis=1) for values in kept],
            }
            found |= {word: np.stack(layers, axis=1).astype(np.float32) for word, layers in told_of.items()}
    return found


def rows_shown(run: Run, most: int) -> np.ndarray:
    """At most so many rows of a run, evenly; where units learn something, rows whose weights are kept."""
    if not any(name in layer for layer in run.params for name in LEARNED):
        return thinned(len(run.steps), most)
    return np.asarray(run.frames)[thinned(len(run.frames), most)]


def reach_of(run: Run) -> float:
    """How far the axis of the weights of a run goes to both sides: but for some of the largest, all of them are on it,
    in each layer, at the start and at the end."""
    ends = [np.abs(layer["w"][at]).ravel() for layer in run.params for at in (0, -1)]
    found = [float(np.quantile(sizes, ON_AXIS)) for sizes in ends if np.isfinite(sizes).all()]
    return float(f"{max(found, default=0.0):.2g}") or 1.0


def weighed(run: Run, rows: np.ndarray, reach: float) -> dict[str, Any]:
    """The histograms of all weights of each layer at some rows, with mean and standard deviation, and their axis.

    A row whose weights are not kept has those of the last one before it that are.
    """
    frames, back = np.unique(np.searchsorted(run.frames, rows, side="right") - 1, return_inverse=True)
    flat = [np.asarray(layer["w"], np.float32)[frames].reshape(len(frames), -1) for layer in run.params]
    with np.errstate(invalid="ignore", over="ignore"):
        counts = [_cells(w, reach) for w in flat]
        found = {"weightMean": [w.mean(axis=1) for w in flat], "weightStd": [w.std(axis=1) for w in flat]}
    return {
        "weight": [-reach, reach],
        "weightHist": histogram_bytes(np.stack(counts, axis=1)[back]),
        **{name: np.stack(layers, axis=1)[back].astype(np.float32) for name, layers in found.items()},
    }


def _cells(w: np.ndarray, reach: float) -> np.ndarray:
    """The cells of histograms of weights (frames, weights) between minus and plus ``reach``."""
    place = np.floor((w / reach + 1) * (BINS / 2))
    cell = np.where(np.isfinite(w), np.clip(place, -1, BINS), BINS) + 1
    cell = np.where(w == 0, BINS + 2, cell).astype(np.int64) + CELLS * np.arange(len(w))[:, None]
    return np.bincount(cell.ravel(), minlength=CELLS * len(w)).reshape(len(w), CELLS)


def at_rows(layers: Layers, rows: np.ndarray) -> Layers:
    """What was recorded at some rows."""
    return Layers(*(np.asarray(kept)[rows] for kept in layers))


def thinned(count: int, most: int) -> np.ndarray:
    """The places of at most so many of ``count`` rows, evenly: the first and the last are among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))


def counted(layers: Layers) -> int:
    """The bytes of the histograms of one row."""
    of_weights = CELLS * layers.pre_std.shape[1]
    return of_weights + sum(int(np.prod(getattr(layers, name).shape[1:])) for name in PICTURED.values())


def histogram_bytes(counts: np.ndarray) -> np.ndarray:
    """Counts (..., cells) as bytes: 255 times the square root of each cell's share."""
    total = np.maximum(counts.sum(axis=-1, keepdims=True, dtype=np.float64), 1)
    return np.round(255 * np.sqrt(counts / total)).astype(np.uint8)


def foretold(task: Task) -> bool:
    """Whether there is a theory of a network's layers: nothing is left out, and what is normalized has it before the
    activation, over the examples or over the units."""
    layers = task.structure.layers
    return all(layer.dropout == "none" and layer.norm in FORETOLD and not layer.after for layer in layers)


def theory(task: Task, run: Run) -> dict[str, Any] | None:
    """Standard deviations at the start as variance propagation has them, layer by layer, from the actual weights' own.

    Of pre-activations, of activations, whose mean comes along, and of the gradient with respect to activations, whose
    last layer is the measured one, where nothing is normalized; None where the numbers leave what floats can hold.
    Theory counts deviations from the mean over all networks, which is 0; what is measured counts them from the mean of
    this layer. That is as good as the same where units are many, and says little of a few, an output of one unit above
    all: their deviations are NaN. A gradient is measured from 0.
    """
    sizes, activations = task.structure.sizes, [layer.activation for layer in task.structure.layers]
    first = [{name: np.asarray(values[0], np.float64) for name, values in layer.items()} for layer in run.params]
    std = [float(np.sqrt(np.mean(layer["w"] ** 2))) for layer in first]
    bias = [float(np.sqrt(np.mean(layer["b"] ** 2))) for layer in first]
    inputs = task.prepared.train_x[: run.probe]
    normed = [layer.norm != "none" for layer in task.structure.layers]
    square = float(np.mean(np.square(inputs, dtype=np.float64)))
    signal = theories.forward(sizes, activations, std, bias, square, normed)
    act = [*signal.act_std[:-1], signal.pre_std[-1]]  # the output has no activation
    mean = np.array([*signal.act_mean[:-1], 0.0])
    found = {"pre": signal.pre_std, "act": np.array(act), "actMean": mean}
    if not any(normed):
        slopes = [*signal.slope_square[:-1], 1.0]
        found["grad"] = theories.backward(sizes, std, slopes) * float(run.layers.grad_act[0, -1])
    if not all(np.isfinite(line).all() for line in found.values()):
        return None
    enough = np.array(sizes[1:]) >= ENOUGH
    return found | {name: np.where(enough, found[name], np.nan) for name in ("pre", "act", "actMean")}


def update_size(layers: Any) -> np.ndarray:
    """How far the next step moves all weights together at each recorded row: (rows,)."""
    with np.errstate(over="ignore", invalid="ignore"):
        moved = np.asarray(layers.update_ratio, np.float64) * np.asarray(layers.weight_norm, np.float64)
        return np.sqrt((moved**2).sum(axis=1))


def weights(params: Sequence[Mapping[str, np.ndarray]], steps: np.ndarray, gradients: int) -> dict[str, Any]:
    """The weights of one runner at some frames.

    ``params`` is a list of layers with a leading axis of frames, ``steps`` (frames,) the updates made before each.
    Of layers of more than 64 units the first 64 are kept.
    """
    shown = [np.asarray(layer["w"])[:, :SIDE, :SIDE] for layer in params]
    count = sum(int(np.prod(w.shape[1:])) for w in shown)
    depth = np.uint16 if WEIGHTS // (2 * max(1, count)) >= 2 * LEAST_FRAMES else np.uint8
    most = max(LEAST_FRAMES, WEIGHTS // (np.dtype(depth).itemsize * max(1, count)))
    kept = np.unique(np.linspace(0, len(steps) - 1, min(most, len(steps))).round().astype(int))
    return {
        "at": np.asarray(steps)[kept].astype(np.int64) * gradients,
        "most": int(np.iinfo(depth).max),
        "layers": [_layer(w[kept], layer, kept, depth) for w, layer in zip(shown, params, strict=True)],
    }


def _layer(shown: np.ndarray, layer: Mapping[str, np.ndarray], kept: np.ndarray, depth: type) -> dict[str, Any]:
    scale, w = quantized(shown, depth)
    few = {name: values for name, values in layer.items() if name not in ("w", GUESS)}
    rest = {name: np.asarray(values, np.float32)[kept][:, :SIDE] for name, values in few.items()}
    return {
        "inputs": int(layer["w"].shape[1]),
        "units": int(layer["w"].shape[2]),
        "shown": list(shown.shape[1:]),
        "scale": scale,
        "key": _key(shown),
        "w": w,
        "b": rest.pop("b"),
        "learned": rest,
    }


def quantized(values: np.ndarray, depth: type) -> tuple[np.ndarray, np.ndarray]:
    """Values (frames, ...) as unsigned integers from 1 to the largest, with the scale of each frame: (frames,)."""
    flat = np.asarray(values, np.float64).reshape(len(values), -1)
    finite = np.isfinite(flat)
    scale = np.maximum(np.where(finite, np.abs(flat), 0).max(axis=1, initial=0), 1e-30)
    half = (np.iinfo(depth).max - 1) / 2
    whole = np.where(finite, 1 + half + np.round(half * np.where(finite, flat, 0) / scale[:, None]), 0)
    return scale.astype(np.float32), whole.astype(depth)


def _key(values: np.ndarray) -> float:
    """The end of a layer's colour scale: the largest weight of a frame in the middle, or twice that of the first."""
    with np.errstate(invalid="ignore"):
        largest = np.abs(values.reshape(len(values), -1)).max(axis=1)
    largest = largest[np.isfinite(largest)]
    if not largest.size or largest.max() <= 0:
        return 1.0
    return float(min(largest.max(), max(np.median(largest), 2 * largest[0] or largest.max())))

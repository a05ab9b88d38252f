"""What single units of wide layers answer, as pictures: their weights are too many for the browser to compute with.

Layers whose own weights and those of all layers before are in the header need none: the player computes their pictures.
Of the others those units are pictured whose weights are shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from training.network.answers import signals
from training.network.model import Structure
from training.network.run import Run
from ui.network import pictures
from ui.network.data import Stage
from ui.network.layers import SIDE, quantized

BYTES = 350_000  # of all these pictures
FRAMES = 8  # for which pictures are coarser
COLUMNS = (16, 30)  # nodes along a picture of the plane, at least and at most
CURVE = 61  # nodes along a curve


def unit_pictures(stage: Stage, run: Run, gradients: int) -> dict[str, Any] | None:
    """The pictures of one run: None where the player needs none, or the data have neither a plane nor a curve.

    ``at`` (frames,) counts gradients; ``columns`` and ``rows`` are nodes; ``layers`` has None, or for each unit
    ``scale`` (frames, units) and ``values`` (frames, units, nodes), bytes from 1 to 255, or 0 for no number.
    """
    structure = stage.task.structure
    if stage.data["kind"] not in ("plane", "curve") or not any(hidden_from(structure)):
        return None
    digest = hashlib.sha256(repr((structure, stage.data["frame"])).encode())
    for part in (run.losses, run.params[-1]["b"], stage.data["affine"]):
        digest.update(np.ascontiguousarray(part).data)
    found = _drawn(digest.hexdigest(), stage, structure, run.params)
    at = np.asarray(run.steps, np.int64)[np.asarray(run.frames)[found["kept"]]] * gradients
    return {"at": at, **{name: found[name] for name in ("columns", "rows", "layers")}}


def hidden_from(structure: Structure) -> list[bool]:
    """Which layers the player cannot compute: one of more inputs than are shown, and all layers behind it.

    It knows weights, biases and activations: of a network that has more to it, it computes none.
    """
    sizes = structure.sizes
    if not structure.plain:
        return [True] * len(structure.layers)
    widest = [max(sizes[: place + 1]) for place in range(len(sizes) - 1)]
    return [width > SIDE for width in widest]


@st.cache_data(max_entries=32, show_spinner=False)
def _drawn(key: str, _stage: Stage, _structure: Structure, _params: Sequence[Mapping]) -> dict[str, Any]:
    unseen = hidden_from(_structure)
    units = sum(min(size, SIDE) for size, some in zip(_structure.sizes[1:], unseen, strict=True) if some)
    columns, rows = _nodes(_stage.data["kind"], units)
    frames = len(_params[0]["b"])
    count = min(frames, max(2, BYTES // (units * columns * rows)))
    kept = np.unique(np.linspace(0, frames - 1, count).round().astype(int))
    x0, x1, *_ = frame = _stage.data["frame"]
    flat = _stage.data["kind"] == "curve"
    places = np.linspace(x0, x1, columns)[:, None] if flat else pictures.nodes(frame, columns, rows)
    found = signals(_structure, _stage.task.tested(pictures.of_frames(_params, kept)), _stage.at(places), SIDE)
    layers = [_bytes(values) if some else None for values, some in zip(found, unseen, strict=True)]
    return {"kept": kept, "columns": columns, "rows": rows, "layers": layers}


def _nodes(kind: str, units: int) -> tuple[int, int]:
    if kind == "curve":
        return CURVE, 1
    fitting = int((BYTES / (units * FRAMES) * pictures.ASPECT) ** 0.5)
    columns = min(max(fitting, COLUMNS[0]), COLUMNS[1])
    return columns, round(columns / pictures.ASPECT)


def _bytes(values: np.ndarray) -> dict[str, np.ndarray]:
    """Answers (frames, nodes, units) as bytes, unit by unit."""
    frames, nodes, units = values.shape
    scale, whole = quantized(values.transpose(0, 2, 1).reshape(frames * units, nodes), np.uint8)
    return {"scale": scale.reshape(frames, units), "values": whole.reshape(frames, units, nodes)}

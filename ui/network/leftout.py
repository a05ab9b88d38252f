"""What a step of training leaves out, as bits for the player."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.network.masks import masks
from training.network.resolve import Task
from ui.network.layers import SIDE


def left_out(task: Task, at: np.ndarray, gradients: int) -> list[dict[str, Any] | None] | None:
    """The masks of each layer at some frames, whose ``at`` counts gradients; None where no layer has one.

    Each is {whole, bits}: bits (frames, bytes) of the inputs of a layer, or with ``whole`` of its weights, as many as
    are shown, 1 where something stays.
    """
    drawn = masks(task, at // gradients)
    return [_packed(kept) for kept in drawn] if any(kept is not None for kept in drawn) else None


def with_masks(frames: dict[str, Any] | None, task: Task, gradients: int) -> dict[str, Any] | None:
    """Frames of weights or pictures, with what the step of each leaves out."""
    found = left_out(task, frames["at"], gradients) if frames else None
    return {**frames, "masks": found} if frames and found else frames


def _packed(kept: np.ndarray | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    shown = kept[:, :SIDE] if kept.ndim == 2 else kept[:, :SIDE, :SIDE]
    return {"whole": kept.ndim == 3, "bits": np.packbits(shown.reshape(len(shown), -1), axis=1)}

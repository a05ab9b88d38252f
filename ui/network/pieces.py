"""The linear pieces of the chosen runner as pictures of the stage, made where they are asked for.

A byte of a picture holds the class that the network says there and one of a number of shades, which follows from the
pattern of its units: a piece keeps its shade from frame to frame, and its neighbours hardly ever share it. The byte 0
says that there is no number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from training.network import pieces as network_pieces
from training.network.model import Structure
from training.network.pieces import Pieces
from training.network.run import Run
from ui.network import pictures
from ui.network.data import Stage

COLUMNS, ROWS = 168, 129  # places where a frame is looked at
FRAMES = 24
BYTES = 254  # that classes and shades share
HIGH = 32  # bits of the number of a pattern that say nothing of its shade: the higher ones are mixed best


def pieces(stage: Stage, slot: str, run: Run, gradients: int) -> dict[str, Any] | None:
    """The pictures of one run; None where it is not linear in pieces, or has no plane.

    ``at`` (frames,) counts gradients; ``picture`` (frames, rows, columns) has bytes of so many ``shades`` a class;
    ``seen`` (frames,) counts pieces; of so many ``units`` there could be ``most``, None where no number is known.
    """
    structure = stage.task.structure
    if stage.data["kind"] != "plane" or not network_pieces.piecewise(structure):
        return None
    digest = hashlib.sha256(repr((structure, stage.data["frame"])).encode())
    for part in (run.losses, run.params[-1]["b"], stage.data["affine"]):
        digest.update(np.ascontiguousarray(part).data)
    shades = BYTES // len(stage.data["classes"])
    kept, found = _drawn(digest.hexdigest(), stage, structure, run.params, shades)
    return {
        "slot": slot,
        "at": np.asarray(run.steps, np.int64)[np.asarray(run.frames)[kept]] * gradients,
        "columns": COLUMNS,
        "rows": ROWS,
        "shades": shades,
        "units": sum(structure.layers[place].units for place in network_pieces.bending(structure)),
        "most": network_pieces.most(structure),
        **found,
    }


@st.cache_data(max_entries=16, show_spinner=False)
def _drawn(
    key: str, _stage: Stage, _structure: Structure, _params: Sequence[Mapping[str, np.ndarray]], shades: int
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    inputs = _stage.at(pictures.nodes(_stage.data["frame"], COLUMNS, ROWS))
    affordable = int(pictures.OPERATIONS / (_structure.weights * len(inputs)))
    frames = len(_params[0]["b"])
    kept = np.unique(np.linspace(0, frames - 1, min(frames, FRAMES, max(2, affordable))).round().astype(int))
    tested = _stage.task.tested(pictures.of_frames(_params, kept))
    found = [
        network_pieces.pieces(_structure, [{name: of[frame] for name, of in layer.items()} for layer in tested], inputs)
        for frame in range(len(kept))
    ]
    drawn = [shaded(one, shades) for one in found]
    return kept, {
        "picture": np.stack([picture for picture, _ in drawn]),
        "seen": np.array([count for _, count in drawn], np.int32),
    }


def shaded(found: Pieces, shades: int) -> tuple[np.ndarray, int]:
    """Classes and shades of some points as bytes, and how many pieces they lie in."""
    shade = (found.patterns >> np.uint64(HIGH)) % np.uint64(shades)
    picture = 1 + found.classes.astype(np.uint64) * np.uint64(shades) + shade
    return np.where(found.finite, picture, 0).astype(np.uint8), found.seen

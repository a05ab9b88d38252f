"""The data of the network page as the player gets them, and the pictures that each runner makes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from surfaces.base import Frame
from training.data.points import OWN
from training.data.preprocessing import Prepared
from training.data.samples import Dataset
from training.network.answers import answers
from training.network.config import FIELDS
from training.network.figures import JUDGED
from training.network.network import MATRIX, PCA, Network
from training.network.resolve import Task
from training.network.slices import Slice, slice_of
from training.network.train import Run
from training.race.config import spell
from ui.network import pictures

UNSCALED = ("none", "centred", "pca")  # forms of pre-processing that leave the size of the inputs as it is
FEW, MANY = 3, 6  # runners that the bytes of pictures are shared by: one more or less seldom draws all anew


@dataclass(frozen=True)
class Stage:
    """What is equal for all runners of a network: the data, and where their pictures are taken.

    ``inputs`` (points, d) are what the network is asked at, pre-processed; so many ``runners`` share the bytes. Of data
    of more than two inputs ``plane`` is the one that is shown, where one is.
    """

    network: Network
    task: Task
    label: str
    data: dict[str, Any]
    inputs: np.ndarray
    runners: int
    plane: Slice | None = None

    def at(self, places: np.ndarray) -> np.ndarray:
        """What the network gets at places of the plane or along the curve: (n, 2) or (n, 1) -> (n, d)."""
        return np.asarray(
            self.task.prepared.transform(places if self.plane is None else self.plane.raw(places)), np.float32
        )

    def pictures(self, run: Run) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Which frames of a run have a picture, and the pictures as the player gets them."""
        digest = hashlib.sha256(repr((replace(self.network, slots=()), self.runners)).encode())
        for part in (run.losses, run.params[-1]["b"]):
            digest.update(np.ascontiguousarray(part).data)
        return _pictures(digest.hexdigest(), self, run.params)

    def draw(self, params: Sequence[Mapping[str, np.ndarray]]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The pictures of a run of these ``params``."""
        kind, classes = self.data["kind"], len(self.data["classes"])
        layers = classes if kind == "plane" and classes > 2 else 1 if classes else 4
        weights, points = pictures.count_weights(params), len(self.inputs)
        frames = len(np.asarray(params[0]["w"]))
        kept = pictures.frames_kept(frames, points * layers, weights, points, self.runners)
        found = answers(self.task.structure, pictures.of_frames(params, kept), self.inputs)
        found = found[..., 0] if found.shape[2] == 1 else found
        if kind == "plane":
            picture, gentle = pictures.plane(found, self.data["columns"])
            return kept, {"picture": picture, "gentle": gentle}
        return kept, {"picture": pictures.predictions(found) if classes else found.astype(np.float32)}


@st.cache_data(max_entries=64, show_spinner=False)
def _pictures(key: str, _stage: Stage, _params: Sequence) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The pictures of one run, which the key names: most changes of a page leave them as they are."""
    return _stage.draw(_params)


def stage(network: Network, task: Task) -> Stage:
    """The data of a network, with the points at which its pictures are taken."""
    runners = FEW if len(network.slots) <= FEW else MANY
    known, prepared = task.dataset, task.prepared
    valid = len(prepared.valid_y) > 0
    count = len(prepared.valid_y if valid else prepared.train_y)
    plane = None if FIELDS["stage"].idle(network) or network.stage == MATRIX else slice_of(prepared, network.stage)
    data = {
        "kind": known.kind if plane is None else "plane",
        "drawable": known.name == OWN and known.kind == "plane",
        "name": known.name,
        "label": known.label,
        "classes": list(known.classes),
        "numeric": not known.classes,
        "part": "validation" if valid else "training",
        "count": count,
        "always": always_right(known, prepared),
        "features": list(known.features),
        "reach": float(np.abs(prepared.train_x).max(initial=0)) if network.prep in UNSCALED else None,
        "description": description(known, prepared)
        if plane is None
        else _sliced(known, prepared, plane, network.stage),
    }
    shown = Stage(network, task, known.label, data, np.zeros((0, known.inputs)), runners, plane)
    if data["kind"] in ("plane", "curve"):
        more, inputs = _drawn(known, shown, task.structure.weights)
    else:
        more, inputs = _listed(known, prepared, valid)
    return replace(shown, data=data | more, inputs=inputs)


def always_right(known: Dataset, prepared: Prepared) -> float | None:
    """The share that is right where every answer is the most frequent class of training; None without classes.

    Of the part that scores count on, as a run is judged.
    """
    if not known.classes:
        return None
    often = np.bincount(prepared.train_y.astype(int)).argmax()
    judged = prepared.valid_y if len(prepared.valid_y) else prepared.train_y
    return float(np.mean(judged[:JUDGED] == often))


def description(known: Dataset, prepared: Prepared) -> str:
    """The stage in words, before anything is trained."""
    train, valid = len(prepared.train_y), len(prepared.valid_y)
    parts = f"{train:,} examples for training and {valid:,} for validation" if valid else f"{train:,} training examples"
    if known.kind == "plane":
        assert prepared.frame is not None
        x0, x1, y0, y1 = (spell(round(end, 2)).replace("-", "−") for end in pictures.widened(prepared.frame))
        x, y = known.features
        where = f" for {x} from {x0} to {x1} and {y} from {y0} to {y1}"
        return f"{known.label}: what the network says{where}, with {parts} of {len(known.classes)} classes."
    if known.kind == "curve":
        return f"{known.label}: the line that the network draws through {parts}."
    if not known.classes:
        return f"{known.label}: {parts}, and what is said of each beside its true value."
    return f"{known.label}: {parts} of {len(known.classes)} classes, and which class is said of each."


def _sliced(known: Dataset, prepared: Prepared, plane: Slice, form: str) -> str:
    """The stage in words where it is a plane through more inputs."""
    train, valid = len(prepared.train_y), len(prepared.valid_y)
    first, second = known.features[:2]
    axes = "two principal axes" if form == PCA else f"{first} and {second}"
    share = f"{plane.share:.0%} of the variance of {known.inputs} standardized inputs"
    examples = f"{train + valid:,} examples of {len(known.classes)} classes, projected onto it"
    return f"{known.label}: what the network says on the plane of {axes}, with {share}, and {examples}."


def _drawn(known: Dataset, shown: Stage, weights: int) -> tuple[dict[str, Any], np.ndarray]:
    numeric, prepared, plane = not known.classes, shown.task.prepared, shown.plane
    project = (lambda x: x) if plane is None else plane.project
    if shown.data["kind"] == "plane":
        around = prepared.frame if plane is None else plane.frame(prepared)
        assert around is not None
        frame: Frame = pictures.widened(around)
        columns, rows = pictures.shape_of(len(known.classes), weights)
        places = pictures.nodes(frame, columns, rows)
    else:
        assert prepared.frame is not None
        frame, columns, rows = prepared.frame, pictures.CURVE, 1
        places = np.linspace(frame[0], frame[1], columns)[:, None]
    return {
        "frame": list(frame),
        "columns": columns,
        "rows": rows,
        "train": pictures.points(project(prepared.raw_train_x), prepared.train_y, numeric),
        "valid": pictures.points(project(prepared.raw_valid_x), prepared.valid_y, numeric),
        "affine": pictures.affine(shown.at, places.shape[1]),
    }, shown.at(places)


def _listed(known: Dataset, prepared: Prepared, valid: bool) -> tuple[dict[str, Any], np.ndarray]:
    """The part on which scores count, at most its first examples."""
    inputs, truth, raw = (
        (prepared.valid_x, prepared.valid_y, prepared.raw_valid_x)
        if valid
        else (prepared.train_x, prepared.train_y, prepared.raw_train_x)
    )
    shown = pictures.MOST_SHOWN
    more: dict[str, Any] = {
        "truth": np.asarray(truth[:shown], np.uint8 if known.classes else np.float32),
        "image": None,
    }
    if known.image is not None:
        more["image"] = {"size": list(known.image), "pixels": pictures.pixels(raw[:shown])}
    return more, np.asarray(inputs[:shown], np.float32)

"""The data of the network page as the player gets them, and the pictures that each runner makes of them.

Runners may differ in their examples and in how these are prepared. Pictures of all are taken at the same places.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from locales import tr
from locales.formats import exact, percent
from surfaces.base import Frame
from training.configuration.counts import listed
from training.data.datasets import told_classes, told_features
from training.data.points import OWN
from training.data.preprocessing import Prepared
from training.data.samples import Dataset
from training.network.answers import answers, compile_beside
from training.network.config import FIELDS, each
from training.network.ensemble import voted
from training.network.figures import JUDGED
from training.network.network import MATRIX, PCA, Network
from training.network.resolve import Task, resolve
from training.network.run import Run
from training.network.slices import Slice, slice_of
from ui.network import pictures

UNSCALED = ("none", "centred", "pca")  # forms of pre-processing that leave the size of the inputs as it is
GRID = {"frame", "columns", "rows"}  # of the data: where pictures are taken
FEW, MANY = 3, 6  # runners that the bytes of pictures are shared by: one more or less seldom draws all anew


@dataclass(frozen=True)
class Stage:
    """The data of one runner of a network, and where its pictures are taken: at the same places for all runners.

    ``network`` is the runner's own. ``inputs`` (points, d) are what it is asked at, pre-processed; so many ``runners``
    share the bytes. Of data of more than two inputs ``plane`` is the one that is shown, where one is.
    """

    network: Network
    task: Task
    label: str
    data: dict[str, Any]
    inputs: np.ndarray
    runners: int
    plane: Slice | None = None

    def of(self, network: Network) -> Stage:
        """The stage of another runner, whose own configuration ``network`` is."""
        task = resolve(network)
        own = replace(self, network=network, task=task)
        return own if task.prepared is self.task.prepared else own.filled(GRID & self.data.keys())

    def filled(self, kept: Iterable[str]) -> Stage:
        """The stage with what its own examples make of it; of what was said of others this is ``kept``."""
        known = {name: self.data[name] for name in kept}
        more, inputs = _drawn(self, known) if known else _listed(self.task)
        return replace(self, data=_about(self) | more, inputs=inputs)

    def beside(self, shared: Stage) -> dict[str, Any]:
        """What is other in the data of this stage than in those of the one that is ``shared``."""
        if self.data is shared.data:
            return {}
        return {name: value for name, value in self.data.items() if not _same(value, shared.data[name])}

    def at(self, places: np.ndarray) -> np.ndarray:
        """What the network gets at places of the plane or along the curve: (n, 2) or (n, 1) -> (n, d)."""
        return np.asarray(
            self.task.prepared.transform(places if self.plane is None else self.plane.raw(places)), np.float32
        )

    def pictures(self, run: Run) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Which frames of a run have a picture, and the pictures as the player gets them."""
        places = [self.data.get(name) for name in sorted(GRID)], self.plane
        digest = hashlib.sha256(repr((self.task.network, self.runners, places)).encode())
        for part in (run.losses, run.params[-1]["b"], *(one.params[-1]["b"] for one in run.voters)):
            digest.update(np.ascontiguousarray(part).data)
        return _pictures(digest.hexdigest(), self, run)

    def draw(self, run: Run) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The pictures of a run: what its network answers, or several that vote."""
        kind, classes = self.data["kind"], len(self.data["classes"])
        kept, found = self._answered(run, classes if kind == "plane" and classes > 2 else 1 if classes else 4)
        found = found[..., 0] if found.shape[2] == 1 else found
        if kind == "plane":
            picture, gentle = pictures.plane(found, self.data["columns"])
            return kept, {"picture": picture, "gentle": gentle}
        return kept, {"picture": pictures.predictions(found) if classes else found.astype(np.float32)}

    def _answered(self, run: Run, layers: int) -> tuple[np.ndarray, np.ndarray]:
        """Which frames of a run have a picture of so many ``layers``, and what is answered: (frames, points, k)."""
        weights, points = pictures.count_weights(run.params), len(self.inputs)
        costs = points * layers, weights * max(1, len(run.voters)), points, self.runners
        if not run.voters:
            kept = pictures.frames_kept(len(run.frames), *costs)
            seen = self.task.tested(pictures.of_frames(run.params, kept))
            return kept, answers(self.task.structure, seen, self.inputs)
        frames = run.voters[0].frames
        kept = pictures.frames_kept(len(frames), *costs)
        some = [one._replace(params=pictures.of_frames(one.params, kept)) for one in run.voters]
        return frames[kept], voted(self.task, some, self.inputs)


class Stages(NamedTuple):
    """The stage that is shown, and those of the runners by letter."""

    shown: Stage
    own: Mapping[str, Stage]


@st.cache_data(max_entries=64, show_spinner=False)
def _pictures(key: str, _stage: Stage, _run: Run) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The pictures of one run, which the key names: most changes of a page leave them as they are."""
    return _stage.draw(_run)


def stage(network: Network) -> Stage:
    """The stage of the first runner, and of the network itself where none runs; its places hold everyone's examples."""
    tasks = [resolve(own) for own in each(network).values()] or [resolve(network)]
    runners = FEW if len(network.slots) <= FEW else MANY
    shown, task = next(iter(each(network).values()), network), tasks[0]
    sliced = not FIELDS["stage"].idle(network) and network.stage != MATRIX
    plane = slice_of(task.prepared, network.stage) if sliced else None
    grid = _grid(tasks, task.dataset.kind if plane is None else "plane", plane)
    empty = np.zeros((0, task.dataset.inputs))
    return Stage(shown, task, tr(task.dataset.label), grid, empty, runners, plane).filled(grid)


def stages(network: Network) -> Stages:
    """Those of a network and of each of its runners."""
    shown, own = stage(network), each(network)
    return Stages(shown, {slot: shown.of(own[slot]) for slot in network.choices})


def prepare(missing: Iterable[Stage]) -> None:
    """Compile what the pictures of some runners need, while they are trained."""
    for one in missing:
        compile_beside(one.task.structure, len(one.inputs))


def _grid(tasks: Sequence[Task], kind: str, plane: Slice | None) -> dict[str, Any]:
    """Where pictures of a plane or a curve are taken: coarser where a network is large."""
    if kind not in ("plane", "curve"):
        return {}
    around = {task.prepared.frame if plane is None else plane.frame(task.prepared) for task in tasks}
    frame = _holding([frame for frame in around if frame is not None])
    if kind == "curve":
        return {"frame": list(frame), "columns": pictures.CURVE, "rows": 1}
    weights = max(task.structure.weights for task in tasks)
    columns, rows = pictures.shape_of(len(tasks[0].dataset.classes), weights)
    return {"frame": list(pictures.widened(frame)), "columns": columns, "rows": rows}


def _holding(frames: Sequence[Frame]) -> Frame:
    """The frame that holds them all: a square where each of them is one."""
    if len(frames) == 1:
        return frames[0]
    left, right, bottom, top = zip(*frames, strict=True)
    x0, x1, y0, y1 = min(left), max(right), min(bottom), max(top)
    if not all(np.isclose(b - a, d - c) for a, b, c, d in frames):
        return x0, x1, y0, y1
    x, y, half = (x0 + x1) / 2, (y0 + y1) / 2, max(x1 - x0, y1 - y0) / 2
    return x - half, x + half, y - half, y + half


def _about(shown: Stage) -> dict[str, Any]:
    """What is said of the data of a stage."""
    network, known, prepared, plane = shown.network, shown.task.dataset, shown.task.prepared, shown.plane
    valid = len(prepared.valid_y) > 0
    return {
        "kind": known.kind if plane is None else "plane",
        "drawable": known.name == OWN and known.kind == "plane",
        "name": known.name,
        "label": tr(known.label),
        "classes": list(told_classes(known)),
        "numeric": not known.classes,
        "part": "validation" if valid else "training",
        "count": len(prepared.valid_y if valid else prepared.train_y),
        "always": always_right(known, prepared),
        "features": list(told_features(known)),
        "reach": float(np.abs(prepared.train_x).max(initial=0)) if network.prep in UNSCALED else None,
        "description": description(known, prepared, shown.data.get("frame"))
        if plane is None
        else _sliced(known, prepared, plane, network.stage),
    }


def _same(one: Any, other: Any) -> bool:
    """Whether two entries of what is said of data are equal, arrays and their parts included."""
    if isinstance(one, dict):
        return isinstance(other, dict) and all(_same(part, other[name]) for name, part in one.items())
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


def always_right(known: Dataset, prepared: Prepared) -> float | None:
    """The share that is right where every answer is the most frequent class of training; None without classes.

    Of the part that scores count on, as a run is judged.
    """
    if not known.classes:
        return None
    often = np.bincount(prepared.train_y.astype(int)).argmax()
    judged = prepared.valid_y if len(prepared.valid_y) else prepared.train_y
    return float(np.mean(judged[:JUDGED] == often))


def description(known: Dataset, prepared: Prepared, frame: Sequence[float] | None) -> str:
    """The stage in words, before anything is trained; of a plane it shows the ``frame``."""
    train, valid = len(prepared.train_y), len(prepared.valid_y)
    counts = {"train": train, "valid": valid}
    split = tr("{train:,} examples for training and {valid:,} for validation", **counts)
    told = {"data": tr(known.label), "parts": split if valid else tr("{train:,} training examples", **counts)}
    told["classes"] = str(len(known.classes))
    if known.kind == "plane":
        assert frame is not None
        x0, x1, y0, y1 = (exact(round(end, 2)) for end in frame)
        x, y = told_features(known)
        return tr(
            "{data}: what the network says for {x} from {x0} to {x1} and {y} from {y0} to {y1}, with {parts} of "
            "{classes} classes.",
            **told,
            **{"x": x, "x0": x0, "x1": x1, "y": y, "y0": y0, "y1": y1},
        )
    if known.kind == "curve":
        return tr("{data}: the line that the network draws through {parts}.", **told)
    if not known.classes:
        return tr("{data}: {parts}, and what is said of each beside its true value.", **told)
    return tr("{data}: {parts} of {classes} classes, and which class is said of each.", **told)


def _sliced(known: Dataset, prepared: Prepared, plane: Slice, form: str) -> str:
    """The stage in words where it is a plane through more inputs."""
    train, valid = len(prepared.train_y), len(prepared.valid_y)
    axes = tr("two principal axes") if form == PCA else listed([*told_features(known)[:2]], "and")
    return tr(
        "{data}: what the network says on the plane of {axes}, with {share} of the variance of {inputs} "
        "standardized inputs, and {examples:,} examples of {classes} classes, projected onto it.",
        data=tr(known.label),
        axes=axes,
        share=percent(plane.share),
        inputs=known.inputs,
        examples=train + valid,
        classes=len(known.classes),
    )


def _drawn(shown: Stage, grid: Mapping[str, Any]) -> tuple[dict[str, Any], np.ndarray]:
    """The examples of a plane or a curve, and what the network is asked at on its ``grid``."""
    prepared, numeric, plane = shown.task.prepared, not shown.task.dataset.classes, shown.plane
    project = (lambda x: x) if plane is None else plane.project
    frame, columns, rows = (grid[name] for name in ("frame", "columns", "rows"))
    flat = rows == 1
    places = np.linspace(frame[0], frame[1], columns)[:, None] if flat else pictures.nodes(frame, columns, rows)
    return {
        "frame": frame,
        "columns": columns,
        "rows": rows,
        "train": pictures.points(project(prepared.raw_train_x), prepared.train_y, numeric),
        "valid": pictures.points(project(prepared.raw_valid_x), prepared.valid_y, numeric),
        "affine": pictures.affine(shown.at, places.shape[1]),
    }, shown.at(places)


def _listed(task: Task) -> tuple[dict[str, Any], np.ndarray]:
    """The part on which scores count, at most its first examples."""
    known, prepared = task.dataset, task.prepared
    inputs, truth, raw = (
        (prepared.valid_x, prepared.valid_y, prepared.raw_valid_x)
        if len(prepared.valid_y)
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

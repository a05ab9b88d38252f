"""A comparison as scripts read it: its runners, and arrays by plain names, of which equal ones lie there once.

The names: ``data/train/inputs``, ``data/train/targets``, likewise ``valid``; ``batches/rows`` (updates, examples) and
``batches/sizes`` (updates,), how many of a row count; ``initial/layer1/weights`` (inputs, units), ``biases`` (units,)
and whatever else a unit learns, or its layer remembers. A runner that has others than those before has them behind its
letter, as in ``data_b``. ``final/a/layer1/weights`` are those after the last update of runner a, ``rates/a`` its rate
at each update, where that moves, and ``moving/a/decoupled.wd`` a number of what is put on its rule. ``draws/...`` is
what updates draw beside their mini-batches, see ``ui.network.takeaway.draws``, where that is little enough.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

import numpy as np

from locales import Words
from optimizers.scheduled import Table
from training.choice import RATE, Choice, moved_by, scheduled
from training.network.config import FIELDS, each
from training.network.figures import JUDGED
from training.network.network import PATIENCE, Network
from training.network.resolve import Task, resolve
from training.network.run import Run
from training.network.stopping import kept, stop_of
from training.network.train import planned
from training.parts.normalization import RUNNING
from ui.network.takeaway.draws import LONG, Drawn, draws
from ui.takeaway.rules import names

UNCOVERED: tuple[Words, ...] = (
    "a test by statistics of the mini-batch or of an epoch",
    "synthetic gradients",
    "layers that are held",
    "a rate that falls on a plateau",
    "a penalty in a sum of squares",
)
FIGURES = ("train_loss", "valid_loss", "train_score", "valid_score")
Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Runner:
    """One runner: what it is called, what it trains with which rule, and how that went.

    ``patience`` is how many gradients it goes on without a lower validation loss; None where it goes to the end.
    """

    slot: str
    label: str
    chosen: Choice
    task: Task
    run: Run
    patience: float | None = None

    @property
    def updates(self) -> int:
        """How many it makes."""
        return int(self.run.steps[-1])

    @property
    def ends(self) -> tuple[float, ...]:
        """The FIGURES with the weights that are kept: after the last update, or where it stops early those before."""
        found = self.run
        if self.patience is not None:
            at = found.steps.astype(np.int64) * self.chosen.gradients
            found = kept(found, stop_of(at, np.asarray(found.figures.valid_loss, float), self.patience))
        return tuple(float(getattr(found.figures, name)[-1]) for name in FIGURES)

    @property
    def every(self) -> int:
        """Every how many updates its losses are looked at."""
        return planned(self.task.structure, self.updates).every

    @property
    def data(self) -> dict[str, np.ndarray]:
        """What it is trained and judged on."""
        known = self.task.prepared
        parts = {"train": (known.train_x, known.train_y), "valid": (known.valid_x[:JUDGED], known.valid_y[:JUDGED])}
        return {f"{part}/{name}": x for part, pair in parts.items() for name, x in zip(PAIR, pair, strict=True)}

    @property
    def batches(self) -> dict[str, np.ndarray]:
        """The rows of the examples that each update sees, filled up, as masks are drawn for all."""
        found = self.task.order(self.updates)
        return {"rows": found.order[: self.updates], "sizes": found.count[: self.updates]}

    def weights(self, frame: int) -> dict[str, np.ndarray]:
        """All that its layers learn, and remember for the test, as it is in a frame of its run."""
        return {
            f"layer{number}/{LONG.get(name, name)}": values[frame]
            for number, layer in enumerate(self.run.params, 1)
            for name, values in layer.items()
        }

    @property
    def rates(self) -> np.ndarray | None:
        """Its rate at each update, (updates,); None where it does not move, or moves by the losses."""
        return self.moving.get(RATE)

    @cached_property
    def moving(self) -> dict[str, np.ndarray]:
        """Its numbers that move, but not by the losses, at each update, (updates,) each, by name."""
        found = scheduled(self.chosen, self.updates, self.updates, self.task.epoch)
        moved = {name: found[name] for name in moved_by(self.chosen)}
        return {name: np.asarray(n.rows)[: self.updates] for name, n in moved.items() if isinstance(n, Table)}

    @cached_property
    def draws(self) -> Drawn:
        """What its updates draw beside their mini-batches."""
        return draws(self.task, self.chosen, self.updates)


PAIR = ("inputs", "targets")


@dataclass(frozen=True)
class Comparison:
    """The runners of a comparison that have a run."""

    network: Network
    runs: Mapping[str, Run]

    @cached_property
    def runners(self) -> list[Runner]:
        """Each of them, in the order of their letters."""
        called, own = names(FIELDS, self.network), each(self.network)
        there = [(slot, chosen, self.runs[slot]) for slot, chosen in self.network.slots if slot in self.runs]
        return [
            Runner(slot, called[slot], chosen, resolve(own[slot]), run, _patience(own[slot], run))
            for slot, chosen, run in there
        ]

    def without(self, reasons: Callable[[Runner], list[str]]) -> dict[str, list[str]]:
        """The runners, by name, that a script leaves out for ``reasons`` of its own, with these."""
        return {runner.label: found for runner in self.runners if (found := reasons(runner))}

    @cached_property
    def places(self) -> dict[str, dict[str, str]]:
        """Where each runner, by its letter, finds its "data", "batches" and "initial" arrays: what stands before."""
        return {slot: {kind: prefix for kind, (prefix, _) in found.items()} for slot, found in self._shared.items()}

    @cached_property
    def _shared(self) -> dict[str, dict[str, tuple[str, Arrays]]]:
        known: dict[str, list[tuple[str, Arrays]]] = {}
        found: dict[str, dict[str, tuple[str, Arrays]]] = {}
        for runner in self.runners:
            own = {"data": runner.data, "batches": runner.batches, "initial": runner.weights(0)}
            found[runner.slot] = {
                kind: _placed(known.setdefault(kind, []), kind, runner.slot, arrays) for kind, arrays in own.items()
            }
        return found

    @cached_property
    def arrays(self) -> dict[str, np.ndarray]:
        """All arrays by name."""
        shared = {place: own for found in self._shared.values() for place, own in found.values()}
        last = {f"final/{runner.slot}": runner.weights(-1) for runner in self.runners}
        rates = {f"rates/{runner.slot}": runner.rates for runner in self.runners if runner.rates is not None}
        moving = {
            f"moving/{runner.slot}/{name}": values
            for runner in self.runners
            for name, values in runner.moving.items()
            if name != RATE
        }
        known = dict(self.drawn.values())
        found = shared | last | known
        return {f"{place}/{name}": x for place, own in found.items() for name, x in own.items()} | rates | moving

    @cached_property
    def drawn(self) -> dict[str, tuple[str, Arrays]]:
        """The draws of each runner that has some in the file, by its letter, with their place there."""
        known: list[tuple[str, Arrays]] = []
        return {
            one.slot: _placed(known, "draws", one.slot, one.draws.arrays) for one in self.runners if one.draws.arrays
        }

    @property
    def npz(self) -> bytes:
        """The arrays as a file of numpy, which any zip program opens, too."""
        out = io.BytesIO()
        np.savez_compressed(out, allow_pickle=False, **self.arrays)
        return out.getvalue()


def _patience(network: Network, run: Run) -> float | None:
    """How long a run goes on without a lower validation loss; None where there is no early stopping."""
    stops = network.stop == PATIENCE and not np.isnan(run.figures.valid_loss).all()
    return float(network.patience) if stops else None


def _placed(known: list[tuple[str, Arrays]], kind: str, slot: str, arrays: Arrays) -> tuple[str, Arrays]:
    """The place of arrays like these that are ``known``, else a new one."""
    for place, others in known:
        if _alike(others, arrays):
            return place, others
    known.append((f"{kind}_{slot}" if known else kind, arrays))
    return known[-1]


def _alike(one: Arrays, other: Arrays) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def uncovered(runner: Runner) -> list[str]:
    """What of a runner is in none of the scripts, of UNCOVERED."""
    structure = runner.task.trained
    there = (
        structure.test != RUNNING,
        bool(structure.guessing),
        bool(structure.held),
        any(part.form == "plateau" for part in runner.chosen.schedules),
        "residual_fn" in runner.chosen.spec.needs and structure.penalty != "none",
    )
    return [*compress(UNCOVERED, there)]


def techniques(runner: Runner) -> bool:
    """Whether anything is put on the network of a runner, or on its examples."""
    network = runner.task.network
    words = (network.norm, network.dropout, network.augment)
    return any(word != "none" for word in words) or bool(runner.task.structure.noises)


def listed(left_out: Mapping[str, Iterable[str]], where: str) -> list[str]:
    """The sentence that says which runners, by name, are not ``where``, and for what reasons; none without any."""
    each = "; ".join(f"{name} ({', '.join(reasons)})" for name, reasons in left_out.items())
    return [f"Not in {where}: {each}."] if each else []

"""The header of the network page: everything that the player draws, made of a configuration and its runs.

Beside the outer fields of a race ("kind" is "network") it holds:

pending   what is said while a runner is still computing
time      what the clock counts unless a visitor chooses: "steps", or "epochs" where a step does not see equally many
          examples of all runners
data      kind ("plane", "curve", "image", "table"), drawable (a press on the stage adds an example), name, label,
          classes (names), numeric (a regression), part (the name of the part that scores count on), count (its
          examples), always (the score of the most frequent class as the only answer, or null), reach (the largest
          input, where none is scaled, else null), description; frame [x0, x1, y0, y1], columns and rows of the
          pictures; train and valid {x, y} of plane and curve; truth, the classes or values of the examples whose
          answers are kept; image {size, pixels}; affine, from a place of the stage to the inputs, as numbers
runners   as in a race, with batch and epoch (the examples of a step and of an epoch, whose last step sees what is
          left), state ("ready", "computing", "refused") and reason. Ready ones have at (the gradients at which a row
          was recorded), trainLoss, validLoss, trainScore, validScore, update (the length of the whole update), penalty
          (what training adds to the loss) where it adds something, with ofUnits where that is a penalty of activations,
          which is measured as at the test, batchLoss and batchScore (of training examples in training mode) where a
          mini-batch is normalized, stepLoss (of the mini-batch of a row's step) where that is not all examples, fan
          where it is trained from several seeds: seeds (their number), lost (how many of them end not finite), and
          low and high with the same four curves, which are the median then, as outcome is of it; vote where these
          networks vote: at (gradients) and score, that of the vote on validation (else training) examples; stop where
          it may stop early: best and stop, the gradients of the weights that it keeps and of its stop (null where it
          goes on to the end); frames (the gradients at which there is a picture), outcome {kind and step of `ending`,
          right} and picture, of the first seed or of the vote: of a plane bytes (frames, classes if more than two,
          rows, columns) with gentle (frames,), which turns them back into shares; of a curve its values (frames,
          columns); else what is said of each example (frames, count)
inside    the chosen runner's layers, null until they are looked into: slot, sizes, bins, activation {name, label, low,
          high, dies, bipolar}, pre, act, out and weight (axes of the histograms), theory {pre, act, actMean, grad} or
          null, then the fields of ui.network.layers: statistics (rows, layers[, bins]), what units learn, and weights;
          answers, the pictures of ui.network.units, or null; both with masks where steps leave something out
compared  where the layers of all runners are looked at, those of each that has a run: see ui.network.compared; else
          null. Where it is there, inside is null, but for an exported page, which has both
withheld  why no layers are shown, only where they would tell who a hidden runner is
ground    "pieces", only where linear pieces are asked for; then pieces, those of the chosen runner if it has some: see
          ui.network.pieces
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from locales import tr
from training.choice import Choice
from training.configuration import differences
from training.network import common
from training.network.config import FIELDS, each, encode
from training.network.fan import Fan
from training.network.figures import Figures
from training.network.network import Network
from training.network.resolve import Task
from training.network.run import Run
from training.network.stopping import Stop, stops_of
from training.parts.penalties import PENALTIES
from ui.looks.identity import Identity, identities
from ui.network.compared import compared
from ui.network.data import Stage, Stages, stages
from ui.network.equal import subtitle
from ui.network.layers import (
    HISTOGRAMS,
    LEAST_ROWS,
    at_rows,
    counted,
    learned,
    reach_of,
    rows_shown,
    statistics,
    told,
    update_size,
    weighed,
    weights,
)
from ui.network.leftout import with_masks
from ui.network.milestones import ending, first_right, milestones, typical
from ui.network.pieces import pieces
from ui.network.units import unit_pictures
from ui.network.votes import vote_told
from ui.player.changes import offered, with_changes
from ui.session import locks


def network_header(
    network: Network,
    runs: Mapping[str, Run | None],
    staged: Stages | None = None,
    *,
    pick: str | None = None,
    presets: Sequence[Mapping[str, object]] = (),
    history: str = "replace",
    pending: str = "",
    together: Collection[str] = (),
    ground: str = "usual",
) -> dict:
    """The player's header for a network whose runs are given by the letter of their runner, on its stages.

    A runner without a run is refused with the reason that the Task gives, or else still computing; ``pending`` says why
    that takes a while. ``pick``, ``presets`` and ``history`` are as in a race; the layers of those
    ``together``, if several, are compared in the place of the chosen one's. ``ground`` "pieces" asks for the linear
    pieces of the chosen one. Equal arguments give an equal header.
    """
    choices, people = network.choices, identities(FIELDS, network)
    pick = pick if pick in choices else next(iter(choices), None)
    ready = {slot: run for slot in choices if (run := runs.get(slot)) is not None}
    (shown, each_stage), own = staged or stages(network), each(network)
    labels = {slot: who.label for slot, who in people.items()}
    right = tr("99% explained") if shown.data["numeric"] else tr("99% right")
    stops = stops_of(network, ready)
    return {
        **_outer(network, shown, own),
        "history": history,
        "presets": [dict(preset) for preset in presets],
        "pending": pending,
        "runners": [
            _runner(slot, chosen, people[slot], ready.get(slot), each_stage[slot], stops.get(slot))
            | ({"data": data} if (data := each_stage[slot].beside(shown)) else {})
            for slot, chosen in choices.items()
        ],
        "milestones": with_changes(milestones(people, ready, choices, right, stops), choices, labels, network.steps),
        "pick": pick,
        **_looked_into(network, ready, each_stage, pick, together),
        **(_pieces(network, ready, each_stage, pick) if ground == "pieces" else {}),
        "empty": not choices,
    }


def _outer(network: Network, shown: Stage, own: Mapping[str, Network]) -> dict[str, Any]:
    """What does not depend on runs, nor on who looks."""
    return {
        "kind": "network",
        "title": shown.label,
        "subtitle": subtitle(network),
        "link": encode(network),
        "steps": network.steps,
        "time": "steps" if common.pace([*own.values()]) else "epochs",
        "data": shown.data,
    }


def _looked_into(
    network: Network, ready: Mapping[str, Run], stages: Mapping[str, Stage], pick: str | None, together: Collection[str]
) -> dict[str, Any]:
    """The layers of the chosen runner, or in their place those of several; none that would tell what is hidden."""
    if tells(network):
        withheld = tr("Layers would tell what is hidden, since activations differ.")
        return {"inside": None, "compared": None, "withheld": withheld}
    seen = {slot: run for slot, run in ready.items() if run.whole}
    if len(together) > 1:
        return {"inside": None, "compared": compared(network, {slot: seen[slot] for slot in together if slot in seen})}
    if pick is None or pick not in seen:
        return {"inside": None, "compared": None}
    return {"inside": inside(stages[pick], pick, network.choices[pick], ready[pick]), "compared": None}


def tells(network: Network) -> bool:
    """Whether layers would tell who a runner is that is hidden: by an activation of its own."""
    return locks.veiled(network) and "activation" in differences.differing(FIELDS, network)


def _pieces(
    network: Network, ready: Mapping[str, Run], stages: Mapping[str, Stage], pick: str | None
) -> dict[str, Any]:
    """The linear pieces of the chosen runner on the stage, where it has a run and is linear in pieces."""
    if pick is None or pick not in ready:
        return {"ground": "pieces"}
    shown = pieces(stages[pick], pick, ready[pick], network.choices[pick].gradients)
    return {"ground": "pieces", **({"pieces": shown} if shown else {})}


def inside(shown: Stage, slot: str, chosen: Choice, run: Run) -> dict[str, Any]:
    """The layers of one runner on its own stage, for the chosen one; an exported page holds it for every runner."""
    assert run.axes is not None
    gradients = chosen.gradients
    rows = rows_shown(run, max(LEAST_ROWS, HISTOGRAMS // counted(run.layers)))
    kept = weights(run.params, np.asarray(run.steps)[np.asarray(run.frames)], gradients)
    return {
        **told(slot, shown.task, run, run.axes),
        **statistics(at_rows(run.layers, rows), np.asarray(run.steps)[rows], gradients),
        **learned(run, rows),
        **weighed(run, rows, reach_of(run)),
        "weights": with_masks(kept, shown.task, gradients),
        "answers": with_masks(unit_pictures(shown, run, gradients), shown.task, gradients),
    }


def _runner(
    slot: str, chosen: Choice, who: Identity, run: Run | None, shown: Stage, stop: Stop | None
) -> dict[str, Any]:
    reason = "" if run is not None else shown.task.refusal(chosen)
    if reason and chosen.veiled:
        reason = tr("This rule cannot train a network of this size.")
    about = {
        "slot": slot,
        **who.drawn,
        "stride": chosen.gradients,
        "byHand": offered(chosen),
        "batch": shown.task.batch,
        "epoch": len(shown.task.prepared.train_y),
        "state": "ready" if run is not None else "refused" if reason else "computing",
        "reason": reason,
    }
    return about if run is None else about | _numbers(chosen, run, shown, stop)


def _numbers(chosen: Choice, run: Run, shown: Stage, stop: Stop | None) -> dict[str, Any]:
    steps = np.asarray(run.steps, np.int64)
    kept, picture = shown.pictures(run)
    figures, valid = typical(run), len(shown.task.prepared.valid_y) > 0
    kind, step = ending(run)
    right, end = (None if at is None else at * chosen.gradients for at in (first_right(run), step))
    return {
        "at": steps * chosen.gradients,
        **_curves(figures, valid),
        **({"fan": _fan(run.fan, valid)} if run.fan else {}),
        **vote_told(shown.task, run, steps * chosen.gradients, valid),
        **_stop(run, stop, chosen.gradients),
        **_penalty(figures, shown.task.structure.penalty),
        **_of_steps(run, shown.task),
        "update": update_size(run.layers).astype(np.float32),
        "frames": steps[np.asarray(run.frames)[kept]] * chosen.gradients,
        **picture,
        "outcome": {"kind": kind, "step": end, "right": right},
    }


def _penalty(figures: Figures, name: str) -> dict[str, Any]:
    penalty = np.asarray(figures.penalty, np.float32)
    of = {"ofUnits": True} if PENALTIES[name].of_units else {}
    return {"penalty": penalty, **of} if np.isfinite(penalty).any() else {}


def _of_steps(run: Run, task: Task) -> dict[str, np.ndarray]:
    """The loss that each row's step sees of its mini-batch: one draw, which has no median over seeds."""
    few = task.batch < task.examples and run.fan is None
    return {"stepLoss": np.asarray(run.losses, np.float32)[np.asarray(run.steps)]} if few else {}


def _curves(figures: Figures, valid: bool) -> dict[str, np.ndarray | None]:
    apart = {"batchLoss": figures.batch_loss, "batchScore": figures.batch_score}
    return {
        **{name: np.asarray(found, np.float32) for name, found in apart.items() if not np.isnan(found).all()},
        "trainLoss": np.asarray(figures.train_loss, np.float32),
        "validLoss": np.asarray(figures.valid_loss, np.float32) if valid else None,
        "trainScore": np.asarray(figures.train_score, np.float32),
        "validScore": np.asarray(figures.valid_score, np.float32) if valid else None,
    }


def _stop(run: Run, stop: Stop | None, gradients: int) -> dict[str, Any]:
    """Where a run stops early and which weights it keeps, in gradients; nothing where it goes to the end."""
    if stop is None:
        return {}
    end = None if stop.stop is None else int(run.steps[stop.stop]) * gradients
    return {"stop": {"best": int(run.steps[stop.best]) * gradients, "stop": end}}


def _fan(fan: Fan, valid: bool) -> dict[str, Any]:
    return {"seeds": fan.seeds, "lost": fan.lost, "low": _curves(fan.low, valid), "high": _curves(fan.high, valid)}

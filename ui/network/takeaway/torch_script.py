"""A comparison of networks as a Python file for torch, with the rules that torch has in the form they have here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from training.choice import Part, put_on_numbers
from training.parts import dropout
from training.parts.activations import ACTIVATIONS
from training.parts.noise import NOISES
from ui.network.takeaway import torch_forms as forms
from ui.network.takeaway.comparison import Comparison, Runner, techniques, uncovered
from ui.network.takeaway.torch_parts import (
    ANSWERS,
    ANSWERS_MORE,
    LEARN,
    LEARN_MORE,
    OBJECTIVE,
    PLAIN,
    STOPPING,
    UPDATE,
    WANTED,
)
from ui.network.takeaway.torch_put_on import PUT_ON, SHARED
from ui.network.takeaway.torch_techniques import AUGMENTATIONS, DROPOUTS, NORMS, NUMBERS, Text
from ui.network.takeaway.words import FILE, JUDGING, MAIN, head, lines, told
from ui.takeaway.rules import quoted

IMPORTS = """\
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F"""


def parts(comparison: Comparison) -> list[str]:
    """The file in parts, each of which stands alone after those before it."""
    left_out, script = comparison.without(refusal), _Script(comparison)
    runners = [runner for runner in comparison.runners if runner.label not in left_out]
    more = any(techniques(one) or one.chosen.wrappers or one.patience is not None for one in runners)
    found = [_network(comparison, runner) | (script.techniques(runner) if more else {}) for runner in runners]
    rules = [script.put_on(runner) if more else {} for runner in runners]
    table = [
        "# What all have in common, but for those that name something else.",
        f"NETWORK = dict(\n{lines(found[0])})" if found else "NETWORK = {}",
        "RUNNERS = {",
        *(_line(runner, own | rule, found[0]) for runner, own, rule in zip(runners, found, rules, strict=True)),
        "}",
        *told(runners),
    ]
    anew = [runner.label for runner in runners if not runner.draws.whole]
    return [
        "\n\n".join([head(comparison, left_out, "torch", anew), IMPORTS]),
        f"{FILE}\narray = torch.tensor\nGRADIENTS = {comparison.network.steps}",
        *([UPDATE, *script.functions.values()] if more else []),
        "\n".join(table),
        "\n\n\n".join([WANTED, ANSWERS_MORE if more else ANSWERS, OBJECTIVE]),
        JUDGING,
        "\n\n\n".join([STOPPING, PLAIN, LEARN_MORE]) if more else LEARN,
        MAIN,
    ]


def refusal(runner: Runner) -> list[str]:
    """Why a runner is not in the file, in words; nothing where it is."""
    form = forms.in_torch(runner.chosen)
    return [*uncovered(runner), *([form] if isinstance(form, str) else [])]


@dataclass
class _Script:
    """What the file needs of functions, gathered runner by runner, by name."""

    comparison: Comparison
    functions: dict[str, str] = field(default_factory=dict)

    def _call(self, text: Text) -> str:
        """The name of a function, which is in the file from now on."""
        self.functions[text.name] = text.body
        return text.name

    def techniques(self, runner: Runner) -> dict[str, str]:
        """What is put on its network and its examples, as expressions by name."""
        network, structure, numbers = runner.task.network, runner.task.structure, runner.task.numbers
        layer = structure.layers[0]
        own = {"weights": "None", "norm": "None", "after": str(layer.after), "remembers": repr(tuple(layer.remembered))}
        own |= {"dropout": "None", "masks": "None", "keep": "None", "augment": "None"}
        own |= {kind: repr(float(numbers[kind])) if kind in structure.noises else "None" for kind in NOISES}
        place, _ = self.comparison.drawn.get(runner.slot, ("", {}))
        own |= {"draws": json.dumps(place), "patience": repr(runner.patience), "every": str(runner.every)}
        if network.norm == "weight":
            own["weights"] = self._call(NORMS["weight"])
        elif network.norm != "none":
            name = self._call(NORMS[network.norm])
            grouped = f"lambda z, layer, update: {name}(z, layer, update, {layer.groups})"
            own["norm"] = grouped if network.norm == "group" else name
        if network.dropout != "none":
            name, kind = self._call(DROPOUTS[network.dropout]), dropout.DROPOUTS[network.dropout]
            used = {word: float(numbers[of]) for word, of in NUMBERS.get(network.dropout, {}).items()}
            given = "".join(f", {word}={value!r}" for word, value in used.items())
            own["dropout"] = f"lambda x, w, keep, mask: {name}(x, w, keep, mask{given})" if given else name
            own["masks"] = json.dumps(kind.masks)
            own["keep"] = repr([float(keep) for keep in numbers["keep"]]) if "keep" in numbers else "None"
        if network.augment != "none":
            name, amount = self._call(AUGMENTATIONS[network.augment]), float(numbers["augmentby"])
            image = f", {structure.image!r}" if network.augment == "rotate" else ""
            own["augment"] = f"lambda x, update: {name}(x, update, {amount!r}{image})"
        return own

    def put_on(self, runner: Runner) -> dict[str, str]:
        """What is put on its rule, as an expression by name."""
        numbers, made = put_on_numbers(runner.chosen), "step"
        for part in runner.chosen.wrappers:
            named = {name.partition(".")[2]: repr(n) for name, n in numbers.items() if name.startswith(f"{part.name}.")}
            text = PUT_ON.get(f"{part.name}.{part.form}") or PUT_ON[part.name]
            given = self._given(runner, part, named)
            whose = "names" if part.name == "gradnoise" else "p"
            made = f"{self._call(text)}({made}, {whose}, {given})"
        if made == "step":
            return {}
        self.functions = {"shared": SHARED} | self.functions
        return {"put_on": f"lambda step, p, names: {made}", "gradients": str(runner.chosen.gradients)}

    def _given(self, runner: Runner, part: Part, named: dict[str, str]) -> str:
        """What the function of a wrapper is called with beside the step, and where that is."""
        if part.name == "gradnoise":
            return f"{named['eta']}, {named['gamma']}"
        if part.name == "stale":
            late = 'update.draws["stale"][update.t].item()' if part.form == "random" else named["delay"]
            return f"lambda update: int({late})"
        if part.name == "decoupled":
            moves = "decoupled.wd" in runner.moving
            return f'FILE["moving/{runner.slot}/decoupled.wd"].item' if moves else f"lambda t: {named['wd']}"
        if part.name == "cautious":
            return f"{named['decay']}, {json.dumps(part.form)}"
        if part.name == "lookahead":
            return f"{int(float(named['k']))}, {named['alpha']}, {part.form == 'early'}"
        return ", ".join(named.values())


def _network(comparison: Comparison, runner: Runner) -> dict[str, str]:
    """What a runner trains, as expressions by name."""
    structure, places = runner.task.structure, comparison.places[runner.slot]
    return {
        **{kind: json.dumps(place) for kind, place in places.items()},
        "activation": _activation(runner.task.network.activation),
        "loss": f"lambda z, y: {forms.LOSSES[structure.loss]}",
        "answer": f"lambda z: {forms.ANSWERS.get(structure.loss, forms.CLASS)}",
        "explained": str(structure.loss in forms.ANSWERS),
        "total": json.dumps(structure.reduce),
        "penalty": _penalty(runner),
        "rates": "None" if runner.rates is None else f'FILE["rates/{runner.slot}"]',
    }


def _activation(name: str) -> str:
    plain = forms.ACTIVATIONS[name.removeprefix("bipolar_")]
    if not ACTIVATIONS[name].bipolar:
        return f"lambda z, learned: {plain}"
    return f"lambda z, learned: signs(z) * (lambda z: {plain})(signs(z) * z)"


def _penalty(runner: Runner) -> str:
    structure, numbers = runner.task.structure, runner.task.numbers
    if structure.penalty == "none":
        return "None"
    words = ("weights", "biases") if structure.penalized == "all" else ("weights",)
    of_units = structure.penalty == "activity"
    values = "hidden" if of_units else f"[layer[name] for layer in params for name in {words!r}]"
    form = forms.PENALTIES[structure.penalty].format(**{k: float(v) for k, v in numbers.items() if k == "elasticbeta"})
    return f"lambda params, hidden: {float(numbers['lambda'])!r} * (lambda values: {form})({values})"


def _line(runner: Runner, own: dict[str, str], usual: dict[str, str]) -> str:
    """The entry of a runner: its rule, and what it has other than is ``usual``."""
    form = forms.in_torch(runner.chosen)
    assert isinstance(form, forms.Form)
    rate = dict(runner.chosen.hypers)["lr"] * form.factor
    rule = f"lambda p: torch.optim.{form.name}(p, lr={rate!r}{form.given})"
    other = {name: text for name, text in own.items() if usual.get(name) != text}
    other |= {"factor": repr(form.factor)} if form.factor != 1 and runner.rates is not None else {}
    other |= {"stands": form.stands} if form.stands else {}
    given = "".join(f", {name}={text}" for name, text in other.items())
    return f"    {quoted(runner.label)}: dict(NETWORK, rule={rule}{given}),"

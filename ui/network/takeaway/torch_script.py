"""A comparison of networks as a Python file for torch, with the rules that torch has in the form they have here."""

from __future__ import annotations

import json

from training.parts.activations import ACTIVATIONS
from ui.network.takeaway import torch_forms as forms
from ui.network.takeaway.comparison import Comparison, Runner, techniques, uncovered
from ui.network.takeaway.words import FILE, JUDGING, MAIN, head, lines, told
from ui.takeaway.rules import quoted

IMPORTS = """\
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F"""


def parts(comparison: Comparison) -> list[str]:
    """The file in parts, each of which stands alone after those before it."""
    left_out = comparison.without(refusal)
    runners = [runner for runner in comparison.runners if runner.label not in left_out]
    found = [_network(comparison, runner) for runner in runners]
    table = [
        "# What all have in common, but for those that name something else.",
        f"NETWORK = dict(\n{lines(found[0])})" if found else "NETWORK = {}",
        "RUNNERS = {",
        *(_line(runner, own, found[0]) for runner, own in zip(runners, found, strict=True)),
        "}",
        *told(runners),
    ]
    return [
        "\n\n".join([head(comparison, left_out, "torch"), IMPORTS]),
        f"{FILE}\narray = torch.tensor\nGRADIENTS = {comparison.network.steps}",
        "\n".join(table),
        _NETWORK,
        JUDGING,
        _LEARN,
        MAIN,
    ]


def refusal(runner: Runner) -> list[str]:
    """Why a runner is not in the file, in words; nothing where it is."""
    form = forms.in_torch(runner.chosen)
    return [*uncovered(runner), *techniques(runner), *([form] if isinstance(form, str) else [])]


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
    other = {name: text for name, text in own.items() if usual[name] != text}
    other |= {"factor": repr(form.factor)} if form.factor != 1 and runner.rates is not None else {}
    other |= {"stands": form.stands} if form.stands else {}
    given = "".join(f", {name}={text}" for name, text in other.items())
    return f"    {quoted(runner.label)}: dict(NETWORK, rule={rule}{given}),"


_NETWORK = '''\
def signs(z):
    """1 for even units and -1 for odd ones."""
    return 1.0 - 2.0 * (torch.arange(z.shape[1]) % 2)


def wanted(z, y):
    """The outputs that would be right."""
    return (y[:, None] if z.shape[1] == 1 else torch.arange(z.shape[1]) == y[:, None]).float()


def answers(network, params, x):
    """What each layer answers to inputs (examples, inputs); the last answers are the outputs."""
    found = []
    for layer in params:
        z = x @ layer["weights"] + layer["biases"]
        x = z if layer is params[-1] else network["activation"](z, layer)
        found.append(x)
    return found


def objective(network, params, x, y):
    """What training makes small: the mean of the losses of the examples, or their sum, with the penalty."""
    *hidden, z = answers(network, params, x)
    losses = network["loss"](z, y)
    total = losses.mean() if network["total"] == "mean" else losses.sum()
    if network["penalty"] is None:
        return total
    return total + network["penalty"](params, [answer / len(x) for answer in hidden])'''
_LEARN = '''\
def learn(name, network):
    """Where the runner stands after training."""
    x, y = read(f"{network['data']}/train")
    rows, sizes = (FILE[f"{network['batches']}/{part}"] for part in ("rows", "sizes"))
    params = first(network["initial"], lambda values: array(values).requires_grad_())
    rule = network["rule"]([values for layer in params for values in layer.values()])
    for t in range(GRADIENTS):
        seen = torch.from_numpy(rows[t, : sizes[t]].astype(np.int64))
        for group in rule.param_groups:
            if network["rates"] is not None:
                group["lr"] = network.get("factor", 1.0) * float(network["rates"][t])

        def closure():
            rule.zero_grad()
            loss = objective(network, params, x[seen], y[seen])
            loss.backward()
            return loss

        rule.step(closure)
    stands = network.get("stands", lambda rule, p: p)
    with torch.no_grad():
        return [{word: stands(rule, p).detach() for word, p in layer.items()} for layer in params]'''

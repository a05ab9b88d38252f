"""A comparison of networks as a Python file for jax and optax, which prints the numbers in which each runner ends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from training.parts import activations, losses, penalties
from training.parts.activations import ACTIVATIONS
from training.parts.losses import LOSSES
from training.parts.penalties import PENALTIES
from ui.network.takeaway.comparison import Comparison, Runner, uncovered
from ui.network.takeaway.words import FILE, JUDGING, MAIN, head, lines, told
from ui.takeaway.extract import Extract, entry
from ui.takeaway.rules import Rules, imports, quoted

# What the file calls its own; definitions of ours by these names get others.
OWN = (
    *("FILE", "GRADIENTS", "NETWORK", "RUNNERS", "STANDS", "APP"),
    *("array", "read", "first", "answers", "objective", "learn", "judged"),
)
ALWAYS = {"import numpy as np", "from pathlib import Path"}


def parts(comparison: Comparison) -> list[str]:
    """The file in parts, each of which stands alone after those before it."""
    script = _Script(comparison)
    runners = [runner for runner in comparison.runners if not uncovered(runner)]
    found = [script.network(runner) for runner in runners]
    entries = [script.line(runner, own, found[0]) for runner, own in zip(runners, found, strict=True)]
    left_out = comparison.without(uncovered)
    table = [
        *script.rules.tables,
        "# What all have in common, but for those that name something else.",
        f"NETWORK = dict(\n{lines(found[0])})" if found else "NETWORK = {}",
        "RUNNERS = {",
        *entries,
        "}",
        "# Where a rule stands, if that is not where it asks for the gradient.",
        "STANDS = {",
        *script.rules.standing,
        "}",
        *told(runners),
    ]
    return [
        "\n\n".join([head(comparison, left_out, "jax and optax"), imports(script.rules.extract.imports | ALWAYS)]),
        f"{FILE}\narray = jnp.asarray\nGRADIENTS = {comparison.network.steps}",
        *([script.rules.extract.text] if script.rules.extract.blocks else []),
        "\n".join(table),
        _NETWORK,
        JUDGING,
        _LEARN,
        MAIN,
    ]


@dataclass
class _Script:
    """What the file needs, gathered runner by runner."""

    comparison: Comparison
    rules: Rules = field(default_factory=lambda: Rules(Extract(names={("", name): name for name in OWN})))

    def network(self, runner: Runner) -> dict[str, str]:
        """What a runner trains, as expressions by name."""
        task, places = runner.task, self.comparison.places[runner.slot]
        loss, explained = task.structure.loss, "number" in LOSSES[task.structure.loss].kinds
        return {
            **{kind: json.dumps(place) for kind, place in places.items()},
            "activation": self.activation(task.network.activation),
            "loss": self.part(losses.__name__, "Loss", loss, 4),
            "answer": self.part(losses.__name__, "Loss", loss, 5),
            "explained": str(explained),
            "total": json.dumps(task.structure.reduce),
            "penalty": self.penalty(runner),
            **({"residuals": self.residuals(loss)} if "residual_fn" in runner.chosen.spec.needs else {}),
        }

    def part(self, module: str, kind: str, name: str, place: int, keyword: str = "") -> str:
        """An argument of an entry of a registry, with what it uses."""
        node = entry(module, kind, name, place, keyword)
        assert node is not None
        return self.rules.extract.expression(module, node)

    def activation(self, name: str) -> str:
        """What a unit makes of its input, as a function of that and of what its layer learns."""
        plain = self.part(activations.__name__, "Activation", name.removeprefix("bipolar_"), 2)
        if not ACTIVATIONS[name].bipolar:
            return plain
        signs = self.rules.extract.add(activations.__name__, "_signs")
        return f"lambda z, learned: {signs}(z) * ({plain})({signs}(z) * z, learned)"

    def residuals(self, loss: str) -> str:
        """The function whose half sum of squares is the loss of an example."""
        return self.part(losses.__name__, "Loss", loss, 9, "residuals")

    def penalty(self, runner: Runner) -> str:
        """What is added to the loss, as a function of parameters and hidden answers; "None" for nothing."""
        structure, numbers = runner.task.structure, runner.task.numbers
        if structure.penalty == "none":
            return "None"
        kind = PENALTIES[structure.penalty]
        function = self.part(penalties.__name__, "Penalty", structure.penalty, 5)
        words = ("weights", "biases") if structure.penalized == "all" else ("weights",)
        values = "hidden" if kind.of_units else f"[layer[name] for layer in params for name in {words!r}]"
        used = {name: float(numbers[name]) for name in kind.uses}
        return f"lambda params, hidden: {float(numbers['lambda'])!r} * {function}({values}, {used!r})"

    def line(self, runner: Runner, own: dict[str, str], usual: dict[str, str]) -> str:
        """The entry of a runner: its rule, and what it has other than is ``usual``."""
        steps = f"GRADIENTS // {runner.chosen.gradients}"
        rule = self.rules.runner(runner.slot, runner.label, runner.chosen, steps, runner.task.epoch)
        other = "".join(f", {name}={text}" for name, text in own.items() if usual.get(name) != text)
        gradients = runner.chosen.gradients
        return f"    {quoted(runner.label)}: dict(NETWORK, rule={rule}, gradients={gradients}{other}),"


_NETWORK = '''\
def answers(network, params, x):
    """What each layer answers to inputs (examples, inputs); the last answers are the outputs."""
    found = []
    for layer in params:
        z = x @ layer["weights"] + layer["biases"]
        x = z if layer is params[-1] else network["activation"](z, layer)
        found.append(x)
    return found


def objective(network, params, x, y, share):
    """What training makes small: the mean of the losses of examples that count ``share`` in it, or their sum."""
    *hidden, z = answers(network, params, x)
    counted = share if network["total"] == "mean" else (share > 0).astype(share.dtype)
    loss = jnp.sum(network["loss"](z, y) * counted)
    if network["penalty"] is None:
        return loss
    return loss + network["penalty"](params, [answer * share[:, None] for answer in hidden])'''
_LEARN = '''\
def learn(name, network):
    """Where the runner stands after training; its ``rule`` is an optimizer, or gives that of update t."""
    make = network["rule"]
    at = make if callable(make) else lambda t: make
    x, y = read(network["data"] + "/train")
    rows, sizes = (array(FILE[f"{network['batches']}/{part}"]) for part in ("rows", "sizes"))

    def step(carry, t):
        params, state = carry
        share = jnp.where(jnp.arange(rows.shape[1]) < sizes[t], 1 / sizes[t], 0)
        seen = x[rows[t]], y[rows[t]]

        def residuals(p):
            z = answers(network, p, seen[0])[-1]
            counted = share if network["total"] == "mean" else share > 0
            return (network["residuals"](z, seen[1]) * jnp.sqrt(counted)[:, None]).ravel()

        value_of = lambda p: objective(network, p, *seen, share)
        value, grads = jax.value_and_grad(value_of)(params)
        optimizer = optax.with_extra_args_support(at(t))
        extra = {"value": value, "grad": grads, "value_fn": value_of, "residual_fn": residuals}
        updates, state = optimizer.update(grads, state, params, **extra)
        return (optax.apply_updates(params, updates), state), None

    params = first(network["initial"], array)
    updates = jnp.arange(GRADIENTS // network["gradients"])
    (params, state), _ = jax.jit(lambda carry: jax.lax.scan(step, carry, updates))((params, at(0).init(params)))
    return STANDS[name](params, state) if name in STANDS else params'''

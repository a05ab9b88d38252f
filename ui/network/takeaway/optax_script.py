"""A comparison of networks as a Python file for jax and optax, which prints the numbers in which each runner ends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from training.data.augmentation import Augmentation
from training.parts import activations
from training.parts.activations import ACTIVATIONS, Activation
from training.parts.dropout import DROPOUTS, Dropout
from training.parts.losses import LOSSES, Loss
from training.parts.normalization import NORMS, Normalization
from training.parts.penalties import PENALTIES, Penalty
from ui.network.takeaway.comparison import Comparison, Runner, techniques, uncovered
from ui.network.takeaway.words import ANSWERS, FILE, JUDGING, MAIN, head, lines, told
from ui.takeaway.extract import Extract, entry
from ui.takeaway.rules import Rules, imports, quoted

# What the file calls its own; definitions of ours by these names get others.
OWN = (
    *("FILE", "GRADIENTS", "NETWORK", "RUNNERS", "STANDS", "APP"),
    *("array", "read", "first", "passed", "hidden", "answers", "objective", "learn", "judged"),
)
ALWAYS = {"import numpy as np", "from pathlib import Path"}


def parts(comparison: Comparison) -> list[str]:
    """The file in parts, each of which stands alone after those before it."""
    script = _Script(comparison)
    runners = [runner for runner in comparison.runners if not uncovered(runner)]
    found = _filled([script.network(runner) | script.techniques(runner) for runner in runners])
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
        _TECHNIQUES if any(map(techniques, runners)) else _ANSWERS,
        _OBJECTIVE,
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
            "loss": self.part(Loss, loss, "fn"),
            "answer": self.part(Loss, loss, "predict"),
            "explained": str(explained),
            "total": json.dumps(task.structure.reduce),
            "penalty": self.penalty(runner),
            "patience": repr(runner.patience),
            "every": str(runner.every),
            **({"residuals": self.residuals(loss)} if "residual_fn" in runner.chosen.spec.needs else {}),
        }

    def part(self, kind: type, name: str, field: str) -> str:
        """A field of an entry of a registry, with what it uses."""
        node = entry(kind, name, field)
        assert node is not None
        return self.rules.extract.expression(kind.__module__, node)

    def activation(self, name: str) -> str:
        """What a unit makes of its input, as a function of that and of what its layer learns."""
        plain = self.part(Activation, name.removeprefix("bipolar_"), "fn")
        if not ACTIVATIONS[name].bipolar:
            return plain
        signs = self.rules.extract.add(activations.__name__, "_signs")
        return f"lambda z, learned: {signs}(z) * ({plain})({signs}(z) * z, learned)"

    def residuals(self, loss: str) -> str:
        """The function whose half sum of squares is the loss of an example."""
        return self.part(Loss, loss, "residuals")

    def penalty(self, runner: Runner) -> str:
        """What is added to the loss, as a function of parameters and hidden answers; "None" for nothing."""
        structure, numbers = runner.task.structure, runner.task.numbers
        if structure.penalty == "none":
            return "None"
        kind = PENALTIES[structure.penalty]
        function = self.part(Penalty, structure.penalty, "fn")
        words = ("weights", "biases") if structure.penalized == "all" else ("weights",)
        values = "hidden" if kind.of_units else f"[layer[name] for layer in params for name in {words!r}]"
        used = {name: float(numbers[name]) for name in kind.uses}
        return f"lambda params, hidden: {float(numbers['lambda'])!r} * {function}({values}, {used!r})"

    def techniques(self, runner: Runner) -> dict[str, str]:
        """What is put on its network and its examples, as expressions by name."""
        network, structure, numbers = runner.task.network, runner.task.structure, runner.task.numbers
        found = {"seed": str(numbers["seed"])} if "seed" in numbers else {}
        if network.norm != "none":
            kind, layer = NORMS[network.norm], structure.layers[0]
            found["norm"], found["tested"] = (self.part(Normalization, kind.name, each) for each in ("fn", "tested"))
            found |= {"groups": str(layer.groups), "after": str(layer.after), "scaled": str(kind.signals)}
            found["remembers"] = repr(tuple(layer.remembered))
            if kind.weights is not None:
                found["used"] = self.part(Normalization, kind.name, "weights")
        if network.dropout != "none":
            found["drop"], found["kept"] = (self.part(Dropout, network.dropout, each) for each in ("fn", "tested"))
        if network.augment != "none":
            function = self.part(Augmentation, network.augment, "fn")
            amount = f"{float(numbers['augmentby'])!r}, key, {structure.image!r}"
            found["augment"] = f"lambda x, key: {function}(x, {amount})"
        drawn = (*DROPOUTS[network.dropout].uses, *structure.noises, "keep")
        used = {name: numbers[name] for name in drawn if name in numbers}
        return found | ({"numbers": repr(used)} if used else {})

    def line(self, runner: Runner, own: dict[str, str], usual: dict[str, str]) -> str:
        """The entry of a runner: its rule, and what it has other than is ``usual``."""
        steps = f"GRADIENTS // {runner.chosen.gradients}"
        rule = self.rules.runner(runner.slot, runner.label, runner.chosen, steps, runner.task.epoch)
        other = "".join(f", {name}={text}" for name, text in own.items() if usual.get(name) != text)
        gradients = runner.chosen.gradients
        return f"    {quoted(runner.label)}: dict(NETWORK, rule={rule}, gradients={gradients}{other}),"


def _filled(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """The same, with None for what others have."""
    names = dict.fromkeys(name for own in found for name in own)
    return [{name: own.get(name, "None") for name in names} for own in found]


_TECHNIQUES = '''\
def answers(network, params, x, share=None, key=None):
    """What each layer answers to inputs (examples, inputs); the last answers are the outputs.

    In training examples count ``share``, and ``key`` draws what is left out or added.
    """
    return [answer for answer, _ in passed(network, params, x, share, key)]


def passed(network, params, x, share=None, key=None):
    """What each layer answers, and the statistics of these examples that its normalization remembers."""
    found, numbers = [], network.get("numbers") or {}
    for kind, at in (("noisein", 2**16), ("noisew", 2**16 + 1)):
        if key is not None and kind in numbers:
            draw = lambda place, like: numbers[kind] * jax.random.normal(
                jax.random.fold_in(jax.random.fold_in(key, at), place), like.shape, like.dtype
            )
            if kind == "noisein":
                x = x + draw(0, x)
            else:
                ws = [layer["weights"] for layer in params]
                params = [layer | {"weights": w + draw(i, w)} for i, (layer, w) in enumerate(zip(params, ws))]
    for place, layer in enumerate(params):
        w, last = layer["weights"], place == len(params) - 1
        if network.get("used") and not last:
            w = network["used"](w, layer)
        if network.get("drop"):
            own = numbers | ({"keep": numbers["keep"][place]} if "keep" in numbers else {})
            if key is None:
                w = network["kept"](w, own)
            else:
                x, w = network["drop"](x, w, own, jax.random.fold_in(key, place))
        z = x @ w + layer["biases"]
        x, seen = (z, {}) if last else hidden(network, layer, z, share)
        found.append((x, seen))
    return found


def hidden(network, layer, z, share):
    """What a hidden layer makes of its sums, normalized before or after the activation, and what it remembers of it."""
    if not network.get("norm"):
        return network["activation"](z, layer), {}
    u, seen = network["activation"](z, layer) if network["after"] else z, {}
    if share is None:
        u = network["tested"](u, layer, network["groups"])
    else:
        u, seen = network["norm"](u, share, network["groups"])
    if network["scaled"]:
        u = layer["gamma"] * u + layer["beta"]
    return u if network["after"] else network["activation"](u, layer), seen'''
_ANSWERS = ANSWERS.format(more="share=None, key=None")
_OBJECTIVE = '''\
def objective(network, params, x, y, share, key):
    """What training makes small: the mean of the losses of examples that count ``share`` in it, or their sum."""
    *hidden, z = answers(network, params, x, share, key)
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

    memory_of = network.get("remembers") or ()  # what layers remember for the test, and nobody trains

    def step(carry, t):
        params, state, memory = carry
        share = jnp.where(jnp.arange(rows.shape[1]) < sizes[t], 1 / sizes[t].astype(x.dtype), 0)
        drawn = network.get("seed") is not None
        key = jax.random.fold_in(jax.random.key(network["seed"]), t) if drawn else None
        seen = x[rows[t]], y[rows[t]]
        if network.get("augment"):
            seen = network["augment"](seen[0], jax.random.fold_in(key, len(params))), seen[1]

        def residuals(p):
            z = answers(network, p, seen[0], share, key)[-1]
            counted = share if network["total"] == "mean" else share > 0
            return (network["residuals"](z, seen[1]) * jnp.sqrt(counted)[:, None]).ravel()

        value_of = lambda p: objective(network, p, *seen, share, key)
        value, grads = jax.value_and_grad(value_of)(params)
        optimizer = optax.with_extra_args_support(at(t))
        extra = {"value": value, "grad": grads, "value_fn": value_of, "residual_fn": residuals}
        updates, state = optimizer.update(grads, state, params, **extra)
        if memory_of:
            now = [found for _, found in passed(network, params, seen[0], share, key)]
            after = [{n: 0.9 * old[n] + 0.1 * one[n] for n in old} for old, one in zip(memory, now)]
            memory = jax.tree.map(lambda old, new: jnp.where(sizes[t] > 1, new, old), memory, after)
        return (optax.apply_updates(params, updates), state, memory), None

    begun = first(network["initial"], array)
    params = [{n: v for n, v in layer.items() if n not in memory_of} for layer in begun]
    memory = [{n: v for n, v in layer.items() if n in memory_of} for layer in begun]
    train = jax.jit(lambda carry, updates: jax.lax.scan(step, carry, updates)[0])

    def standing(params, state, memory):
        """All arrays of the layers, as the method stands."""
        found = STANDS[name](params, state) if name in STANDS else params
        return [layer | held for layer, held in zip(found, memory)]

    carry, end, patience = (params, at(0).init(params), memory), GRADIENTS // network["gradients"], network["patience"]
    if patience is None:
        return standing(*train(carry, jnp.arange(end)))
    best, since, kept = jnp.inf, 0, standing(*carry)  # with early stopping: the weights of the lowest validation loss
    for t in dict.fromkeys([*range(0, end, network["every"]), end]):
        carry, done = (train(carry, jnp.arange(done, t)), t) if t else (carry, 0)
        loss = judged(network, standing(*carry))["validation loss"]
        if loss < best:
            best, since, kept = loss, t, standing(*carry)
        elif (t - since) * network["gradients"] >= patience:
            break
    return kept'''

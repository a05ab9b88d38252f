"""What all runners of a network page share, and what they do not: the subtitle, and the card that says it all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from training.configuration import differences
from training.configuration.counts import in_words
from training.network import common, devices
from training.network.config import FIELDS, each, has_rates
from training.network.network import GIVEN, NO_TRANSFER, SORTED, Network
from training.network.resolve import dataset, resolve
from training.network.run import Run
from ui.looks.identity import identities
from ui.network.page import PAGE
from ui.session import locks
from ui.widgets import cards

TOLD = (  # fields of which the lines of the card tell, and those that the page shows beside it
    *("init", "initvalue", "gain", "bias", "biasvalue", "seed", "examples", "split", "dataseed", "batch", "shuffle"),
    *("steps", "device", "data", "points", "noise", "balance", "prep", "hidden", "activation", "loss", "stage"),
    *("testsplit", "order"),
)
AS_USUAL = (  # told where they are not as usual
    *(
        "repeats",
        "reduce",
        "gradient",
        "ensemble",
        "turn",
        "groupshift",
        "regroup",
        "transfer",
        "sourcesteps",
        "stop",
        "bayes",
        "shiftangle",
        "shiftscale",
        "shiftmove",
    ),
)
ORDERS = {  # by shuffle and order
    ("on", GIVEN): "in a new random order every epoch",
    ("off", GIVEN): "always in the order of the data",
    ("on", SORTED): "class by class, within each in a new random order every epoch",
    ("off", SORTED): "class by class, within each in the order of the data",
}
NAMED = 2  # fields in which runners differ, at most, that the subtitle names
WEIGHTS = {common.SAME: "the same for all: ", common.SCALED: "the same draws for all, each in its own scale: ", "": ""}


def subtitle(network: Network) -> str:
    """What is equal for all, and in what they differ: "Same weights, same batches, 600 gradients each"."""
    count, own = len(network.slots), [*each(network).values()]
    gradients = "1 gradient" if network.steps == 1 else f"{network.steps:,} gradients"
    if count == 0:
        return "No optimizer yet"
    if count == 1:
        return f"One optimizer, {gradients}"
    several, rules = differences.counted(FIELDS, network), {chosen.bare for _, chosen in network.slots}
    parts = [next(iter(rules)).spec.label] if len(rules) == 1 and several and not locks.veiled(network) else []
    parts += several if len(several) <= NAMED else [f"{in_words(len(several))} differences"]
    parts += ["same weights"] if common.weights(own) == common.SAME else []
    parts += ["same batches"] if common.batches(own) else []
    words = ", ".join([*parts, f"{gradients} each"])
    return words[0].upper() + words[1:]


def equalities(network: Network, runs: Mapping[str, Run]) -> dict[str, str]:
    """What is equal for all runners, in words, and last what is not."""
    people, own = identities(FIELDS, network), [*each(network).values()] or [network]
    where = dataset(network).label if has_rates(network.data) else "networks"
    rules = {chosen.bare for _, chosen in network.slots}
    differing = differences.differing(FIELDS, network)
    alike = len(rules) == 1 and differing and not locks.veiled(network)
    usual = [name for name in AS_USUAL if getattr(own[0], name) == FIELDS[name].usual(own[0])]
    told = (*TOLD, *differing, *usual)
    facts = {
        "Optimizer": f"{rules.pop().spec.label} with the same numbers for all" if alike else "",
        "Initial weights": _weights(network, own),
        "Examples": _examples(network, own),
        "Mini-batches": _batches(own),
        "Budget": _budget(own),
        **cards.fields(FIELDS, own[0], told),
        **_computed(network, runs),
        **cards.uncounted(network, people),
        "Precision": "32-bit floats",
        "Not equal": cards.unequal(FIELDS, network, people, PAGE.runners, where),
    }
    return {term: words for term, words in facts.items() if words}


def _weights(network: Network, own: Sequence[Network]) -> str:
    bias = FIELDS["bias"].shown(own[0]).lower()
    equal = _equal(network, own[0], init="{}", gain="gain {}", bias=f"biases {bias}")
    drawn = f"{equal} {_equal(network, own[0], seed='(weight seed {})')}".strip()
    learned = sum(one.transfer != NO_TRANSFER for one in own)
    from_there = f"learned before, from {drawn}" if learned == len(own) else f"{drawn}; some have learned from there"
    return f"{WEIGHTS[common.weights(own)]}{from_there if learned else drawn}".strip()


def _equal(network: Network, shared: Network, **words: str) -> str:
    """The words for each field in which no runner differs, with its value."""
    differing = differences.differing(FIELDS, network)
    return ", ".join(text.format(FIELDS[name].shown(shared)) for name, text in words.items() if name not in differing)


def _examples(network: Network, own: Sequence[Network]) -> str:
    """How many there are of each part, where that is equal."""
    prepared = [resolve(other).prepared for other in own]
    parts = {(len(one.train_y), len(one.valid_y), len(one.test_y)) for one in prepared}
    if len(parts) > 1:
        return ""
    train, valid, test = parts.pop()
    seed = _equal(network, own[0], dataseed="(data seed {})")
    kept = f", {valid:,} for validation and {test:,} for a test" if test else f" and {valid:,} for validation"
    return f"{train:,} for training{kept} {seed}".strip()


def _batches(own: Sequence[Network]) -> str:
    """What the steps of all see, and where that differs what of it is equal."""
    tasks, kinds = [resolve(one) for one in own], {(one.shuffle, one.order) for one in own}
    orders = [ORDERS[kind] for kind in kinds if len(kinds) == 1]
    train, batch = len(tasks[0].prepared.train_y), tasks[0].batch
    if common.batches(own):
        some = f"{_count(batch, 'example')} a step, {orders[0]}"
        return f"the same for all: {f'all {train:,} examples at every step' if batch == train else some}"
    if common.order(own):
        return f"cut from the same examples {orders[0]}"
    sizes = [f"{_count(batch, 'example')} a step"] if len({task.batch for task in tasks}) == 1 else []
    return ", ".join([*sizes, *orders])


def _budget(own: Sequence[Network]) -> str:
    steps = own[0].steps
    tasks = [resolve(one) for one in own]
    # The last step of an epoch has what is left.
    epochs = sorted({steps / math.ceil(len(task.prepared.train_y) / task.batch) for task in tasks})
    few = [_count(number, "epoch") for number in epochs]
    told = few[0] if len(few) == 1 else f"{few[0].split()[0]} to {few[-1]}"
    return f"{_count(steps, 'gradient')} each, {told} where a step takes one"


def _computed(network: Network, runs: Mapping[str, Run]) -> dict[str, str]:
    if not runs:
        return {}
    on = {"Computed on": computed_on(network, runs)}
    if len({(run.judged, run.probe) for run in runs.values()}) > 1:
        return on
    some = next(iter(runs.values()))
    judged = f"{some.judged[0]:,} examples of training and {some.judged[1]:,} of validation"
    return {"Measured on": f"{judged}; layers on {some.probe:,} of training", **on}


def computed_on(network: Network, runs: Mapping[str, Run]) -> str:
    """The devices of the runs, what was measured of a card's numbers, and why a wish was not granted."""
    used = sorted({run.device for run in runs.values()})
    told = " and ".join(used)
    if network.device == "gpu" and devices.gpu() is None:
        return f"{told}: JAX finds no graphics card here"
    measured = devices.agreement() if used != [devices.CPU] else ""
    return f"{told}; {measured}" if measured else told


def _count(number: float, what: str) -> str:
    """A number of things in words: "1 example", "85.7 epochs"."""
    few = f"{number:.2g}" if number < 10 else f"{number:,.1f}".removesuffix(".0")
    return f"{few} {what}" if few == "1" else f"{few} {what}s"

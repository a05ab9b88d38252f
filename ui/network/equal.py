"""What all runners of a network page share, and what they do not: the subtitle, and the card that says it all."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from locales import Words, in_sentence, tr, trn
from locales.formats import grouped, plain
from training.configuration import differences
from training.configuration.counts import in_words, listed
from training.network import common, devices
from training.network.config import FIELDS, each
from training.network.network import GIVEN, NO_TRANSFER, SORTED, Network
from training.network.rates import has_rates
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
ORDERS: dict[tuple[str, str], Words] = {  # by shuffle and order
    ("on", GIVEN): "in a new random order every epoch",
    ("off", GIVEN): "always in the order of the data",
    ("on", SORTED): "class by class, within each in a new random order every epoch",
    ("off", SORTED): "class by class, within each in the order of the data",
}
NAMED = 2  # fields in which runners differ, at most, that the subtitle names
WEIGHTS: dict[str, Words] = {
    common.SAME: "the same for all: {words}",
    common.SCALED: "the same draws for all, each in its own scale: {words}",
    common.APART: "not the same draws for all: {words}",
}


def subtitle(network: Network) -> str:
    """What is equal for all, and in what they differ: "Same weights, same batches, 600 gradients each"."""
    count, own = len(network.slots), [*each(network).values()]
    gradients = trn("{count:,} gradient", "{count:,} gradients", network.steps)
    if count == 0:
        return tr("No optimizer yet")
    if count == 1:
        return tr("One optimizer, {gradients}", gradients=gradients)
    several, rules = differences.counted(FIELDS, network), {chosen.bare for _, chosen in network.slots}
    parts = [next(iter(rules)).spec.label] if len(rules) == 1 and several and not locks.veiled(network) else []
    parts += several if len(several) <= NAMED else [tr("{count} differences", count=in_words(len(several)))]
    parts += [tr("same weights")] if common.beginning(own) == common.SAME else []
    parts += [tr("same batches")] if common.batches(own) else []
    words = ", ".join([*parts, tr("{gradients} each", gradients=gradients)])
    return words[0].upper() + words[1:]


def equalities(network: Network, runs: Mapping[str, Run]) -> dict[str, str]:
    """What is equal for all runners, in words, and last what is not."""
    people, own = identities(FIELDS, network), [*each(network).values()] or [network]
    where = tr(dataset(network).label) if has_rates(network.data) else tr("networks")
    rules = {chosen.bare for _, chosen in network.slots}
    differing = differences.differing(FIELDS, network)
    alike = len(rules) == 1 and differing and not locks.veiled(network)
    usual = [name for name in AS_USUAL if getattr(own[0], name) == FIELDS[name].usual(own[0])]
    told = (*TOLD, *differing, *usual)
    facts = {
        tr("Optimizer"): tr("{rule} with the same numbers for all", rule=rules.pop().spec.label) if alike else "",
        tr("Initial weights"): _weights(network, own),
        tr("Examples"): _examples(network, own),
        tr("Mini-batches"): _batches(own),
        tr("Budget"): _budget(own),
        **cards.fields(FIELDS, own[0], told),
        **_computed(network, runs),
        **cards.uncounted(network, people),
        tr("Precision"): tr("32-bit floats"),
        tr("Not equal"): cards.unequal(FIELDS, network, people, PAGE.runners, where),
    }
    return {term: words for term, words in facts.items() if words}


def _weights(network: Network, own: Sequence[Network]) -> str:
    equal = _equal(
        network,
        own[0],
        init=str,
        gain=lambda gain: tr("gain {gain}", gain=gain),
        bias=lambda kind: tr("biases {kind}", kind=in_sentence(kind)),
    )
    seed = _equal(network, own[0], seed=lambda seed: tr("(weight seed {seed})", seed=seed))
    drawn = f"{equal} {seed}".strip()
    learned = sum(one.transfer != NO_TRANSFER for one in own)
    if learned == len(own):
        drawn = tr("learned before, from {weights}", weights=drawn)
    elif learned:
        drawn = tr("{weights}; some have learned from there", weights=drawn)
    form = WEIGHTS.get(common.beginning(own))
    return tr(form, words=drawn).strip() if form else drawn


def _equal(network: Network, shared: Network, **told: Callable[[str], str]) -> str:
    """What is told of each field in which no runner differs, by its value in words."""
    differing = differences.differing(FIELDS, network)
    return ", ".join(tell(FIELDS[name].shown(shared)) for name, tell in told.items() if name not in differing)


def _examples(network: Network, own: Sequence[Network]) -> str:
    """How many there are of each part, where that is equal."""
    prepared = [resolve(other).prepared for other in own]
    parts = {(len(one.train_y), len(one.valid_y), len(one.test_y)) for one in prepared}
    if len(parts) > 1:
        return ""
    train, valid, test = parts.pop()
    seed = _equal(network, own[0], dataseed=lambda seed: tr("(data seed {seed})", seed=seed))
    counts = {"train": train, "valid": valid, "test": test}
    if test:
        told = tr("{train:,} for training, {valid:,} for validation and {test:,} for a test", **counts)
    else:
        told = tr("{train:,} for training and {valid:,} for validation", **counts)
    return f"{told} {seed}".strip()


def _batches(own: Sequence[Network]) -> str:
    """What the steps of all see, and where that differs what of it is equal."""
    tasks, kinds = [resolve(one) for one in own], {(one.shuffle, one.order) for one in own}
    orders = [tr(ORDERS[kind]) for kind in kinds if len(kinds) == 1]
    train, batch = len(tasks[0].prepared.train_y), tasks[0].batch
    size = trn("{count:,} example a step", "{count:,} examples a step", batch)
    if common.batches(own):
        every = tr("all {count:,} examples at every step", count=train)
        return tr("the same for all: {words}", words=every if batch == train else f"{size}, {orders[0]}")
    if common.order(own):
        return tr("cut from the same examples {order}", order=orders[0])
    sizes = [size] if len({task.batch for task in tasks}) == 1 else []
    return ", ".join([*sizes, *orders])


def _budget(own: Sequence[Network]) -> str:
    steps = own[0].steps
    tasks = [resolve(one) for one in own]
    # The last step of an epoch has what is left.
    epochs = sorted({steps / math.ceil(len(task.prepared.train_y) / task.batch) for task in tasks})
    few = [plain(number, 2) if number < 10 else grouped(number, 1) for number in epochs]
    told = trn("{few} epoch", "{few} epochs", 1 if few[-1] == "1" else 2, few=few[-1])
    if len(few) > 1:
        told = tr("{least} to {most}", least=few[0], most=told)
    gradients = trn("{count:,} gradient", "{count:,} gradients", steps)
    return tr("{gradients} each, {epochs} where a step takes one", gradients=gradients, epochs=told)


def _computed(network: Network, runs: Mapping[str, Run]) -> dict[str, str]:
    if not runs:
        return {}
    on = {tr("Computed on"): computed_on(network, runs)}
    if len({(run.judged, run.probe) for run in runs.values()}) > 1:
        return on
    some = next(iter(runs.values()))
    judged = tr(
        "{train:,} examples of training and {valid:,} of validation; layers on {probe:,} of training",
        train=some.judged[0],
        valid=some.judged[1],
        probe=some.probe,
    )
    return {tr("Measured on"): judged, **on}


def computed_on(network: Network, runs: Mapping[str, Run]) -> str:
    """The devices of the runs, what was measured of a card's numbers, and why a wish was not granted."""
    used = sorted({run.device for run in runs.values()})
    told = listed(used, "and")
    if network.device == "gpu" and devices.gpu() is None:
        return tr("{devices}: JAX finds no graphics card here", devices=told)
    measured = devices.agreement() if used != [devices.CPU] else ""
    return f"{told}; {measured}" if measured else told

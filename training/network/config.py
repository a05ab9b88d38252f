"""The spelling of a training run of networks in a link, and what it allows: see ``training.links`` for the rules.

``v=1&data=spirals&examples=300&...&hidden=32,32,32&activation=tanh&...&steps=600&a=adam&a.lr=0.01``. What depends on
another field has its default and its range from there: examples, noise and loss from the data, the number of an
initialization from the initialization.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from optimizers import OPTIMIZERS
from optimizers.base import Value
from training import links
from training.choice import Choice, choice
from training.data.datasets import DATASETS, Dataset, find
from training.data.points import EXAMPLE, OWN
from training.data.preprocessing import PREPROCESSING
from training.data.reading import read
from training.data.selection import SAFE
from training.links import SEED, Bound, Reader, shown, spell
from training.network.budget import most_steps, weights
from training.network.network import FIRST, MATRIX, PCA, Network
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import BIASES, INITIALIZERS
from training.parts.losses import LOSSES

LETTERS = "abcdef"
DEFAULT_RUNNERS = ("adam", "nesterov", "sgd")
DEFAULT_DATA = "spirals"
MEASURED = Path(__file__).with_name("rates.json")
USUAL = ""  # names the rates of the data sets that have none of their own
FORMS = {"sophia": {"curvature": "estimate"}}  # the exact diagonal takes a product for each weight
RATES = ("lr", "max_lr")  # the hyperparameters that a measured rate sets
MOST_LAYERS, MOST_UNITS = 12, 512
NO_LAYERS = "none"
FEWEST_EXAMPLES, MOST_EXAMPLES = 10, 10_000
WORDS = {  # fields that hold one of a few words
    "prep": tuple(PREPROCESSING),
    "shuffle": ("on", "off"),
    "activation": tuple(ACTIVATIONS),
    "init": tuple(INITIALIZERS),
    "bias": tuple(BIASES),
    "device": ("auto", "cpu", "gpu"),
}
STAGES = (MATRIX, PCA, FIRST)
BOUNDS = {
    "split": Bound(0, 0.9),
    "balance": Bound(0.05, 0.95),
    "dataseed": SEED,
    "gain": Bound(0.01, 10),
    "batch": Bound(1, 1024, whole=True),
    "steps": Bound(1, 5000, whole=True),
    "seed": SEED,
}
NUMBERED: dict[str, tuple[str, Mapping]] = {  # fields that count only where another one takes a number
    "initvalue": ("init", INITIALIZERS),
    "biasvalue": ("bias", BIASES),
}
ORDER = (
    *("data", "points", "examples", "noise", "split", "balance", "dataseed", "prep", "shuffle", "hidden", "activation"),
    *("init", "initvalue", "gain", "bias", "biasvalue", "loss", "batch", "steps", "seed", "device", "stage"),
)


def default_choice(name: str, data: str = USUAL) -> Choice:
    """The optimizer with its defaults for networks: its measured rate where there is one, and a form that is fit.

    Data that take longer to learn have rates of their own.
    """
    rates = _measured().get(data if has_rates(data) else USUAL, {})
    names, rate = {hyper.name for hyper in OPTIMIZERS[name].hypers}, rates.get(name)
    measured = {} if rate is None else {part: rate for part in RATES if part in names}
    return choice(name, **measured, **FORMS.get(name, {}))


def has_rates(data: str) -> bool:
    """Whether the optimizers have rates for these data alone."""
    return data in _measured()


def default_network(data: str = DEFAULT_DATA, points: str = "") -> Network:
    """The run that opens: three optimizers on one small network, each at its rate for these data."""
    known = find(data, points)
    return Network(
        data=data,
        examples=known.examples,
        noise=float(known.noise),
        split=0.3,
        balance=float(known.balance),
        dataseed=7,
        prep="none" if known.kind == "plane" and not known.far else "standard",
        shuffle="on",
        hidden=(32, 32, 32),
        activation="tanh",
        init="lecun",
        initvalue=default_number("initvalue", "lecun"),
        gain=1.0,
        bias="first",
        biasvalue=default_number("biasvalue", "first"),
        loss=losses(known)[0],
        batch=32,
        steps=known.steps,
        seed=7,
        device="auto",
        slots=tuple((x, default_choice(name, data)) for x, name in zip(LETTERS, DEFAULT_RUNNERS, strict=False)),
        points=points,
        stage=PCA if data == OWN else MATRIX,
    )


def losses(data: Dataset) -> tuple[str, ...]:
    """The losses that fit the data, the usual one first."""
    kind = "number" if not data.classes else "classes2" if len(data.classes) == 2 else "classes"
    return tuple(
        sorted((n for n, loss in LOSSES.items() if kind in loss.kinds), key=lambda n: LOSSES[n].kinds[0] != kind)
    )


def bounds(network: Network) -> dict[str, Bound]:
    """The range of each number of a network, given its other fields."""
    known = find(network.data, network.points)
    most = min(MOST_EXAMPLES, known.most)
    ranges = {
        "examples": Bound(most if network.data == OWN else min(FEWEST_EXAMPLES, most), most, whole=True),
        "noise": Bound(0, known.noise_high),
    }
    for field, (owner, registry) in NUMBERED.items():
        number = registry[getattr(network, owner)].number
        ranges[field] = Bound(0, 0) if number is None else Bound(number.low, number.high)
    return BOUNDS | ranges


def idle(network: Network, field: str) -> str:
    """Why a field does not count beside the other ones, and is not in the link; empty where it counts."""
    if field == "points" and network.data != OWN:
        return f"counts only with data={OWN}"
    if field == "examples" and network.data == OWN:
        return "all of one's own points are used"
    known = find(network.data, network.points)
    if field == "stage" and not (known.kind == "table" and known.classes):
        return "counts only for classes of data that are a table"
    owner, registry = NUMBERED.get(field, ("", {}))
    if owner and registry[getattr(network, owner)].number is None:
        return f"{owner}={getattr(network, owner)} takes no number"
    return ""


def default_number(field: str, form: str) -> float:
    """The number with which an initialization (of "initvalue") or a form of the biases begins; 0 without one."""
    number = NUMBERED[field][1][form].number
    return 0.0 if number is None else number.default


def read_hidden(text: str) -> tuple[int, ...]:
    """The widths of the hidden layers as they are typed, "32,32,32" or "none"; ValueError in words otherwise."""
    bare = text.strip().lower()
    words = [] if bare in ("", NO_LAYERS) else re.split(r"\s*,\s*|\s+", bare)
    try:
        widths = tuple(int(word) for word in words)
    except ValueError:
        widths = (0,)
    if len(widths) > MOST_LAYERS or not all(1 <= width <= MOST_UNITS for width in widths):
        allowed = f"up to {MOST_LAYERS} whole numbers from 1 to {MOST_UNITS} with commas between them, or {NO_LAYERS}"
        raise ValueError(f"must be {allowed}, not {shown(text)}")
    return widths


def spell_hidden(hidden: tuple[int, ...]) -> str:
    """The widths of the hidden layers as a link has them."""
    return ",".join(map(str, hidden)) or NO_LAYERS


def check_work(network: Network) -> Network:
    """The network itself, or a ValueError that says for how many steps it can be trained here."""
    most = most_steps(network)
    if network.steps > most:
        raise ValueError(f"must be at most {most:,} with {work(network)}, not {network.steps:,}")
    return network


def work(network: Network) -> str:
    """What makes a step take long, in words: "2,144 weights and 32 examples a step"."""
    rows = min(network.batch, network.examples)
    return f"{weights(network):,} weights and {rows:,} example{'' if rows == 1 else 's'} a step"


def encode(network: Network) -> str:
    """The configuration as the query of a link, without the question mark: versioned and complete."""
    fields: list[tuple[str, Value]] = []
    for name in ORDER:
        if not idle(network, name):
            fields.append((name, spell_hidden(network.hidden) if name == "hidden" else getattr(network, name)))
    return links.join(fields, network.slots, LETTERS[0], safe=SAFE)


def decode(query: str) -> tuple[Network, list[str]]:
    """The configuration of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    base = default_network(*_data(reader))
    network = replace(base, **{name: reader.one(name, known, getattr(base, name)) for name, known in WORDS.items()})
    network = replace(network, hidden=_hidden(reader, base.hidden))
    network = replace(network, loss=reader.one("loss", losses(find(network.data, network.points)), base.loss))
    network = replace(network, stage=_stage(reader, network))
    network = replace(network, **_numbers(reader, network))
    slots = reader.slots(LETTERS, base.slots, [*OPTIMIZERS], partial(default_choice, data=base.data))
    network = _affordable(reader, replace(network, slots=slots))
    reader.step(network.steps)
    return network, reader.told("a network", [letter for letter, _ in slots])


def _numbers(reader: Reader, network: Network) -> dict[str, float | int]:
    numbers = {}
    for name, bound in bounds(network).items():
        owner = NUMBERED.get(name, ("",))[0]
        default = default_number(name, getattr(network, owner)) if owner else getattr(network, name)
        reason = idle(network, name)
        if reason and reader.fields.pop(name, None) is not None:
            reader.sentences.append(f"{name}: {reason}; it was ignored.")
        number = reader.number(name, bound, default)
        numbers[name] = number if bound.whole else float(number)
    return numbers


def _stage(reader: Reader, network: Network) -> str:
    if reason := idle(network, "stage"):
        if reader.fields.pop("stage", None) is not None:
            reader.sentences.append(f"stage: {reason}; it was ignored.")
        return network.stage
    return reader.one("stage", STAGES, network.stage)


def _data(reader: Reader) -> tuple[str, str]:
    points = reader.fields.pop("points", None)
    data = reader.one("data", (*DATASETS, OWN), DEFAULT_DATA if points is None else OWN)
    if data != OWN:
        if points is not None:
            reader.sentences.append(f"points: counts only with data={OWN}; it was ignored.")
        return data, ""
    try:
        spelled, remarks = read(EXAMPLE if points is None else points)
    except ValueError as error:
        reader.sentences.append(f"points: {error} {DATASETS[DEFAULT_DATA].label} is used instead.")
        return DEFAULT_DATA, ""
    reader.sentences += [f"points: {remark}" for remark in remarks]
    return OWN, spelled


def _hidden(reader: Reader, default: tuple[int, ...]) -> tuple[int, ...]:
    text = reader.take("hidden", spell_hidden(default))
    try:
        if not text.strip():
            raise ValueError(f"has no value: {NO_LAYERS} is a network without hidden layers")
        return read_hidden(text)
    except ValueError as error:
        reader.sentences.append(f"hidden: {error}; {spell_hidden(default)} was used.")
        return default


def _affordable(reader: Reader, network: Network) -> Network:
    try:
        return check_work(network)
    except ValueError as error:
        most = most_steps(network)
        reader.sentences.append(f"steps: {error}; {spell(most)} was used.")
        return replace(network, steps=most)


@cache
def _measured() -> dict[str, dict[str, float]]:
    """The rate of each optimizer, as measured, by data set or USUAL; empty where nothing was."""
    return json.loads(MEASURED.read_text()) if MEASURED.exists() else {}

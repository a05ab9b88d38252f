"""The spelling of a training run of networks in a link, and what it allows, as ``training.configuration.links`` has it.

``v=1&data=spirals&examples=300&...&hidden=32,32,32&activation=tanh&...&steps=600&a=adam&a.lr=0.01``. What depends on
another field has its default and its range from there: examples, noise and loss from the data, the number of an
initialization from the initialization.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from locales import tr
from locales.formats import spell
from optimizers import OPTIMIZERS
from training.configuration import differences, fields, links
from training.configuration.batch import Batch
from training.configuration.fields import Number, Word, labels_of
from training.configuration.links import Reader
from training.configuration.owned import number_of
from training.configuration.ranges import SEED, TIMES, Bound
from training.configuration.texts import Text
from training.data.datasets import DATASETS, Dataset, told_classes
from training.data.points import EXAMPLE, OWN, OWN_POINTS
from training.data.preprocessing import PREPROCESSING
from training.data.reading import read
from training.data.samples import MOST_EXAMPLES
from training.data.selection import SAFE
from training.network import descent, judging, parts_of_data, transfer
from training.network.budget import TooLong, check, most_steps
from training.network.hidden import HIDDEN, NO_LAYERS, Widths, depths
from training.network.model import STEPS
from training.network.network import BAGGING, NO_VOTE, OF_SEEDS, Network
from training.network.rates import default_choice
from training.network.resolve import dataset, resolve
from training.network.techniques import TECHNIQUES
from training.parts import activations, initializers
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import BIASES, GAIN, INITIALIZERS
from training.parts.losses import LOSSES

LETTERS = "abcdef"
DEFAULT_RUNNERS = ("adam", "nesterov", "sgd")
DEFAULT_DATA = "spirals"
SHUFFLE = (
    "On: a new random order of the examples every epoch, the same for all optimizers. Off: always the order of the "
    "data, which for those drawn from a formula is class by class. Validation keeps the same examples, drawn "
    "at random from each class."
)
DEVICES = {"auto": "whatever is faster", "cpu": "the CPU", "gpu": "the GPU"}
REPEATS = (
    f"From how many weight seeds each runner is trained, 1 to {TIMES.high}: the one that is set and those after it. "
    "Curves are the median then, in a band from the lowest to the highest; pictures and layers are of the first seed."
)
ENSEMBLES = {NO_VOTE: "none", OF_SEEDS: "of all seeds", BAGGING: "of bootstrap samples"}
VOTE = (
    "What most of the repeated networks say (of numbers, their mean), as a line of its own and as the picture, whose "
    "shade is the share of the votes. Of bootstrap samples (bagging): each network sees as many training examples as "
    "there are, drawn with replacement by its weight seed; pre-processing and scores are of all of them."
)
FEWEST_EXAMPLES = 10
BATCH = Bound(1, 1024, whole=True)


def default_network(data: str = DEFAULT_DATA, points: str = "") -> Network:
    """The run that opens: three optimizers on one small network, each at its rate for these data."""
    slots = tuple((x, default_choice(name, data)) for x, name in zip(LETTERS, DEFAULT_RUNNERS, strict=False))
    return fields.opened(Network, FIELDS.values(), data=data, points=points, slots=slots)


def losses(data: Dataset) -> tuple[str, ...]:
    """The losses that fit the data, the usual one first."""
    kind = "number" if not data.classes else "classes2" if len(data.classes) == 2 else "classes"
    return tuple(
        sorted((n for n, loss in LOSSES.items() if kind in loss.kinds), key=lambda n: LOSSES[n].kinds[0] != kind)
    )


def _idle_examples(network: Network) -> str:
    return tr("all of one's own points are used") if network.data == OWN else ""


def _examples(network: Network) -> Bound:
    most = min(MOST_EXAMPLES, dataset(network).most)
    return Bound(most if network.data == OWN else min(FEWEST_EXAMPLES, most), most, whole=True)


def _prep(network: Network) -> str:
    known = dataset(network)
    return "none" if known.kind == "plane" and not known.far else "standard"


def _balance_label(network: Network) -> str:
    classes = told_classes(dataset(network))
    return tr("Share of “{name}” among all examples", name=classes[0]) if classes else tr("Share of the first class")


def _batches(network: Network) -> tuple[int, ...]:
    return 1, 16, 64, min(int(BATCH.high), _trained_on(network))


def _trained_on(network: Network) -> int:
    return len(resolve(network).prepared.train_x)


FIELDS = fields.table(
    Word(
        "data",
        lambda _: labels_of({**DATASETS, OWN: OWN_POINTS}),
        default=DEFAULT_DATA,
        label="Data",
        common=True,
    ),
    Text(
        "points",
        lambda text: read(text)[0],
        default="",
        label="Points",
        common=True,
        idle=lambda network: "" if network.data == OWN else tr("counts only with {what}", what=f"data={OWN}"),
    ),
    Number(
        "examples",
        _examples,
        default=lambda n: dataset(n).examples,
        label="Examples",
        several="Numbers of examples",
        idle=_idle_examples,
    ),
    Number(
        "noise",
        lambda network: Bound(0, dataset(network).noise_high),
        default=lambda network: float(dataset(network).noise),
        label="Noise",
        several="Noise levels",
    ),
    Number("split", Bound(0, 0.9), default=0.3, label="Share kept for validation", common=True),
    Number(
        "balance", Bound(0.05, 0.95), default=lambda n: float(dataset(n).balance), label=_balance_label, common=True
    ),
    Number("dataseed", SEED, default=7, label="Data seed"),
    Word(
        "prep",
        PREPROCESSING,
        default=_prep,
        label="Pre-processing",
        several="Kinds of pre-processing",
        tries=("none", "centred", "standard"),
    ),
    Word(
        "shuffle",
        {"on": "on", "off": "off"},
        default="on",
        label="Shuffle",
        help=SHUFFLE,
        brief="shuffle",
        several="Orders of examples",
    ),
    Widths(
        "hidden",
        default=(32, 32, 32),
        label="Hidden layers",
        several="Sizes of hidden layers",
        help=HIDDEN,
        blank=f"has no value: {NO_LAYERS} is a network without hidden layers",
        tries=lambda network: depths(network.hidden),
    ),
    Word("activation", ACTIVATIONS, default="tanh", label="Activation", tries=activations.TAUGHT),
    Word("init", INITIALIZERS, default="lecun", label="Initialization", tries=initializers.TAUGHT),
    number_of("initvalue", "init", INITIALIZERS),
    Number.of(GAIN),
    Word("bias", BIASES, default="first", label="Biases", brief="biases", several="Kinds of biases"),
    number_of("biasvalue", "bias", BIASES),
    Word(
        "loss",
        lambda network: labels_of({name: LOSSES[name] for name in losses(dataset(network))}),
        default=lambda network: losses(dataset(network))[0],
        label="Loss",
        several="Losses",
    ),
    Batch("batch", BATCH, default=32, label="Batch", several="Batch sizes", tries=_batches, all=_trained_on),
    Number(
        "steps", Bound(1, STEPS, whole=True), default=lambda network: dataset(network).steps, label="Steps", common=True
    ),
    Number("seed", SEED, default=7, label="Weight seed"),
    Number("repeats", TIMES, default=1, label="Repeats", several="Numbers of repeats", help=REPEATS),
    Word(
        "ensemble",
        ENSEMBLES,
        default=NO_VOTE,
        label="Vote of the repeats",
        several="Votes of the repeats",
        help=VOTE,
        brief="vote",
        nothing=NO_VOTE,
    ),
    Word("device", DEVICES, default="auto", label="Computed on", common=True),
    *descent.ROWS,
    *transfer.ROWS,
    *judging.ROWS,
    *parts_of_data.ROWS,
    *TECHNIQUES,
)


def alone(network: Network, letter: str) -> Network:
    """The network of one runner: with its differences, and nobody beside it."""
    return differences.alone(FIELDS, network, letter)


def each(network: Network) -> dict[str, Network]:
    """The network of every runner, by letter."""
    return differences.each(FIELDS, network)


def allowed(network: Network) -> int:
    """For how many gradients all runners can be trained here."""
    return min(most_steps(one) for one in _trained(network))


def check_work(network: Network) -> Network:
    """The network itself; TooLong, which says for how many steps it can be trained here, where they are too many."""
    check(_trained(network))
    return network


def _trained(network: Network) -> list[Network]:
    """The network of every runner; that of the configuration itself where none runs."""
    return [*each(network).values()] or [network]


def encode(network: Network) -> str:
    """The configuration as the query of a link, without the question mark: versioned and complete."""
    own = differences.spelled(FIELDS, network)
    return links.join(fields.spelled(FIELDS.values(), network), network.slots, LETTERS[0], SAFE, own)


def decode(query: str) -> tuple[Network, list[str]]:
    """The configuration of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    base = default_network(*data_of(reader))
    network = fields.read(reader, base, FIELDS.values(), known=("data", "points"))
    slots = reader.slots(LETTERS, base.slots, [*OPTIMIZERS], partial(default_choice, data=base.data))
    network = affordable(reader, differences.read(reader, FIELDS, replace(network, slots=slots)))
    reader.step(network.steps)
    return network, reader.told(tr("a network"), [letter for letter, _ in slots])


def data_of(reader: Reader) -> tuple[str, str]:
    """The data that a link names, and the points of one's own, as they are spelled."""
    points = reader.fields.pop("points", None)
    data = reader.one("data", (*DATASETS, OWN), DEFAULT_DATA if points is None else OWN)
    if data != OWN:
        if points is not None:
            reason = tr("counts only with {what}", what=f"data={OWN}")
            reader.sentences.append(tr("{name}: {reason}; it was ignored.", name="points", reason=reason))
        return data, ""
    try:
        spelled, remarks = read(EXAMPLE if points is None else points)
    except ValueError as error:
        used = tr(DATASETS[DEFAULT_DATA].label)
        reader.sentences.append(tr("points: {reason} {data} is used instead.", reason=error, data=used))
        return DEFAULT_DATA, ""
    reader.sentences += [f"points: {remark}" for remark in remarks]
    return OWN, spelled


def affordable(reader: Reader, network: Network) -> Network:
    """The network with as many steps, and steps before, as it can be trained for here; what was too many is told."""
    try:
        return check_work(network)
    except TooLong as error:
        used = spell(error.most)
        reader.sentences.append(tr("{name}: {reason}; {used} was used.", name=error.field, reason=error, used=used))
        return affordable(reader, lowered(network, error.field, error.most))


def lowered(network: Network, name: str, most: int) -> Network:
    """The network with a number of at most ``most``, where it counts; that of a runner, too, where it has its own."""
    slots = tuple(
        (letter, replace(own, differs=tuple((n, min(value, most) if n == name else value) for n, value in own.differs)))
        for letter, own in network.slots
    )
    row = FIELDS[name]
    return replace(network if row.idle(network) else row.put(network, min(row.value(network), most)), slots=slots)

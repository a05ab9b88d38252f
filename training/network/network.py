"""What a training run of networks is: plain values only, as in a link."""

from __future__ import annotations

from dataclasses import dataclass, replace

from training.choice import Choice
from training.parts.losses import MEAN
from training.parts.synthetic import BACKPROP

BESIDE_TRAINING = ("repeats", "stage", "stop", "patience", "bayes")  # fields that decide nothing of one training
TO_THE_END, PATIENCE = "none", "patience"  # when training stops
GIVEN, SORTED = "given", "sorted"  # the order of an epoch
NO_TRANSFER, ALL_LAYERS, HEAD = "none", "all", "head"  # what is trained of a network that has learned before
SOURCE_EXAMPLES = 1_000  # of the task that is learned before
NO_VOTE, OF_SEEDS, BAGGING = "none", "seeds", "bootstrap"  # what the repeats of a runner vote on
MATRIX, PCA, FIRST = "matrix", "pca", "first"  # what the stage shows: classes said, or a plane through the inputs


@dataclass(frozen=True)
class Network:
    """Everything that decides what the network page computes; fields, widgets and link share their names.

    ``points`` counts where ``data`` is "own". ``split`` is the share kept for validation, ``balance`` the share of the
    first class among examples of two classes. ``initvalue`` and ``biasvalue`` count where the initialization takes a
    number. ``repeats`` says from how many weight seeds each runner is trained, ``ensemble`` whether these vote, and on
    what each is trained. ``stage`` says what shows classes of more than two inputs; nothing that is trained depends
    on it, nor on ``stop``, ``patience`` and ``bayes``, the Bayes error in percent, by which a run is judged. All
    examples are turned by ``turn`` degrees, and groups of them shifted by ``groupshift`` and with ``regroup`` moved
    back; with ``transfer`` the network has learned those that are not turned for ``sourcesteps`` before.
    ``testsplit`` is the share kept for a test; validation and test are shifted by ``shiftangle``, ``shiftscale``
    and ``shiftmove``. ``order`` is that of an epoch: as it is given, or sorted by class. ``reduce`` says what is
    made of the losses of a mini-batch, ``gradient`` how their gradient is made. What follows are techniques, which
    are off at first: see ``training.network.techniques``. ``slots`` are the optimizers by letter, as in a race.
    """

    data: str
    examples: int
    noise: float
    split: float
    balance: float
    dataseed: int
    prep: str
    shuffle: str  # "on" or "off": a new random order every epoch
    hidden: tuple[int, ...]
    activation: str
    init: str
    initvalue: float
    gain: float
    bias: str
    biasvalue: float
    loss: str
    batch: int
    steps: int
    seed: int
    device: str  # "auto", "cpu" or "gpu"
    slots: tuple[tuple[str, Choice], ...]
    repeats: int = 1
    ensemble: str = NO_VOTE
    points: str = ""
    stage: str = MATRIX
    stop: str = TO_THE_END
    patience: int = 100
    bayes: float = 0.0
    reduce: str = MEAN
    gradient: str = BACKPROP
    turn: float = 0.0
    groupshift: float = 0.0
    regroup: str = "off"
    transfer: str = NO_TRANSFER
    sourcesteps: int = 600
    testsplit: float = 0.0
    shiftangle: float = 0.0
    shiftscale: float = 1.0
    shiftmove: float = 0.0
    order: str = GIVEN
    augment: str = "none"
    augmentby: float = 0.0
    norm: str = "none"
    groups: int = 4
    normplace: str = "before"
    normtest: str = "running"
    dropout: str = "none"
    keep: float = 0.5
    keepin: float = 1.0
    keeps: tuple[float, ...] = ()
    shakec: float = 0.1
    whitesigma: float = 0.5
    whitegamma: float = 1.0
    whitelambda: float = 0.0
    penalty: str = "none"
    strength: float = 0.0  # "lambda" in a link
    l2form: str = "half"
    elasticbeta: float = 0.5
    penalized: str = "weights"
    noisein: float = 0.0
    noisew: float = 0.0

    @property
    def choices(self) -> dict[str, Choice]:
        """The runners by letter."""
        return dict(self.slots)

    @property
    def trained(self) -> Network:
        """What decides of one training: the configuration with all else as it is usual."""
        ensemble = BAGGING if self.ensemble == BAGGING else NO_VOTE
        usual = {name: getattr(Network, name) for name in BESIDE_TRAINING}
        return replace(self, slots=(), ensemble=ensemble, **usual)

"""The fields of techniques: augmentation, normalization, dropout, penalties, noise. All are off at first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from locales import tr
from training.configuration.fields import Field, Number, Word, labels_of
from training.configuration.owned import number_of
from training.configuration.ranges import Bound
from training.data.augmentation import AUGMENTATIONS
from training.data.preprocessing import PREPROCESSING
from training.network.keeps import KEEP, KEEPS, Keeps
from training.network.model import MINI_BATCHES
from training.network.network import Network
from training.network.resolve import dataset
from training.parts.dropout import DROPOUTS
from training.parts.normalization import AFTER, BATCH, BEFORE, EPOCH, NORMS, RUNNING, WIDEST
from training.parts.penalties import L2_FORMS, PENALIZED, PENALTIES

OFF = "none"
SPREAD = Bound(0.0, 10.0, slider=(0.0, 1.0))
NOISE_IN = "The standard deviation of what is added to each pre-processed input while training, new for each example."
NOISE_W = "The standard deviation of what is added to each weight while training, new for each step."
LAMBDA = Bound(0.0, 1e3, slider=(1e-5, 10.0), log=True)
TEST = (
    "What stands for mean and variance of the mini-batch when the network is tested. Running averages: 0.9 of the old "
    "and 0.1 of the new at every step, under the weights where its gradient is taken, which are not those that are "
    "tested where a rule looks ahead or averages weights. An epoch: the mean over its mini-batches, "
    f"{MINI_BATCHES} at most, under the weights of that moment, the variance times B/(B - 1). The mini-batch itself: "
    "loss and score as in training, over mini-batches of the same size; what the network answers at single points "
    "still rests on running averages."
)


def _off(name: str) -> Callable[[Network], str]:
    """Why a field of a technique does not count: the technique is off."""
    return lambda network: (
        tr("counts only where {name} is not {value}", name=name, value=OFF) if getattr(network, name) == OFF else ""
    )


def _idle_l2(network: Network) -> str:
    return "" if network.penalty == "l2" else _only_with("penalty", "l2")


def _idle_groups(network: Network) -> str:
    return "" if network.norm == "group" else _only_with("norm", "group")


def _idle_place(network: Network) -> str:
    return "" if NORMS[network.norm].signals else _only_with("norm", *_named("signals"))


def _idle_test(network: Network) -> str:
    return "" if NORMS[network.norm].apart else _only_with("norm", *_named("apart"))


def _only_with(name: str, *values: str) -> str:
    """Why a field does not count: another one has none of these values."""
    return tr("counts only with {what}", what=f"{name}={', '.join(values)}")


def _named(what: str) -> list[str]:
    return [name for name, kind in NORMS.items() if getattr(kind, what)]


def _idle_units(network: Network) -> str:
    return tr("counts only with a penalty of weights") if PENALTIES[network.penalty].of_units else ""


def _kind(name: str, registry: Mapping[str, Any], label: str, several: str) -> Word:
    """The field that switches a technique on: the kinds of its registry, whose help is that of the field."""

    def help_of(network: Network) -> str:
        return tr(registry[getattr(network, name)].help)

    return Word(name, registry, default=OFF, nothing=OFF, label=label, help=help_of, several=several)


def _augmentations(network: Network) -> dict[str, str]:
    """Those that the data allow, and of an image its pre-processing: principal components are no pixels."""
    known = dataset(network)
    plane = known.kind == "plane" or (known.image is not None and not PREPROCESSING[network.prep].turns)
    return labels_of({name: kind for name, kind in AUGMENTATIONS.items() if plane or not kind.planes})


def _of_dropout(name: str, bound: Bound, default: float, label: str, brief: str) -> Number:
    """A number of a kind of dropout, which counts with those that use it."""
    return Number(
        name, bound, default=default, label=label, brief=brief, idle=lambda n: _unused(n, name), owner="dropout"
    )


def _unused(network: Network, name: str) -> str:
    kinds = [kind.name for kind in DROPOUTS.values() if name in kind.uses]
    return "" if network.dropout in kinds else _only_with("dropout", *kinds)


def _idle_keeps(network: Network) -> str:
    return _unused(network, "keep") or ("" if network.hidden else tr("counts only with hidden layers"))


NORMALIZATION: tuple[Field, ...] = (
    _kind("norm", NORMS, "Normalization", "Normalizations"),
    Number(
        "groups",
        Bound(1, WIDEST, whole=True, slider=(1, 16)),
        default=4,
        label="Groups of units",
        brief="groups",
        several="Numbers of groups",
        idle=_idle_groups,
        owner="norm",
    ),
    Word(
        "normplace",
        {BEFORE: "before the activation", AFTER: "after the activation"},
        default=BEFORE,
        label="Normalized",
        brief="normalized",
        several="Places of the normalization",
        idle=_idle_place,
        owner="norm",
    ),
    Word(
        "normtest",
        {RUNNING: "running averages", EPOCH: "average over an epoch", BATCH: "the mini-batch itself"},
        default=RUNNING,
        label="At the test",
        several="Statistics at the test",
        help=TEST,
        idle=_idle_test,
        owner="norm",
    ),
)
DROPOUT: tuple[Field, ...] = (
    _kind("dropout", DROPOUTS, "Dropout", "Kinds of dropout"),
    replace(_of_dropout("keep", KEEP, 0.5, "Keep probability of units", ""), several="Keep probabilities of units"),
    Keeps(
        "keeps",
        default=(),
        label="Keep probabilities by layer",
        several="Keep probabilities by layer",
        help=KEEPS,
        nothing=(),
        idle=_idle_keeps,
        owner="dropout",
    ),
    replace(
        _of_dropout("keepin", KEEP, 1.0, "Keep probability of inputs", "inputs kept"),
        nothing=1.0,
        several="Keep probabilities of inputs",
    ),
    _of_dropout("shakec", Bound(0.0, 10.0, slider=(0.0, 1.0), symbol="c"), 0.1, "Strength of the reversal", "c"),
    _of_dropout("whitesigma", Bound(0.0, 10.0, slider=(0.0, 2.0), symbol=r"\sigma"), 0.5, "Size of the noise", "σ"),
    _of_dropout("whitegamma", Bound(0.0, 2.0, slider=(0.0, 2.0), symbol=r"\gamma"), 1.0, "Power of small weights", "γ"),
    _of_dropout(
        "whitelambda", Bound(0.0, 10.0, slider=(0.0, 1.0), symbol=r"\lambda_w"), 0.0, "Noise of all connections", "λw"
    ),
)
AUGMENTATION: tuple[Field, ...] = (
    replace(_kind("augment", AUGMENTATIONS, "Augmentation", "Kinds of augmentation"), words=_augmentations),
    number_of("augmentby", "augment", AUGMENTATIONS),
)
PENALTY: tuple[Field, ...] = (
    _kind("penalty", PENALTIES, "Penalty", "Penalties"),
    Number(
        "lambda",
        LAMBDA,
        default=lambda network: PENALTIES[network.penalty].usual,
        label="λ",
        brief="λ",
        idle=_off("penalty"),
        owner="penalty",
        held="strength",
    ),
    Number(
        "elasticbeta",
        Bound(0.0, 1e3, slider=(0.0, 2.0), symbol=r"\beta"),
        default=0.5,
        label="β of the squares",
        brief="β",
        idle=lambda network: "" if network.penalty == "elastic" else _only_with("penalty", "elastic"),
        owner="penalty",
    ),
    Word(
        "l2form",
        L2_FORMS,
        default="half",
        label="λ counts",
        several="Conventions of L2",
        idle=_idle_l2,
        owner="penalty",
    ),
    Word(
        "penalized",
        PENALIZED,
        default="weights",
        label="Penalized",
        brief="penalizes",
        nothing="weights",
        several="Choices of what is penalized",
        idle=lambda network: _off("penalty")(network) or _idle_units(network),
        owner="penalty",
    ),
)
NOISE: tuple[Field, ...] = (
    Number(
        "noisein",
        SPREAD,
        default=0.0,
        nothing=0.0,
        label="Noise on inputs",
        help=NOISE_IN,
        brief="noise on inputs",
        several="Noise levels on inputs",
    ),
    Number(
        "noisew",
        SPREAD,
        default=0.0,
        nothing=0.0,
        label="Noise on weights",
        help=NOISE_W,
        brief="noise on weights",
        several="Noise levels on weights",
    ),
)
TECHNIQUES = (*AUGMENTATION, *NORMALIZATION, *DROPOUT, *PENALTY, *NOISE)

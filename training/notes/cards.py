"""The cards: one for each entry of every registry, and those of what lectures only name."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from locales import Words
from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec
from optimizers.notes import Note, formula, note, source
from optimizers.schedules import SCHEDULES
from optimizers.wrappers import WRAPPERS
from surfaces import SURFACES
from training.data.augmentation import AUGMENTATIONS
from training.data.datasets import DATASETS
from training.data.preprocessing import PREPROCESSING
from training.notes import remarks, techniques
from training.notes.card import Card
from training.notes.topics import TOPICS
from training.parts.activations import ACTIVATIONS
from training.parts.dropout import DROPOUTS
from training.parts.initializers import INITIALIZERS
from training.parts.losses import LOSSES
from training.parts.normalization import NORMS
from training.parts.penalties import PENALTIES

NOTHING = "none"  # the entry of a registry that says that nothing is done, which has no card
# What fields, and wrappers and schedules, are called in links, with their registries: the kinds of cards.
KINDS: Mapping[str, Mapping[str, Any]] = {
    "schedule": SCHEDULES,
    "wrapper": WRAPPERS,
    "activation": ACTIVATIONS,
    "init": INITIALIZERS,
    "loss": LOSSES,
    "norm": NORMS,
    "dropout": DROPOUTS,
    "penalty": PENALTIES,
    "augment": AUGMENTATIONS,
    "prep": PREPROCESSING,
    "data": DATASETS,
    "surface": SURFACES,
}
GROUPS: Mapping[str, Words] = {
    "": "Optimizers",
    "schedule": "Schedules",
    "wrapper": "Put on any optimizer",
    "activation": "Activations",
    "init": "Initializations",
    "loss": "Losses",
    "norm": "Normalization",
    "dropout": "Dropout",
    "penalty": "Penalties",
    "augment": "Augmentation",
    "prep": "Pre-processing",
    "data": "Data",
    "surface": "Surfaces",
}
NOTES: Mapping[str, Mapping[str, Note]] = {
    "schedule": remarks.SCHEDULE,
    "wrapper": techniques.WRAPPER,
    "activation": remarks.ACTIVATION,
    "init": remarks.INIT,
    "loss": remarks.LOSS,
    "norm": techniques.NORM,
    "dropout": techniques.DROPOUT,
    "penalty": techniques.PENALTY,
    "augment": techniques.AUGMENTATION,
    "prep": remarks.PREP,
}


def _optimizer(spec: OptimizerSpec) -> Card:
    page = importlib.import_module(spec.module).__doc__ or ""
    head = " ".join(page.partition("\n\n")[0].split())
    seen = ("network", f"a={spec.name}") if spec.surface_note else ("race", f"surface=beale&a=sgd&b={spec.name}")
    latex = formula(page)
    return Card(
        spec.name,
        GROUPS[""],
        spec.label,
        head if latex not in head else spec.summary,
        source(page) or spec.source,
        (("", latex),),
        note(page),
        page=seen[0],
        query=seen[1],
    )


def _entry(kind: str, name: str, entry: Any) -> Card:
    """The card of an entry of any other registry."""
    latex: Any = getattr(entry, "latex", "")
    forms = tuple((entry.words[form], text) for form, text in latex.items()) if kind == "wrapper" else (("", latex),)
    page, query = _seen(kind, name, entry)
    known = remarks.BIPOLAR if kind == "activation" and entry.bipolar else NOTES.get(kind, {}).get(name, Note())
    return Card(
        f"{kind}.{name}",
        GROUPS[kind],
        entry.label,
        getattr(entry, "help", "") or entry.summary,
        remarks.PUBLISHED[name] if kind == "schedule" else entry.source,
        forms if latex else (),
        known,
        page=page,
        query=query,
    )


def _seen(kind: str, name: str, entry: Any) -> tuple[str, str]:
    """The page and the query of a link where an entry is seen working, beside none of it where that tells something."""
    if kind == "surface":
        return "race", f"surface={name}"
    if kind == "schedule":
        return "race", f"surface=ravine&a=sgd&b=sgd&b.lr.schedule={name}"
    if kind == "wrapper":
        return "race", f"surface=rosenbrock&a=momentum&b=momentum&b.{name}={next(iter(entry.forms))}"
    if kind == "init":
        return "initialization", f"init={name}"
    if kind == "data":
        return "network", f"data={name}"
    if kind == "loss":
        return "network", f"data={'spirals' if entry.kinds[0] != 'number' else 'curve'}&loss={name}"
    return "network", f"a=adam&b=adam&b.{kind}={name}"


def _made() -> Iterator[Card]:
    yield from map(_optimizer, OPTIMIZERS.values())
    for kind, registry in KINDS.items():
        yield from (_entry(kind, name, entry) for name, entry in registry.items() if name != NOTHING)
    yield from TOPICS.values()


CARDS: dict[str, Card] = {card.key: card for card in _made()}


def of(kind: str, name: str) -> Card | None:
    """The card of an entry of the registry of a kind, "" for optimizers; None where it has none."""
    return CARDS.get(f"{kind}.{name}" if kind else name)


def find(text: str) -> Card | None:
    """The card that an address names, by its key, or by its name alone where no other has that; None where none has."""
    named = [card for key, card in CARDS.items() if key.rpartition(".")[2] == text]
    return CARDS.get(text) or (named[0] if len(named) == 1 else None)

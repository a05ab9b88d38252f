"""Words and symbols that visitors read: one for one thing, and none that only the authors know."""

from __future__ import annotations

import importlib
import re

import pytest

from optimizers import OPTIMIZERS
from optimizers.schedules import SCHEDULES
from optimizers.wrappers import WRAPPERS
from surfaces import SURFACES
from training.data.datasets import DATASETS
from training.data.preprocessing import PREPROCESSING
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import BIASES, INITIALIZERS
from training.parts.losses import LOSSES
from ui.initialization.presets import PRESETS as DEEP_PRESETS
from ui.network import gradient_check
from ui.network.presets import PRESETS as NETWORK_PRESETS
from ui.race.presets import PRESETS
from ui.widgets import extras

REGISTRIES = (
    *(SCHEDULES, WRAPPERS, SURFACES, ACTIVATIONS, DATASETS, INITIALIZERS, BIASES, LOSSES, PREPROCESSING),
    *(PRESETS, NETWORK_PRESETS, DEEP_PRESETS),
)
PRIVATE = re.compile(r"\bdecks?\b|\bwrappers?\b|stands behind", re.IGNORECASE)


def texts(thing):
    """The texts of an entry of a registry, those of its numbers and choices too; names are the link's and stay."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        yield from (text for value in thing.values() for text in texts(value))
    elif isinstance(thing, (list, tuple)):
        yield from (text for value in thing for text in texts(value))
    elif hasattr(thing, "__dataclass_fields__"):
        fields = {name: getattr(thing, name) for name in thing.__dataclass_fields__}
        hidden = ("name", "module", "default", "race", "network", "deep", "config")
        words = [fields.pop("choices", ())]
        yield from texts([said for _, said in words[0]])
        yield from (text for name, value in fields.items() if name not in hidden for text in texts(value))


def test_no_word_of_ours_is_said_to_visitors():
    said = [text for registry in REGISTRIES for entry in registry.values() for text in texts(entry)]
    said += [text for spec in OPTIMIZERS.values() for text in texts(spec)]
    assert len(said) > 1_000
    assert [text for text in said if PRIVATE.search(text)] == []
    assert not PRIVATE.search(f"{extras.TITLE} {gradient_check.bands()} {gradient_check.WHY}")


def test_xavier_names_one_initialization():
    called = [law.name for law in INITIALIZERS.values() if "Xavier" in law.label]
    assert called == ["glorot"]
    assert not [preset.label for preset in DEEP_PRESETS.values() if "Xavier" in preset.label]
    labels = [law.label for law in INITIALIZERS.values()]
    assert len({*labels}) == len(labels)


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name != "lstm"])  # W is its matrix
def test_parameters_are_theta_in_every_rule(name):
    spec = OPTIMIZERS[name]
    page = importlib.import_module(spec.module).__doc__
    formulas = [*re.findall(r"\$\$(.*?)\$\$", page, re.DOTALL), *re.findall(r"\$([^$]+)\$", page)]
    symbols = re.compile(r"(?<![A-Za-z\\])[Ww](?![A-Za-z])(?!indow)")
    own = {hyper.symbol for hyper in spec.hypers}
    found = [text for text in (*formulas, *(line.latex for line in spec.lines)) if symbols.search(text)]
    assert not found or "w" in own

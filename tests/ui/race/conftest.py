"""What tests of several files of the race share."""

from importlib import import_module

import pytest

from optimizers import OPTIMIZERS


@pytest.fixture
def few(monkeypatch):
    """Three optimizers are all: what surface a link opens does not hang on how many race there."""
    import_module("training.notes")  # it is made of all of them, whenever it is imported first
    known = {name: OPTIMIZERS[name] for name in ("sgd", "adam", "newton")}
    for place in ("optimizers", "ui.race.all.config"):
        monkeypatch.setattr(f"{place}.OPTIMIZERS", known)
    return known

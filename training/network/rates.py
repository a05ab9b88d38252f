"""The optimizers with their defaults for networks: at the measured rates, of a data set alone where it has its own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from optimizers import OPTIMIZERS
from training.choice import Choice, choice

MEASURED = Path(__file__).with_name("rates.json")
USUAL = ""  # names the rates of the data sets that have none of their own
FORMS = {"sophia": {"curvature": "estimate"}}  # the exact diagonal takes a product for each weight
RATES = ("lr", "max_lr")  # the hyperparameters that a measured rate sets


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


@cache
def _measured() -> dict[str, dict[str, float]]:
    """The rate of each optimizer, as measured, by data set or USUAL; empty where nothing was."""
    return json.loads(MEASURED.read_text()) if MEASURED.exists() else {}

"""What comes of the networks of lessons whose programs take longest to compile.

``python -m benchmarks.golden_lessons`` writes tests/golden_lessons.json, by which their questions are checked.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ui.lessons.book import read
from ui.lessons.card import config_of
from ui.network import compute
from ui.network.facts import of_runs
from ui.network.page import PAGE
from ui.work.visitors import Guest

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden_lessons.json"
LONG = ("normalization.1", "normalization.3", "normalization.4", "normalization.6", "gradients.3", "units.5")


def made(name: str) -> dict[str, Any]:
    """The link of a step, and by letter what its runners are called and have of the quantity that it asks of."""
    found = read(name)
    assert found is not None
    lesson, place = found
    step = lesson.steps[place]
    network = config_of(step, PAGE)
    facts = of_runs(network, compute.complete(network, Guest()))
    assert step.ask is not None
    return {"link": PAGE.encode(network), "labels": facts.labels, "values": facts.values[step.ask.quantity]}


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps({name: made(name) for name in LONG}, indent=1, ensure_ascii=False) + "\n")

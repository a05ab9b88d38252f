"""Writes torch_rules.json beside this file with torch: ``python -m tests.golden.torch_rules``.

Each rule that scripts for torch have, in each of its forms, goes down a sum of quadratics and fourth powers in float64,
as the text of the script says, at a rate that falls where it may.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optimizers import OPTIMIZERS
from tests.optimizer_cases import forms
from training.choice import Choice, choice
from ui.network.takeaway.torch_forms import Form, in_torch

FILE = Path(__file__).with_suffix(".json")
START, CURVATURES, STEPS = (1.0, -0.8, 2.0), (1.0, 5.0, 0.2), 8
FALLS = {"lr.schedule": "inverse_root"}  # its factor is the first below
FACTORS = [(1 + t) ** -0.5 for t in range(STEPS)]
MORE = {
    "rmsprop": [{"eps_mode": "outside", "momentum": 0.7}, {"eps_mode": "outside", "centered": "on"}],
    "adafactor": [{"lr": 2.0, "d": 1.5, "c": 0.5, "wd": 0.1}, {"eps2": 3.0}],  # the rate is capped, then the scale
}


def cases() -> Iterator[tuple[str, Choice, Form]]:
    """What each is called, the rule and its form of torch."""
    for name, spec in OPTIMIZERS.items():
        for values in [*forms(spec), *MORE.get(name, [])]:
            steady = choice(name, **values)
            if isinstance(form := in_torch(steady), Form):
                chosen = choice(name, **values, **FALLS) if form.moves else steady
                yield " ".join([name, *map(str, values.values())]), chosen, form


def rates(chosen: Choice) -> list[float]:
    """The rate of each step."""
    rate = float(chosen.value("lr"))
    return [rate * factor if chosen.schedules else rate for factor in FACTORS]


def loss(p: Any) -> Any:
    """Of a point (3,), with whatever array it is."""
    return sum(c * x**2 / 2 + x**4 / 40 for c, x in zip(CURVATURES, p, strict=True))


def written(form: Form) -> str:
    """The form as it stands in a script."""
    return f"lambda p, rate: torch.optim.{form.name}([p], lr=rate * {form.factor!r}{form.given})"


def _end(chosen: Choice, form: Form) -> list[float]:
    import torch

    p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    rule = eval(written(form), {"torch": torch})(p, rates(chosen)[0])

    def closure() -> torch.Tensor:
        rule.zero_grad()
        value = loss(p)
        value.backward()
        return value

    for rate in rates(chosen):
        for group in rule.param_groups:
            group["lr"] = rate * form.factor
        rule.step(closure)
    stands = eval(form.stands or "lambda rule, p: p", {"torch": torch})
    return stands(rule, p).detach().tolist()


def write() -> None:
    """Run all, and write the text of each with where it ends."""
    found = {name: {"rule": written(form), "end": _end(chosen, form)} for name, chosen, form in cases()}
    FILE.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    write()

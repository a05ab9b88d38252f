"""What is said of the numbers that vary in many runs: what they are called, and who has none of them.

Where names are hidden neither tells a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from locales import in_sentence, tr
from training.configuration.fields import Field
from training.many.axes import MOMENTUM, Known, momenta
from training.many.varied import Varied
from ui.looks.identity import identities
from ui.session import locks


def labels(varied: Varied, config: Any) -> dict[str, str]:
    """What the numbers that vary are called, by side; what Adam calls its momentum tells no rule that is hidden."""
    known = varied.numbers(config)
    named = {side: name for side in varied.sides if (name := getattr(config, f"{side}axis")) in known}
    unnamed = momenta(known) if locks.veiled(config) else []
    return {side: tr(MOMENTUM) if name in unnamed else known[name].label for side, name in named.items()}


def named(rows: Mapping[str, Field], config: Any, letter: str) -> str:
    """The name of a runner as a sentence begins with it."""
    label = identities(rows, config)[letter].label
    return f"{label[0].upper()}{label[1:]}"


def lacking(
    varied: Varied, rows: Mapping[str, Field], config: Any, own: Callable[[str], Mapping[str, Known]]
) -> dict[str, str]:
    """What is said of the runners that have nothing of what varies, by letter, a sentence each.

    ``own`` are the numbers of a runner that can vary, by its letter.
    """
    found = {}
    for letter, chosen in config.slots:
        if number := varied.lacks(config, letter, own(letter)):
            runner = named(rows, config, letter)
            found[letter] = (
                tr("{runner} has no map here.", runner=runner)
                if chosen.veiled
                else tr("{runner} has no {number}, so it has no map here.", runner=runner, number=in_sentence(number))
            )
    return found

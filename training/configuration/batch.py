"""The field for how many examples a step sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from locales import tr
from training.configuration.fields import Number


@dataclass(frozen=True)
class Batch(Number):
    """How many examples a step sees; ``all(config)`` is how many there are."""

    all: Callable[[Any], int] = field(kw_only=True)

    def told(self, config: Any) -> str:
        return tr("full batch") if self.value(config) >= self.all(config) else super().told(config)

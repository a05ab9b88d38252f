"""What a race is: plain values only, no arrays and no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from locales.formats import spell
from surfaces import find
from surfaces.base import Frame
from training.choice import Choice

FORMULA = "formula"


@dataclass(frozen=True)
class Race:
    """Everything that decides what a race computes. ``formula`` counts where ``surface`` is "formula".

    ``knobs`` are the surface's own numbers, in its order, where it has any; ``batch`` is how many examples of a surface
    of data a step sees, 0 on the others; ``repeats`` says from how many seeds each runner runs, where that draws
    anything.
    """

    surface: str
    x: float
    y: float
    steps: int
    noise: float
    seed: int
    frame: Frame
    slots: tuple[tuple[str, Choice], ...]
    formula: str = ""
    knobs: tuple[tuple[str, float], ...] = ()
    batch: int = 0
    repeats: int = 1

    @property
    def draws(self) -> bool:
        """Whether a run depends on the seed: there is noise, or a step sees some examples of a surface of data."""
        return bool(self.noise) or 0 < self.batch < find(self.surface_name).size

    @property
    def surface_name(self) -> str:
        """The name by which ``surfaces.find`` and ``descend`` know the surface."""
        if self.surface == FORMULA:
            return f"{FORMULA}:{self.formula}"
        knobs = "&".join(f"{name}={spell(value)}" for name, value in self.knobs)
        return f"{self.surface}?{knobs}" if knobs else self.surface

    @property
    def choices(self) -> dict[str, Choice]:
        """The runners by letter."""
        return dict(self.slots)

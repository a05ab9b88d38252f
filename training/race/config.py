"""What a race is, and its spelling in a link: plain values only, no arrays and no widgets.

The field of the configuration, the key of its widget and the parameter of the link are the same word. A link is
complete (defaults included), flat and readable: ``v=1&surface=beale&x=1&y=1.5&steps=300&a=adam&a.lr=0.1``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from optimizers import OPTIMIZERS
from optimizers.base import Value
from surfaces import SURFACES, FormulaError, find, finite_share, missing, signed
from surfaces.base import Frame, Surface
from training import links
from training.choice import Choice, choice
from training.links import SEED, VERSION, Bound, Reader, shown, spell

__all__ = ["VERSION", "Choice", "Race", "choice", "decode", "default_choice", "default_race", "encode", "spell"]

LETTERS = "abcdefghijkl"
DEFAULT_RUNNERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
FORMULA = "formula"
RATES = ("lr", "max_lr")  # the hyperparameters that a surface sets
LOWEST = "f_min"
BATCH = "batch"


@dataclass(frozen=True)
class Race:
    """Everything that decides what a race computes. ``formula`` counts where ``surface`` is "formula".

    ``knobs`` are the surface's own numbers, in its order, where it has any; ``batch`` is how many examples of a surface
    of data a step sees, 0 on the others.
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


COORDINATE = Bound(-1e6, 1e6)
BOUNDS = {
    "x": COORDINATE,
    "y": COORDINATE,
    "steps": Bound(1, 20_000, whole=True),
    "noise": Bound(0, 1000),
    "seed": SEED,
}
FRAME_FIELDS = ("x0", "x1", "y0", "y1")
NARROWEST = 1e-3  # a frame's shorter side
FEWEST = 32  # numbers of float32 along it: far from zero they are the limit, 2 at a million


def default_choice(name: str, surface: Surface) -> Choice:
    """The optimizer with its defaults for this surface: its rate there and, where the rule asks, the lowest value."""
    names, values = {hyper.name for hyper in OPTIMIZERS[name].hypers}, {}
    if name in surface.lrs:
        values = {rate: surface.lrs[name] for rate in RATES if rate in names}
    if LOWEST in names and surface.lowest is not None:
        values[LOWEST] = float(f"{surface.lowest:.7g}")
    return choice(name, **values)


def default_race(surface: str = "beale", formula: str = "") -> Race:
    """The race that opens: six optimizers from the surface's own start, each at its rate for this surface."""
    name = f"{FORMULA}:{formula}" if surface == FORMULA else surface
    known = find(name)
    slots = tuple(zip(LETTERS, (default_choice(o, known) for o in DEFAULT_RUNNERS), strict=False))
    knobs = tuple((knob.name, knob.default) for knob in known.knobs)
    return Race(surface, *known.start, known.steps, 0.0, 7, known.domain, slots, formula, knobs, known.size)


def encode(config: Race) -> str:
    """The configuration as the query of a link, without the question mark: versioned and complete."""
    fields: list[tuple[str, Value]] = [("surface", config.surface)]
    if config.surface == FORMULA:
        fields.append((FORMULA, config.formula))
    fields += [*config.knobs, *((name, getattr(config, name)) for name in BOUNDS)]
    if config.batch:
        fields.append((BATCH, config.batch))
    fields += zip(FRAME_FIELDS, config.frame, strict=True)
    return links.join(fields, config.slots, LETTERS[0])


def decode(query: str) -> tuple[Race, list[str]]:
    """The configuration of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    base = default_race(*_surface(reader))
    numbers = {name: reader.number(name, bound, getattr(base, name)) for name, bound in BOUNDS.items()}
    bounds = knob_bounds(base.surface_name)
    knobs = tuple((name, float(reader.number(name, bounds[name], value))) for name, value in base.knobs)
    numbers |= _start(reader, base, numbers["x"], numbers["y"])
    race = replace(base, **numbers, frame=_frame(reader, base.frame, base.surface_name), knobs=knobs)
    reader.step(race.steps)
    surface = find(race.surface_name)
    slots = reader.slots(LETTERS, base.slots, [*OPTIMIZERS], lambda name: default_choice(name, surface))
    return replace(race, slots=slots, batch=_batch(reader, surface)), reader.told(
        "a race", [letter for letter, _ in slots]
    )


def _surface(reader: Reader) -> tuple[str, str]:
    formula = reader.fields.pop(FORMULA, None)
    formula = formula and signed(formula)
    name = reader.take("surface", "beale" if formula is None else FORMULA)
    if name == FORMULA:
        try:
            find(f"{FORMULA}:{formula or ''}")
            return FORMULA, formula or ""
        except FormulaError as error:
            reader.sentences.append(f"formula: {error} Beale is shown instead.")
            return "beale", ""
    if formula is not None:
        reader.sentences.append("formula: counts only with surface=formula; it was ignored.")
    if name not in SURFACES:
        known = links.names([*SURFACES, FORMULA], name)
        reader.sentences.append(f"surface: must be {known}, not {shown(name)}; beale was used.")
        return "beale", ""
    return name, ""


def _start(reader: Reader, base: Race, x: float, y: float) -> dict[str, float]:
    try:
        check_start(base.surface_name, x, y)
    except ValueError as error:
        reader.sentences.append(f"x, y: the start {error}; {spell(base.x)}, {spell(base.y)} were used.")
        return {"x": base.x, "y": base.y}
    return {}


def _batch(reader: Reader, surface: Surface) -> int:
    if surface.size:
        return int(reader.number(BATCH, batch_bound(surface), surface.size))
    if reader.fields.pop(BATCH, None) is not None:
        reader.sentences.append("batch: counts only on a surface that is a loss of data; it was ignored.")
    return 0


def _frame(reader: Reader, default: Frame, surface: str) -> Frame:
    if not any(name in reader.fields for name in FRAME_FIELDS):
        return default
    numbers = [reader.number(n, COORDINATE, d) for n, d in zip(FRAME_FIELDS, default, strict=True)]
    x0, x1, y0, y1 = (float(n) for n in numbers)
    try:
        return check_values(check_frame((x0, x1, y0, y1)), surface)
    except ValueError as error:
        sides = ", ".join(spell(v) for v in default)
        reader.sentences.append(f"x0, x1, y0, y1: {error}; {sides} were used.")
        return default


def batch_bound(surface: Surface) -> Bound:
    """How many examples of a surface of data a step can see."""
    return Bound(1, surface.size, whole=True)


def knob_bounds(surface_name: str) -> dict[str, Bound]:
    """The range of each of the surface's own numbers."""
    return {knob.name: Bound(knob.low, knob.high) for knob in find(surface_name).knobs}


def check_start(surface: str, x: float, y: float) -> None:
    """ValueError if the formula that ``surface`` names has no finite value at a start."""
    if missing(surface, x, y) == "value":
        raise ValueError(f"must be where the formula has a finite value; there is none at ({spell(x)}, {spell(y)})")


def check_values(frame: Frame, surface: str) -> Frame:
    """The frame itself, or a ValueError if the formula that ``surface`` names has no finite value in it."""
    if surface.startswith(f"{FORMULA}:") and not finite_share(find(surface), frame):
        raise ValueError("the formula has no finite value there")
    return frame


def check_frame(frame: Frame) -> Frame:
    """The frame itself, or a ValueError that says what is wrong with it."""
    x0, x1, y0, y1 = frame
    for low, high, names in ((x0, x1, "x0 to x1"), (y0, y1, "y0 to y1")):
        if not high - low >= (least := narrowest(low, high)):
            raise ValueError(f"{names} must grow by at least {least:g}, not run from {spell(low)} to {spell(high)}")
    return frame


def narrowest(low: float, high: float) -> float:
    """How far apart the sides ``low`` and ``high`` of a frame must be: 0.001, more where float32 is too coarse.

    What rounding takes of a difference between numbers typed is forgiven.
    """
    size = max(abs(low), abs(high))
    return max(NARROWEST - 4 * math.ulp(size), float(f"{FEWEST * np.spacing(np.float32(size)):.1g}"))

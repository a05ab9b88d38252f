"""What a race is, and its spelling in a link: plain values only, no arrays and no widgets.

The field of the configuration, the key of its widget and the parameter of the link are the same word. A link is
complete (defaults included), flat and readable: ``v=1&surface=beale&x=1&y=1.5&steps=300&a=adam&a.lr=0.1``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from difflib import get_close_matches
from urllib.parse import parse_qsl, quote

from optimizers import OPTIMIZERS
from optimizers.base import Value
from surfaces import SURFACES, FormulaError, find, finite_share
from surfaces.base import Frame, Surface
from training.choice import OFF, Choice, choice, form_names, part_forms

__all__ = ["Choice", "Race", "choice", "decode", "default_choice", "default_race", "encode"]

VERSION = 1
LETTERS = "abcdefghijkl"
VIEW_FIELDS = ("t", "view", "pick", "embed")  # what the player adds: no part of the configuration
LONGEST_LINK = 20_000
MOST_SENTENCES = 20
MOST_NAMES = 5
EMPTY = "none"  # a=none: a race without runners
DEFAULT_RUNNERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
FORMULA = "formula"
RATES = ("lr", "max_lr")  # the hyperparameters that a surface sets
LOWEST = "f_min"


@dataclass(frozen=True)
class Race:
    """Everything that decides what a race computes. ``formula`` counts where ``surface`` is "formula".

    ``knobs`` are the surface's own numbers, in its order, where it has any.
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


@dataclass(frozen=True)
class Bound:
    """The range of a number of the race."""

    low: float
    high: float
    whole: bool = False

    @property
    def words(self) -> str:
        """The range as a sentence names it."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.low:,.10g} to {self.high:,.10g}"

    def read(self, text: object) -> float | int:
        """``text`` as a number of the range; ValueError in words otherwise."""
        try:
            number = float(text)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = math.nan
        if not (self.low <= number <= self.high) or (self.whole and number != int(number)):
            raise ValueError(f"must be {self.words}, not {_shown(text)}")
        return int(number) if self.whole else number


COORDINATE = Bound(-1e6, 1e6)
BOUNDS = {
    "x": COORDINATE,
    "y": COORDINATE,
    "steps": Bound(1, 20_000, whole=True),
    "noise": Bound(0, 1000),
    "seed": Bound(0, 2**31 - 1, whole=True),
}
FRAME_FIELDS = ("x0", "x1", "y0", "y1")
NARROWEST = 1e-3  # a frame's shorter side


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
    return Race(surface, *known.start, known.steps, 0.0, 7, known.domain, slots, formula, knobs)


def encode(config: Race) -> str:
    """The configuration as the query of a link, without the question mark: versioned and complete."""
    fields: list[tuple[str, Value]] = [("v", VERSION), ("surface", config.surface)]
    if config.surface == FORMULA:
        fields.append((FORMULA, config.formula))
    fields += [*config.knobs, *((name, getattr(config, name)) for name in BOUNDS)]
    fields += zip(FRAME_FIELDS, config.frame, strict=True)
    for letter, chosen in config.slots:
        fields.append((letter, chosen.optimizer))
        fields += [(f"{letter}.{name}", value) for name, value in chosen.values.items()]
    if not config.slots:
        fields.append((LETTERS[0], EMPTY))
    return "&".join(f"{name}={quote(spell(value), safe='')}" for name, value in fields)


def spell(value: Value) -> str:
    """A value as a link writes it: the shortest text that reads back as the same number."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def decode(query: str) -> tuple[Race, list[str]]:
    """The configuration of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = _Reader(query)
    race, sentences = reader.race(), list(dict.fromkeys(reader.sentences))
    if len(sentences) > MOST_SENTENCES:
        more = len(sentences) - MOST_SENTENCES
        sentences = [*sentences[:MOST_SENTENCES], f"{more} more things in the link were not understood either."]
    return race, sentences


class _Reader:
    """Reads the fields of one query, noting in ``sentences`` what is ignored and what is used instead."""

    def __init__(self, query: str) -> None:
        self.sentences: list[str] = []
        if len(query) > LONGEST_LINK:
            self.sentences.append(f"The link is longer than {LONGEST_LINK:,} characters; the rest of it was ignored.")
            query = query[:LONGEST_LINK]
        self.fields: dict[str, str] = {}
        for name, value in parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace"):
            if name in self.fields:
                self.sentences.append(f"{_shown(name)} is given more than once; its first value was used.")
            else:
                self.fields[name] = value

    def race(self) -> Race:
        if self.take("v", str(VERSION)) != str(VERSION):
            self.sentences.append(f"v: this app reads links of version {VERSION}; the link was read as one of these.")
        surface, formula = self.surface()
        base = default_race(surface, formula)
        numbers = {name: self.number(name, bound, getattr(base, name)) for name, bound in BOUNDS.items()}
        bounds = knob_bounds(base.surface_name)
        knobs = tuple((name, float(self.number(name, bounds[name], value))) for name, value in base.knobs)
        race = replace(base, **numbers, frame=self.frame(base.frame, base.surface_name), knobs=knobs)
        race = replace(race, slots=self.slots(base, find(base.surface_name)))
        for name in VIEW_FIELDS:
            self.fields.pop(name, None)
        self.sentences += [f"{_shown(name)} is not a field of a race; it was ignored." for name in self.fields]
        return race

    def take(self, name: str, default: str) -> str:
        return self.fields.pop(name, default)

    def surface(self) -> tuple[str, str]:
        formula = self.fields.pop(FORMULA, None)
        name = self.take("surface", "beale" if formula is None else FORMULA)
        if name == FORMULA:
            try:
                find(f"{FORMULA}:{formula or ''}")
                return FORMULA, formula or ""
            except FormulaError as error:
                self.sentences.append(f"formula: {error} Beale is shown instead.")
                return "beale", ""
        if formula is not None:
            self.sentences.append("formula: counts only with surface=formula; it was ignored.")
        if name not in SURFACES:
            known = _names([*SURFACES, FORMULA], name)
            self.sentences.append(f"surface: must be {known}, not {_shown(name)}; beale was used.")
            return "beale", ""
        return name, ""

    def number(self, name: str, bound: Bound, default: float) -> float | int:
        text = self.fields.pop(name, None)
        if text is None:
            return default
        try:
            return bound.read(text)
        except ValueError as error:
            self.sentences.append(f"{name}: {error}; {spell(default)} was used.")
            return default

    def frame(self, default: Frame, surface: str) -> Frame:
        if not any(name in self.fields for name in FRAME_FIELDS):
            return default
        numbers = [self.number(n, COORDINATE, d) for n, d in zip(FRAME_FIELDS, default, strict=True)]
        x0, x1, y0, y1 = (float(n) for n in numbers)
        try:
            return check_values(check_frame((x0, x1, y0, y1)), surface)
        except ValueError as error:
            shown = ", ".join(spell(v) for v in default)
            self.sentences.append(f"x0, x1, y0, y1: {error}; {shown} were used.")
            return default

    def slots(self, base: Race, surface: Surface) -> tuple[tuple[str, Choice], ...]:
        named = [letter for letter in LETTERS if letter in self.fields]
        if not named:
            return base.slots
        slots = []
        for letter in named:
            name = self.fields.pop(letter)
            if name in OPTIMIZERS:
                slots.append((letter, self.choice(letter, name, surface)))
            elif name != EMPTY:
                known = _names([*OPTIMIZERS], name)
                self.sentences.append(f"{letter}: must be {known}, not {_shown(name)}; it was left out.")
        return tuple(slots)

    def choice(self, letter: str, name: str, surface: Surface) -> Choice:
        chosen = default_choice(name, surface)
        for part in tuple(chosen.values):
            chosen = self.value(letter, part, chosen)
        for part in form_names(chosen.spec):
            chosen = self.value(letter, part, chosen)
            for number in part_forms(part).get(str(chosen.values.get(part)), ()):
                chosen = self.value(letter, f"{part}.{number.name}", chosen)
        return chosen

    def value(self, letter: str, name: str, chosen: Choice) -> Choice:
        text = self.fields.pop(f"{letter}.{name}", None)
        if text is None:
            return chosen
        try:
            return chosen.with_value(name, text)
        except ValueError as error:
            used = spell(chosen.values.get(name, OFF))
            self.sentences.append(f"{letter}.{name}: {str(error).removeprefix(name + ' ')}; {used} was used.")
            return chosen


def knob_bounds(surface_name: str) -> dict[str, Bound]:
    """The range of each of the surface's own numbers."""
    return {knob.name: Bound(knob.low, knob.high) for knob in find(surface_name).knobs}


def check_values(frame: Frame, surface: str) -> Frame:
    """The frame itself, or a ValueError if the formula that ``surface`` names has no finite value in it."""
    if surface.startswith(FORMULA) and not finite_share(find(surface), frame):
        raise ValueError("the formula has no finite value there")
    return frame


def check_frame(frame: Frame) -> Frame:
    """The frame itself, or a ValueError that says what is wrong with it."""
    x0, x1, y0, y1 = frame
    for low, high, names in ((x0, x1, "x0 to x1"), (y0, y1, "y0 to y1")):
        if not high - low >= NARROWEST:
            raise ValueError(f"{names} must grow by at least {NARROWEST:g}, not run from {spell(low)} to {spell(high)}")
    return frame


def _names(known: list[str], wanted: str) -> str:
    """The names nearest to what was wanted, and how many more there are."""
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    shown = (near + [name for name in known if name not in near])[:MOST_NAMES]
    return f"one of {', '.join(shown)} or {len(known) - len(shown)} more"


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else spell(value) if isinstance(value, float) else str(value)
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"

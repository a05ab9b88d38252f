"""The spelling of a race in a link, and what it allows, as ``training.configuration.links`` has it.

The field of the configuration, the key of its widget and the parameter of the link are the same word. A link is
complete (defaults included), flat and readable: ``v=1&surface=beale&x=1&y=1.5&steps=300&a=adam&a.lr=0.1``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import lru_cache

from locales import Words, tr
from locales.formats import exact, spell
from optimizers import OPTIMIZERS
from optimizers.base import MOST_STEPS
from surfaces import SURFACES, FormulaError, find, signed
from surfaces.base import Surface
from training.choice import Choice, choice
from training.configuration import differences, fields, links
from training.configuration.batch import Batch
from training.configuration.fields import Field, Number, Word, labels_of
from training.configuration.lasting import lasting
from training.configuration.links import VERSION, Reader, shown
from training.configuration.ranges import SEED, Bound
from training.configuration.texts import Text
from training.race.places import check_frame, check_start, check_values
from training.race.race import FORMULA, Race
from training.race.repeats import REPEATS

__all__ = ["VERSION", "Choice", "choice", "decode", "default_choice", "default_race", "encode", "spell"]

LETTERS = "abcdefghijkl"
DEFAULT_RUNNERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
RATES = ("lr", "max_lr")  # the hyperparameters that a surface sets
LOWEST = "f_min"
START: Words = "Start"  # what its coordinates are together


COORDINATE = Bound(-1e6, 1e6)
DRAWN = ("batch", REPEATS.name)  # are read from a link when its surface is known
SIDES = {"x0": "x from", "x1": "x to", "y0": "y from", "y1": "y to"}  # of the frame, in its order
# fmt: off
STEPS = (  # at which the slider stands
    10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800,
    1000, 1200, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000, 10_000, 12_000, 15_000, MOST_STEPS,
)
# fmt: on


class Side(Number):
    """A side of the frame."""

    def value(self, config: Race) -> float:
        return config.frame[[*SIDES].index(self.name)]

    def put(self, config: Race, value: float) -> Race:
        x0, x1, y0, y1 = (dict(zip(SIDES, config.frame, strict=True)) | {self.name: value}).values()
        return replace(config, frame=(x0, x1, y0, y1))


class Coordinate(Number):
    """A coordinate of the start, of which runners are told as one thing."""

    def about(self, config: Race) -> str:
        return tr(START)

    def plural(self, config: Race) -> str:
        return tr("Starts")

    @property
    def plurals(self) -> Words | tuple[Words, ...]:
        return ()

    def said(self, config: Race) -> str:
        return f"({', '.join(map(exact, (config.x, config.y)))})"

    def told(self, config: Race) -> str:
        return tr("from {start}", start=self.said(config))

    def short(self, config: Race) -> str:
        return self.said(config)


class Turned(Number):
    """A knob of the surface."""

    def value(self, config: Race) -> float:
        return dict(config.knobs).get(self.name, self.default)

    def put(self, config: Race, value: float) -> Race:
        return replace(config, knobs=tuple((name, value if name == self.name else old) for name, old in config.knobs))

    def short(self, config: Race) -> str:
        letter = self.bound(config).symbol.removeprefix("\\")
        greek = f"{unicodedata.lookup(f'GREEK SMALL LETTER {letter}')} {self.shown(config)}" if letter else ""
        return greek or self.told(config)


def _surface_of(race: Race) -> Surface:
    return find(race.surface_name)


def _side(place: int, name: str, label: str) -> Side:
    return Side(name, COORDINATE, default=lambda race: _surface_of(race).domain[place], label=label, common=True)


FIELDS = fields.table(
    Word(
        "surface",
        lambda race: labels_of(SURFACES) | {FORMULA: tr("A formula of your own")},
        default="beale",
        label="Surface",
        common=True,
    ),
    Text(
        FORMULA,
        default="",
        label="Formula in x and y",
        help="Numbers, x and y, + - * / and ** or ^, brackets, and functions such as sin, exp, log, sqrt, abs.",
        idle=lambda race: "" if race.surface == FORMULA else tr("counts only with surface=formula"),
        sentences=True,
        common=True,
    ),
    Coordinate("x", COORDINATE, default=lambda race: _surface_of(race).start[0], label="Start x"),
    Coordinate("y", COORDINATE, default=lambda race: _surface_of(race).start[1], label="Start y"),
    Number(
        "steps",
        Bound(1, MOST_STEPS, whole=True, slider=STEPS, log=True),
        default=lambda race: _surface_of(race).steps,
        label="Steps",
        common=True,
    ),
    Number(
        "noise",
        Bound(0, 1000),
        default=0.0,
        label="Gradient noise",
        brief="noise",
        several="Noise levels",
        tries=(0.0, 0.1, 1.0),
    ),
    Number("seed", SEED, default=7, label="Seed"),
    Batch(
        "batch",
        lambda race: Bound(1, _surface_of(race).size, whole=True),
        default=lambda race: _surface_of(race).size,
        label=lambda race: tr("Mini-batch, of {count} examples", count=_surface_of(race).size),
        brief="batch",
        several="Mini-batch sizes",
        tries=lambda race: (1, 8, _surface_of(race).size),
        all=lambda race: _surface_of(race).size,
        idle=lambda race: "" if _surface_of(race).size else tr("counts only on a surface that is a loss of data"),
    ),
    REPEATS,
    *(_side(place, *side) for place, side in enumerate(SIDES.items())),
)


@lasting
def fields_of(race: Race) -> dict[str, Field]:
    """The table of fields of a race: those of every race, and behind the surface its knobs."""
    first = ("surface", FORMULA)
    knobs = (Turned.of(knob, "surface") for knob in _surface_of(race).knobs)
    return fields.table(*(FIELDS[name] for name in first), *knobs, *(r for r in FIELDS.values() if r.name not in first))


def default_choice(name: str, surface: Surface) -> Choice:
    """The optimizer with its defaults for this surface: its rate there and, where the rule asks, the lowest value."""
    names, values = {hyper.name for hyper in OPTIMIZERS[name].hypers}, {}
    if name in surface.lrs:
        values = {rate: surface.lrs[name] for rate in RATES if rate in names}
    if LOWEST in names and surface.lowest is not None:
        values[LOWEST] = float(f"{surface.lowest:.7g}")
    return choice(name, **values)


def own_choice(race: Race, name: str) -> Choice:
    """The optimizer with its defaults for the surface of a race."""
    return _own_choice(name, race.surface_name)


@lru_cache(maxsize=1024)
def _own_choice(name: str, surface: str) -> Choice:
    return default_choice(name, find(surface))


def default_race(surface: str = "beale", formula: str = "") -> Race:
    """The race that opens: six optimizers from the surface's own start, each at its rate for this surface."""
    known = find(f"{FORMULA}:{formula}" if surface == FORMULA else surface)
    slots = tuple(zip(LETTERS, (default_choice(o, known) for o in DEFAULT_RUNNERS), strict=False))
    knobs = tuple((knob.name, knob.default) for knob in known.knobs)
    return fields.opened(
        Race, FIELDS.values(), surface=surface, formula=formula, knobs=knobs, frame=known.domain, slots=slots
    )


def alone(race: Race, letter: str) -> Race:
    """The race of one runner: with its differences, and nobody beside it."""
    return differences.alone(fields_of(race), race, letter)


@lasting
def each(race: Race) -> dict[str, Race]:
    """The race of every runner, by letter."""
    return differences.each(fields_of(race), race)


def encode(config: Race) -> str:
    """The configuration as the query of a link, without the question mark: versioned and complete."""
    rows = fields_of(config)
    own = differences.spelled(rows, config)
    return links.join(fields.spelled(rows.values(), config), config.slots, LETTERS[0], own=own)


def decode(query: str) -> tuple[Race, list[str]]:
    """The configuration of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    base = default_race(*_surface(reader))
    race = fields.read(reader, base, fields_of(base).values(), known=("surface", FORMULA, *SIDES, *DRAWN))
    race = _framed(reader, _started(reader, race, base), base)
    reader.step(race.steps)
    surface = find(race.surface_name)
    slots = reader.slots(LETTERS, base.slots, [*OPTIMIZERS], lambda name: default_choice(name, surface))
    race = fields.read(reader, replace(race, slots=slots), [FIELDS[name] for name in DRAWN])
    race = _apart(reader, differences.read(reader, fields_of(race), race))
    return race, reader.told(tr("a race"), [letter for letter, _ in slots])


def _surface(reader: Reader) -> tuple[str, str]:
    formula = reader.fields.pop(FORMULA, None)
    formula = formula and signed(formula)
    name = reader.take("surface", "beale" if formula is None else FORMULA)
    if name == FORMULA:
        try:
            find(f"{FORMULA}:{formula or ''}")
            return FORMULA, formula or ""
        except FormulaError as error:
            reader.sentences.append(tr("formula: {error} Beale is shown instead.", error=error))
            return "beale", ""
    if formula is not None:
        reason = tr("counts only with surface=formula")
        reader.sentences.append(tr("{name}: {reason}; it was ignored.", name=FORMULA, reason=reason))
    if name not in SURFACES:
        known = links.names([*SURFACES, FORMULA], name)
        reason = tr("must be {kind}, not {value}", kind=known, value=shown(name))
        reader.sentences.append(tr("{name}: {reason}; {used} was used.", name="surface", reason=reason, used="beale"))
        return "beale", ""
    return name, ""


def _started(reader: Reader, race: Race, base: Race) -> Race:
    try:
        check_start(race.surface_name, race.x, race.y)
    except ValueError as error:
        used = f"{spell(base.x)}, {spell(base.y)}"
        reader.sentences.append(
            tr("{names}: the start {reason}; {used} were used.", names="x, y", reason=error, used=used)
        )
        return replace(race, x=base.x, y=base.y)
    return race


def _apart(reader: Reader, race: Race) -> Race:
    """The race without starts of single runners at which the formula has no value."""
    rows = fields_of(race)
    for letter, own in each(race).items():
        try:
            check_start(own.surface_name, own.x, own.y)
        except ValueError as error:
            used = f"{spell(race.x)}, {spell(race.y)}"
            both = f"{letter}.x, {letter}.y"
            reader.sentences.append(
                tr("{names}: the start {reason}; {used} were used.", names=both, reason=error, used=used)
            )
            for name in ("x", "y"):
                race = differences.without(rows, race, letter, name)
    return race


def _framed(reader: Reader, race: Race, base: Race) -> Race:
    race = fields.read(reader, race, (FIELDS[name] for name in SIDES))
    if race.frame == base.frame:
        return race
    try:
        check_values(check_frame(race.frame), race.surface_name)
    except ValueError as error:
        sides = ", ".join(spell(v) for v in base.frame)
        reader.sentences.append(
            tr("{names}: {reason}; {used} were used.", names="x0, x1, y0, y1", reason=error, used=sides)
        )
        return replace(race, frame=base.frame)
    return race

"""What the page of all optimizers shows, and its link.

``shows=default&by=ravine`` is the matrix of all optimizers and surfaces, sorted by a surface; ``on=ravine`` are
all optimizers on one surface, ``on=net_moons`` all that train one small network, and ``of=adam`` is one optimizer on
all of them, each run on a stage of its own. A ``formula=x**2`` is one more column of the matrix, which other views keep
for it, and ``on=formula`` the runs there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from locales import Words, tr
from optimizers import OPTIMIZERS
from surfaces import SURFACES, FormulaError, Surface, find, signed
from training.configuration import fields
from training.configuration.fields import Word, labels_of
from training.configuration.links import Reader
from training.configuration.texts import Text
from training.many.matrix import STEPS, missing
from training.many.tasks import TASKS, Task
from training.race.config import default_choice, default_race
from training.race.race import FORMULA, Race

PATHS = "paths"
SHOWS = {"default": "With defaults", "best": "Best rate", "rates": "Rates that work", PATHS: "Paths"}
FAMILY, NAME, REACHED = "family", "optimizer", "reached"  # orders of the matrix that are no surface
WHOLE = ("shows", "by")  # fields of the matrix alone, which is left where a surface or an optimizer is chosen
ONE: Words = "one surface is shown, or one network, or one optimizer"  # why something does not count


@dataclass(frozen=True)
class Shown:
    """What the page shows: the matrix, or the runs ``on`` one surface or task, or those ``of`` one optimizer.

    ``shows`` and ``by``, one of :func:`orders`, are those of the matrix.
    """

    on: str = ""
    of: str = ""
    shows: str = "default"
    by: str = FAMILY
    formula: str = ""

    @property
    def surface_name(self) -> str:
        """The name by which ``surfaces.find`` knows the surface that all run on."""
        return f"{FORMULA}:{self.formula}" if self.on == FORMULA else self.on

    @property
    def surface(self) -> Surface:
        """The surface that all run on."""
        return find(self.surface_name)

    @property
    def task(self) -> Task | None:
        """The task that all train, if it is one."""
        return TASKS.get(self.on)


def orders(formula: str = "") -> list[str]:
    """By what the rows of the matrix can be sorted."""
    return [FAMILY, NAME, REACHED, *([FORMULA] if formula else []), *SURFACES, *TASKS]


def _whole(shown: Shown) -> str:
    return tr(ONE) if shown.on or shown.of else ""


def _orders(shown: Shown) -> dict[str, str]:
    columns = {FORMULA: tr("The formula of your own")} | labels_of(SURFACES) | labels_of(TASKS)
    own = {FAMILY: tr("Family"), NAME: tr("Optimizer"), REACHED: tr("Reached")}
    return {name: (own | columns)[name] for name in orders(shown.formula)}


# What a teacher's link can lock.
FIELDS = fields.table(
    Word(
        "on",
        lambda shown: (
            {"": tr("All surfaces")} | labels_of(SURFACES) | labels_of(TASKS) | {FORMULA: tr("The formula of your own")}
        ),
        default="",
        label="Surface or network",
        common=True,
        idle=lambda shown: tr(ONE) if shown.of else "",
    ),
    Text(FORMULA, default="", label="Formula in x and y", common=True, idle=lambda shown: tr(ONE) if shown.of else ""),
    Word(
        "of",
        lambda shown: {"": tr("All optimizers")} | labels_of(OPTIMIZERS),
        default="",
        label="Optimizer",
        common=True,
        idle=lambda shown: tr(ONE) if shown.on else "",
    ),
    Word("shows", SHOWS, default="default", label="What cells show", common=True, idle=_whole),
    Word("by", _orders, default=FAMILY, label="Order of the rows", common=True, idle=_whole),
)


def crowd(surface: str, formula: str = "") -> Race:
    """The race of all optimizers that can run on ``surface``, each under its own name."""
    known = find(f"{FORMULA}:{formula}" if surface == FORMULA else surface)
    names = [name for name in OPTIMIZERS if not missing(name, known)]
    slots = tuple((name, default_choice(name, known)) for name in names)
    return replace(default_race(surface, formula if surface == FORMULA else ""), steps=STEPS, slots=slots)


def tour(name: str, formula: str = "") -> dict[str, Race]:
    """The races of one optimizer alone, by the surface that it can run on, that of a formula first."""
    own = {FORMULA: find(f"{FORMULA}:{formula}")} if formula else {}
    able = {key: known for key, known in {**own, **SURFACES}.items() if not missing(name, known)}
    slots = {key: (("a", default_choice(name, known)),) for key, known in able.items()}
    texts = {key: formula if key == FORMULA else "" for key in able}
    return {key: replace(default_race(key, texts[key]), steps=STEPS, slots=slots[key]) for key in able}


def encode(shown: Shown) -> str:
    """What is shown as the query of a link."""
    formula = f"&formula={quote(shown.formula)}" if shown.formula else ""
    if shown.on or shown.of:
        return f"on={shown.on}{formula}" if shown.on else f"of={shown.of}{formula}"
    return f"shows={shown.shows}&by={shown.by}{formula}"


def decode(query: str) -> tuple[Shown, list[str]]:
    """What a link shows, and a sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    formula = _formula(reader)
    places = [*SURFACES, *TASKS, *([FORMULA] if formula else [])]
    known = {"on": places, "of": [*OPTIMIZERS], "shows": [*SHOWS], "by": orders(formula)}
    if "on" in reader.fields and reader.take("of", ""):
        reason = tr(ONE)
        reader.sentences.append(tr("{name}: {reason}; {used} was used.", name="of", reason=reason, used="on"))
    shown = Shown(formula=formula)
    one = next((name for name in ("on", "of") if name in reader.fields), "")
    for name in (one,) if one else WHOLE:
        usual = getattr(shown, name) or known[name][0]
        shown = replace(shown, **{name: reader.one(name, known[name], usual)})
    for name in WHOLE:
        if name in reader.fields:
            del reader.fields[name]
            reader.sentences.append(tr("{name}: {reason}; it was ignored.", name=name, reason=tr(ONE)))
    return shown, reader.told(tr("this page"))


def _formula(reader: Reader) -> str:
    """The formula of a link; "" where there is none, or where it is not understood."""
    text = signed(reader.fields.pop(FORMULA, "").strip())
    try:
        if text:
            find(f"{FORMULA}:{text}")
    except FormulaError as error:
        reader.sentences.append(tr("formula: {error} It was left out.", error=error))
        return ""
    return text

"""What tells copies of one optimizer apart: the one short thing in which they differ, a rate, a form or a wrapper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from locales import Words, cached_by_language, tr
from locales.formats import in_field
from optimizers import OPTIMIZERS
from optimizers.base import Option
from optimizers.wrappers import WRAPPERS
from training.choice import SCHEDULE, Choice, Part
from ui.looks.symbols import symbol

LONGEST = 20  # letters of what stands after an optimizer's name
PAIR = 22  # of two numbers, as a search finds them: "lr 0.001778 β 0.998614"


@dataclass(frozen=True)
class Trait:
    """What is special about one copy: numbers follow its name ("lr 0.1"), words stand in brackets ("clip norm")."""

    numbers: str = ""
    words: str = ""

    @property
    def short(self) -> str:
        """The trait alone, where there is no room for the name."""
        return ", ".join(filter(None, (self.numbers, self.words)))

    def after(self, name: str) -> str:
        """The whole name of the copy."""
        return " ".join(filter(None, (name, self.numbers, self.words and f"({self.words})")))


@cached_by_language(256)
def traits(copies: tuple[Choice, ...]) -> tuple[Trait, ...]:
    """The trait of each of several different choices of one optimizer; empty ones where nothing short is enough.

    Best are two numbers of the rule where nothing else differs: one of them alone would not say that the other does.
    Then one thing in which all differ, then one that is special about each but one, then two things together.
    What is off, as a wrapper or a form that is on or off, is told by saying nothing.
    """
    known = [chosen.values for chosen in copies]
    names = [name for name in dict.fromkeys(name for values in known for name in values) if _counts(copies, name)]
    differing = [name for name in names if len({values.get(name) for values in known}) > 1]
    single = [tuple(_trait(chosen, (name,)) for chosen in copies) for name in differing]
    special = tuple(next((row[i] for row in single if row.count(row[i]) == 1), Trait()) for i in range(len(copies)))
    double = [tuple(_trait(chosen, pair) for chosen in copies) for pair in combinations(differing, 2)]
    if len(differing) == 2 and {*differing} <= {*dict(copies[0].hypers)} and _enough(double[0], PAIR):
        return double[0]
    return next(filter(_enough, (*single, special, *double)), (Trait(),) * len(copies))


def _enough(found: Sequence[Trait], longest: int = LONGEST) -> bool:
    return len(set(found)) == len(found) and max(len(trait.short) for trait in found) <= longest


def number(chosen: Choice, name: str) -> str:
    """A number of the rule as names and chips tell it: "lr 0.1", "β 0.9"."""
    word = "lr" if name == "lr" else symbol(chosen.spec.hyper(name).symbol) or name
    return f"{word} {in_field(float(chosen.value(name)))}"


def put_on(chosen: Choice) -> tuple[str, ...]:
    """The schedules and wrappers of a choice, each in a word or two: "cosine", "clip norm"."""
    return tuple(map(_part, chosen.schedules + chosen.wrappers))


def _counts(copies: Sequence[Choice], name: str) -> bool:
    """Whether the value called ``name`` matters in all copies: some numbers count in some forms of a rule only."""
    hyper = {hyper.name: hyper for hyper in copies[0].spec.hypers}.get(name)
    return hyper is None or all(hyper.when(dict(chosen.options)) for chosen in copies)


def _trait(chosen: Choice, names: Sequence[str]) -> Trait:
    numbers = [number(chosen, name) for name in names if name in dict(chosen.hypers)]
    words = [_word(chosen, name) for name in names if name not in dict(chosen.hypers)]
    return Trait(" ".join(numbers), ", ".join(filter(None, words)))


def _word(chosen: Choice, name: str) -> str:
    """A form of the rule, a wrapper or schedule, or a number of one of those, in the words of the link."""
    if name in dict(chosen.options):
        return _form(chosen, name)
    for part in chosen.wrappers + chosen.schedules:
        if name == part.name:
            return _part(part)
        own = name.removeprefix(f"{part.name}.")
        if own in (values := dict(part.hypers)):  # another form of it may have other numbers
            said = value if isinstance(value := values[own], str) else in_field(float(value))
            return f"{_part(part)} {own} {said}"
    return ""


def _form(chosen: Choice, name: str) -> str:
    option, value = chosen.spec.option(name), chosen.value(name)
    if _switches(option) and value in ("on", "off"):
        thing = tr(_thing(name))
        return "" if value == option.default else tr("no {thing}", thing=thing) if value == "off" else thing
    words = tr(option.words[value])
    if isinstance(value, int) or " " in words:
        words = f"{name} {value}" if isinstance(value, int) else _spaced(str(value))
    owner = next((hyper for hyper in chosen.spec.hypers if hyper.label == option.label), None)
    return f"{symbol(owner.symbol)} {words}" if owner else words  # "outside" alone would not say that epsilon is


def _part(part: Part) -> str:
    if part.name.endswith(SCHEDULE):
        hyper = part.name.removesuffix(SCHEDULE)
        return _spaced(part.form) if hyper == "lr" else f"{hyper} {_spaced(part.form)}"
    wrapper = WRAPPERS[part.name]
    if len(wrapper.forms) == 1:
        return tr(wrapper.label)
    known = tr(wrapper.label) if wrapper.label.lower() == part.name else part.name
    return f"{known} {_spaced(part.form)}"


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _switches(option: Option) -> bool:
    return {"on", "off"} <= set(option.values)


def _thing(name: str) -> str:
    """What an option that is on or off is about: "correction" of "bias_correction"."""
    return name.split("_")[-1]


SWITCHED: tuple[Words, ...] = tuple(  # to be translated
    dict.fromkeys(_thing(option.name) for spec in OPTIMIZERS.values() for option in spec.options if _switches(option))
)

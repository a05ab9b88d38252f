"""One runner: an optimizer with its numbers and forms, its wrappers and its schedules, checked and hashable."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np

from locales import Words, in_sentence, tr
from locales.formats import Value
from optimizers import OPTIMIZERS
from optimizers.base import Hyper, OptimizerSpec, Option, shown
from optimizers.scheduled import Number, Plateau, Table
from optimizers.schedules import OWN_EPOCH, SCHEDULES, Points
from optimizers.wrappers import WRAPPERS

SCHEDULE = ".schedule"  # lr.schedule=cosine: the schedule of the hyperparameter lr
OFF = "off"
RATE = "lr"  # the hyperparameter whose schedule numbers of wrappers may follow
NAME = "name"  # a.name=Mine: a name of one's own
LONGEST_NAME = 24
JOINERS = "\u200c\u200d"  # letters without a shape of their own that some scripts need inside a word


@dataclass(frozen=True)
class Part:
    """A wrapper, or the schedule of a hyperparameter: its form and its numbers.

    ``name`` is the word of the link: "clip", or "lr.schedule"; its numbers are spelled "clip.at", "lr.schedule.floor".
    A schedule by hand has a text among them, "lr.schedule.points".
    """

    name: str
    form: str
    hypers: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Choice:
    """One optimizer with the values of its hyperparameters and options, in the order of its SPEC; hashable.

    ``wrappers`` stand in the order of their registry, innermost first; ``schedules`` in that of the hyperparameters.
    ``name`` is what the runner is called, where that is a name of one's own; it decides nothing that is computed.
    ``differs`` are the fields of a configuration in which this runner departs from it, by name: see
    ``training.configuration.differences``.
    ``veiled`` says that nobody is to see which rule it is, until that is revealed.
    ``set_by_hand`` names the values that somebody changed, be it back to where they were. A link has no word for that:
    there, whatever differs from its default was set. It decides nothing that is computed, and so tells no two choices
    apart.
    """

    optimizer: str
    hypers: tuple[tuple[str, float], ...]
    options: tuple[tuple[str, str | int], ...] = ()
    wrappers: tuple[Part, ...] = ()
    schedules: tuple[Part, ...] = ()
    set_by_hand: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    name: str = ""
    differs: tuple[tuple[str, Any], ...] = ()
    veiled: bool = False

    @property
    def spec(self) -> OptimizerSpec:
        """The registered optimizer, without wrappers."""
        return OPTIMIZERS[self.optimizer]

    @property
    def called(self) -> str:
        """The name of one's own in the language spoken: those of presets are messages, what a visitor types is none."""
        return tr(self.name)

    @property
    def bare(self) -> Choice:
        """The rule alone, without name, differences and a memory of who set what: the key of a cache of its runs."""
        if not (self.set_by_hand or self.name or self.differs or self.veiled):
            return self
        return replace(self, set_by_hand=frozenset(), name="", differs=(), veiled=False)

    @property
    def values(self) -> dict[str, Value]:
        """Every value that is set, by the name that ``choice`` and the link give it."""
        values: dict[str, Value] = dict(self.hypers + self.options)
        for part in self.wrappers + self.schedules:
            values[part.name] = part.form
            values |= {f"{part.name}.{name}": value for name, value in part.hypers}
        return values

    def value(self, name: str) -> Value:
        """The value called ``name``; KeyError if there is none."""
        return self.values[name]

    def with_value(self, name: str, value: Value) -> Choice:
        """The same choice with another value, checked: ValueError names the range, KeyError an unknown name.

        Another form of a wrapper or schedule starts from the defaults of that form.
        """
        values = self.values
        if name in form_names(self.spec):
            values = {known: kept for known, kept in values.items() if not known.startswith(f"{name}.")}
        changed = replace(
            choice(self.optimizer, **{**values, name: value}), name=self.name, differs=self.differs, veiled=self.veiled
        )
        return replace(changed, set_by_hand=self.set_by_hand | ({name} if changed != self else set()))

    @property
    def uncounted(self) -> str:
        """What a step computes beside those gradients, in words; "" where that is nothing of weight."""
        return tr(self.spec.uncounted(dict(self.options)))

    @property
    def gradients(self) -> int:
        """Gradients that one step takes, wrappers included."""
        count = self.spec.gradients
        for part in self.wrappers:
            count *= WRAPPERS[part.name].gradients
        return count


def choice(name: str, **values: Value) -> Choice:
    """The optimizer ``name`` with ``values`` for its hyperparameters and options, defaults for the rest.

    Wrappers and schedules are named as in a link: ``choice("adam", lr=0.1, **{"clip": "norm", "clip.at": 5})``.
    Raises KeyError for an unknown optimizer or value name and ValueError, naming the range, for a bad value.
    """
    spec = OPTIMIZERS[name]
    left = dict(values)
    hypers = tuple((h.name, h.check(left.pop(h.name, h.default))) for h in spec.hypers)
    options = tuple((o.name, o.check(left.pop(o.name, o.default))) for o in spec.options)
    wrappers = tuple(_parts(left, WRAPPERS))
    schedules = tuple(_parts(left, {h.name + SCHEDULE: SCHEDULES for h in spec.hypers}))
    if left:
        raise KeyError(f"{spec.label} has no {', '.join(sorted(left))}")
    return Choice(name, hypers, options, wrappers, schedules)


def named(chosen: Choice, text: str) -> Choice:
    """The choice under a name of one's own, in any script; under its rule's where ``text`` is blank.

    Raises ValueError, in words, for one that is long or holds what cannot be seen.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if len(name) > LONGEST_NAME or not all(letter.isprintable() or letter in JOINERS for letter in name):
        most, given = LONGEST_NAME, shown(text)
        raise ValueError(tr("must be up to {most} characters that can be seen, not {text}", most=most, text=given))
    return replace(chosen, name=name if name.strip(JOINERS) else "")


def _uncounted() -> Iterator[str]:
    """All that rules say of what they compute beside gradients, whatever their forms."""
    for spec in OPTIMIZERS.values():
        for values in product(*(option.values for option in spec.options)):
            yield spec.uncounted(dict(zip((option.name for option in spec.options), values, strict=True)))


UNCOUNTED: tuple[Words, ...] = tuple(dict.fromkeys(_uncounted()))  # to be translated


def form_label(spec: OptimizerSpec, option: Option) -> str:
    """What an option is called among the numbers of its rule: "Form of epsilon" beside "Epsilon"."""
    taken = {hyper.label for hyper in spec.hypers}
    label = tr(option.label)
    return tr("Form of {option}", option=in_sentence(label)) if option.label in taken else label


def form_names(spec: OptimizerSpec) -> tuple[str, ...]:
    """The names under which an optimizer's wrappers and schedules are switched on."""
    return (*WRAPPERS, *(hyper.name + SCHEDULE for hyper in spec.hypers))


def part_forms(name: str) -> Mapping[str, tuple[Hyper, ...]]:
    """The forms of the wrapper or schedule called ``name``, each with its numbers; "off" is not among them."""
    if name.endswith(SCHEDULE):
        return {form: schedule.hypers for form, schedule in SCHEDULES.items()}
    return WRAPPERS[name].forms


def part_text(name: str, form: str) -> Points | None:
    """The text that the form of a schedule takes beside its numbers, where it takes one."""
    return SCHEDULES[form].text if name.endswith(SCHEDULE) and form in SCHEDULES else None


def part_items(name: str, form: str) -> tuple[Hyper | Points, ...]:
    """All that the form takes, numbers first; nothing for a form that there is not."""
    text = part_text(name, form)
    return (*part_forms(name).get(form, ()), *((text,) if text else ()))


def without(chosen: Choice, name: str) -> Choice:
    """The choice without the wrapper or schedule called ``name``."""
    return replace(
        chosen,
        wrappers=tuple(part for part in chosen.wrappers if part.name != name),
        schedules=tuple(part for part in chosen.schedules if part.name != name),
    )


def forms_of(parts: Iterable[Part]) -> tuple[tuple[str, str], ...]:
    """Each wrapper or schedule by its name with its form: all of it that a compiled program depends on."""
    return tuple((part.name, part.form) for part in parts)


def scheduled(choice: Choice, steps: int, capacity: int, epoch: int = 1) -> dict[str, Number]:
    """The numbers of a choice and its wrappers as ``optimizers.scheduled`` takes them, for a run of ``steps``.

    ``epoch`` is how many steps one has, for schedules that go by the epochs of the examples.
    A table has ``capacity + 1`` rows, so that no number of steps compiles; rows after ``steps`` repeat the last.
    """

    def moving(number: float, part: Part) -> Number:
        schedule = SCHEDULES[part.form]
        if schedule.factors is None:
            return Plateau(number, **dict(part.hypers))
        set_to = dict(part.hypers)
        if set_to.get("every") == OWN_EPOCH:
            set_to["every"] = epoch
        factors = schedule.factors(max(1, steps), **set_to)
        return Table(np.pad(number * factors, (0, capacity + 1 - len(factors)), mode="edge"))

    numbers = {**dict(choice.hypers), **put_on_numbers(choice)}
    return numbers | {name: moving(numbers[name], part) for name, part in moved_by(choice).items()}


def put_on_numbers(choice: Choice) -> dict[str, float]:
    """The numbers of the wrappers of a choice, as "clip.at", before any schedule moves them."""
    rate = dict(choice.hypers).get(RATE, 1.0)
    numbers = {}
    for part in choice.wrappers:
        wrapper = WRAPPERS[part.name]
        for name, value in part.hypers:
            scaled = name in wrapper.follows and part.form in wrapper.per_rate
            numbers[f"{part.name}.{name}"] = value * rate if scaled else value
    return numbers


def moved_by(choice: Choice) -> dict[str, Part]:
    """The schedule of each number that has one: the rule's own, and those of wrappers that follow its rate."""
    schedules = {part.name.removesuffix(SCHEDULE): part for part in choice.schedules}
    if RATE in schedules:
        following = [f"{part.name}.{name}" for part in choice.wrappers for name in WRAPPERS[part.name].follows]
        schedules |= dict.fromkeys(following, schedules[RATE])
    return schedules


def moved(
    slots: tuple[tuple[str, Choice], ...], before: Callable[[str], Choice], after: Callable[[str], Choice]
) -> tuple[tuple[str, Choice], ...]:
    """The runners where other defaults hold: values that nobody set take the new one, others stay.

    Set is what was changed by hand, what is not the old default, and what sets copies of one optimizer apart: of three
    rates that are compared, one may well be the default.
    """
    known = {(chosen.optimizer, name, value) for _, chosen in slots for name, value in chosen.hypers}
    compared = {number for number, values in Counter((o, name) for o, name, _ in known).items() if values > 1}

    def one(chosen: Choice) -> Choice:
        name = chosen.optimizer
        found = []
        for (hyper, value), (_, old), (_, new) in zip(
            chosen.hypers, before(name).hypers, after(name).hypers, strict=True
        ):
            stays = value != old or hyper in chosen.set_by_hand or (name, hyper) in compared
            found.append((hyper, value if stays else new))
        return replace(chosen, hypers=tuple(found))

    return tuple((letter, one(chosen)) for letter, chosen in slots)


def _parts(left: dict[str, Value], names: Mapping[str, object]) -> Iterator[Part]:
    """Take from ``left`` the parts called ``names``, in their order."""
    for name in names:
        form = left.pop(name, OFF)
        if form == OFF:
            continue
        forms = part_forms(name)
        if form not in forms:
            allowed, value = ", ".join((OFF, *forms)), shown(form)
            raise ValueError(tr("{name} must be one of {known}, not {value}", name=name, known=allowed, value=value))
        values = ((item, left.pop(f"{name}.{item.name}", item.default)) for item in part_items(name, str(form)))
        yield Part(name, str(form), tuple((item.name, _checked(name, item, value)) for item, value in values))


def _checked(part: str, hyper: Hyper | Points, value: Value) -> float | str:
    try:
        return hyper.check(value)
    except ValueError as error:
        raise ValueError(f"{part}.{error}") from None

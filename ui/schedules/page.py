"""The page of schedules and averages: its address holds what its widgets show, and its schedules can hide their names.

What widgets show is the configuration only for a teacher's link: ``schedules`` are labels, as Streamlit writes them,
and where names are hidden both they and the points of the one by hand are veiled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl, urlencode

from locales import in_all, tr
from optimizers.schedules import POINTS, SCHEDULES, Schedule
from training.configuration.links import VEILED, VERSION, unveil, veil
from training.configuration.queries import query_of
from ui.session.page import Hides, Page

BY_EPOCH = replace(POINTS, label="Factors by epoch", default="1:1,9:0.5,15:0.1", first=1)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHOWN = "schedules"
OPENING = ("inverse", "exponential", "inverse_root", "staircase")
TABLED: Mapping[str, Schedule] = {name: schedule for name, schedule in SCHEDULES.items() if schedule.factors}
# What the other widgets hold at first, by the names of their parameters.
OTHERS: Mapping[str, object] = {"rate": "0.2", "epochs": "20", "correct": True, "window": "10", "b2": 0.999}


@dataclass(frozen=True)
class Drawn:
    """One schedule of the chart; ``veiled`` says that nobody is to see which it is, until that is revealed."""

    name: str
    veiled: bool = False


@dataclass(frozen=True)
class Shown:
    """What the page shows: schedules by letter, the points of the one by hand, and what other widgets hold, as text."""

    slots: tuple[tuple[str, Drawn], ...]
    points: str = BY_EPOCH.default
    others: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> list[str]:
        """The schedules by name."""
        return [one.name for _, one in self.slots]


def shown(names: Sequence[str], points: str, others: Mapping[str, object], veiled: bool = False) -> Shown:
    """What the page shows, of the schedules of these names; ``others`` is what the other widgets hold."""
    slots = tuple((letter, Drawn(name, veiled)) for letter, name in zip(LETTERS, names, strict=False))
    moved = {name: others[name] for name, usual in OTHERS.items() if others.get(name, usual) != usual}
    return Shown(slots, points, tuple((name, _spelled(value)) for name, value in moved.items()))


def _spelled(value: object) -> str:
    """A value as Streamlit writes it into the address."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _label(name: str) -> str:
    return tr(TABLED[name].label)


def encode(shown: Shown) -> str:
    """The query of a link, versioned; of what is as it is at first it says nothing."""
    own = [(SHOWN, _label(name)) for name in shown.names] if tuple(shown.names) != OPENING else []
    own += [(BY_EPOCH.name, shown.points)] if shown.points != BY_EPOCH.default else []
    if any(one.veiled for _, one in shown.slots):
        own = [(VEILED, veil(urlencode([*((SHOWN, name) for name in shown.names), (BY_EPOCH.name, shown.points)])))]
    return urlencode([("v", VERSION), *own, *shown.others])


def decode(query: str) -> tuple[Shown, list[str]]:
    """What a link shows. Never raises; what is not understood is told by the widgets, and veiled schedules here."""
    pairs, said = parse_qsl(query_of(query), keep_blank_values=True, errors="replace"), list[str]()
    veiled = False
    for text in [value for name, value in pairs if name == VEILED][:1]:
        try:
            pairs, veiled = [*parse_qsl(unveil(text)), *(pair for pair in pairs if pair[0] in OTHERS)], True
        except ValueError:
            said.append(tr("{name}: {reason}; it was ignored.", name=VEILED, reason=tr("cannot be read")))
    called = {word: name for name in TABLED for word in (name, *in_all(partial(_label, name)).values())}
    asked = [called[value] for name, value in pairs if name == SHOWN and value in called]
    given = any(name == SHOWN for name, _ in pairs)
    names = [*dict.fromkeys(asked)] if given else [*OPENING]
    try:
        points = BY_EPOCH.check(dict(pairs).get(BY_EPOCH.name, BY_EPOCH.default))
    except ValueError:
        points = BY_EPOCH.default
    return shown(names, points, dict(pairs), veiled), said


PAGE = Page(
    name="schedules",
    title="Schedules and averages",
    url="schedules",
    view="schedules/view.py",
    decode=decode,
    encode=encode,
    tab=lambda shown: tr("Schedules and averages"),
    hides=Hides(
        "Hide the names of schedules",
        "The names of the schedules are hidden; colours tell nothing of them.",
    ),
)

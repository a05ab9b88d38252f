"""The spelling of a search in a link, and what it allows.

The link is that of a network, and then ``method=random&budget=64&searchseed=0&shows=valid`` and the sides as
``training.many.varied`` has them. Runners may differ in the method, its seed and the scales, too: so methods are
compared as everything else is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

from locales import Words, cached_by_language, in_sentence, tr, trn
from locales.formats import grouped, spell
from optimizers import OPTIMIZERS
from training.configuration import differences, fields, links
from training.configuration.fields import Field, Number, Word
from training.configuration.links import Reader
from training.configuration.ranges import SEED, Bound
from training.data.selection import SAFE
from training.many import axes
from training.many.axes import Known
from training.many.precision import FLOAT, PRECISIONS
from training.many.search import shown, work
from training.many.search.methods import METHODS
from training.many.search.search import OPENING, Search
from training.many.varied import Varied
from training.network import config, edits
from training.network.budget import TooLong
from training.network.config import FIELDS
from training.network.network import Network
from training.network.rates import default_choice

LETTERS = config.LETTERS[:4]
SIDES: dict[str, Words] = {"x": "Across", "y": "Up", "z": "Third number", "w": "Fourth number"}
MOST_TRIALS, MOST_STEPS = 4_096, 2_000
OPEN = 1_024  # whole numbers along a side at first, at most
UNUSED = ("repeats", "ensemble", "stop", "patience", "bayes")  # fields of a network that decide nothing of a trial


@cached_by_language(256)
def numbers(search: Network) -> dict[str, Known]:
    """The numbers that can vary, of any runner."""
    return axes.united(_known(search))


def _known(search: Network) -> list[dict[str, Known]]:
    """The numbers of each runner that can vary."""
    return [axes.known(config.alone(network_of(search), letter), chosen) for letter, chosen in search.slots]


def network_of(search: Network) -> Network:
    """The network of a search, whose runners differ in nothing but fields of a network."""
    part = {name: getattr(search, name) for name in Network.__dataclass_fields__}
    kept = [(letter, replace(one, differs=_own(one.differs, NETWORK))) for letter, one in search.slots]
    return Network(**{**part, "slots": tuple(kept)})


def _own(differs: differences.Differences, rows: Mapping[str, Field]) -> differences.Differences:
    return tuple((name, value) for name, value in differs if name in rows)


def _opening(search: Search, name: str) -> tuple[float, float]:
    """From where to where a number is varied at first."""
    values = [float(one.values[name]) for _, one in search.slots if name in one.values]
    if name == axes.WIDTH:
        return float(axes.WIDTHS.slider[0]), float(axes.WIDTHS.slider[-1])
    now = values[0] if values else float(FIELDS[name].value(search))
    return axes.around(numbers(search)[name].range, now, OPEN)


@cached_by_language(256)
def _likely(search: Search) -> list[str]:
    return axes.likely(_known(search))


VARIED = Varied(SIDES, numbers, _opening, optional="zw", apart=True, likely=_likely)


def _shown(search: Search) -> dict[str, str]:
    """What can be shown of trials: validation where examples are kept for it."""
    return shown.labels(_validated(search))


def _validated(search: Search) -> bool:
    return shown.validated(network_of(search))


def judged(search: Search) -> str:
    """What trials are told apart by: an outcome is shown of those that are told apart by their loss."""
    return by_loss(search) if search.shows == "outcome" else search.shows


def by_loss(search: Search) -> str:
    """The loss by which trials are told apart, or would be: that of validation, if any example is kept for it."""
    return shown.by_loss(search.shows, _validated(search))


def _idle_seed(search: Search) -> str:
    return "" if METHODS[search.method].chance else tr("counts only where points are drawn at random")


BUDGET = Number("budget", Bound(1, MOST_TRIALS, whole=True, slider=(16, 256), log=True), default=64, label="Trials")
STEPS = replace(
    cast(Number, FIELDS["steps"]),
    range=Bound(1, MOST_STEPS, whole=True),
    default=lambda network: min(MOST_STEPS, FIELDS["steps"].usual(network)),
    help=lambda network: tr("At most {most:,} for each trial: a search is many trainings.", most=MOST_STEPS),
)
OWN = fields.table(
    Word(
        "method",
        METHODS,
        default="random",
        label="Method",
        several="Methods",
        help=lambda search: tr(METHODS[search.method].help),
        tries=tuple(METHODS),
    ),
    replace(BUDGET, common=True),
    Number("searchseed", SEED, default=0, label="Seed of the search", several="Seeds of the search", idle=_idle_seed),
    *VARIED.rows(),
    Word(
        "shows",
        _shown,
        default=lambda search: next(iter(_shown(search))),
        label="Searched by",
        help=lambda search: shown.told(search.shows, _validated(search)),
        common=True,
    ),
    Word(
        "precision",
        PRECISIONS,
        default=FLOAT,
        label="Precision",
        help="Seen from very near, only 64-bit floats tell trials apart, and rounding decides how a run goes on.",
        common=True,
    ),
)
NETWORK = {name: row for name, row in {**FIELDS, STEPS.name: STEPS}.items() if name not in UNUSED}
ROWS: Mapping[str, Field] = {**NETWORK, **OWN}


def alone(search: Search, letter: str) -> Search:
    """The search of one runner: with its differences, its own momentum where another one's varies, and nobody beside
    it."""
    return replace(differences.alone(ROWS, search, letter), **VARIED.of_runner(search, letter))


def sides_of(search: Search) -> list[str]:
    """The sides along which something varies."""
    return VARIED.used(search)


def check_work(search: Search, name: str = BUDGET.name) -> Search:
    """The search itself; ValueError, which says how many trials there can be, where another value of the field ``name``
    would make it too long, or as many steps of a single trial."""
    ends = _ends(search)
    try:
        work.check_trials(ends)
    except TooLong as error:
        raise error.by(name, in_sentence(FIELDS[error.field].called(search))) from error
    most = work.allowed(ends, MOST_TRIALS)
    if search.budget <= most:
        return search
    if name == BUDGET.name:
        raise ValueError(
            tr(
                "must be at most {most} with trials of {work}, not {count}",
                most=grouped(most),
                work=work.told(ends),
                count=grouped(search.budget),
            )
        )
    raise ValueError(
        trn(
            "would allow {most} trial of {work}, fewer than the {budget} that are set",
            "would allow {most} trials of {work}, fewer than the {budget} that are set",
            most,
            most=grouped(most),
            work=work.told(ends),
            budget=grouped(search.budget),
        )
    )


def allowed(search: Search) -> int:
    """How many trials of each runner fit into the time that a search may take; at least 1."""
    return work.allowed(_ends(search), MOST_TRIALS)


def _ends(search: Search) -> list[tuple[Network, Network]]:
    """The networks of each runner where all of its own that varies is at one end, the lower or the upper one."""
    return [(_end(search, letter, "from"), _end(search, letter, "to")) for letter, _ in search.slots]


def _end(search: Search, letter: str, end: str) -> Network:
    own, chosen = config.alone(network_of(search), letter), search.choices[letter]
    for side in sides_of(search):
        name = getattr(search, f"{side}axis")
        if name in (*FIELDS, axes.WIDTH) and name not in chosen.values:
            own = axes.put(own, letter, name, getattr(search, f"{side}{end}"))
    return own


def with_value(search: Search, name: str, value: Any) -> Search:
    """The search with another value of one of its fields, and what that brings along; ValueError in words otherwise."""
    if name in OWN:
        varies = name[1:] in ("axis", "scale", "from", "to")
        edit = partial(VARIED.with_value, ROWS) if varies else partial(fields.with_value, ROWS)
        return check_work(edit(search, name, value), name)
    if name == STEPS.name:
        value = STEPS.checked(search, value)
    return check_work(settled(_of(search, edits.with_value(network_of(search), name, value))), name)


def _of(search: Search, network: Network) -> Search:
    """The search on another network, of the same runners, for as many steps of it as a search takes."""
    own = {letter: _own(one.differs, OWN) for letter, one in search.slots}
    slots = tuple((letter, replace(one, differs=one.differs + own[letter])) for letter, one in network.slots)
    part = {field: getattr(network, field) for field in Network.__dataclass_fields__}
    return replace(search, **{**part, "slots": slots, "steps": min(network.steps, MOST_STEPS)})


def settled(search: Search) -> Search:
    """The search along sides that its runners have, by what there is: what is unknown, or cannot be, is as usual."""
    if search.shows not in _shown(search):
        search = ROWS["shows"].put(search, ROWS["shows"].usual(search))
    return VARIED.settled(ROWS, search) if search.slots else search


def encode(search: Search) -> str:
    """The search as the query of a link, complete."""
    own = differences.spelled(ROWS, search)
    return links.join(fields.spelled(ROWS.values(), search), search.slots, LETTERS[0], SAFE, own)


def decode(query: str) -> tuple[Search, list[str]]:
    """The search of a link, and one sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    if not {*reader.fields} & {*ROWS, *LETTERS}:
        reader.fields = {**Reader(OPENING).fields, **reader.fields}
    network = config.default_network(*config.data_of(reader))
    search = Search(**{name: getattr(network, name) for name in Network.__dataclass_fields__})
    search = fields.read(reader, search, NETWORK.values(), known=("data", "points"))
    base = (("a", default_choice("momentum", search.data)),)
    search = replace(
        search, slots=reader.slots(LETTERS, base, [*OPTIMIZERS], partial(default_choice, data=search.data))
    )
    if not search.slots:  # nothing can vary
        reader.fields = {name: text for name, text in reader.fields.items() if name not in OWN}
        return search, reader.told(tr("a search"))
    first = [OWN[name] for name in ("method", *(f"{side}axis" for side in SIDES))]
    for rows in (first, [row for row in OWN.values() if row not in first]):
        search = fields.read(reader, search, rows)
    search = VARIED.separated(reader, ROWS, search)
    search = _affordable(reader, differences.read(reader, ROWS, search))
    reader.step(search.steps)
    return search, reader.told(tr("a search"), [letter for letter, _ in search.slots])


def _affordable(reader: Reader, search: Search) -> Search:
    search = _of(search, config.affordable(reader, network_of(search)))
    try:
        work.check_trials(_ends(search))
    except TooLong as error:
        reader.sentences.append(
            tr("{name}: {reason}; {used} was used.", name=error.field, reason=error, used=spell(error.most))
        )
        return _affordable(reader, _of(search, config.lowered(network_of(search), error.field, error.most)))
    try:
        return check_work(search)
    except ValueError as error:
        most = allowed(search)
        reader.sentences.append(tr("{name}: {reason}; {used} was used.", name="budget", reason=error, used=spell(most)))
        return replace(search, budget=most)

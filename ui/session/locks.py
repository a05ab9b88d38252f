"""What a teacher's link locks: fields of a page, numbers and forms of its rules, what is put on them, and who runs.

``locks=surface,lr`` names what stays as it is, ``only=steps`` what has a control: both stand with the configuration in
what the link has sealed, or by themselves in links of old. It is common to the links of all pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from locales import Words, tr, trn
from locales.formats import spell
from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec, shown
from optimizers.wrappers import WRAPPERS
from training.choice import SCHEDULE, Choice, form_label
from training.configuration import differences
from training.configuration.counts import listed
from training.configuration.fields import Field
from training.configuration.queries import query_of
from ui.session import seals
from ui.session.seals import CHANGED, LOCKS, ONLY, OTHERS, SURE

RUNNERS = "runners"  # who runs
EXTRAS = "extras"  # schedules, and wrappers around a rule
WORDS: Mapping[str, Words] = {RUNNERS: "Which optimizers run", EXTRAS: "What is put on the rules"}
NUMBERS: Words = "Numbers of the rules"
VEILED: Words = "hidden names"  # why there is no limit of a rule
COMPARED: Words = "What is compared"
PAGE = ""  # whose a value is that is no runner's
DOUBTS: Mapping[str, Words] = {
    CHANGED: "This link was changed after it was made.",
    OTHERS: "Whether this link was changed after it was made cannot be told here: it is of another server, or of an "
    "earlier version of the app.",
}
Table = Mapping[str, Field]
Config = Any


class Locked(ValueError):
    """A sentence: what an edit would change is locked."""


@dataclass(frozen=True)
class Locks:
    """The ``names`` that are locked, and those that have a control, None where all have.

    ``doubt``, a key of DOUBTS, is why nobody here can vouch for them, or SURE.
    """

    names: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    doubt: str = SURE

    def holds(self, name: str) -> bool:
        """Whether a field, a number with what belongs to it, or who runs is locked."""
        return _among(name, self.names)

    def hides(self, name: str) -> bool:
        """Whether the control of one of these is hidden."""
        return self.only is not None and not _among(name, self.only)


NONE = Locks()


def known(rows: Table, config: Config) -> dict[str, str]:
    """What can be locked, with what it is called: fields that count, who runs, and what belongs to the rules.

    Where names are hidden, a number that not all rules have is not called by its name: it would give the rule away.
    """
    found, rules = {name: row.called(config) for name, row in rows.items() if not row.idle(config)}, _rules(config)
    if not rules:
        return found
    shared = set.intersection(*(set(_items(one.spec)) for one in rules.values()))
    labels = _labels(one.spec for one in rules.values())
    if veiled(config):
        labels |= dict.fromkeys({*labels} - shared, tr(NUMBERS))
    return {**found, **_words(), **{name: label for name, label in labels.items() if name not in found}}


def nameable(rows: Table, config: Config) -> dict[str, str]:
    """The same, with what belongs to rules that do not run."""
    return {**_labels(OPTIMIZERS.values()), **_words(), **known(rows, config)}


def _words() -> dict[str, str]:
    return {name: tr(words) for name, words in WORDS.items()}


def values(rows: Table, config: Config, name: str) -> dict[str, str]:
    """The value of what a name locks, as text: the page's, and by letter those of runners that have their own."""
    if name == RUNNERS:
        return {PAGE: ";".join(f"{letter}={_who(one)}{one.veiled:d}" for letter, one in getattr(config, "slots", ()))}
    if name in rows:
        row, slots = rows[name], [slot for slot in getattr(config, "slots", ()) if name in dict(slot[1].differs)]
        own = {letter: _text(row, differences.applied(rows, config, one)) for letter, one in slots}
        return {PAGE: "" if row.idle(config) else _text(row, config), **own}
    found = {letter: _numbers(one.values, name) for letter, one in _rules(config).items()}
    return {letter: text for letter, text in found.items() if text}


def check(rows: Table, before: Config, after: Config, locks: Locks) -> None:
    """Raise Locked where ``after`` has other values than ``before`` of what is locked.

    Whoever runs in both keeps its own; whoever is new has one that was there, of its rule where it is a rule's, and of
    what is locked of a rule none comes and none goes. Where names are hidden, it is locked who runs.
    """
    names = dict.fromkeys((*locks.names, *([RUNNERS] if veiled(before) else [])))
    called = known(rows, before)
    broken = [called.get(name, tr(COMPARED)) for name in names if _changed(rows, before, after, name)]
    if broken := [*dict.fromkeys(broken)]:
        what = _begun(listed(broken, "and"))
        raise Locked(trn("{what} is locked in this link.", "{what} are locked in this link.", len(broken), what=what))


def _changed(rows: Table, before: Config, after: Config, name: str) -> bool:
    one, other, old, new = values(rows, before, name), values(rows, after, name), _rules(before), _rules(after)
    same = {who for who, rule in old.items() if who in new and new[who].optimizer == rule.optimizer}
    if any(one.get(who) != other.get(who) for who in {PAGE, *same}):
        return True
    if name in rows or name == RUNNERS:
        return not {*other.values()} <= {*one.values()}
    return {(old[who].optimizer, one[who]) for who in one} != {(new[who].optimizer, other[who]) for who in other}


def veiled(config: Config) -> bool:
    """Whether it is hidden who the runners of a configuration are: their rules, and in what they differ."""
    return any(one.veiled for _, one in getattr(config, "slots", ()))


def unnamed(sentence: str, letter: str, chosen: Choice) -> str:
    """A sentence about a runner, which its letter stands for where its name is hidden."""
    return sentence.replace(chosen.spec.label, letter.upper()) if chosen.veiled else sentence


def linked(query: str, locks: Locks, page: str) -> str:
    """The link of a configuration whose ``query`` this is, with what is locked of it: sealed where anything is.

    ``page`` is the name of the page that it opens. What is locked comes first, and holds where a link is too long.
    """
    if locks == NONE:
        return query
    only = "" if locks.only is None else f"&{ONLY}={','.join(locks.only)}"
    return seals.sealed(f"{LOCKS}={','.join(locks.names)}{only}&{query}", page, locks.doubt)


def read(query: str, doubt: str, rows: Table, config: Config) -> tuple[Locks, list[str]]:
    """What a link that is opened locks, with the ``doubt`` that there is of it, and a sentence for what cannot be."""
    found = {name: text[0] for name, text in parse_qs(query_of(query), keep_blank_values=True).items()}
    called = nameable(rows, config)
    names, said = _kept(LOCKS, _split(found.get(LOCKS, "")), called, rows, config)
    only, more = _kept(ONLY, _split(found.get(ONLY, "")), {*called, *rows}, rows, config)
    if names or ONLY in found:
        return Locks(names, only if ONLY in found else None, doubt), [*said, *more]
    return NONE, [*([tr(DOUBTS[doubt])] if doubt else []), *said]


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, text.split(","))))


def _kept(
    field: str, names: Iterable[str], can: Collection[str], rows: Table, config: Config
) -> tuple[tuple[str, ...], list[str]]:
    """The names that there can be, and a sentence for each that does not count, or cannot be."""
    now, said = known(rows, config), []
    for name in names:
        if name not in can:
            reason = tr("there is nothing called {name} here", name=shown(name))
            said.append(tr("{name}: {reason}; it was ignored.", name=field, reason=reason))
        elif name not in now:
            said.append(tr("{field}: {name} does not count here now.", field=field, name=shown(name)))
    return tuple(name for name in names if name in can), said


def _items(spec: OptimizerSpec) -> dict[str, str]:
    """The numbers and forms of a rule, with what they are called."""
    forms = {one.name: form_label(spec, one) for one in spec.options}
    return {hyper.name: tr(hyper.label) for hyper in spec.hypers} | forms


def _labels(specs: Iterable[OptimizerSpec]) -> dict[str, str]:
    """The same of several rules: what several have is called as the first calls it."""
    found: dict[str, str] = {}
    for spec in specs:
        found = found | {name: label for name, label in _items(spec).items() if name not in found}
    return found


def _text(row: Field, config: Config) -> str:
    return spell(row.spelled(config))


def _numbers(known: Mapping[str, Any], name: str) -> str:
    """The number or form called so, with its schedule, or all that is put on the rule, as text."""
    return ";".join(f"{n}={spell(v)}" for n, v in known.items() if _among(n, (name,)))


def _among(name: str, names: Iterable[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") or (one == EXTRAS and _put_on(name)) for one in names)


def _put_on(name: str) -> bool:
    """Whether a value is one of a wrapper or schedule."""
    return SCHEDULE in name or name.partition(".")[0] in WRAPPERS


def _rules(config: Config) -> dict[str, Any]:
    """The optimizers that run, by letter; none where networks are compared that are not trained."""
    return {letter: one for letter, one in getattr(config, "slots", ()) if hasattr(one, "optimizer")}


def _who(one: Any) -> str:
    """Who a runner is: its rule, or where nothing is trained that in which it differs."""
    return getattr(one, "optimizer", None) or repr(one)


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"

"""The race page: optimizers on a surface of two coordinates."""

from __future__ import annotations

from collections.abc import Callable

from locales import tr
from optimizers.base import OptimizerSpec
from surfaces import find
from training.configuration.fields import Field
from training.race.config import DEFAULT_RUNNERS, LETTERS, decode, encode, fields_of, own_choice
from training.race.edits import with_value
from training.race.race import Race
from training.race.starts import START
from ui.looks.identity import identities
from ui.looks.titles import with_runners
from ui.race.presets import PRESETS
from ui.race.reports import HANDLERS
from ui.session import locks
from ui.session.page import OF_RULES, Compares, Export, Facts, File, Page, Runners
from ui.session.sight import Letters
from ui.work.visitors import Guest


def _remark(spec: OptimizerSpec) -> str:
    if not spec.surface_note:
        return ""
    way = f"[{tr('train a network with it')}](network?a={spec.name})"
    return tr("Two coordinates cannot show what it does: {way}.", way=way)


def _compares(race: Race) -> dict[str, Field]:
    rows = fields_of(race)
    return {START.name: START} | {name: row for name, row in rows.items() if name not in ("x", "y")}


def tab(race: Race) -> str:
    """Surface and optimizers: "Beale: SGD, Momentum, Nesterov and 3 more"."""
    return with_runners(tr(find(race.surface_name).label), identities(fields_of(race), race), race.choices)


def _html(race: Race, guest: Guest, hidden: Letters) -> str:
    from ui.race.export import html  # here, since caches and components want Streamlit's runtime first

    return html(race, guest, hidden)


def _csv(race: Race, guest: Guest) -> str:
    from ui.race.takeaway.files import csv_file  # here, since caches want Streamlit's runtime first

    return csv_file(race, guest)


def _code(race: Race, guest: Guest) -> str:
    from ui.race.takeaway.files import code

    return code(race)


def _rules(race: Race, guest: Guest) -> str:
    from ui.race.takeaway.files import rules

    return rules(race)


def _called(pattern: str) -> Callable[[Race], str]:
    """What a file is called that tells the rules: nothing where these are hidden."""
    return lambda race: "" if locks.veiled(race) else pattern.format(race.surface)


def _facts(race: Race, guest: Guest) -> Facts | None:
    from ui.race.facts import facts  # here, since caches want Streamlit's runtime first

    return facts(race, guest)


PAGE = Page(
    name="race",
    title="Race",
    url="",
    view="race/view.py",
    decode=decode,
    encode=encode,
    fields=fields_of,
    with_value=with_value,
    tab=tab,
    presets=PRESETS,
    runners=Runners("A race", LETTERS, DEFAULT_RUNNERS, own_choice, remark=_remark),
    compares=Compares(_compares, LETTERS, beside={START.name: "y"}),
    hides=OF_RULES,
    handlers=HANDLERS,
    export=Export(lambda race: f"race-on-{race.surface}.html", _html),
    files={
        "csv": File(_called("race-on-{}.csv"), _csv, "text/csv"),
        "code": File(_called("race_on_{}.py"), _code, "text/x-python"),
        "rules": File(_called("race_on_{}.tex"), _rules, "application/x-tex", spoken=True),
    },
    scene=lambda race: (race.surface_name, race.frame),
    facts=_facts,
)

"""The page of sensitivity: what becomes of an optimizer over any two of its numbers."""

from __future__ import annotations

from locales import in_sentence, tr
from surfaces import find
from training.configuration.fields import Field
from training.many.limits import LETTERS
from training.many.plan import OPENING, SIDES, VARIED, Plan, decode, encode, fields_of, settled, with_value
from training.race.config import own_choice
from training.race.starts import START
from ui.looks.identity import identities
from ui.looks.titles import with_runners
from ui.race.sensitivity.presets import PRESETS
from ui.session.page import OF_RULES, Compares, Facts, Page, Runners
from ui.widgets import varied
from ui.work.visitors import Guest, current


def _compares(plan: Plan) -> dict[str, Field]:
    """The rows by which maps can be compared: what varies is no such thing. Both coordinates of a start are one."""
    varying = {plan.xaxis, plan.yaxis}
    start = {} if varying & {"x", "y"} else {START.name: START}
    varying |= {"x", "y"} if start else set()
    return start | {name: row for name, row in fields_of(plan).items() if not row.common and name not in varying}


def _left() -> None:
    """What is computed for the visitor is not waited for any more."""
    from ui.race.sensitivity import compute  # here, since caches want Streamlit's runtime first

    compute.POOL.leave(current())


def labels(plan: Plan) -> dict[str, str]:
    """What the numbers that vary are called, by side."""
    return varied.labels(VARIED, plan)


def title(plan: Plan) -> str:
    """What varies, and where: "Learning rate and momentum on Ravine"."""
    named = labels(plan)
    where = tr(find(plan.surface_name).label)
    if len(named) == len(SIDES):
        return tr("{across} and {up} on {surface}", across=named["x"], up=in_sentence(named["y"]), surface=where)
    return tr("Sensitivity on {surface}", surface=where)


def tab(plan: Plan) -> str:
    """What varies, and for whom."""
    return with_runners(title(plan), identities(fields_of(plan), plan))


def _facts(plan: Plan, guest: Guest) -> Facts | None:
    from ui.race.sensitivity.facts import facts  # here, since caches want Streamlit's runtime first

    return facts(plan, guest)


PAGE = Page(
    name="sensitivity",
    title="Sensitivity",
    url="sensitivity",
    view="race/sensitivity/view.py",
    decode=decode,
    encode=encode,
    fields=fields_of,
    with_value=with_value,
    settled=settled,
    tab=tab,
    presets=PRESETS,
    runners=Runners("A map", LETTERS, OPENING, own_choice, leader=0),
    compares=Compares(_compares, LETTERS, beside={START.name: "y"}),
    hides=OF_RULES,
    left=_left,
    facts=_facts,
)

"""The page of sensitivity: what becomes of an optimizer over any two of its numbers."""

from __future__ import annotations

from locales import in_sentence, tr
from surfaces import find
from training.configuration.fields import Field
from training.many.limits import LETTERS
from training.many.plan import OPENING, Plan, decode, encode, fields_of, numbers, settled, with_value
from training.race.config import own_choice
from training.race.starts import START
from ui.looks.identity import identities
from ui.looks.titles import with_runners
from ui.race.sensitivity.presets import PRESETS
from ui.session.page import OF_RULES, Compares, Facts, Page, Runners
from ui.work.visitors import Guest, current


def _compares(plan: Plan) -> dict[str, Field]:
    """The rows by which maps can be compared: what varies is no such thing. Both coordinates of a start are one."""
    varied = {plan.xaxis, plan.yaxis}
    start = {} if varied & {"x", "y"} else {START.name: START}
    varied |= {"x", "y"} if start else set()
    return start | {name: row for name, row in fields_of(plan).items() if not row.common and name not in varied}


def _left() -> None:
    """What is computed for the visitor is not waited for any more."""
    from ui.race.sensitivity import compute  # here, since caches want Streamlit's runtime first

    compute.POOL.leave(current())


def axes(plan: Plan) -> tuple[str, str]:
    """What the axes of a map are called: the numbers that vary, across and up."""
    known = numbers(plan)
    across, up = (known[name].label if name in known else "" for name in (plan.xaxis, plan.yaxis))
    return across, up


def title(plan: Plan) -> str:
    """What varies, and where: "Learning rate and momentum on Ravine"."""
    across, up = axes(plan)
    where = tr(find(plan.surface_name).label)
    if across and up:
        return tr("{across} and {up} on {surface}", across=across, up=in_sentence(up), surface=where)
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

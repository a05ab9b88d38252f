"""The page of basins: which minimum an optimizer reaches from every start."""

from __future__ import annotations

from locales import tr
from surfaces import find
from training.configuration.fields import Field
from training.race.config import own_choice
from training.race.race import Race
from ui.looks.identity import identities
from ui.looks.titles import with_runners
from ui.race.basins.config import LETTERS, OPENING, decode, encode, fields_of, with_value
from ui.race.basins.presets import PRESETS
from ui.session.page import OF_RULES, Compares, Page, Runners
from ui.work.visitors import current


def _compares(race: Race) -> dict[str, Field]:
    """The rows by which maps can be compared."""
    return {name: row for name, row in fields_of(race).items() if not row.common}


def _left() -> None:
    """What is computed for the visitor is not waited for any more."""
    from ui.race.basins import compute  # here, since caches want Streamlit's runtime first

    compute.POOL.leave(current())


def title(race: Race) -> str:
    """What the page shows: "Basins of Himmelblau"."""
    return tr("Basins of {surface}", surface=tr(find(race.surface_name).label))


def tab(race: Race) -> str:
    """Surface and optimizers: "Basins of Himmelblau: SGD, Momentum, Adam"."""
    return with_runners(title(race), identities(fields_of(race), race))


PAGE = Page(
    name="basins",
    title="Basins",
    url="basins",
    view="race/basins/view.py",
    decode=decode,
    encode=encode,
    fields=fields_of,
    with_value=with_value,
    tab=tab,
    presets=PRESETS,
    runners=Runners("A map", LETTERS, OPENING, own_choice, leader=0),
    compares=Compares(_compares, LETTERS),
    hides=OF_RULES,
    left=_left,
)

"""The cards under the standings of a race: what is held equal in it, and how to take it along."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from locales import tr
from locales.formats import grouped, spell
from surfaces import find
from training.configuration import differences
from training.outcome import point
from training.race.config import SIDES, each, encode, fields_of
from training.race.race import FORMULA, Race
from ui.looks.identity import identities
from ui.race.page import PAGE
from ui.race.takeaway.files import where
from ui.session import locks
from ui.widgets import cards
from ui.widgets.cards import fields, taken, uncounted, unequal

# Fields of which the lines of the card tell, and those that the stage shows beside it, as it does the surface's knobs.
TOLD = ("x", "y", "steps", "noise", "seed", "batch", "repeats", "surface", FORMULA, *SIDES)


def equal(race: Race) -> str:
    """The card of what is held equal, as HTML."""
    return cards.held_equal("race", equalities(race))


def equalities(race: Race) -> dict[str, str]:
    """What is equal for all runners, in words, and last what is not."""
    rows = fields_of(race)
    differing = differences.differing(rows, race)
    shared = next(iter(each(race).values()), race)  # has what is equal, be it that all differ from the race alike
    return {
        **({} if {"x", "y"} & {*differing} else {tr("Start"): point((shared.x, shared.y))}),
        tr("Budget"): tr("{count} gradient evaluations each", count=grouped(race.steps)),
        **uncounted(race, identities(rows, race)),
        **_draws(shared, differing),
        **fields(rows, race, (*TOLD, *dict(race.knobs))),
        tr("Precision"): tr("32-bit floats"),
        tr("Not equal"): unequal(rows, race, identities(rows, race), PAGE.runners, where(race)),
    }


def _draws(shared: Race, differing: Collection[str]) -> dict[str, str]:
    """The lines on what is drawn, where that is equal: the mini-batches of a surface of data, and the noise."""
    lines, examples = {}, find(shared.surface_name).size
    own, seed = tr("each from a seed of its own"), shared.seed
    if examples and "batch" not in differing:
        ones = own if "seed" in differing else tr("the same ones in the same order for all (seed {seed})", seed=seed)
        some = tr("{batch} of the {all} examples a step", batch=shared.batch, all=examples)
        whole = tr("all {all} examples at every step", all=examples)
        lines[tr("Mini-batches")] = f"{some}, {ones}" if 0 < shared.batch < examples else whole
    if "noise" not in differing:
        draws = own if "seed" in differing else tr("the same draws for all (seed {seed})", seed=seed)
        some = f"{tr('standard deviation {value}', value=spell(float(shared.noise)))}, {draws}"
        none = tr("none") if "seed" in differing else tr("none; with noise, the same draws for all")
        lines[tr("Noise")] = some if shared.noise else none
    elif "seed" not in differing:
        lines[tr("Draws of the noise")] = tr("the same for all, each at its own size (seed {seed})", seed=seed)
    if shared.draws and shared.repeats > 1 and "repeats" not in differing:
        lines[tr("Repeats")] = tr("{count} seeds each, one after the other", count=shared.repeats)
    return lines


def share(race: Race, query: str) -> str:
    """The card with the link, whose ``query`` says what is seen, and the ways to the files to take home, as HTML."""
    files = {"code": tr("Optax code"), "rules": tr("Rules as LaTeX")}
    ways = "" if locks.veiled(race) else "".join(taken(PAGE.name, file, label, query) for file, label in files.items())
    return cards.share("race", f"/?{query}", f"{_maps(race)}<div>{ways}</div>" if ways else "")


def _maps(race: Race) -> str:
    """The ways to what becomes of the same optimizers with other numbers, and from other starts, as HTML."""
    where = {"sensitivity": tr("Map of their numbers"), "basins": tr("Map of all starts")}
    link = escape(encode(race))
    ways = (f'<a href="./{page}?{link}">{label}</a>' for page, label in where.items() if race.slots)
    return "<p>" + " \N{MIDDLE DOT} ".join(ways) + "</p>"


def csv(race: Race, query: str) -> str:
    """The way to all trajectories, as HTML; none where they would tell a name."""
    return "" if locks.veiled(race) else taken(PAGE.name, "csv", "CSV", query)

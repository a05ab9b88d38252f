"""Figures of the steps of lessons, for ui/lessons/figures.json: what a step opens, drawn for paper without words.

A step has one or more, each with the word for what it shows, a key of ``ui.server.figures.SAID``. Worked numbers are
not among them: they are at hand whenever a handout is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isqrt
from typing import Any, NamedTuple

import numpy as np

from surfaces import find
from training import averages
from training.configuration.short_links import short
from training.initialization.config import each as each_deep
from training.initialization.measure import Deep, measure
from training.laws import LAWS
from training.many.fates import LEFT, LOST, Ends
from training.many.grids import CHUNKS
from training.many.plan import Plan
from training.many.search.search import Search
from training.network.config import each
from training.network.network import Network
from training.network.train import train
from training.race.race import Race
from ui.laws.picture import drawing
from ui.lessons import worked
from ui.lessons.book import Step, lessons, spelled
from ui.lessons.card import config_of
from ui.lessons.pictures import FIGURES, LAW
from ui.looks.identity import LOOKS, TABLE, Identity, by_letter, identities
from ui.looks.palette import schedule_by_epoch
from ui.looks.tokens import FAINTEST
from ui.network.facts import of_runs
from ui.network.search import compute as trials
from ui.pages import PAGES
from ui.race.basins.header import coloured
from ui.race.facts import facts as facts_of_race
from ui.race.sensitivity import compute as maps
from ui.race.sensitivity.header import floor_of
from ui.race.sensitivity.summary import fine
from ui.session.page import Preset
from ui.thumbs import charts, network, race
from ui.thumbs.charts import Line
from ui.work.pool import Demand
from ui.work.visitors import Guest

PATIENCE = 5.0  # seconds between two looks for trials
PAPER, FAINT, INK = 255.0, 225.0, 20.0  # shades of cells: of runs that are lost, that come to no end, and the darkest
VALIDATED = ("valid_loss", "valid_score", "gap", "turned")  # what is asked of where validation is drawn
EPOCHS, MOST_DAYS, MOST_STEPS = 20, 60, 60  # of the charts of worked numbers


class Figure(NamedTuple):
    """A picture, with what it ``shows``, and the letter of the runner that it is of, "" where it is of all."""

    shows: str
    svg: str
    of: str = ""


def main() -> None:
    """Write the file anew."""
    found = {
        spelled(lesson, place): {"link": link(step), "figures": [*figures(step)]}
        for lesson in lessons().values()
        for place, step in enumerate(lesson.steps)
    }
    FIGURES.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def link(step: Step) -> str:
    """What a step opens, as a link without what has its default: its figures are of that."""
    page = PAGES[step.page]
    if page.encode is None or page.decode is None or page.compares is None:
        return step.query
    letters = page.runners.letters if page.runners else ""
    return short(page.encode(config_of(step, page)), letters, (page.decode, page.encode))


def figures(step: Step) -> Iterator[Figure]:
    """What is drawn of a step; nothing where it is about worked numbers that have no chart."""
    asked = step.draw.quantity if step.draw else step.ask.quantity if step.ask else ""
    if asked in worked.WORKED:
        yield from _worked(asked)
        return
    page = PAGES[step.page]
    if page.decode is None:
        found = LAWS[LAW].measured()
        yield Figure("law", drawing(LAWS[LAW], found, "light"))
        return
    preset = page.presets.get(step.preset) or Preset("", "", "", page.decode(step.query)[0])
    yield from DRAWN[type(preset.config)](preset, asked)


def _race(preset: Preset, asked: str) -> Iterator[Figure]:
    config = preset.config
    yield Figure("paths", race.picture(config))
    found, people = facts_of_race(config, Guest()).curves["loss"], identities(PAGES["race"].fields(config), config)
    yield Figure("loss", charts.lines([_line(curve.steps, curve.values, people[x]) for x, curve in found.items()]))


def _network(preset: Preset, asked: str) -> Iterator[Figure]:
    config = preset.config
    letter = preset.pictured if preset.name else config.slots[0][0]
    yield Figure("answers", network.picture(Preset("", "", "", config, letter)), letter)
    runs = {slot: train(own, own.choices[slot]) for slot, own in each(config).items()}
    shown = "valid_loss" if asked in VALIDATED else "train_loss"
    found, people = of_runs(config, runs).curves[shown], identities(PAGES["network"].fields(config), config)
    yield Figure(shown, charts.lines([_line(curve.steps, curve.values, people[x]) for x, curve in found.items()]))


def _deep(preset: Preset, asked: str) -> Iterator[Figure]:
    config = preset.config
    found = {slot: measure(own).signal for slot, own in (each_deep(config) or {"a": config}).items()}
    people = by_letter(dict.fromkeys(found, ""))
    shown = {"spread": "act_std", **({"gradient": "grad_act"} if asked == "gradient" else {})}
    shown |= {"mean": "act_mean"} if asked == "mean" else {}
    for word, name in shown.items():
        signals = {slot: np.asarray(getattr(one, name)) for slot, one in found.items()}
        yield Figure(
            word, charts.lines([_line(_places(y), y, people[slot]) for slot, y in signals.items()], whole=True)
        )


def _map(preset: Preset, asked: str) -> Iterator[Figure]:
    plan, wanted = preset.config, Demand(lambda: None, lambda: None)
    found = {
        letter: maps.ORDER.joined([maps._compute(key, wanted) for key in keys[:CHUNKS]])
        for letter, keys in maps.keys_of(plan).items()
    }
    for letter, ends in found.items():
        colours = _outcomes(plan, ends) if plan.shows == "outcome" else _shades(plan, found, ends)
        side = isqrt(len(ends.fate))
        yield Figure(f"map.{plan.shows}", charts.cells(colours.reshape(side, side, 3)), letter)


def _outcomes(plan: Plan, ends: Ends) -> np.ndarray:
    """The hue of the minimum that each run reaches, the stronger the sooner: (cells, 3)."""
    hues = [_rgb(one["light"]) for one in coloured(find(plan.surface_name).minima)]
    late = FAINTEST * np.log1p(np.maximum(ends.since, 0)) / np.log1p(plan.steps)
    found = np.full((len(ends.fate), 3), FAINT)
    found[np.isin(ends.fate, (LEFT, LOST))] = PAPER
    for place, hue in enumerate(hues):
        mine = ends.fate == place
        found[mine] = hue + (PAPER - hue) * late[mine, None]
    return found


def _shades(plan: Plan, all_found: dict[str, Ends], ends: Ends) -> np.ndarray:
    """Grey, the darker the lower the final loss is, or the sooner the tolerance is reached: (cells, 3)."""
    floor, good = floor_of(plan, all_found), fine(plan, ends)
    if plan.shows == "reached":
        good = good & (ends.reached >= 0)
        height = np.log1p(np.where(good, ends.reached, 0))
    else:
        height = np.log10(np.maximum(np.where(good, ends.loss, 1.0).astype(float) - floor, 1e-12))
    low, high = np.quantile(height[good], (0.0, 0.98))
    grey = INK + (FAINT - INK) * np.clip((height - low) / ((high - low) or 1.0), 0, 1)
    return np.repeat(np.where(good, grey, PAPER)[:, None], 3, axis=1)


def _search(preset: Preset, asked: str) -> Iterator[Figure]:
    search, guest = preset.config, Guest()
    while (seen := trials.look(search, guest, PATIENCE)).missing:
        pass
    ranked = {letter: trials.criterion(search, one.ends) for letter, one in seen.tried.items()}
    every = np.sort(np.concatenate([*ranked.values()]))
    for letter, one in seen.tried.items():
        share = np.searchsorted(every, ranked[letter]) / len(every)
        dark = np.where(np.isfinite(ranked[letter]), 1 - share, 0.0)
        yield Figure("trials", charts.points(one.shares[:, :2], dark), letter)


def _worked(quantity: str) -> Iterator[Figure]:
    """The charts of the page of schedules, as it opens."""
    charted: dict[str, list[np.ndarray]] = {
        "rate_left": [schedule_by_epoch(name, worked.RATE, EPOCHS) for name in worked.SCHEDULED],
        "memory": [averages.shares(beta, MOST_DAYS) / (1 - beta) for beta in worked.DECAYS],
        "waits": [averages.rectifier(b2, MOST_STEPS).factor for b2 in worked.SECOND],
    }
    if curves := charted.get(quantity):
        looks = [TABLE[LOOKS[place]] for place in range(len(curves))]
        drawn = [Line(_places(y), y, look.light, look.dash) for y, look in zip(curves, looks, strict=True)]
        yield Figure(quantity, charts.lines(drawn))


def _line(x: np.ndarray, y: np.ndarray, who: Identity) -> Line:
    return Line(x, y, who.light, who.dash)


def _places(values: np.ndarray) -> np.ndarray:
    return np.arange(1, len(values) + 1)


def _rgb(hue: str) -> np.ndarray:
    return np.array([int(hue[place : place + 2], 16) for place in (1, 3, 5)], float)


DRAWN: dict[type, Any] = {Race: _race, Network: _network, Deep: _deep, Plan: _map, Search: _search}

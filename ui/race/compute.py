"""What the pages compute, cached: each result under the narrowest key of plain values that decides it, bounded.

One session computes what fifty ask for at once. The runs of a race are cached one by one, so that a slider of one
optimizer recomputes nobody else. Runs whose program is not compiled yet are compiled before, beside the pages.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from functools import lru_cache

from locales import speaking, spoken
from surfaces import find
from surfaces.base import Frame
from training.choice import Choice
from training.configuration.ranges import SEED
from training.loop import Trace
from training.outcome import Outcome, judge
from training.race.config import default_race, each
from training.race.descend import Program, compiled, descend, install, program
from training.race.fan import Fan, fan_of, typical
from training.race.race import Race
from training.race.sharpness import Sharpness, sharpness
from ui.race import relief as reliefs
from ui.work import visitors, workers
from ui.work.pool import Demand, Pool
from ui.work.remembered import alongside, remembered
from ui.work.told import Failure
from ui.work.visitors import Guest, Visitor

GLANCE = 0.05  # seconds between two looks at what the visitor does
YOUNG = 5_000  # objects that are made before the collector looks at them, in place of 700
LONG = 2_000  # steps; longer runs are cached apart, fewer of them
Start = tuple[float, float]


def steps_of(choice: Choice, gradients: int) -> int:
    """How many steps ``gradients`` evaluations pay for: every runner of a race has the same number of these."""
    return gradients // choice.gradients


def counting(surface: str, seed: int, noise: float, batch: int) -> int:
    """The seed, 0 where nothing is drawn: it decides nothing there, so that it is no part of a key."""
    return seed if noise or 0 < batch < find(surface).size else 0


def trace(surface: str, start: Start, steps: int, seed: int, choice: Choice, noise: float, batch: int = 0) -> Trace:
    """One optimizer's run of ``steps`` updates, as :func:`training.race.descend.descend` returns it."""
    run = _long_run if steps > LONG else _short_run
    start = start[0] + 0.0, start[1] + 0.0  # -0.0 would be the same key as 0.0, and so has to be the same start
    return run(surface, start, steps, counting(surface, seed, noise, batch), choice.bare, noise, batch)


def traces(race: Race, guest: Guest | None = None) -> dict[str, Trace]:
    """The runs of a race by the letter of their runner, for the visitor of the page, or for a guest."""
    own = each(race)
    compile_all(((own[slot].surface_name, choice) for slot, choice in race.slots), guest)
    return {slot: _run(own[slot], choice) for slot, choice in race.slots}


def _run(race: Race, choice: Choice) -> Trace:
    return trace(*_key(race, choice))


def _key(race: Race, choice: Choice) -> tuple[str, Start, int, int, Choice, float, int]:
    """What decides a run, as ``trace`` takes it."""
    seed = counting(race.surface_name, race.seed, race.noise, race.batch)
    start, steps = (race.x + 0.0, race.y + 0.0), steps_of(choice, race.steps)
    return race.surface_name, start, steps, seed, choice.bare, race.noise, race.batch


def fans(race: Race) -> dict[str, Fan]:
    """Of each runner that is repeated the fan of its seeds, by letter. The programs are those of ``traces``."""
    if race.repeats == 1 and not any("repeats" in dict(choice.differs) for _, choice in race.slots):
        return {}  # as a rule, and at once
    own = each(race)
    repeated = ((slot, choice) for slot, choice in race.slots if own[slot].draws and own[slot].repeats > 1)
    return {slot: _fan(*_key(own[slot], choice), own[slot].repeats) for slot, choice in repeated}


def sharp(race: Race) -> dict[str, Sharpness]:
    """The sharpness along the runs of a race by the letter of their runner."""
    own = each(race)
    return {slot: _sharp(*_key(own[slot], choice)) for slot, choice in race.slots}


def outcomes(race: Race, runs: dict[str, Trace]) -> dict[str, Outcome]:
    """How each run ended, judged over the race's frame; the tolerance counts from the surface's known minimum.

    Of a runner that is repeated the numbers are those of its fan, the words those of the run in its middle.
    """
    names, several = {slot: own.surface_name for slot, own in each(race).items()}, fans(race)
    judged = dict(runs) | {slot: several[slot].middle for slot in runs if slot in several}
    ends = {
        slot: _outcome(run, names[slot], race.frame, race.choices[slot].gradients, spoken())
        for slot, run in judged.items()
    }
    return {
        slot: typical(end, several[slot], lowest(names[slot])) if slot in several else end for slot, end in ends.items()
    }


@alongside
def _outcome(run: Trace, surface: str, frame: Frame, gradients: int, language: str) -> Outcome:
    with speaking(language):
        return judge(run, find(surface), frame, lowest(surface), gradients)


@remembered(128)
def relief(surface: str, frame: Frame) -> dict:
    """The FIELD of the player's header for a frame: heights on a grid with the bands of the contour."""
    return reliefs.relief(find(surface), frame, lowest(surface))


@remembered(32)
def sharpness_relief(surface: str, frame: Frame) -> dict:
    """The same of the largest eigenvalue of the Hessian."""
    return reliefs.sharpness_relief(find(surface), frame)


@lru_cache(maxsize=256)
def lowest(surface: str) -> float | None:
    """The value at the surface's global minimum, None where it is not known."""
    return find(surface).lowest


def compile_all(runs: Iterable[tuple[str, Choice]], guest: Guest | None = None) -> None:
    """Compile what is new among runs of ``(surface, choice)``, in turns with the other visitors.

    Where nothing is new, what the visitor waits for elsewhere goes on.
    """
    visitor, programs = guest or visitors.current(), [program(*run) for run in runs]
    asked = False
    while any(not part.ready for part in programs):
        asked = True
        missing, failed = compiling(programs, visitor, GLANCE)
        if failed or not missing:
            break  # whoever runs what failed will meet the reason
        visitor.pause()
    if asked:
        COMPILED.leave(visitor)


def compiling(
    programs: Iterable[Program], visitor: Visitor | Guest, seconds: float
) -> tuple[list[Program], list[Program]]:
    """Which programs are missing after so many seconds, while these are compiled, and which failed to be."""
    new = [part for part in programs if not part.ready]
    if not new:
        return [], []
    found = COMPILED.ask(visitor, new)
    COMPILED.forget(part for part in new if found[part] is True and not part.ready)  # it has been released since
    COMPILED.wait(visitor, new, seconds, every=True)
    found = COMPILED.ask(visitor, new)
    failed = [part for part in new if isinstance(found[part], Failure)]
    return [part for part in new if not part.ready and part not in failed], failed


def warm_up() -> None:
    """Compute the race that opens, then take everything loaded so far out of the garbage collector's rounds.

    A round through all that lives takes 90 ms for JAX's objects, were they not frozen, and 130 ms for those of fifty
    sessions, with the interpreter's lock held: every five seconds in Python's own rhythm, while all of them wait.
    """
    race = default_race()
    outcomes(race, traces(race))
    relief(race.surface_name, race.frame)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def _compile(wanted: Program, demand: Demand) -> bool:
    """Compile a program in the process for long work, or here where there is none."""
    found = workers.compute(compiled, wanted.surface, wanted.choice, demand=demand) if workers.there() else None
    install(wanted.surface, wanted.choice, found)
    return True


COMPILED = Pool(_compile, threads=2)


@remembered(1024)
def _short_run(surface: str, start: Start, steps: int, seed: int, choice: Choice, noise: float, batch: int) -> Trace:
    return descend(surface, start, steps, seed, choice, noise, batch)


@remembered(64)
def _long_run(surface: str, start: Start, steps: int, seed: int, choice: Choice, noise: float, batch: int) -> Trace:
    return descend(surface, start, steps, seed, choice, noise, batch)


@remembered(64)
def _sharp(surface: str, start: Start, steps: int, seed: int, choice: Choice, noise: float, batch: int) -> Sharpness:
    return sharpness(surface, choice, trace(surface, start, steps, seed, choice, noise, batch))


@remembered(64)
def _fan(
    surface: str, start: Start, steps: int, seed: int, choice: Choice, noise: float, batch: int, repeats: int
) -> Fan:
    first = trace(surface, start, steps, seed, choice, noise, batch)
    seeds = ((seed + turn) % (int(SEED.high) + 1) for turn in range(1, repeats))
    others = [descend(surface, start, steps, other, choice, noise, batch) for other in seeds]
    return fan_of([first, *others], find(surface))

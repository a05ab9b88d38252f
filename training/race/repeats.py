"""From how many seeds each runner of a race runs, as a field of the race: it counts where a run draws anything."""

from __future__ import annotations

from locales import Words, tr
from training.configuration.fields import Number
from training.configuration.ranges import TIMES, Bound
from training.configuration.turns import Turn
from training.race.race import Race

MOST_STEPS = 60_000  # of all repeats of a runner
HELP: Words = (
    "From how many seeds each runner runs: the one that is set and those after it, 15 at most, and fewer where there "
    "are more than 4,000 steps. Curves are the median then, in a band from the lowest to the highest; thin lines are "
    "the paths of the other seeds. All else is of the first."
)


def _bound(race: Race) -> Bound:
    return Bound(1, max(1, min(int(TIMES.high), MOST_STEPS // race.steps)), whole=True)


def _idle(race: Race) -> str:
    return "" if race.draws else tr("counts only with gradient noise or mini-batches")


REPEATS = Number(
    "repeats",
    _bound,
    default=1,
    label="Repeats",
    several="Numbers of repeats",
    help=HELP,
    idle=_idle,
    read_in=Turn.DECIDED_NUMBERS,
)


def settled(race: Race) -> Race:
    """The race with as many repeats as its steps leave room for, and one where nothing is drawn."""
    most = 1 if _idle(race) else int(_bound(race).high)
    return REPEATS.put(race, min(race.repeats, most))  # type: ignore[no-any-return]

"""A grid of runs: what becomes of one runner of a race or network over two of its numbers, each cell a single run.

>>> from training.many import grid
>>> from training.race.config import decode
>>> race, _ = decode("surface=ravine&steps=200&a=momentum")
>>> found = grid(race, x=("lr", 1e-3, 1, 64), y=("beta", 0, 0.99, 32))
>>> found["loss"].shape, found["lr"].shape, found["beta"].shape
((32, 64), (64,), (32,))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from surfaces import find
from training.choice import Choice
from training.configuration import differences
from training.many import order, plan, races, together
from training.many.axes import Axis, checked, known, put, rows_of, values
from training.many.fates import Ends
from training.many.precision import FLOAT, precise
from training.many.search import config as searches
from training.many.search.search import Search
from training.network import config as network_config
from training.network.config import DEVICES
from training.network.network import Network
from training.process import processor
from training.process.pieces import Beat, unheard
from training.race.config import encode, fields_of
from training.race.race import Race

PARTS = plan.SIDE**2 // races.TOGETHER  # of a whole map
AT_A_TIME = 4  # parts of a chunk, but of the first two: to hand one over takes half a millisecond of the app
CHUNKS = 1 + PARTS // AT_A_TIME
Ask = Axis | tuple[str, float, float, int] | tuple[str, float, float, int, str]


@processor.on()
def grid(
    config: Race | Network,
    x: Ask,
    y: Ask | None = None,
    letter: str = "",
    precision: str = FLOAT,
    beat: Beat = unheard,
    looks: int = 1,
    device: str = "",
) -> dict[str, np.ndarray]:
    """The runs of one runner of a race or of a network over one or two of its numbers, as arrays by name.

    An axis is a name, the lowest and the highest value, how many there are, and, if it is not the usual one, the scale:
    "linear", "log", or "memory" (logarithmic in 1 - value). ``letter`` is the runner, the first one where it is "".
    ``precision`` is that of all numbers of the runs, "float32" or "float64". ``device`` says where they are computed:
    "cpu", on all its cores, "gpu", all at once on a graphics card if JAX finds one, or "auto", there if there are
    enough for it, see :mod:`training.network.devices`; it is in as few parts as :mod:`training.many.races` has, of
    trainings those of :mod:`training.many.together`. Where it is "", a network has its field, and a race "auto".

    Under the name of each axis are its values, (size,). Of shape (y size, x size), or (x size,) without ``y``, are of a
    race "loss", the noise-free loss at the end, "outcome", the place of the minimum that is reached, or a fate of
    :mod:`training.many.fates`, "since", the gradient at which it was, or from which on the run is outside the frame or
    not finite, and "reached", the gradient from which on the loss is within ``training.outcome.TOLERANCE`` of the
    lowest value, in the frame, -1 where it is not there at the end or none is known; of a network the fields of
    :class:`training.many.networks.Ends`, of so many ``looks`` at each training, side by side as
    :mod:`training.many.together` has them where that is sooner. "link", as text, (), leads behind the app's address to
    the map of a race, or to the grid of a network on the page of search, with as many values along both axes as that
    allows, between the same ends, though a page has the middles of its cells; or to the race or the network alone where
    one number varies or that page has no such network, and then it names no precision.

    Raises ValueError, in words, for an axis, a precision or a device that cannot be, KeyError for a runner that is not
    there.
    """
    if device not in ("", *DEVICES):
        raise ValueError(f"device must be one of {', '.join(DEVICES)}, not {device}")
    own_config = differences.alone(rows_of(config), config, letter or config.slots[0][0])
    ((_, chosen),) = own_config.slots
    numbers = known(own_config, chosen)
    axes = [checked(Axis(*ask), numbers) for ask in (x, y) if ask is not None]
    if len({axis.name for axis in axes}) < len(axes):
        raise ValueError(f"must vary two different numbers, not {axes[0].name} twice")
    along = {axis.name: values(axis, numbers[axis.name].range) for axis in axes}
    spread = np.meshgrid(*along.values())  # (y size, x size) each
    own = {name: one.ravel() for name, one in zip(along, spread, strict=True)}
    with precise(precision):
        if isinstance(own_config, Race):
            return arrays(own_config, axes, races.all_ends(own_config, own, beat, device or "auto"))
        placed = replace(own_config, device=device or own_config.device)
        found = together.all_ends(placed, own, beat, looks)
    link = np.array(_search(own_config, axes, precision))
    return along | {name: one.reshape(spread[0].shape) for name, one in found._asdict().items()} | {"link": link}


def _search(network: Network, axes: Sequence[Axis], precision: str) -> str:
    """The link of the grid as a search; of the network where no search has that, as with more steps or repeats."""
    alone = f"network?{network_config.encode(network)}"
    if len(axes) == 1:
        return alone
    part = {name: getattr(network, name) for name in Network.__dataclass_fields__}
    found = searches.settled(Search(**part, **_sides(axes), method="grid", precision=precision))
    budget = min(axes[0].size * axes[1].size, searches.MOST_TRIALS, searches.allowed(found))
    link = searches.encode(replace(found, budget=budget))
    again, said = searches.decode(link)
    return f"search?{link}" if not said and searches.network_of(again) == network else alone


def _link(race: Race, axes: Sequence[Axis], precision: str) -> str:
    if len(axes) == 1:
        return f"?{encode(race)}"
    return f"sensitivity?{plan.encode(replace(plan.plan_of(race), precision=precision, **_sides(axes)))}"


def _sides(axes: Sequence[Axis]) -> dict[str, Any]:
    """The fields of both sides of a picture."""
    return {f"{side}{what}": value for side, axis in zip("xy", axes, strict=True) for what, value in _ends(axis)}


def _ends(axis: Axis) -> list[tuple[str, str | float]]:
    return [("axis", axis.name), ("scale", axis.scale), ("from", float(axis.low)), ("to", float(axis.high))]


def bare(race: Race, letter: str, axes: tuple[Axis, ...]) -> Race:
    """All of a race that decides the grid of one of its runners: what varies stands at its lowest value."""
    alone = differences.alone(fields_of(race), race, letter)
    plain = Race(**{name: getattr(alone, name) for name in Race.__dataclass_fields__})
    for axis in axes:
        plain = put(plain, letter, axis.name, axis.low)
    chosen: Choice = plain.choices[letter].bare
    kept = {"slots": (("a", chosen),)}
    if not (
        plain.noise or 0 < plain.batch < find(plain.surface_name).size or {"noise", "batch"} & {a.name for a in axes}
    ):
        kept["seed"] = 0  # type: ignore[assignment]
    return Race(**{**plain.__dict__, **kept})


def cells(chunk: int) -> np.ndarray:
    """Which cells of a whole map a chunk has, races.TOGETHER or a few times as many, see :mod:`training.many.order`.

    After 1, 2, 5 and all CHUNKS every 8th, 4th, 2nd and each cell along a side is known.
    """
    parts = range(max(1, AT_A_TIME * (chunk - 1)), AT_A_TIME * chunk) if chunk else (0,)
    return np.concatenate([order.cells(part, plan.SIDE, PARTS) for part in parts])


def chunk_of(
    race: Race,
    x: Axis,
    y: Axis,
    chunk: int,
    precision: str = FLOAT,
    beat: Beat = unheard,
) -> Ends:
    """The runs of one chunk of a whole map, of the one runner of a race; each axis has ``plan.SIDE`` values.

    They are computed on the processor, which shows a coarse map before a card would have compiled its program.
    """
    row, column = np.divmod(cells(chunk), plan.SIDE)
    numbers = known(race, race.slots[0][1])
    along = {axis.name: values(axis, numbers[axis.name].range)[place] for axis, place in ((x, column), (y, row))}
    with precise(precision):
        return races.chunked(race, along, beat)


def arrays(race: Race, axes: Sequence[Axis], found: Ends, apart: int = 1) -> dict[str, np.ndarray]:
    """What :func:`grid` gives for the one runner of a race, of what was ``found`` in every cell, or one ``apart``."""
    ((_, chosen),) = race.slots
    numbers, stride = known(race, chosen), chosen.gradients
    along = {axis.name: values(axis, numbers[axis.name].range)[::apart] for axis in axes}
    counts = {
        "loss": found.loss,
        "outcome": found.fate,
        "since": found.since * stride,
        "reached": np.where(found.reached < 0, found.reached, found.reached * stride),
    }
    shape = [len(along[axis.name]) for axis in reversed(axes)]
    shaped = {name: one.reshape(shape) for name, one in counts.items()}
    return along | shaped | {"link": np.array(_link(race, axes, found.loss.dtype.name))}

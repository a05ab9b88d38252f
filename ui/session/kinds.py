"""The kinds of pages that a link configures, and what a session needs to know of each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from surfaces import find
from training.choice import Choice
from training.initialization import config as depth_links
from training.initialization.measure import Deep
from training.network import config as network_links
from training.network.network import Network
from training.network.resolve import resolve
from training.race import config
from training.race.config import Race
from ui.initialization.presets import PRESETS as DEEP_PRESETS
from ui.network.presets import PRESETS as NETWORK_PRESETS
from ui.race.presets import PRESETS as RACE_PRESETS

Config = Race | Network | Deep


@dataclass(frozen=True)
class Kind:
    """A kind of page.

    ``letters`` are those of its runners, ``runners`` the optimizers that it opens with, ``own`` makes the choice of an
    optimizer with its defaults for a configuration, ``refusal`` says why a choice cannot run there (empty where it
    can). The zoom of the stage lasts while ``scene`` stays the same; ``leader`` is the place of the runner that is
    chosen at first.
    """

    name: str
    what: str
    letters: str
    runners: tuple[str, ...]
    decode: Callable[[str], tuple[Config, list[str]]]
    own: Callable[[Any, str], Choice]
    presets: Mapping[str, Config]
    refusal: Callable[[Any, Choice], str] = lambda config, chosen: ""
    scene: Callable[[Any], Hashable] = lambda config: None
    leader: int = -1


RACE = Kind(
    "race",
    "A race",
    config.LETTERS,
    config.DEFAULT_RUNNERS,
    config.decode,
    lambda race, name: config.default_choice(name, find(race.surface_name)),
    {preset.name: preset.config for preset in RACE_PRESETS.values()},
    scene=lambda race: (race.surface_name, race.frame),
)
NETWORK = Kind(
    "network",
    "A comparison of networks",
    network_links.LETTERS,
    network_links.DEFAULT_RUNNERS,
    network_links.decode,
    lambda network, name: network_links.default_choice(name, network.data),
    {preset.name: preset.config for preset in NETWORK_PRESETS.values()},
    refusal=lambda network, chosen: resolve(network).refusal(chosen),
    leader=0,
)
DEEP = Kind(
    "initialization",
    "An initialization",
    "",  # nothing runs there
    (),
    depth_links.decode,
    lambda deep, name: network_links.default_choice(name),
    {preset.name: preset.config for preset in DEEP_PRESETS.values()},
)
KINDS = {kind.name: kind for kind in (RACE, NETWORK, DEEP)}


def kind_of(config: Config) -> Kind:
    """The kind of page that a configuration belongs to."""
    return RACE if isinstance(config, Race) else NETWORK

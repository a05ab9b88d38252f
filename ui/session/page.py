"""What a page is: all that a session, the routes and the navigation need to know of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from locales import Words, tr
from optimizers.base import OptimizerSpec
from training.choice import Choice
from training.configuration.fields import Field
from ui.session.sight import Letters

Config = Any  # of each page its own: immutable values, which only the page understands
Event = Mapping[str, Any]


@dataclass(frozen=True)
class Preset:
    """A configuration of one click: ``label`` stands on its button, ``shows`` says what there is to see.

    Where the button has a picture of one runner's result, it is that of the runner ``pictured``. ``curves`` are those
    that it opens with, as a link names them, in the place of the usual ones.
    """

    name: str
    label: Words
    shows: Words
    config: Config
    pictured: str = "a"
    curves: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[Words, ...]:
        """The names of their own that its runners have."""
        return tuple(chosen.name for _, chosen in getattr(self.config, "slots", ()) if getattr(chosen, "name", ""))


def written(decode: Callable[[str], tuple[Config, list[str]]], link: str) -> Config:
    """The configuration of a link that is written here, with plus signs as they are; a word said of it is a fault."""
    config, said = decode(link.replace("+", "%2B"))
    assert not said, said
    return config


def buttons(presets: Mapping[str, Preset], config: Config) -> list[dict[str, object]]:
    """The presets as the player shows them; active is the one whose configuration this is."""
    return [
        {
            "name": preset.name,
            "label": tr(preset.label),
            "shows": tr(preset.shows),
            "active": preset.config == config,
            "curves": preset.curves,
        }
        for preset in presets.values()
    ]


@dataclass(frozen=True)
class Runners:
    """Who runs on a page, whose configurations then have ``slots`` and ``choices``: optimizers by letter.

    ``where`` names the page in a sentence, ``letters`` are those that its runners may have (none where a visitor does
    not choose who runs), ``opening`` the optimizers that it opens with. ``own`` makes the choice of an optimizer with
    its defaults for a configuration, ``refusal`` says why a choice cannot run there, ``remark`` what there is to say of
    a rule; both are empty where there is nothing. ``leader`` is the place of the runner that is chosen at first.
    """

    where: Words
    letters: str
    opening: tuple[str, ...]
    own: Callable[[Config, str], Choice]
    refusal: Callable[[Config, Choice], str] = lambda config, chosen: ""
    remark: Callable[[OptimizerSpec], str] = lambda spec: ""
    leader: int = -1


class Hides(NamedTuple):
    """What a teacher's link can hide of a page: ``offer`` is what the teacher ticks, ``told`` what a student reads."""

    offer: Words
    told: Words


OF_RULES = Hides(
    "Hide the names of optimizers",
    "The names of the optimizers are hidden; colours and marks tell nothing of them.",
)


@dataclass(frozen=True)
class Compares:
    """By what configurations of a page can be compared: the ``rows``.

    ``letters`` are those that are compared; ``lone`` stands among ``slots`` for a configuration where nobody runs.
    ``beside`` names the field at whose widget a row is offered that is no field itself.
    """

    rows: Callable[[Config], Mapping[str, Field]]
    letters: str
    lone: Any = None
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Export:
    """A page as one HTML file that plays without a server.

    ``name`` calls the file after the configuration, "" where that has none; ``html`` makes it for a guest who waits,
    without the runners that are out of sight. ``missing`` says whether that guest would wait for long, as the page does
    for what it computes: no file is offered until that is there.
    """

    name: Callable[[Config], str]
    html: Callable[[Config, Any, Letters], str]
    missing: Callable[[Config], bool] = lambda config: False


class File(NamedTuple):
    """A text that is taken home of a page.

    ``name`` calls the file after the configuration, "" where there is none; ``text`` makes it for a guest who waits;
    ``media`` is its type. It is in the visitor's language where it is ``spoken``, else in English.
    """

    name: Callable[[Config], str]
    text: Callable[[Config, Any], str]
    media: str
    spoken: bool = False


class Curve(NamedTuple):
    """A quantity of a run: its ``values`` (rows,) after so many ``steps`` (rows,), ascending."""

    steps: np.ndarray
    values: np.ndarray


class Facts(NamedTuple):
    """What came of the runners of a configuration: what each is called, and by the name of a quantity its value of it,
    and its curve, where it has one.

    All by letter; a quantity that a runner lacks is infinite or not a number.
    """

    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, float]]
    curves: Mapping[str, Mapping[str, Curve]] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Page:
    """A page, by its ``name``: the ``title`` in the navigation, its ``url``, and its script, a path from ``ui/``.

    ``decode`` and ``encode`` read and write its links; a page without a configuration has neither. ``fields`` is the
    table of fields of a configuration, ``with_value`` the edit of one of them. ``settled`` is a configuration whose
    runners are others as it can be shown; ValueError, a sentence, where it is too much to compute. ``tab`` says what
    the browser's tab is called. ``handlers`` are for what its player reports beside what all pages understand, by kind.
    ``hides`` says what a teacher's link can hide of runners: of each slot of a configuration, which then is ``veiled``.
    ``files`` are by the word that their address has.
    ``facts`` is what came of a configuration, of which lessons ask, for a guest of theirs; None while it is computed.
    The zoom of the stage lasts while ``scene`` stays the same. ``left`` is called while a visitor is on another page.
    """

    name: str
    title: Words
    url: str
    view: str
    decode: Callable[[str], tuple[Config, list[str]]] | None = None
    encode: Callable[[Config], str] | None = None
    fields: Callable[[Config], Mapping[str, Field]] = lambda config: {}
    with_value: Callable[[Config, str, Any], Config] = lambda config, name, value: config
    settled: Callable[[Config], Config] = lambda config: config
    tab: Callable[[Config], str] = lambda config: ""
    presets: Mapping[str, Preset] = field(default_factory=dict)
    runners: Runners | None = None
    compares: Compares | None = None
    hides: Hides | None = None
    handlers: Mapping[str, Callable[[Event], None]] = field(default_factory=dict)
    scene: Callable[[Config], Hashable] = lambda config: None
    export: Export | None = None
    files: Mapping[str, File] = field(default_factory=dict)
    facts: Callable[[Config, Any], Facts | None] = lambda config, guest: None
    left: Callable[[], None] = lambda: None

    def choices(self, config: Config) -> Mapping[str, Choice]:
        """The runners of a configuration by letter; none where nothing runs."""
        return config.choices if self.runners else {}

    def letters(self, config: Config) -> Collection[str]:
        """Of what is compared of a configuration, whether it runs or not: what can be chosen."""
        return config.choices if self.runners or self.compares else ()

"""What a session holds of one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from surfaces.base import Frame
from ui.session import locks, sight
from ui.session.page import Config

REPLACE, PUSH = "replace", "push"


@dataclass(frozen=True)
class Widget:
    """Key and first value of a widget; ``owner`` says whose value it is, where fields change hands, and ``heard`` what
    it held when it was drawn, or told of an edit, last."""

    key: str
    value: Any
    generation: int
    owner: str
    heard: Any = field(compare=False)


@dataclass(eq=False)
class Held:
    """What a session holds of one page."""

    config: Config
    sentences: tuple[str, ...] = ()
    pick: str | None = None
    open: str | None = None  # the runner whose widgets are drawn
    history: str = REPLACE
    view: Frame | None = None
    hidden: sight.Letters = frozenset()
    locks: locks.Locks = locks.NONE
    layers: str = "one"  # or "all": whose layers are looked at
    ground: str = "usual"  # what the stage shows: "pieces" of a network, "sharpness" of a surface, or "both"
    sharp: bool = False  # whether curves of sharpness are looked at
    texts: dict[str, str] = field(default_factory=dict)  # by field: what could not be read, kept for its author
    notices: dict[str, str] = field(default_factory=dict)  # by field
    widgets: dict[str, Widget] = field(default_factory=dict)  # by field
    compared: set[str] = field(default_factory=set)  # keys of widgets whose first value was looked at
    drawn: int = 0  # the number of the last point that was drawn on the stage

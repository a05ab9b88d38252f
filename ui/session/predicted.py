"""What a visitor drew of a curve before it was shown, which the player draws beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ui.session import session

KEY = "predicted"


class Predicted(NamedTuple):
    """What was drawn at a ``lesson``'s step, as a link names it: ``values`` at ``steps`` of a ``quantity``, by the name
    that facts have for it, of the runner at ``slot``."""

    lesson: str
    quantity: str
    slot: str
    steps: Sequence[float]
    values: Sequence[float]


def show(drawn: Predicted | None) -> None:
    """Let the player draw it; None takes it away."""
    if session.own(KEY) != drawn:
        session.hold(KEY, drawn)


def shown() -> dict[str, Any] | None:
    """What the player draws, as a part of its header; None where nothing was drawn at the step that is open."""
    drawn = session.own(KEY)
    return drawn._asdict() if drawn and drawn.lesson == session.parameter(session.LESSON) else None

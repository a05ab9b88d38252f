"""What a visitor drew of a curve before it was shown, which the player draws beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ui.session import session

KEY = "predicted"


class Predicted(NamedTuple):
    """What was drawn: ``values`` at ``steps`` of a ``quantity``, by the name that facts have for it, of the runner at
    ``slot``."""

    quantity: str
    slot: str
    steps: Sequence[float]
    values: Sequence[float]


def show(drawn: Predicted | None) -> None:
    """Let the player draw it while the address names the lesson's step that it names now; None takes it away."""
    kept = drawn and (session.parameter(session.LESSON), drawn)
    if session.own(KEY) != kept:
        session.hold(KEY, kept)


def shown() -> dict[str, Any] | None:
    """What the player draws, as a part of its header; None where nothing was drawn at the step that is open."""
    step, drawn = session.own(KEY) or ("", None)
    return drawn._asdict() if drawn and step == session.parameter(session.LESSON) else None

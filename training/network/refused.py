"""Work that cannot be done, and why, for visitors."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from locales import in_all


class Refused(ValueError):
    """What is asked for cannot be done, for a reason in words that are meant for visitors.

    ``told`` is the reason in every language: whoever asks for the same later may speak another one.
    """

    def __init__(self, reason: str, told: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.told = told or {}


def unless(refusal: Callable[[], str]) -> None:
    """Raise Refused where there is a ``refusal``, a reason in the language spoken; it is empty where there is none."""
    if reason := refusal():
        raise Refused(reason, in_all(refusal))

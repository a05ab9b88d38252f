"""What people are told of work that takes longer: why there is no result, and who comes before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from locales import spoken, tr, trn


@dataclass(frozen=True)
class Failure:
    """Why something could not be computed, a ``message`` with the ``name`` of it, if it has one, and when that was.

    ``told`` is a message that is no one of the catalogues, by language.
    """

    message: str
    at: float
    name: str = ""
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Why, in the language spoken."""
        return tr(self.message, name=tr(self.name)) if self.name else self.told.get(spoken(), self.message)


def behind(others: int) -> str:
    """That so many others come before, in words; empty where none does.

    It is no place in a queue and may grow: whoever was served longest ago goes first.
    """
    if not others:
        return ""
    return trn(
        "Waiting while {count} other visitor has a turn.",
        "Waiting while {count} other visitors have their turn.",
        others,
    )

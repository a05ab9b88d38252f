"""The order in which a link's fields are read."""

from enum import IntEnum, auto


class Turn(IntEnum):
    """When the fields of a link are read, one after another: those that others decide about behind these."""

    WORDS = auto()
    TEXTS = auto()
    DECIDED_WORDS = auto()
    NUMBERS = auto()
    DECIDED_NUMBERS = auto()
    LAST = auto()

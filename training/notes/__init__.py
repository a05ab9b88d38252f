"""Notes: a card for every method, activation, initialization, loss, data set, schedule, technique and surface.

What an entry of a registry is, its formula and its source stand in the registry, and of an optimizer in the docstring
of its module; what it is good for stands in ``training.notes.remarks`` where the registry has no words for that.
"""

from training.notes.cards import CARDS, Card, find, of

__all__ = ["CARDS", "Card", "find", "of"]

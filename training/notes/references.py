"""What is cited: the sources of all cards, and papers of the lectures that no card needs."""

from __future__ import annotations

import re

from training.notes.card import PAPER
from training.notes.cards import CARDS

PLACE = re.compile(
    r",? (algorithms?|chapter|section|lecture|problem) [0-9][0-9.a-z and]*(?=, |$)|, as in .*|, where .*"
)
ARXIV = re.compile(r"arXiv:[0-9.]+[0-9]")
FURTHER = (  # named in lectures by title
    "Gotmare and others, A closer look at deep learning heuristics, 2019, arXiv:1810.13243",
    "Hanin and Rolnick, Deep ReLU networks have surprisingly few activation patterns, 2019, arXiv:1906.00904",
    "Jaderberg and others, Decoupled neural interfaces using synthetic gradients, 2017, arXiv:1608.05343",
    "Santurkar and others, How does batch normalization help optimization, 2018, arXiv:1805.11604",
    "Wilson and others, The marginal value of adaptive gradient methods in machine learning, 2017, arXiv:1705.08292",
)


def references() -> list[str]:
    """All papers in the order of their authors, each once, in its longest form, without the place in it."""
    cited = [part for card in CARDS.values() for part in card.source.split("; ")]
    found: dict[str, str] = {}
    for text in (PLACE.sub("", part) for part in (*cited, *FURTHER) if PAPER.match(part)):
        number = ARXIV.search(text)
        key = number[0] if number else text
        found[key] = max(found.get(key, ""), text, key=len)
    papers = sorted(found.values(), key=str.casefold)
    return [one for one in papers if not any(other != one and other.startswith(one) for other in papers)]

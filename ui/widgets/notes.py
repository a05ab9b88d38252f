"""The cards of what controls choose, one press away from them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

import streamlit as st

from locales import in_sentence, tr
from training.notes import Card, of


def note(kind: str, names: Iterable[str], key: str) -> None:
    """A button that shows the cards of entries of one kind; none where there is no card.

    What is in it is made only while it is open.
    """
    cards = [card for name in dict.fromkeys(names) if (card := of(kind, name)) is not None]
    if not cards:
        return
    words = (
        tr("Note on {title}", title=tr(cards[0].title))
        if len(cards) == 1
        else tr("Notes on {group}", group=in_sentence(tr(cards[0].group)))
    )
    with st.popover(words, type="tertiary", key=f"note.{key}", on_change="rerun") as box:
        if box.open:
            with st.container(key=f"notetext.{key}"):
                st.markdown("\n\n---\n\n".join(map(text, cards)))


def text(card: Card) -> str:
    """A card as Markdown."""
    forms = "".join(f"\n\n$$\n{latex}\n$$\n{f':gray[{tr(form)}]' if form else ''}" for form, latex in card.formulas)
    parts = "".join(f"\n\n{f'**{word}.** ' if word else ''}{words}" for word, words in card.parts)
    others = tr("All notes")
    return f"**{tr(card.title)}.** {tr(card.sentence)}{forms}{parts}\n\n[{others}](notes?card={quote(card.key)})"

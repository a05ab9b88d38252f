"""Tables of texts as HTML: unlike Streamlit's, which is a picture as wide as the screen, they print whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ui.looks.style import scrolled


def table(label: str, heads: Sequence[str], rows: Iterable[tuple[str, Iterable[str]]], caption: str = "") -> str:
    """A table that scrolls sideways where the page is narrow; ``label`` names it, ``caption`` is shown above it.

    ``heads`` are those of all columns, the first one that of the rows' heads. A row is its head, as HTML, and the texts
    of its cells.
    """
    named = f"<table><caption>{escape(caption)}</caption>" if caption else f'<table aria-label="{escape(label)}">'
    top = "".join(f"<th scope=col>{escape(head)}</th>" for head in heads)
    lines = "".join(
        f"<tr><th scope=row>{head}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for head, cells in rows
    )
    return scrolled("plain", label, f"{named}<tr>{top}</tr>{lines}</table>")

"""Tables of texts as HTML: unlike Streamlit's, which is a picture as wide as the screen, they print whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ui.looks.style import scrolled


class Markup(str):
    """HTML that stands in a cell as it is."""


Head = str | tuple[str, tuple[str, ...]]  # of a column, or of several with a head each


def table(
    label: str, heads: Sequence[Head], rows: Iterable[tuple[str, Iterable[str]]], caption: str = "", kind: str = "plain"
) -> str:
    """A table that scrolls sideways where the page is narrow; ``label`` names it, ``caption`` is shown above it.

    ``heads`` are those of all columns, the first one that of the rows' heads; none where the caption says it all. A row
    is its head, as HTML, and its cells, which are texts but for Markup, as heads are. ``kind`` says by which classes of
    the style sheet it looks.
    """
    named = f"<table><caption>{escape(caption)}</caption>" if caption else f'<table aria-label="{escape(label)}">'
    lines = "".join(f"<tr><th scope=row>{head}</th>{''.join(map(_cell, cells))}</tr>" for head, cells in rows)
    return scrolled(kind, label, f"{named}{_top(heads)}{lines}</table>")


def _cell(text: str) -> str:
    return f"<td>{_html(text)}</td>"


def _html(text: str) -> str:
    return text if isinstance(text, Markup) else escape(text)


def _top(heads: Sequence[Head]) -> str:
    """The row of heads; two of them where columns have one together, none where there are no heads."""
    alone = [head for head in heads if isinstance(head, str)]
    if len(alone) == len(heads):
        return f"<tr>{''.join(map(_head, alone))}</tr>" if heads else ""
    first = "".join(
        f"<th rowspan=2 scope=col>{escape(head)}</th>"
        if isinstance(head, str)
        else f"<th colspan={len(head[1])} scope=colgroup>{escape(head[0])}</th>"
        for head in heads
    )
    second = "".join(map(_head, (one for head in heads if not isinstance(head, str) for one in head[1])))
    return f"<thead><tr>{first}</tr><tr>{second}</tr></thead>"


def _head(text: str) -> str:
    return f"<th scope=col>{_html(text)}</th>"

"""LaTeX as markup that browsers draw by themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from latex2mathml.converter import convert

_MARKS = re.compile(r"\$([^$]+)\$|\*\*(.+?)\*\*|\*([^*]+)\*|`([^`]+)`|\b(arXiv:([0-9]{4}\.[0-9]{4,5}))")


@lru_cache(maxsize=2048)
def mathml(latex: str, display: str = "inline") -> str:
    """LaTeX as MathML, with the alignment of its columns in the form that browsers read."""
    # The converter knows "align*", which is the same thing between dollar signs as "aligned".
    markup = convert(latex.replace("{aligned}", "{align*}").strip(), display=display)
    return re.sub(r'columnalign="(\w+)"', r'style="text-align: \1"', markup)


def html(text: str) -> str:
    """A sentence of Markdown as HTML: formulas between dollars, bold, italic, code, and the papers of arXiv as links.

    All else stands as it is.
    """
    parts, end = [], 0
    for found in _MARKS.finditer(text):
        latex, bold, italic, code, paper, number = found.groups()
        parts.append(escape(text[end : found.start()], quote=False))
        if latex:
            parts.append(mathml(latex))
        elif paper:
            parts.append(f'<a href="https://arxiv.org/abs/{number}" target="_blank" rel="noopener">{paper}</a>')
        else:
            tag, inner = ("b", bold) if bold else ("i", italic) if italic else ("code", code)
            parts.append(f"<{tag}>{escape(inner, quote=False)}</{tag}>")
        end = found.end()
    return "".join((*parts, escape(text[end:], quote=False)))


def paragraphs(text: str) -> str:
    """The paragraphs of a text of Markdown as HTML."""
    return "".join(f"<p>{html(part)}</p>" for part in text.split("\n\n"))

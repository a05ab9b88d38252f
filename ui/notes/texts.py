"""The notes as the browser gets them: groups of entries, each a head and its text as HTML."""

from __future__ import annotations

from html import escape
from itertools import groupby

from locales import Words, cached_by_language, percentage, tr
from locales.formats import fixed, signed
from training.notes import CARDS, Card
from training.notes.errata import ERRATA
from training.notes.erratum import Erratum
from training.notes.references import references
from training.published import ACCURACIES, RULES, Pair, improvement
from ui.looks.formulas import html, mathml
from ui.widgets.tables import table

MISSING: Words = "The notes could not be loaded. Reload the page."


@cached_by_language()
def groups() -> list[dict]:
    """Each group with its title and its entries: key, head and text, as HTML but for the key, as it is told."""
    cards = [
        {"title": tr(group), "entries": [_card(card) for card in members]}
        for group, members in groupby(CARDS.values(), key=lambda card: card.group)
    ]
    slips = {"title": tr("As printed, and right"), "entries": [_slip(slip) for slip in ERRATA]}
    papers = {
        "title": tr("References"),
        "entries": [{"key": "", "head": "", "text": html(text)} for text in references()],
    }
    return [*cards, {"title": tr("Published numbers"), "entries": [_accuracies()]}, slips, papers]


def _card(card: Card) -> dict[str, str]:
    formulas = "".join(
        f"<div class=op-note-formula tabindex=0>{mathml(latex, 'block')}"
        f"{f'<small>{html(tr(form))}</small>' if form else ''}</div>"
        for form, latex in card.formulas
    )
    parts = "".join(f"<p>{f'<b>{word}.</b> ' if word else ''}{html(text)}</p>" for word, text in card.parts)
    head = f"<b>{escape(tr(card.title))}</b><span>{html(tr(card.sentence))}</span>"
    return {"key": card.key, "head": head, "text": f"{formulas}{parts}{_see(card.page, card.query)}"}


def _accuracies() -> dict[str, str]:
    """The table of AdaNorm as an entry; the numbers are published ones, and nothing here can measure them."""
    rows = [(f"{data}, {network}", [*map(_more, pairs)]) for (data, network), pairs in ACCURACIES.items()]
    said = tr(
        "Accuracy in per cent with AdaNorm, and by how many per cent of the accuracy without it that is higher: it is "
        "in 35 of 36 cells. Each is the average of three runs with networks and images that are too large to train "
        "here. Dubey, Singh and Chaudhuri 2023, arXiv:2210.06364, table 1."
    )
    shown = table(tr("Accuracy with AdaNorm"), (tr("Images and network"), *RULES), rows)
    about, sentence = tr("AdaNorm on images"), tr("What a lecture prints of four rules with and without AdaNorm.")
    head = f"<b>{about}</b><span>{sentence}</span>"
    return {"key": "published.adanorm", "head": head, "text": f"<p>{html(said)}</p>{shown}"}


def _more(pair: Pair) -> str:
    return f"{fixed(pair[1], 2)} ({percentage(signed(improvement(pair), 2))})"


def _slip(slip: Erratum) -> dict[str, str]:
    parts = ((tr("Printed"), slip.printed), (tr("Right"), slip.right), ("", slip.does))
    text = "".join(f"<p>{f'<b>{word}.</b> ' if word else ''}{html(tr(part))}</p>" for word, part in parts if part)
    key = f"printed.{slip.row.partition(',')[0]}"
    return {"key": key, "head": f"<b>{html(tr(slip.about))}</b>", "text": text + _see(slip.page, slip.query)}


def _see(page: str, query: str) -> str:
    """The link to where something is seen working; "" where it is not."""
    url, word = "" if page == "race" else page, tr("Open it")
    return f'<p><a href="./{escape(url)}?{escape(query)}" target="_self">{word}</a></p>' if page else ""

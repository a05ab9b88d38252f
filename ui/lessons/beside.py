"""What stands over a page in a file of it, where no server draws the banner and the card of a lesson."""

from __future__ import annotations

from html import escape

from locales import tr
from ui.lessons import book, locked
from ui.looks.formulas import html, paragraphs
from ui.session.locks import Locks
from ui.session.page import Config, Page


def above(page: Page, config: Config, held: Locks, step: str) -> str:
    """Markup that says what is locked and hidden, and the text of a lesson's ``step``, by its word in a link.

    "" where there is neither.
    """
    told = locked.words(page, config, held, around=False)
    found = book.read(step)
    parts = [f'<p class="locked">{escape(told)}</p>'] if told else []
    if found and found[0].steps[found[1]].page == page.name:
        parts.append(_text(*found))
    return f'<header class="beside">{"".join(parts)}</header>' if parts else ""


def _text(lesson: book.Lesson, place: int) -> str:
    """The title and the text of a step, and its question; what it tells after a prediction is folded away."""
    step = lesson.steps[place]
    text = paragraphs(step.text)
    if step.predict:
        text = f"<details><summary>{tr('After the prediction')}</summary>{text}</details>"
    question = f"<p><b>{html(step.question)}</b></p>" if step.question else ""
    where = tr("step {step} of {all}", step=place + 1, all=len(lesson.steps))
    parts = [question, text] if step.predict else [text, question]
    return f"<p>{escape(lesson.title)} · {where}</p><h2>{escape(step.title)}</h2>{''.join(parts)}"

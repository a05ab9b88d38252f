"""A lesson as a handout: one page of HTML for paper, with the texts, the questions and pictures of its steps."""

from __future__ import annotations

import json
import math
from functools import cache
from html import escape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from locales import spoken, tr
from training.configuration import differences
from ui.lessons import answers, book, worked
from ui.lessons.book import Step
from ui.lessons.card import config_of
from ui.lessons.sketch import QUANTITIES
from ui.lessons.worked import WORKED
from ui.looks.formulas import html, paragraphs
from ui.looks.identity import by_letter, identities
from ui.looks.tokens import THEME
from ui.pages import PAGES
from ui.player.assets import PLAYER
from ui.session import addresses

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 16mm; }}
body {{ max-width: 44rem; margin: 1.5rem auto; padding: 0 1rem; background: {light[page]}; color: {light[ink]};
  font: 11.5pt/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; }}
section {{ break-inside: avoid; display: flow-root; padding-top: 0.6rem; }}
:is(h1, h2) {{ margin: 0.6rem 0; line-height: 1.25; }}
h2 {{ font-size: 1.15em; }}
figure {{ margin: 0.6rem 0; }}
figure svg {{ width: 100%; max-width: 22rem; height: auto; border: 1px solid {light[hairline]}; border-radius: 6px; }}
figure g[stroke-width] {{ stroke-width: 0.6; }}
figure circle {{ r: 1px; }}
.code {{ float: right; width: 7.5rem; margin: 0 0 0.5rem 1rem; text-align: center; font-size: 0.75em; color: inherit; }}
.code img {{ display: block; width: 100%; }}
h3 {{ font-size: 1em; margin: 0.8rem 0 0.2rem; }}
.after {{ break-before: page; }}
.choices {{ list-style: "☐ "; display: flex; flex-wrap: wrap; gap: 0.2rem 2.4rem; padding-left: 1.2rem; }}
.paper {{ list-style: none; height: 11rem; margin: 0.4rem 0; padding: 0; display: flex; flex-direction: column;
  justify-content: space-between; border-left: 1px solid {light[ink]}; }}
.paper li {{ height: 0; border-top: 1px solid {light[hairline]}; padding-left: 0.3rem; font-size: 0.75em; }}
.over {{ margin: 0; text-align: right; font-size: 0.75em; }}
.answer {{ height: 3.4rem; border-bottom: 1px solid {light[hairline]}; }}
@media print {{ body {{ margin: 0; padding: 0; max-width: none; }} }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{about}</p>
{steps}
</main>
</body>
</html>
"""
THUMBS = {"race": "pictures/race.js", "network": "pictures/network.js"}  # by page


def handout(request: Request) -> Response:
    """The handout of a lesson by its name; 404 for one that there is not."""
    lesson = book.lessons().get(request.path_params["lesson"])
    if lesson is None:
        return PlainTextResponse(tr("There is no such lesson."), 404)
    base, steps = _base(request), [*enumerate(lesson.steps)]
    parts = [_section(place, step, f"{base}lib/lesson/{book.spelled(lesson, place)}") for place, step in steps]
    hidden = [f"<h3>{place + 1}. {escape(step.title)}</h3>{_told(step)}" for place, step in steps if step.predict]
    if hidden:
        parts.append(f'<section class="after"><h2>{tr("After the predictions")}</h2>{"".join(hidden)}</section>')
    texts = {"title": escape(lesson.title), "about": escape(lesson.about), "steps": "\n".join(parts)}
    page = PAGE.format(language=spoken(), **texts, **THEME)
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def _base(request: Request) -> str:
    """The address of the server as others in the room reach it."""
    base, hosts = request.base_url, addresses.elsewhere()
    return str(base.replace(hostname=hosts[0]) if base.hostname in addresses.LOOPBACK and hosts else base)


def _section(place: int, step: Step, address: str) -> str:
    """One step: the code of its address, its text and picture, and room for the answer to its question.

    What a step tells after a prediction stands at the end.
    """
    code = f'<img alt="{tr("QR code of this step")}" src="../qr.svg?text={quote(address, safe="")}">'
    question = f"<p><b>{html(step.question)}</b></p>{_room(step)}" if step.question else ""
    return (
        f'<section><a class="code" href="{escape(address)}">{code}{tr("Open this step")}</a>'
        f"<h2>{place + 1}. {escape(step.title)}</h2>{'' if step.predict else _told(step)}{question}</section>"
    )


def _room(step: Step) -> str:
    """Room for the answer to a step's question: boxes to tick and a line, or paper on which a curve is drawn."""
    if step.draw:
        low, high = math.log10(step.draw.low), math.log10(step.draw.high)
        exponents = range(math.floor(high), math.ceil(low) - 1, -1)
        rows = "".join(f"<li>{10.0**exponent:g}</li>" for exponent in exponents)
        label = escape(tr("{quantity} over the steps", quantity=tr(QUANTITIES[step.draw.quantity])))
        return f'<ol class="paper" aria-label="{label}">{rows}</ol><p class="over">{label}</p>'
    boxes = "".join(f"<li>{escape(words)}</li>" for words in _choices(step))
    return f'<ul class="choices">{boxes}</ul><div class="answer"></div>'


def _choices(step: Step) -> tuple[str, ...]:
    """What can be answered to the question of a step, read off its configuration: nothing is run."""
    if step.ask is None:
        return ()
    if step.ask.quantity in WORKED:
        return answers.choices(step.ask, [*worked.facts(step.ask.quantity).labels.values()])
    page = PAGES[step.page]
    config = config_of(step, page)
    rows = page.fields(config)
    people = identities(rows, config) if page.runners else by_letter(differences.told(rows, config))
    return answers.choices(step.ask, [who.label for who in people.values()])


def _told(step: Step) -> str:
    """The text of a step, and the picture of its preset, where it has one."""
    picture = _pictures(step.page).get(step.preset, "")
    return paragraphs(step.text) + (f"<figure>{picture}</figure>" if picture else "")


@cache
def _pictures(page: str) -> dict[str, str]:
    """The pictures of a page's presets, by name."""
    if page not in THUMBS:
        return {}
    text = PLAYER.files[THUMBS[page]].decode()
    return json.loads(text[text.index("{") : text.rindex("}") + 1])

"""A lesson as a handout: one page of HTML for paper, with the texts, the questions and pictures of its steps."""

from __future__ import annotations

import math
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
from ui.server.figures import figures_of
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
figure svg {{ box-sizing: border-box; width: calc(50% - 0.4rem); height: auto; vertical-align: top; }}
figure svg:not(.line) {{ border: 1px solid {light[hairline]}; border-radius: 6px; }}
figure svg + svg {{ margin-left: 0.4rem; }}
figcaption {{ font-size: 0.8em; line-height: 1.4; }}
figcaption ul {{ list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.2rem; margin: 0; padding: 0; }}
figure .line {{ width: 24px; margin-right: 0.4rem; vertical-align: middle; stroke-width: 2; }}
.figures {{ display: flex; flex-wrap: wrap; gap: 0 1rem; }}
.figures > figure {{ flex: 1 1 17rem; max-width: 21rem; }}
.figures > .several {{ flex-basis: 100%; max-width: none; }}
.several > div {{ display: inline-block; width: 10rem; margin: 0 0.8rem 0.3rem 0; font-size: 0.8em; }}
.figures svg:not(.line) {{ width: 100%; }}
.several span {{ display: block; }}
dl {{ display: grid; grid-template-columns: auto 1fr; gap: 0.2rem 0.8rem; margin: 0; font-size: 0.85em; }}
dd {{ margin: 0; }}
dd i {{ display: inline-block; height: 0.7em; margin-right: 0.4rem; background: {light[ink]}; }}
figure g[stroke-width] {{ stroke-width: 0.6; }}
figure [viewBox="0 0 66 42"] :is(path[stroke-width], circle) {{ r: 1px; stroke-width: 0.8; }}
figure [viewBox="0 0 66 42"] path[stroke-linecap] {{ stroke-width: 1.3; }}
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


def handout(request: Request) -> Response:
    """The handout of a lesson by its name; 404 for one that there is not."""
    lesson = book.lessons().get(request.path_params["lesson"])
    if lesson is None:
        return PlainTextResponse(tr("There is no such lesson."), 404)
    base, told, parts = _base(request), [], []
    for place, step in enumerate(lesson.steps):
        name = book.spelled(lesson, place)
        shown = paragraphs(step.text) + f'<div class="figures">{figures_of(step, name)}</div>'
        parts.append(_section(place, step, f"{base}lib/lesson/{name}", "" if step.predict else shown))
        if step.predict:
            told.append(f"<section><h3>{place + 1}. {escape(step.title)}</h3>{shown}</section>")
    if told:
        parts.append(f'<div class="after"><h2>{tr("After the predictions")}</h2>{"".join(told)}</div>')
    texts = {"title": escape(lesson.title), "about": escape(lesson.about), "steps": "\n".join(parts)}
    page = PAGE.format(language=spoken(), **texts, **THEME)
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def _base(request: Request) -> str:
    """The address of the server as others in the room reach it."""
    base, hosts = request.base_url, addresses.elsewhere()
    return str(base.replace(hostname=hosts[0]) if base.hostname in addresses.LOOPBACK and hosts else base)


def _section(place: int, step: Step, address: str, shown: str) -> str:
    """One step: the code of its address, what is ``shown`` of it at once, and room for the answer to its question."""
    code = f'<img alt="{tr("QR code of this step")}" src="../qr.svg?text={quote(address, safe="")}">'
    question = f"<p><b>{html(step.question)}</b></p>{_room(step)}" if step.question else ""
    return (
        f'<section><a class="code" href="{escape(address)}">{code}{tr("Open this step")}</a>'
        f"<h2>{place + 1}. {escape(step.title)}</h2>{shown}{question}</section>"
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

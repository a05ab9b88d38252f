"""A page as one HTML file: the player and its data are inside, it plays from disk."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from locales import ENGLISH, spoken, tr
from ui.looks.style import NAME
from ui.looks.tokens import THEME
from ui.player.assets import MAIN, PLAYER, compress
from ui.player.bundle import bundle, scope
from ui.player.component import pack

GIFENC = "vendor/gifenc.js"  # what makes GIFs, loaded when one is asked for
BODY = "<body>\n"
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="race" content="{link}">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font-family: "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; }}
body {{ margin: 0; padding: 14px 28px; background: {light[page]}; color: {light[ink]}; }}
@media (prefers-color-scheme: dark) {{ body {{ background: {dark[page]}; color: {dark[ink]}; }} }}
@media (max-width: 760px) {{ body {{ padding: 14px 16px; }} }}
body:has(.op-embed) {{ padding: 8px !important; }}
.beside {{ max-width: 44rem; margin-bottom: 14px; line-height: 1.5; }}
.beside :is(p, h1, h2) {{ margin: 0.4rem 0; }}
.beside h1 {{ font-size: 26px; }}
.beside h2 {{ font-size: 1.15em; }}
.locked {{ border: 1px solid; border-radius: 8px; padding: 0.5rem 0.8rem; }}
{css}
</style>
</head>
<body>
<noscript>{noscript}</noscript>
<main id="race"></main>
<script type="text/plain" id="data">{data}</script>
<script type="text/plain" id="plotly">{plotly}</script>
<script type="text/plain" id="gifenc">{gifenc}</script>
<script type="module">
{modules}
{boot}
</script>
</body>
</html>
"""

BOOT = """
async function unpack(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
}

async function plotly() {
  const script = document.createElement("script");
  script.textContent = await (await unpack("plotly")).text();
  delete globalThis.Plotly;
  document.head.append(script);
  return globalThis.Plotly;
}

if (document.getElementById("plotly").textContent) {
  // It is unpacked when the player first calls it.
  let ready = null;
  const called = (name) => async (...given) => (await (ready ??= plotly()))[name](...given);
  const waiting = (_, name) => (name === "then" ? undefined : called(name));
  globalThis.Plotly = new Proxy({}, { get: waiting });
}
const encoder = new Blob([await (await unpack("gifenc")).arrayBuffer()], { type: "text/javascript" });
globalThis.gifenc = URL.createObjectURL(encoder);
const parentElement = document.getElementById("race");
const show = (data, more) => MOUNT({ parentElement, data, ...more });
if (document.getElementById("data").textContent) show(new Uint8Array(await (await unpack("data")).arrayBuffer()));
else window.frameElement.opened(show); // of a widget, which has the data: see widget.js
"""


def page(header: Mapping[str, Any], plotly: bytes = b"", entry: str = MAIN) -> str:
    """The stand-alone page of a header that has all its ``insides``; ``plotly`` is plotly.js as gzip, where needed.

    ``entry`` is the module that shows such a header.
    """
    return _page(header["link"], header["title"], compress(pack(header)), plotly, entry)


def frame(entry: str = MAIN) -> str:
    """The page of a widget, in its frame: ``assets/player/widget.js`` hands it the data, and those that follow."""
    return _page("", NAME, b"", b"", entry)


def _page(link: str, title: str, data: bytes, plotly: bytes, entry: str) -> str:
    return PAGE.format(
        language=spoken(),
        noscript=escape(tr("This page is played by JavaScript, which is switched off here.")),
        link=escape(link),
        title=escape(title),
        **THEME,
        css=PLAYER.styles(),
        data=base64.b64encode(data).decode(),
        gifenc=base64.b64encode(PLAYER.compressed[GIFENC]).decode(),
        plotly=base64.b64encode(plotly).decode(),
        modules=modules(entry, spoken()),
        boot=BOOT.replace("MOUNT", f"{scope(entry)}.mount"),
    )


def under(above: str, page: str) -> str:
    """A stand-alone page with markup ``above`` all that it shows."""
    return page.replace(BODY, BODY + above, 1)


@cache
def modules(entry: str = MAIN, language: str = ENGLISH) -> str:
    """The player's modules as one script that defines no name twice, and speaks a language."""
    return bundle(PLAYER.modules(language), entry).replace("</script", "<\\/script")

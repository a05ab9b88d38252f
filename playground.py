"""The player in a notebook, be it Jupyter's or marimo's: races, networks and initial weights from a line of Python.

``race(surface="beale", steps=200, a="sgd", b="adam", b__lr=0.05)`` names the fields of a link; two underscores stand
for the dot in them. A link of the app, or its query, does as well, and fields beside it replace those it has. What
cannot be is left out or replaced as in a link, and each such thing is a warning that names the field, what it may be
and what was used. A link to another page is refused.

The result plays in the output of its cell, with nothing but a browser: it needs no server, no extension of the
notebook, and no network. ``.widget()`` makes an anywidget of it, which can show another one in its place.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from locales.formats import spell
from optimizers.base import shown
from training.process import processor

if TYPE_CHECKING:
    from ui.player.widget import Widget

PLAYED = ("race", "network", "initialization")  # pages, by functions of their names
HEIGHT = 480  # px of the frame in which a cell's output is shown
# Of the caches of the pages Streamlit says when they are loaded that no server runs: here that is meant.
logging.getLogger("streamlit.runtime.caching.cache_data_api").addFilter(lambda record: False)


@dataclass(frozen=True)
class Player:
    """What plays in the output of a cell: a whole page as ``html``, in a frame ``height`` px high.

    ``link`` opens the same behind the app's address: "?surface=beale", or "network?data=moons". ``data`` are what the
    page shows, and ``entry`` is the module of the player that shows such data.
    """

    link: str
    html: str = field(repr=False)
    data: bytes = field(repr=False)
    entry: str = field(repr=False)
    height: int = HEIGHT

    def _repr_html_(self) -> str:
        inside = self.html.replace("&", "&amp;").replace('"', "&quot;")
        style = f"width: 100%; height: {self.height}px; border: 0"
        return f'<iframe title="Optimizer Playground" style="{style}" allowfullscreen srcdoc="{inside}"></iframe>'

    def save(self, path: str | Path) -> None:
        """Write the page into a file, which any browser opens."""
        Path(path).write_text(self.html, encoding="utf-8")

    def widget(self) -> Widget:
        """The same as a widget, to which Python talks; ImportError without the package anywidget."""
        from ui.player.widget import Widget

        return Widget().show(self)


def race(link: str = "", *, height: int = HEIGHT, whole: bool = False, **fields: Any) -> Player:
    """Optimizers on a surface: stage, curves and transport, or the ``whole`` page with the inside of the update."""
    from ui.race.export import header
    from ui.race.page import PAGE

    seen = _read(PAGE, link, fields)
    with processor.on():
        found = header(seen.config, hidden=seen.hidden)
    return _player(seen, {**found, "plotly": "", "embed": not whole}, height)


def network(link: str = "", *, height: int = HEIGHT, whole: bool = False, **fields: Any) -> Player:
    """The training of small networks, likewise; it is done first. The ``whole`` page has every layer, too."""
    from ui.network.export import header
    from ui.network.page import PAGE
    from ui.work.visitors import Guest

    seen = _read(PAGE, link, fields)
    with processor.on():
        found = header(seen.config, Guest(), seen.hidden)
    return _player(seen, {**found, "embed": not whole}, height)


def initialization(link: str = "", *, height: int = HEIGHT, **fields: Any) -> Player:
    """What initial weights do to a signal in a deep network, before any training."""
    from ui.initialization.export import ENTRY, whole
    from ui.initialization.page import PAGE

    seen = _read(PAGE, link, fields)
    with processor.on():
        found = whole(seen.config)
    return _player(seen, found, height, ENTRY)


@dataclass(frozen=True)
class _Shown:
    config: Any
    hidden: frozenset[str]
    link: str


def _player(seen: _Shown, header: Mapping[str, Any], height: int, entry: str | None = None) -> Player:
    from ui.player.assets import MAIN
    from ui.player.component import pack
    from ui.player.export import page

    module = entry or MAIN
    return Player(seen.link, page(header, entry=module), pack(header), module, height)


def _read(page: Any, link: str, fields: Mapping[str, Any]) -> _Shown:
    """The configuration of a page that a link and fields give; warns of what in them cannot be."""
    from ui.session import seals, sight

    query, _, ignored = seals.opened(_query(page, link), page.name)
    if given := {name.replace("__", "."): _text(value) for name, value in fields.items()}:
        kept = [(name, text) for name, text in parse_qsl(query, keep_blank_values=True) if name not in given]
        query = urlencode([*kept, *given.items()])
    config, sentences = page.decode(query)
    hidden, more = sight.read(query, page.choices(config))
    for sentence in (*ignored, *sentences, *more, *_unseen(query)):
        warnings.warn(sentence, stacklevel=3)
    return _Shown(config, hidden, f"{page.url}?{sight.linked(page.encode(config), hidden)}")


def _query(page: Any, link: str) -> str:
    """The query of a link, or what is one by itself; ValueError where the link leads to another page."""
    from ui.pages import PAGES

    pages = {known.url: known for known in PAGES.values()}
    if "?" not in link and "://" not in link and link.strip("/") not in pages:
        return link
    found = urlsplit(link)
    leads = pages.get(found.path.rpartition("/")[2], pages[""])
    if found.path and leads is not page:
        way = f"{leads.name}(…) shows it" if leads.name in PLAYED else "no function here shows that page"
        raise ValueError(f"{shown(link)} leads to “{leads.title}”, not to “{page.title}”: {way}.")
    return found.query


def _unseen(query: str) -> list[str]:
    """The sentence on what a link says beside the configuration, which a player in a cell does not read."""
    from training.configuration.view_links import NAMES
    from ui.session import sight

    names = [name for name in dict(parse_qsl(query, keep_blank_values=True)) if name in {*NAMES} - {sight.FIELD}]
    return [f"{', '.join(names)}: not read here; the player begins as a new page of the app does."] if names else []


def _text(value: Any) -> str:
    """A value as a link has it: several with commas between them, 0.1 for 1e-1, "on" and "off" for yes and no."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return ",".join(map(_text, value)) if isinstance(value, (list, tuple)) else spell(value)

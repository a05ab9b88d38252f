"""The files that the browser loads: read, joined and compressed once, named by their content: they never expire."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import locales
from training.parts.activations import ACTIVATIONS
from ui.looks.sizes import scaled
from ui.player.bundle import bundle, scope, source_map

ROOT = Path(__file__).resolve().parent.parent.parent
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".map": "application/json",
}
MAIN = "main.js"
# What a page loads beside the player, by the name under which the joined module has it.
ENTRIES = {
    "player": MAIN,
    "standings": "pages/standings.js",
    "address": "pages/address.js",
    "copied": "pages/copied.js",
    "figures": "pages/figures.js",
    "fields": "pages/fields.js",
    "initialization": "pages/initialization.js",
    "basins": "pages/basins.js",
    "sensitivity": "pages/sensitivity.js",
    "search": "pages/search.js",
    "crowd": "pages/crowd.js",
    "matrix": "pages/matrix.js",
    "lesson": "pages/lesson.js",
    "points": "pages/points.js",
    "sketch": "pages/sketch.js",
    "notes": "pages/notes.js",
}
SHEETS = (
    "player",
    "panels",
    "stage",
    "network",
    "fullscreen",
    "embed",
    "standings",
    "initialization",
    "maps",
    "crowd",
    "points",
    "sketch",
    "matrix",
    "notes",
)  # in assets/player/styles; later ones win
GUARD = "engine/guard.js"
ACTIVATIONS_JS = "network/activations.js"  # made from the registry
MESSAGES_JS = "draw/messages.js"  # stands there in English; made of the catalogue for other languages
PLOTLY_URL = f"/lib/plotly/{version('plotly')}.js"


class Folder:
    """The files below one folder in memory, with one hash over all: a change of any file changes every address."""

    def __init__(self, path: Path) -> None:
        self.files = {
            file.relative_to(path).as_posix(): file.read_bytes()
            for file in sorted(path.rglob("*"))
            if file.suffix in TYPES
        }
        if MAIN in self.files:
            self.files[ACTIVATIONS_JS] = activation_functions().encode()
            for language in locales.LANGUAGES:
                self.files |= joined(self.modules(language), self.styles(), bundle_of(language))
        self.compressed = {name: compress(content) for name, content in self.files.items()}
        digest = hashlib.sha256()
        for name, content in self.files.items():
            digest.update(f"{name}:{len(content)}:".encode() + content)
        self.hash = digest.hexdigest()[:16]

    def url(self, name: str) -> str:
        """The address of a file of this folder."""
        return f"/lib/player/{self.hash}/{name}"

    def texts(self, suffix: str) -> dict[str, str]:
        """The files of this folder with that suffix, by name, as text."""
        return {name: content.decode() for name, content in self.files.items() if name.endswith(suffix)}

    def modules(self, language: str) -> dict[str, str]:
        """The modules of the player as it speaks that language, by name."""
        own = {} if language == locales.ENGLISH else {MESSAGES_JS: messages(language)}
        return {**self.texts(".js"), **own}

    def styles(self) -> str:
        """All style sheets, one after the other, with sizes that grow with the text."""
        return scaled("\n".join(self.files[f"styles/{name}.css"].decode() for name in SHEETS))


def bundle_of(language: str) -> str:
    """The name of the joined module that speaks a language."""
    return "bundle.js" if language == locales.ENGLISH else f"bundle.{language}.js"


def messages(language: str) -> str:
    """The module of a language's messages, as the English one in ``assets/player/draw/messages.js``."""
    known = locales.catalogue(language, "player")
    return "\n".join(
        [
            f'export const LANGUAGE = "{language}";',
            f"export const MESSAGES = {json.dumps(known.one, ensure_ascii=False)};",
            f"export const SEVERAL = {json.dumps(known.several, ensure_ascii=False)};",
            f"export const form = (n) => Number{known.plural};",
            "",
        ]
    )


def activation_functions() -> str:
    """A module with the activations of the registry: functions of a whole layer in place, (n, units).

    They are part of the player, and not text that comes with the data, since the page makes no program of texts.
    """
    rows = []
    for activation in ACTIVATIONS.values():
        js = activation.js
        value = f"u % 2 ? -((z) => {js})(-z) : {js}" if activation.bipolar else js
        each = f"const z = a[at], p = learned[u]; a[at] = {value};"
        loop = f"for (let i = 0, at = 0; i < n; i += 1) for (let u = 0; u < units; u += 1, at += 1) {{ {each} }}"
        rows.append(f"  {activation.name}: (a, n, units, learned) => {{ {loop} }},")
    return "\n".join(["export const ACTIVATIONS = {", *rows, "};", ""])


def joined(modules: Mapping[str, str], css: str, name: str) -> dict[str, bytes]:
    """All that a page needs as one module, and its source map: asked for one by one, 50 files took 0.4 s."""
    entries = tuple(ENTRIES.values())
    parts = [
        bundle(modules, *entries),
        f'document.head.append(Object.assign(document.createElement("style"), {{ textContent: {json.dumps(css)} }}));',
        f"export const [{', '.join(ENTRIES)}] = [{', '.join(map(scope, entries))}];",
        f"//# sourceMappingURL={name}.map",
    ]
    return {name: "\n".join(parts).encode(), f"{name}.map": source_map(modules, *entries).encode()}


def compress(content: bytes, level: int = 6) -> bytes:
    """``content`` as gzip, without a time in it: the same content gives the same bytes."""
    return gzip.compress(content, level, mtime=0)


def plotly_path() -> Path:
    """Where the installed plotly package keeps plotly.js."""
    spec = importlib.util.find_spec("plotly")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


@cache
def index() -> str:
    """The HTML of Streamlit's page, out of the installed package."""
    spec = importlib.util.find_spec("streamlit")
    assert spec is not None and spec.origin is not None
    return (Path(spec.origin).parent / "static" / "index.html").read_text()


@cache
def plotly_compressed() -> bytes:
    """plotly.js out of the installed package, as gzip."""
    return compress(plotly_path().read_bytes())


BUNDLE = bundle_of(locales.ENGLISH)
PLAYER = Folder(ROOT / "assets" / "player")

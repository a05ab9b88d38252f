"""The files that the browser loads: read and compressed once, named by their content, so that they never expire."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
PLOTLY_URL = f"/lib/plotly/{version('plotly')}.js"


class Folder:
    """The files of one folder in memory, with one hash over all of them: a change of any file changes every address."""

    def __init__(self, path: Path) -> None:
        self.files = {file.name: file.read_bytes() for file in sorted(path.iterdir()) if file.suffix in TYPES}
        self.compressed = {name: compress(content) for name, content in self.files.items()}
        digest = hashlib.sha256()
        for name, content in self.files.items():
            digest.update(f"{name}:{len(content)}:".encode() + content)
        self.hash = digest.hexdigest()[:16]

    def url(self, name: str) -> str:
        """The address of a file of this folder."""
        return f"/lib/player/{self.hash}/{name}"

    def text(self, name: str) -> str:
        """The content of a text file of this folder; KeyError if there is none of that name."""
        return self.files[name].decode()


def compress(content: bytes, level: int = 6) -> bytes:
    """``content`` as gzip, without a time in it: the same content gives the same bytes."""
    return gzip.compress(content, level, mtime=0)


def plotly_path() -> Path:
    """Where the installed plotly package keeps plotly.js."""
    spec = importlib.util.find_spec("plotly")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


@cache
def plotly_compressed() -> bytes:
    """plotly.js out of the installed package, as gzip."""
    return compress(plotly_path().read_bytes())


PLAYER = Folder(ROOT / "assets" / "player")

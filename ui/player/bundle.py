"""Many ES modules as one script, so that a browser asks once. Their lines stay, and a source map leads back to them."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[\w/.-]+\.js)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)


def bundle(sources: Mapping[str, str], *entries: str) -> str:
    """ES modules as one script: each module becomes a function of its own that returns its exports.

    Modules may import only as ``import { a, b as c } from "./x.js";``, in one line or several, and export only
    declarations.
    Raises ValueError for a circle of imports and KeyError for a module that is not there.
    """
    return "\n".join(_wrapped(name, sources[name]) for name in _in_order(sources, entries))


def source_map(sources: Mapping[str, str], *entries: str) -> str:
    """The source map of their bundle: it has every line of a module, so each part of it maps line by line."""
    sections, line = [], 0
    for name in _in_order(sources, entries):
        lines = sources[name].count("\n") + 1
        mappings = ";".join(["AAAA", *["AACA"] * (lines - 1)])
        part = {"version": 3, "sources": [name], "names": [], "mappings": mappings}
        sections.append({"offset": {"line": line + 1, "column": 0}, "map": part})
        line += _wrapped(name, sources[name]).count("\n") + 1
    return json.dumps({"version": 3, "sections": sections})


def scope(name: str) -> str:
    """What the exports of a module are called in the bundle."""
    return "module_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def beside(name: str, other: str) -> str:
    """The module that ``name`` calls ``other``: both are paths, the first from the folder of all modules."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), other))


def _in_order(sources: Mapping[str, str], entries: Iterable[str]) -> list[str]:
    """The modules that the entries need, each after those that it imports."""
    done: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ValueError(f"Modules import each other in a circle: {' -> '.join((*path, name))}")
        if name not in done:
            for _, needed in IMPORT.findall(sources[name]):
                visit(beside(name, needed), (*path, name))
            done.append(name)

    for entry in entries:
        visit(entry, ())
    return done


def _wrapped(name: str, source: str) -> str:
    exports = f"return {{ {', '.join(EXPORT.findall(source))} }};"
    body = EXPORT.sub("", IMPORT.sub(lambda found: _destructured(found[1], beside(name, found[2])), source))
    return "\n".join([f"const {scope(name)} = (() => {{", body, exports, "})();"])


def _destructured(names: str, module: str) -> str:
    """An import of ``names`` as they stand there, from a module of the bundle: ``a as b`` becomes ``a: b``."""
    pattern = re.sub(r"\s+as\s+", ": ", names)
    return f"const {{{pattern}}} = {scope(module)};"

"""Collects the messages of the code, and brings the catalogues of all languages up to date: ``make words``.

A language has four files: ``interface`` holds what ``tr``, ``trn`` and ``folded`` are called with in Python,
``tables`` what lies in tables, annotated as ``Words``, ``player`` what JavaScript calls them with, and ``lessons`` the
texts of the folder of that name. What is translated stays; messages that are new stand there without a translation, for
somebody to write it, and those that are gone go.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from locales import ENGLISH, FOLDER, LANGUAGES
from ui.lessons.book import lessons

ROOT = FOLDER.parent
PACKAGES = ("locales", "surfaces", "optimizers", "training", "ui")
SCRIPTS = ("view", "main", "__main__")  # are run, not imported
CALLS: dict[str, Any] = {"tr": None, "trn": (1, 2), "folded": (1,)}
WITHIN = {"parse_template_string": True}  # JavaScript calls them inside of texts, too
PLAIN = (dict, MappingProxyType, tuple, list)
MARKED = re.compile(r"\bWords\b")
FORMULA = re.compile(r"\$[^$]*\$")
# Without dates and names of tools, which would change with every run.
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals={catalog.num_plurals}; plural={catalog.plural_expr};\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
Messages = dict[str | tuple[str, str], list[str]]  # each with the files in which it stands


def called(files: list[Path], kind: str) -> Messages:
    """The messages with which CALLS are made in files of a kind, "python" or "javascript"."""
    found: Messages = {}
    for file in files:
        for message in _python(file) if kind == "python" else _javascript(file):
            found.setdefault(message, []).append(file.relative_to(ROOT).as_posix())
    return found


def _python(file: Path) -> Iterator[str | tuple[str, str]]:
    """The messages of a file of Python, those in f-strings too, where Babel sees none before Python 3.12."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [
                given.value
                for given in node.args[: len(CALLS[node.func.id] or (1,))]
                if isinstance(given, ast.Constant)
            ]
            if texts:
                yield texts[0] if len(texts) == 1 else (texts[0], texts[1])


def _javascript(file: Path) -> Iterator[str | tuple[str, str]]:
    """The messages of a file of JavaScript."""
    for _, message, *_ in extract_from_file("javascript", file, CALLS, options=WITHIN):
        yield message


def tables() -> Messages:
    """The messages of tables: what the modules of all packages hold that is annotated as ``Words``."""
    found: Messages = {}
    seen: set[int] = set()
    for package in map(importlib.import_module, PACKAGES):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if info.name.rsplit(".", 1)[1] not in SCRIPTS:
                module = importlib.import_module(info.name)
                for text in _of_module(module, seen):
                    found.setdefault(text, []).append(info.name.replace(".", "/") + ".py")
    return found


def _of_module(module: ModuleType, seen: set[int]) -> Iterator[str]:
    """The texts of a module's own names and of what they hold."""
    marked = getattr(module, "__annotations__", {})
    for name, value in vars(module).copy().items():
        if MARKED.search(str(marked.get(name, ""))):
            yield from _texts(value)
        yield from _inside(value, seen)


def _inside(value: Any, seen: set[int]) -> Iterator[str]:
    """The texts of the marked fields and properties of a value and of what it holds, each object once."""
    if id(value) in seen or isinstance(value, (str, bytes, type, ModuleType)):
        return
    if isinstance(value, PLAIN) and not hasattr(value, "_fields"):
        seen.add(id(value))
        for part in value.values() if isinstance(value, (dict, MappingProxyType)) else value:
            yield from _inside(part, seen)
    elif is_dataclass(value) or hasattr(value, "_fields"):
        seen.add(id(value))
        for kind in type(value).__mro__:
            for name, mark in vars(kind).get("__annotations__", {}).items():
                part = getattr(value, name, None)
                if MARKED.search(str(mark)):
                    yield from _texts(part)
                yield from _inside(part, seen)
            for name, part in vars(kind).items():
                if isinstance(part, property) and MARKED.search(str(part.fget.__annotations__.get("return", ""))):
                    yield from _texts(getattr(value, name))


def _texts(value: Any) -> Iterator[str]:
    """All texts in a value: formulas and numbers alone are none."""
    if isinstance(value, str):
        if any(map(str.isalpha, FORMULA.sub("", value))):
            yield value
    elif isinstance(value, PLAIN):
        for part in value.values() if isinstance(value, (dict, MappingProxyType)) else value:
            yield from _texts(part)


def messages() -> dict[str, Messages]:
    """All messages by the file of a catalogue that holds them, each in one of those that Python reads."""
    python = [
        *(file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))),
        ROOT / "playground.py",
    ]
    scripts = sorted(file for file in (ROOT / "assets" / "player").rglob("*.js") if file.parent.name != "vendor")
    interface = called(python, "python")
    return {
        "interface": interface,
        "tables": {text: files for text, files in tables().items() if text not in interface},
        "player": called(scripts, "javascript"),
        "lessons": {text: [f"lessons/{name}"] for name, one in lessons().items() for text in _inside(one, set())},
    }


def brought_up_to_date(language: str) -> list[str]:
    """Write the files of a language anew; the messages that have no translation."""
    missing = []
    for name, found in messages().items():
        path = FOLDER / language / f"{name}.po"
        known = read_po(path.open("rb"), locale=language) if path.exists() else Catalog(locale=language)
        fresh = Catalog(locale=language, fuzzy=False)
        for message, files in found.items():
            told = known.get(message)
            fresh.add(message, told.string if told else None, [(file, 0) for file in sorted({*files})])
            missing += [str(message)] * (not told or not told.string or not all(_texts(told.string)))
        with path.open("wb") as out:
            out.write(HEADER.format(language=language, catalog=fresh).encode())
            write_po(out, fresh, width=0, sort_by_file=True, include_lineno=False, omit_header=True)
    return missing


if __name__ == "__main__":
    for one in LANGUAGES:
        if one != ENGLISH:
            left = brought_up_to_date(one)
            print(f"{LANGUAGES[one]}: {len(left)} without a translation", *left[:20], sep="\n  ")

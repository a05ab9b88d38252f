"""What a card says of a method, and how it is read out of the docstring that is a rule's page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from locales import Words, tr

DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
HEADS = ("Shines", "Fails", "Forms")


@dataclass(frozen=True)
class Note:
    """When a method shines, when it fails, and where implementations differ: Markdown with LaTeX between dollars."""

    shines: Words = ""
    fails: Words = ""
    forms: Words = ""


def formula(page: str) -> str:
    """The first displayed equation of a module's docstring as LaTeX; "" where there is none."""
    found = DISPLAYED.search(page)
    return found[1].strip() if found else ""


def note(page: str) -> Note:
    """What a module's docstring says behind its words Shines, Fails and Forms."""
    return Note(*(_behind(page, head) for head in HEADS))


def source(page: str) -> str:
    """The source that a module's docstring names, in full; "" where it names none."""
    found = re.search(r"Source: (.+?)\.?\s*\Z", page, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def cited(source: str) -> str:
    """A source as it is told: papers by their titles, and in words what is named beside them."""
    return "; ".join(map(tr, source.split("; ")))


def _behind(page: str, head: str) -> str:
    """The rest of the paragraph that begins with a word in bold, up to the next such word, as a sentence of its own."""
    found = re.search(rf"\*\*{head}\.?\*\*(.+?)(?=\n\s*\n|\n\*\*|\Z)", page, re.DOTALL)
    text = " ".join(found[1].split()).lstrip(" ,;:") if found else ""
    return f"{text[:1].upper()}{text[1:]}"

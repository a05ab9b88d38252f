"""What people read, in their language: English stands in the code, every other language in a catalogue of gettext.

A *message* is an English text, a whole sentence with names in braces for what is put in: ``tr("{name} is set back",
name=name)``. Its translations are the files ``<language>/*.po``, which ``make words`` brings up to date. Text that lies
in a table, and is shown elsewhere, is annotated as ``Words`` and given to ``tr`` where it is shown. Whose language
counts is said once for each run of a page's script and each request: ``speak``. How numbers are written stands in
``locales.formats``.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, NamedTuple, ParamSpec, TypeVar

from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent
ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}  # each by its own name
NARROW = "\u202f"  # a narrow space that does not break
Given = ParamSpec("Given")
Result = TypeVar("Result")
Words = Annotated[str, "English text that people read: a message of the catalogues"]
_WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", re.IGNORECASE)
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


class Catalogue(NamedTuple):
    """The translations of a language, by message: ``one``, and those ``several`` of which the expression ``plural``, in
    the language C, names one for a count n."""

    one: dict[str, str]
    several: dict[str, tuple[str, ...]]
    plural: str

    def counted(self, message: str, count: int) -> str | None:
        """The translation of a message for ``count`` things; None where there is none."""
        return self.several[message][_form(self.plural)(count)] if message in self.several else None


_form: Callable[[str], Callable[[int], int]] = cache(gettext.c2py)  # type: ignore[attr-defined]


def speak(language: str) -> None:
    """Say in which language this context is told everything from now on."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Tell everything within it in this language."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def in_all(telling: Callable[[], str]) -> dict[str, str]:
    """What ``telling`` tells in each language."""
    told = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language] = telling()
    return told


def spoken() -> str:
    """The language of this context: a key of LANGUAGES."""
    return _spoken.get()


def known(wish: str) -> str:
    """The key of LANGUAGES that a tag such as "de-AT" asks for, in small or large letters; "" where there is none."""
    language = re.split("[-_]", wish.strip(), maxsplit=1)[0].lower()
    return language if language in LANGUAGES else ""


def best(wishes: Iterable[str]) -> str:
    """The language of the first of some wishes that is known: a key of LANGUAGES; English where none is."""
    return next(filter(None, map(known, wishes)), ENGLISH)


def chosen(address: str, cookie: str, header: str) -> str:
    """The language of who comes with these: what the address asks for, else the cookie, else Accept-Language."""
    return best((address, cookie, *wished(header)))


def wished(header: str) -> list[str]:
    """The tags of a header Accept-Language, the most wished first; those of weight 0, or of none that can be read, are
    left out. Source: RFC 9110, section 12.5.4."""
    found = [(tag, _weight(rest)) for tag, _, rest in (part.partition(";") for part in header.split(","))]
    return [tag.strip() for tag, weight in sorted(found, key=lambda wish: -wish[1]) if weight > 0]


def _weight(rest: str) -> float:
    """The weight of a tag, from what follows it: 1 where nothing does."""
    given = _WEIGHT.fullmatch(rest)
    return float(given[1]) if given else float(not rest.strip())


def tr(message: str, /, **values: object) -> str:
    """``message`` in the language spoken, or in English where that has none, with ``values`` in the places of their
    names. Without values braces are letters like others."""
    text = message if (language := spoken()) == ENGLISH else catalogue(language).one.get(message, message)
    return _filled(text, values) if values else text


def trn(one: str, several: str, count: int, /, **values: object) -> str:
    """The message for ``count`` things, which stands in it as {count}: ``one`` if it is one, else ``several``."""
    text = one if count == 1 else several
    if (language := spoken()) != ENGLISH:
        text = catalogue(language).counted(one, count) or text
    return _filled(text, {"count": count, **values})


def thousands(text: str) -> str:
    """A number with commas between its thousands, as the language spoken writes it.

    Outside of English, where a comma between digits reads as a point, 12,000 and 1,200 are 12 000 and 1200: a narrow
    space that does not break, from five digits on. Source: DIN 1333 and DIN 5008.
    """
    if spoken() == ENGLISH:
        return text
    whole = text.partition(".")[0]
    return text.replace(",", NARROW if sum(map(str.isdigit, whole)) > 4 else "")


def percentage(text: str) -> str:
    """A number with the sign of per cent, as the language spoken writes it.

    Outside of English 98% is 98 %, with a narrow space that does not break. Source: DIN 5008.
    """
    return f"{text}{'' if spoken() == ENGLISH else NARROW}%"


class _Told(Formatter):
    """Fills the places of a message; numbers with commas between thousands as the language spoken writes them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text: str = super().format_field(value, format_spec)
        return thousands(text) if "," in format_spec else text


_told = _Told()


def _filled(text: str, values: Mapping[str, object]) -> str:
    """A message with values in the places of their names. The formatter of our own is slow, and seldom needed."""
    return _told.vformat(text, (), values) if ":," in text and spoken() != ENGLISH else text.format(**values)


def in_sentence(text: str) -> str:
    """``text`` as it stands inside a sentence, where English begins it with a small letter."""
    return f"{text[:1].lower()}{text[1:]}" if spoken() == ENGLISH else text


def cached_by_language(most: int | None = None) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Keep the ``most`` results of a function that were used last, all where it is None, by language and arguments."""

    def of(function: Callable[Given, Result]) -> Callable[Given, Result]:
        def make(language: str, *args: Given.args, **named: Given.kwargs) -> Result:
            with speaking(language):
                return function(*args, **named)

        kept: Callable[..., Result] = lru_cache(most)(make)

        @wraps(function)
        def told(*args: Given.args, **named: Given.kwargs) -> Result:
            return kept(spoken(), *args, **named)

        return told

    return of


@cache
def catalogue(language: str, part: str = "*") -> Catalogue:
    """The catalogue of a language, all its files as one, or that file alone; English has none."""
    one: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    plural = "n != 1"
    for file in sorted((FOLDER / language).glob(f"{part}.po")):
        with file.open("rb") as source:
            read = read_po(source, locale=language)
        plural = read.plural_expr
        for message in read:
            if isinstance(message.id, (tuple, list)):
                several[message.id[0]] = tuple(message.string or ())
            elif message.id and message.string:
                one[message.id] = str(message.string)
    return Catalogue(one, several, plural)

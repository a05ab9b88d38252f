"""The catalogues of languages: whole, up to date, and true to the English messages in what they put in."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
from babel.messages.pofile import read_po

import locales
from locales import ENGLISH, FOLDER, LANGUAGES, tr, trn
from optimizers.explain import AT
from optimizers.wrappers.stale import AGO
from tests.catalogue import messages
from ui.widgets.controls import ANY, WHOLE

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
PLACE = re.compile(r"\{[^{}]*\}")
NAME = re.compile(r"\{[a-z]\w*(:[^{}]+)?\}")
FORMAT = re.compile(r"\{\w+:([^{}]*)\}")
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
PER_CENT = re.compile(r"([\d}])\s?%(?![\w{(])")
COMMA = re.compile(r"\d,\d+")  # as decimals are written elsewhere
PARTS = ("interface", "tables", "player", "lessons")
NAMED = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")
CALLED = re.compile(r'\btrn?\(\s*"([^"\\]+)"\s*[,)]')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FORMULA = re.compile(r"\$[^$]*\$")


@pytest.fixture(scope="module")
def collected():
    return messages()


def test_no_call_of_a_script_hides_its_message(collected):
    """What reads the scripts passes over a call within another one."""
    scripts = [file for file in (FOLDER.parent / "assets/player").rglob("*.js") if file.parent.name != "vendor"]
    found = {text for file in scripts for text in CALLED.findall(COMMENT.sub("", file.read_text()))}
    assert len(found) > 100
    assert found - {message if isinstance(message, str) else message[0] for message in collected["player"]} == set()


@pytest.fixture
def german(monkeypatch):
    token = locales._spoken.set("de")
    yield
    locales._spoken.reset(token)


def entries(language, name):
    """The messages of a file of a catalogue with their translations."""
    read = read_po((FOLDER / language / f"{name}.po").open("rb"), locale=language)
    return {m.id if isinstance(m.id, str) else tuple(m.id): m.string for m in read if m.id}


def test_messages_leave_it_to_the_formats_how_a_number_is_written(collected):
    """But for counts, which have commas."""
    texts = [text for part in collected.values() for message in part for text in np.atleast_1d(message)]
    assert {spec for text in texts for spec in FORMAT.findall(text)} == {","}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", PARTS)
def test_every_message_is_translated_and_nothing_else_is_there(collected, language, name):
    known = entries(language, name)
    assert {*known} == {*collected[name]}, "make words"
    assert [message for message, told in known.items() if not told or not all(told)] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", PARTS)
def test_translations_put_in_what_the_messages_do(language, name):
    """The same places and formulas, as often: a name that is misspelled would stop the page."""
    wrong = []
    for message, told in entries(language, name).items():
        pairs = [(message, told)] if isinstance(message, str) else [(message[1], each) for each in told]
        for english, other in pairs:
            for kind in (PLACE, FORMULA):
                if Counter(kind.findall(english)) != Counter(kind.findall(other)):
                    wrong.append((english, other))
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_in_messages_are_written_as_the_formats_write_them(language):
    """Thousands and per cent, in English too; the point is a point everywhere."""
    wrong = []
    with locales.speaking(language):
        for message, told in locales.catalogue(language).one.items():
            wanted = [(locales.thousands(number), told) for number in THOUSANDS.findall(message)]
            wanted += [(locales.percentage(number), told) for number in PER_CENT.findall(told)]
            wanted += [(f"{number}%", message) for number in PER_CENT.findall(message)]
            wrong += [(number, text) for number, text in wanted if number not in text]
            wrong += [(number, told) for number in COMMA.findall(told) if number not in message]
    assert wrong == []


def test_every_place_in_a_message_has_a_name(collected):
    """But for two formulas with words in them, whose numbers come step by step."""
    known = {text for part in collected.values() for one in part for text in ([one] if isinstance(one, str) else one)}
    places = {text: PLACE.findall(FORMULA.sub("", text)) for text in known}
    nameless = {text for text, found in places.items() if not all(NAME.fullmatch(place) for place in found)}
    assert nameless == {AT, AGO}


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_has_one_translation(language):
    """All files of a catalogue are read as one: of two translations a page would show whichever came last."""
    told = {}
    for name in PARTS:
        for message, translation in entries(language, name).items():
            told.setdefault(message, set()).add(str(translation))
    assert {message: several for message, several in told.items() if len(several) > 1} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_another_message(language):
    """What is told already, as a name that somebody takes from the screen, stays as it is when it is told again."""
    known = locales.catalogue(language).one
    assert {told: known[told] for told in known.values() if known.get(told, told) != told} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_translations_begin_with_the_name_that_the_message_begins_with(language):
    """Where that name stands before it already, the sentence goes on without it."""
    known = {m: told for m, told in locales.catalogue(language).one.items() if m.startswith("{name} must ")}
    assert len(known) > 3
    assert {m: told for m, told in known.items() if not told.startswith("{name} ")} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_lessons_call_what_is_on_the_screen_as_it_is_called_there(language):
    names = {}
    for part in PARTS[:3]:
        for message, told in entries(language, part).items():
            names.setdefault(message if isinstance(message, str) else message[0], set()).add(str(told))
    lost = [
        (name, told)
        for message, told in entries(language, "lessons").items()
        for name in NAMED.findall(message)
        if name in names and not {f"*{one}*" for one in names[name]} & {f"*{one}*" for one in NAMED.findall(told)}
    ]
    assert lost == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_browser_knows_fields_of_numbers_in_every_language(language):
    """By the words that the server writes into empty ones, and the browser compares with its own."""
    player, server = entries(language, "player"), entries(language, "tables")
    assert [player[words] for words in (ANY, WHOLE)] == [server[words] for words in (ANY, WHOLE)]


def test_a_message_is_told_in_the_language_spoken(german):
    assert (tr("Race"), tr("no such message"), tr("{left} of {all}", left=1, all=2)) == (
        "Rennen",
        "no such message",
        "1 of 2",
    )
    assert trn("{count} horse", "{count} horses", 1) == "1 horse"
    assert locales.in_sentence("Netz") == "Netz"


def test_english_is_what_stands_in_the_code():
    assert tr("Race") == "Race" and tr("a {brace}") == "a {brace}"
    assert [trn("{count} run", "{count} runs of {who}", n, who="Adam") for n in (1, 2)] == ["1 run", "2 runs of Adam"]
    assert locales.in_sentence("Batch size") == "batch size"


@pytest.mark.parametrize(
    "wishes, language", [(["de-AT", "en"], "de"), (["fr", "de"], "de"), (["en-GB", "de"], "en"), (["xx", ""], "en")]
)
def test_the_first_wish_that_there_is_counts(wishes, language):
    assert locales.best(wishes) == language


@pytest.mark.parametrize(
    "wish, language",
    [("DE", "de"), ("De-de", "de"), (" de_AT ", "de"), ("EN", "en"), ("en-US", "en")]
    + [(odd, "") for odd in ("", "-", "x-!!", "dea", "*", "de!", "\0", "xx-de", "d" * 10**6, "-de" * 10**5)],
)
def test_a_wish_is_a_key_of_the_languages_or_nothing(wish, language):
    assert (locales.known(wish), locales.best([wish])) == (language, language or ENGLISH)


@pytest.mark.parametrize(
    "header, tags",
    [
        ("de-AT,de;q=0.9,en;q=0.8", ["de-AT", "de", "en"]),
        ("en;q=0.5, fr , de;Q = 0.75", ["fr", "de", "en"]),
        ("de;q=0, en;q=0.000, fr;q=0.001", ["fr"]),
        ("de;q=x, en;q=2, fr;q=, it;level=1, es;q=-1", []),
        ("de;q=0.5,en;q=0.5", ["de", "en"]),
    ],
)
def test_accept_language_is_read_by_its_weights(header, tags):
    assert locales.wished(header) == tags

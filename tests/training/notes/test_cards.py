"""Cards: every entry of every registry has one, and what it says can be opened."""

import importlib
import re
import unicodedata

import pytest

from optimizers import OPTIMIZERS
from optimizers.notes import formula, note, source
from training.notes import CARDS, cards, find, of
from training.notes.errata import ERRATA
from training.notes.references import references
from training.notes.topics import TOPICS
from ui.looks.formulas import html, mathml
from ui.pages import PAGES

ENTRIES = [("", name) for name in OPTIMIZERS]
ENTRIES += [(kind, name) for kind, known in cards.KINDS.items() for name in known if name != cards.NOTHING]
WITHOUT_NOTE = ("data", "surface", "topic")  # what they are good for is their sentence


def test_every_entry_has_a_card_with_sentence_and_source():
    assert len(ENTRIES) + len(TOPICS) == len(CARDS)
    for kind, name in ENTRIES:
        card = of(kind, name)
        assert card.sentence and card.source and card.title, card.key
        assert card.formulas or kind == "data", card.key
        assert (card.note.shines and card.note.fails) or kind in WITHOUT_NOTE, card.key
    for kind, known in cards.NOTES.items():
        assert {*known} <= {*cards.KINDS[kind]}  # no remark on what there is not


def test_texts_of_optimizers_are_those_of_their_modules():
    for name, spec in OPTIMIZERS.items():
        page = " ".join((importlib.import_module(spec.module).__doc__ or "").split())
        card = of("", name)
        texts = (card.sentence, card.note.fails[1:], card.note.shines[1:], card.note.forms[1:], card.source)
        assert all(text and text in page for text in texts), name
        assert " ".join(card.formulas[0][1].split()) in page
    plain = "A rule.\n\n**Shines** here.\nand there.\n**Fails** elsewhere.\n\n**Forms.** Two.\n\nSource: A, 2020."
    assert (
        note(plain) == note(f"{plain}\n") and note(plain).shines == "Here. and there." and note(plain).forms == "Two."
    )
    assert (formula(plain), source(plain), source("A rule.")) == ("", "A, 2020", "")


def test_every_text_begins_with_a_letter_or_a_formula():
    for card in CARDS.values():
        for text in (card.sentence, *(text for _, text in card.parts)):
            assert unicodedata.category(text[0])[0] in "LS", (card.key, text)  # $ and √ are symbols
    assert note("A rule.\n\n**Shines**, they say, here.").shines == "They say, here."


def test_links_of_cards_and_slips_are_read_without_a_word():
    for key, page, query in [(one.key, one.page, one.query) for one in CARDS.values()] + [
        (one.row, one.page, one.query) for one in ERRATA if one.page
    ]:
        assert PAGES[page].decode is None or PAGES[page].decode(query)[1] == [], key
        assert not re.search(r"[\s\"<>]", query), key


def test_formulas_and_texts_become_markup_that_is_whole():
    texts = [text for card in CARDS.values() for text in (card.sentence, *(text for _, text in card.parts))]
    texts += [text for one in ERRATA for text in (one.printed, one.right, one.does)] + references()
    markup = [html(text) for text in texts]
    markup += [mathml(latex, "block") for card in CARDS.values() for _, latex in card.formulas]
    assert [text for text in markup if "\\" in text or "$" in text or "<mi>&</mi>" in text] == []
    assert html("a < b, *x* and `y`, **z**") == "a &lt; b, <i>x</i> and <code>y</code>, <b>z</b>"
    assert 'href="https://arxiv.org/abs/1412.6980"' in html(of("", "adam").source)


@pytest.mark.parametrize("text, key", [("adam", "adam"), ("relu", "activation.relu"), ("identity", None), ("x", None)])
def test_a_card_is_found_by_its_name_where_no_other_has_that(text, key):
    assert (found := find(text)) == (CARDS[key] if key else None), found


def test_what_lectures_only_name_and_their_slips_have_their_rows():
    assert len(TOPICS) == 15 and all(re.fullmatch("[ACFGHI][0-9]{1,2}", row) for row in TOPICS)
    rows = [row for one in ERRATA for row in one.row.split(", ")]
    assert len({*rows}) == len(rows) > 40 and all(re.fullmatch("E[0-7][0-9]", row) for row in rows)


def test_papers_are_cited_once():
    numbers = [number for text in references() for number in re.findall(r"arXiv:([0-9.]+[0-9])", text)]
    assert len({*numbers}) == len(numbers) > 50

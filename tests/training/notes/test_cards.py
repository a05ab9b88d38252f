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
from training.published import ACCURACIES, RULES, improvement
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
    """But for letters that were read or typed wrong, which teach nothing."""
    assert len(TOPICS) == 15 and all(re.fullmatch("[ACFGHI][0-9]{1,2}", row) for row in TOPICS)
    rows = [row for one in ERRATA for row in one.row.split(", ")]
    misread = {11, 12, 13, 16, 17, 27, 43, 49, 50, 52, 57, 64, 66, 68}
    assert sorted(rows) == [f"E{number:02}" for number in range(1, 73) if number not in misread]


@pytest.mark.parametrize(
    "row, key, word",
    [
        ("A24", "guided_policy", "policy search"),
        ("A26", "second_moment", "not the second derivative"),
        ("C5", "orthogonal_knobs", "control should do one thing"),
        ("C9", "checklist", "architecture, loss, rule"),
        ("F14", "instance_norm", "each image"),
        ("G7", "error_backpropagation", "not errors"),
        ("G12", "derivatives", r"\frac{d}{dx} e^x = e^x"),
        ("H8", "underspecified", "100 binary inputs"),
        ("H12", "dropout_verdict", "ensemble of networks"),
        ("H16", "zoneout", "keep their value of the step before"),
        ("H20", "model_zoo", "off the shelf"),
        ("I5", "panda_caviar", "watched and nursed"),
        ("I6", "image_sets", "digits of 8 by 8"),
        ("I8", "deep_nets", "skip connection"),
        ("I9", "frameworks", "TensorFlow"),
    ],
)
def test_what_lectures_only_name_is_told_and_found_by_its_name(row, key, word):
    card = TOPICS[row]
    said = " ".join((card.title, card.sentence, *(text for _, text in card.parts)))
    assert find(key) is card and word in said and card.query


def test_papers_are_cited_once():
    numbers = [number for text in references() for number in re.findall(r"arXiv:([0-9.]+[0-9])", text)]
    assert len({*numbers}) == len(numbers) > 50


PRINTED = """0.30 0.12 0.22 0.11  0.26 0.52 0.07 0.03  0.19 0.45 0.07 0.06
2.76 0.18 0.11 0.46  2.84 0.19 0.16 0.81  5.08 0.57 0.59 -0.05
6.53 1.35 2.69 1.27  3.86 0.93 3.63 1.50  11.15 4.73 2.40 1.62"""


def test_arrows_of_the_published_table_are_relative_improvements():
    found = [improvement(pair) for pairs in ACCURACIES.values() for pair in pairs]
    assert [f"{one:.2f}" for one in found] == PRINTED.split() and len(found) == 9 * len(RULES)


PAPERS = (
    "Glorot 2010, Saxe 2014, Sussillo 2014, He 2015, Krähenbühl 2016, Mishkin 2016, Ioffe 2015, Srivastava 2014, "
    "Dauphin 2014, Kingma 2015, Liu 2020, Gotmare 2019, Santurkar 2018, Andrychowicz 2016, Zhang 2019, Li 2016, "
    "Jaderberg 2017, Hanin 2019, Klambauer 2017, Eidnes 2017, Qiu 2018, Wan 2013, Ba 2016, Ulyanov 2016, Wu 2018, "
    "Salimans 2016, Huang 2018, Donahue 2014, Razavian 2014, Wilson 2017, Karpathy 2019"
)


def test_papers_that_lectures_show_by_title_are_cited():
    for paper in PAPERS.split(", "):
        author, year = paper.split()
        assert any(text.startswith(author) and year in text for text in references()), paper

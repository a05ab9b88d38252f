"""By what runners are called that differ in a technique or in the order and place of their data."""

import re

import pytest

from training.configuration import differences
from training.configuration.fields import Word
from training.network.config import FIELDS, decode

DROPPED = "data=moons&hidden=8,8&dropout=inverted"


@pytest.mark.parametrize(
    "page, name, other, told",
    [
        (DROPPED, "keeps", "0.8,0.5", ("kept 0.5 in every layer", "kept by layer 0.8, 0.5")),
        (DROPPED, "keepin", 0.8, ("inputs kept 1", "inputs kept 0.8")),
        ("data=moons", "noisein", 0.3, ("noise on inputs 0", "noise on inputs 0.3")),
        ("data=moons", "noisew", 0.3, ("noise on weights 0", "noise on weights 0.3")),
        ("data=moons", "order", "sorted", ("order as it comes", "order sorted by class")),
        ("data=moons", "shiftangle", 40, ("validation turned by 0", "validation turned by 40")),
        ("data=moons", "shiftscale", 2, ("validation scaled by 1", "validation scaled by 2")),
        ("data=moons", "shiftmove", 2, ("validation moved by 0", "validation moved by 2")),
    ],
)
def test_a_runner_is_called_by_words_that_tell_of_what(page, name, other, told):
    read, sentences = decode(f"{page}&a=adam&b=adam&b.{name}={other}")
    assert not sentences
    assert tuple(differences.told(FIELDS, read).values()) == told


def test_several_values_are_called_in_the_plural():
    plurals = [row.plural(decode(DROPPED)[0]) for row in FIELDS.values() if not row.common]
    assert [words for words in plurals if re.search(r"itys\b|by layers$|^Noise on", words)] == []


def test_what_is_done_as_one_lecture_prints_it_says_so():
    kinds = [
        label
        for row in FIELDS.values()
        if isinstance(row, Word)
        for word, label in row.labels(decode("")[0]).items()
        if word.endswith("printed")
    ]
    assert len(kinds) == 4
    assert all(label.endswith("as printed") for label in kinds)

"""The tables of fields: each row against its dataclass, its link, its edit and its default."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs

import pytest

from optimizers.base import Hyper
from surfaces import SURFACES
from surfaces.base import Knob
from training.configuration.fields import Number, Word
from training.configuration.ranges import Bound, in_words, within
from training.configuration.texts import Text
from training.initialization import config as initialization
from training.initialization.measure import Deep
from training.network import config as network
from training.network import edits as network_edits
from training.network.network import Network
from training.race import config as race
from training.race import edits as race_edits
from training.race.config import default_race
from training.race.race import Race

RACES = [default_race("bowl"), default_race("perceptron_kl"), default_race("formula", "x**2 + y**2")]
NETWORKS = [network.default_network(), network.default_network("iris"), network.decode("data=own")[0]]
NETWORKS.append(network.decode("init=normal&bias=constant")[0])
PAGES = [
    *((one, race.fields_of(one), race, race_edits.with_value) for one in RACES),
    *((one, network.FIELDS, network, network_edits.with_value) for one in NETWORKS),
    (initialization.DEFAULT, initialization.FIELDS, initialization, initialization.with_value),
]
ROWS = [
    pytest.param(config, row, page, with_value, id=f"{page.__name__.split('.')[1]}-{name}")
    for config, table, page, with_value in PAGES
    for name, row in table.items()
]


def test_each_field_of_a_configuration_has_a_row():
    def names(kind):
        return {field.name for field in dataclasses.fields(kind)}

    assert names(Network) - {"slots"} == {row.held or name for name, row in network.FIELDS.items()}
    assert names(Deep) - {"slots"} == {*initialization.FIELDS}
    assert names(Race) - {"slots", "frame", "knobs"} == {*race.FIELDS} - {*race.SIDES}
    for config in RACES:
        assert {*race.fields_of(config)} == {*race.FIELDS, *dict(config.knobs)}


@pytest.mark.parametrize("config, row, page, with_value", ROWS)
def test_a_default_is_allowed_and_what_counts_is_in_the_link(config, row, page, with_value):
    written = parse_qs(page.encode(config)).get(row.name)
    if row.idle(config):
        assert written is None
        return
    assert row.called(config)
    assert written == [str(row.spelled(config))] or float(written[0]) == row.value(config)
    assert row.fits(config, row.spelled(config))
    again = with_value(config, row.name, row.spelled(config))
    assert row.value(again) == row.value(config) and type(again) is type(config)


@pytest.mark.parametrize("config, row, page, with_value", ROWS)
def test_nonsense_is_refused_in_words_and_a_sentence_in_a_link(config, row, page, with_value):
    if row.idle(config) or row.name in ("formula", "points"):  # whose readers have tests of their own
        return
    with pytest.raises(ValueError, match=r"^must be "):
        with_value(config, row.name, "nonsense")
    before = "&".join(part for part in page.encode(config).split("&") if not part.startswith(f"{row.name}="))
    read, sentences = page.decode(f"{before}&{row.name}=nonsense")
    assert row.name in {sentence.split(":")[0] for sentence in sentences}
    assert page.decode(page.encode(read)) == (read, [])


@pytest.mark.parametrize("config, row, page, with_value", ROWS)
def test_another_value_is_taken_and_travels(config, row, page, with_value):
    if row.idle(config) or isinstance(row, Text):
        return
    if isinstance(row, Word):
        others = [word for word in row.labels(config) if word not in (row.value(config), "own", "formula")]
    else:
        bound, now = row.bound(config), row.value(config)
        ends = [end for end in (bound.low, bound.high) if end != now and row.name not in race.SIDES]
        others = ends[:1] or ([now + 1] if row.name in race.SIDES else [])
    for value in others[:1]:
        other = with_value(config, row.name, value)
        assert row.value(other) == value
        assert page.decode(page.encode(other)) == (other, [])


def test_a_field_that_decides_brings_the_default_of_the_other():
    normal = network_edits.with_value(NETWORKS[0], "init", "normal")
    assert normal.initvalue == network.FIELDS["initvalue"].usual(normal) == 0.01
    assert network_edits.with_value(normal, "init", "he").initvalue == 0
    assert network_edits.with_value(normal, "activation", "relu").initvalue == 0.01


def test_hyperparameters_knobs_and_bounds_are_one_notion_of_a_range():
    hyper = Hyper("b", "B", r"\beta", 0.5, 0.0, 1.0, (0.0, 0.9))
    knob = Knob("b", "B", r"\beta", 0.5, 0.0, 1.0, (0.0, 0.9))
    bound = Bound(0.0, 1.0, slider=(0.0, 0.9), symbol=r"\beta")
    for item in (hyper, knob, bound):
        assert (item.symbol, item.slider, item.log, item.memory, item.whole) == (
            r"\beta",
            (0.0, 0.9),
            False,
            False,
            False,
        )
        assert in_words(item) == "a number from 0 to 1" and within(item, "0.25") == 0.25
        with pytest.raises(ValueError, match="must be a number from 0 to 1, not “2”"):
            within(item, 2)
    assert isinstance(within(Bound(1, 9, whole=True), "3"), int)
    with pytest.raises(ValueError, match=r"must be a whole number from 1 to 9, not “2\.5”"):
        within(Bound(1, 9, whole=True), 2.5)


def test_a_number_that_says_all_of_itself_needs_no_second_declaration():
    (condition, _) = SURFACES["bowl"].knobs
    row = Number.of(condition)
    config = default_race("bowl")
    assert row.bound(config) is condition
    assert (row.name, row.label, row.help, row.default) == ("condition", condition.label, condition.help, 50.0)

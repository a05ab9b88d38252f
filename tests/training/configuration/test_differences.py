"""Runners that differ in fields: whatever they differ in travels in the link, and what cannot be is said in words."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surfaces import SURFACES
from training.choice import choice
from training.configuration import differences
from training.configuration.fields import Number, Word
from training.initialization import config as initialization
from training.network import config as network
from training.network import edits as network_edits
from training.race import config as race
from training.race import edits as race_edits
from training.race.config import default_race

BASES = [
    *((default_race(name), race, race_edits.with_value) for name in ("beale", "bowl", "perceptron_kl")),
    (default_race("formula", "log(x) + y**2"), race, race_edits.with_value),
    *((network.default_network(data), network, network_edits.with_value) for data in ("spirals", "iris")),
    (network.decode("data=own")[0], network, network_edits.with_value),
    (network.decode("init=normal&bias=constant")[0], network, network_edits.with_value),
]
DEEP = [
    (initialization.decode(query)[0], initialization, initialization.with_value)
    for query in ("a.init=he&b.init=normal&c.gain=2", "init=constant&a.initvalue=1&b.initvalue=-5&c.width=20")
]


def table(page, config):
    return race.fields_of(config) if page is race else page.FIELDS


HIDDEN = ["none", "4", "8,8", "3,5,2"]
TEXTS = {"formula": ["log(x + y)", "log(x) + y**2", "x**2 + y**2"], "points": ["0 0 0; 1 1 1; 2 1 0; 1 2 1"]}
ROWS = [
    pytest.param(config, name, page, with_value, id=f"{page.__name__.split('.')[1]}{place}-{name}")
    for place, (config, page, with_value) in enumerate(BASES)
    for name in table(page, config)
]


def values(row, config):
    """Values that a field of ``config`` can have."""
    if isinstance(row, Word):
        return st.sampled_from(sorted(row.labels(config)))
    if isinstance(row, Number):
        bound = row.bound(config)
        if bound.whole:
            return st.integers(int(bound.low), int(bound.high))
        return st.floats(bound.low, bound.high, allow_nan=False).map(lambda value: value + 0.0)
    return st.sampled_from(TEXTS.get(row.name, HIDDEN))


def differ(page, with_value, config, letter, name, value):
    rows = table(page, config)
    fresh = with_value(differences.alone(rows, config, letter), name, value)
    return differences.with_difference(rows, config, letter, name, fresh)


@st.composite
def comparisons(draw, bases=BASES):
    """Configurations whose runners differ in some fields, with the edits that a visitor makes."""
    config, page, with_value = draw(st.sampled_from(bases))
    for letter, _ in config.slots[:3]:
        for _ in range(draw(st.integers(0, 3))):
            own = differences.alone(table(page, config), config, letter)
            free = [n for n, row in table(page, own).items() if not row.common and not row.idle(own)]
            name = draw(st.sampled_from(free))
            with suppress(ValueError):  # too much work, or a start without a value
                value = draw(values(table(page, own)[name], own))
                config = differ(page, with_value, config, letter, name, value)
    return config, page, with_value


@settings(max_examples=120)
@given(comparisons())
def test_a_link_opens_the_comparison_that_it_was_made_from(made):
    config, page, _ = made
    rows = table(page, config)
    assert page.decode(page.encode(config)) == (config, [])
    for letter, own in page.each(config).items():
        assert not own.choices[letter].differs and page.decode(page.encode(own)) == (own, [])
        for name, value in config.choices[letter].differs:
            assert rows[name].value(own) == value
    assert differences.fitting(rows, config) == config
    assert {name for _, chosen in config.slots for name, _ in chosen.differs} >= set(
        differences.differing(rows, config)
    )
    assert any(differences.told(rows, config).values()) == bool(differences.differing(rows, config))


@settings(max_examples=120)
@given(comparisons([*BASES, *DEEP]), st.data())
def test_an_edit_of_the_page_leaves_no_difference_that_is_none(made, data):
    config, page, with_value = made
    if page is initialization:
        config = page.settled(config)
    rows = table(page, config)
    free = [name for name, row in rows.items() if not row.idle(config)]
    deciding = [name for name in free if name in {row.owner for row in rows.values()} | {"x", "y"}]
    name = data.draw(st.sampled_from(deciding) | st.sampled_from(free))
    with suppress(ValueError):  # refused: too much work, or a start without a value
        config = with_value(config, name, data.draw(values(rows[name], config)))
    assert page.decode(page.encode(config)) == (config, [])


@pytest.mark.parametrize(
    "page, with_value, query, name, value, left",
    [
        (network, network_edits.with_value, "init=normal&a=adam&b=adam&b.initvalue=0.1", "init", "he", ()),
        (network, network_edits.with_value, "init=constant&a=adam&b=adam&b.initvalue=-5", "init", "normal", ()),
        (network, network_edits.with_value, "bias=constant&a=adam&b=adam&b.biasvalue=0.5", "bias", "zeros", ()),
        (race, race_edits.with_value, "formula=log(x%2By)&x=1&y=1&a=sgd&b=sgd&b.y=-0.5", "x", 0.2, ()),
        (race, race_edits.with_value, "formula=log(x%2By)&x=1&y=1&a=sgd&b=sgd&b.y=-0.5", "x", 2, (("y", -0.5),)),
        (race, race_edits.with_value, "formula=log(x%2By)&x=1&y=1&a=sgd&b=sgd&b.y=-0.5", "start", "(0.2, 1)", ()),
    ],
)
def test_what_no_longer_counts_beside_the_page_is_dropped(page, with_value, query, name, value, left):
    made, sentences = page.decode(query)
    assert not sentences and made.choices["b"].differs
    edited = with_value(made, name, value)
    assert edited.choices["b"].differs == left
    assert page.decode(page.encode(edited)) == (edited, [])


@pytest.mark.parametrize("config, name, page, with_value", ROWS)
def test_a_runner_differs_in_any_field_that_is_not_shared(config, name, page, with_value):
    row = table(page, config)[name]
    letter = config.slots[1][0]
    query = f"{page.encode(config)}&{letter}.{name}="
    if row.common or row.idle(config):
        read, sentences = page.decode(f"{query}{row.spelled(config)}")
        assert read == config
        assert len(sentences) == 1 and sentences[0].startswith(f"{letter}.{name}: ")
        return
    other = next(value for value in others(row, config) if value != row.spelled(config))
    apart = differ(page, with_value, config, letter, name, other)
    rows = table(page, apart)
    assert page.decode(page.encode(apart)) == (apart, [])
    assert name in differences.differing(rows, apart)
    own = page.each(apart)
    assert row.spelled(own[letter]) == other and row.spelled(own[config.slots[0][0]]) == row.spelled(config)
    told = differences.told(rows, apart)
    assert told[letter] and told[letter] != told[config.slots[0][0]]
    assert differences.without(rows, apart, letter, name) == config


def others(row, config):
    if isinstance(row, Word):
        return [*row.labels(config)]
    if isinstance(row, Number):
        bound = row.bound(config)
        small = [int(bound.low), int(bound.low) + 1] if bound.whole else [0.5, 2.5, 0.0625]
        return [value for value in small if bound.low <= value <= bound.high]
    return HIDDEN[1:]


@pytest.mark.parametrize("config, name, page, with_value", ROWS)
def test_nonsense_is_a_sentence_and_the_value_of_the_configuration(config, name, page, with_value):
    row = table(page, config)[name]
    if row.common or row.idle(config):
        return
    letter = config.slots[1][0]
    read, sentences = page.decode(f"{page.encode(config)}&{letter}.{name}=nonsense")
    assert read == config
    assert len(sentences) == 1 and sentences[0].startswith(f"{letter}.{name}: must be ")
    assert sentences[0].endswith(" was used.")


def test_what_runners_share_by_chance_is_no_difference_between_them():
    rows = race.fields_of(default_race("bowl"))
    read, sentences = race.decode("surface=bowl&noise=0.1&a=adam&b=adam&a.noise=0.1&b.noise=0.2")
    assert not sentences and differences.differing(rows, read) == ["noise"]
    assert differences.told(rows, read) == {"a": "noise 0.1", "b": "noise 0.2"}
    again, _ = race.decode("surface=bowl&noise=0.1&a=adam&b=adam&a.noise=0.1&b.noise=0.1")
    assert differences.differing(rows, again) == [] and again.choices["a"].differs == (("noise", 0.1),)
    assert differences.told(rows, again) == {"a": "", "b": ""}


def test_a_comparison_is_one_runner_for_each_value():
    base = default_race("bowl")
    rows = race.fields_of(base)
    own = [race_edits.with_value(differences.alone(rows, base, "b"), "condition", value) for value in (5, 50, 500)]
    made = differences.compared(rows, base, base.choices["b"], own, race.LETTERS)
    assert [letter for letter, _ in made.slots] == ["a", "b", "c"]
    assert {chosen.bare for chosen in made.choices.values()} == {base.choices["b"].bare}
    assert differences.told(rows, made) == {
        "a": "condition number 5",
        "b": "condition number 50",
        "c": "condition number 500",
    }
    assert [*differences.told(rows, made, short=True).values()] == ["κ 5", "κ 50", "κ 500"]
    assert race.decode(race.encode(made)) == (made, [])


def test_a_start_is_told_as_one_thing():
    made, sentences = race.decode("surface=beale&x=1&y=1.5&a=adam&b=adam&b.x=0.5&c=adam&c.x=-2&c.y=1")
    assert not sentences
    assert differences.told(race.fields_of(made), made) == {
        "a": "from (1, 1.5)",
        "b": "from (0.5, 1.5)",
        "c": "from (−2, 1)",
    }


def test_a_start_at_which_a_formula_has_no_value_is_none():
    base = default_race("formula", "log(x) + y**2")
    slots = (("a", choice("sgd")), ("b", choice("sgd")), ("c", choice("sgd")))
    link = race.encode(replace(base, x=2.0, y=1.0, slots=slots))
    made, sentences = race.decode(f"{link}&b.x=-1&b.y=3&b.noise=0.1&c.x=3")
    assert sentences == [
        "b.x, b.y: the start must be where the formula has a finite value; there is none at (-1, 3); 2, 1 were used."
    ]
    assert made.choices["b"].differs == (("noise", 0.1),) and made.choices["c"].differs == (("x", 3.0),)
    with pytest.raises(ValueError, match="must be where the formula has a finite value"):
        differ(race, race_edits.with_value, made, "b", "x", -1.0)


def test_another_formula_keeps_the_starts_at_which_it_has_values():
    base = replace(default_race("formula", "x**2 + y**2"), slots=(("a", choice("sgd")), ("b", choice("adam"))))
    made = differ(race, race_edits.with_value, base, "a", "x", -1.0)
    made = differ(race, race_edits.with_value, made, "b", "x", 0.5)
    other = race_edits.with_value(made, "formula", "log(x) + y**2")
    assert other.choices["a"].differs == () and other.choices["b"].differs == (("x", 0.5),)
    assert race.decode(race.encode(other)) == (other, [])


def test_another_surface_drops_knobs_and_starts_that_are_none_on_it():
    made, _ = race.decode("surface=bowl&a=sgd&b=sgd&b.condition=5&b.x=1&b.noise=0.5&b.seed=3")
    other = race_edits.with_value(made, "surface", "beale")
    assert other.choices["b"].differs == (("noise", 0.5), ("seed", 3))
    assert race.decode(race.encode(other)) == (other, [])


def test_a_field_that_decides_brings_what_it_decides_about():
    made, sentences = network.decode("a=adam&b=adam&b.init=normal&c=adam&c.init=he")
    assert not sentences
    assert made.choices["b"].differs == (("init", "normal"), ("initvalue", 0.01))
    assert made.choices["c"].differs == (("init", "he"),)
    assert "b.init=normal&b.initvalue=0.01&" in network.encode(made)
    read, sentences = network.decode("a=adam&b=adam&b.init=he&b.initvalue=0.5")
    assert read.choices["b"].differs == (("init", "he"),)
    assert sentences == ["b.initvalue: init=he takes no number; it was ignored."]
    assert differences.without(network.FIELDS, made, "b", "init").choices["b"].differs == ()


@pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "yogi"])
def test_older_links_whose_init_is_a_number_mean_the_initial_sum(rule):
    made, sentences = network.decode(f"a={rule}&a.init=0.1&b={rule}&b.init=he")
    assert not sentences
    assert made.choices["a"].value("initial") == 0.1 and made.choices["a"].differs == ()
    assert made.choices["b"].differs == (("init", "he"),)
    assert race.decode(f"a={rule}&a.init=0.1")[0].choices["a"].value("initial") == 0.1


@pytest.mark.parametrize("surface", [name for name, known in SURFACES.items() if known.knobs])
def test_a_runner_may_have_a_surface_of_its_own(surface):
    base = default_race(surface)
    for knob in SURFACES[surface].knobs:
        value = knob.slider[0] if knob.slider[0] != knob.default else knob.slider[1]
        made = differ(race, race_edits.with_value, base, "b", knob.name, value)
        own = race.each(made)
        assert f"{knob.name}={value:g}" in own["b"].surface_name and own["a"].surface_name == base.surface_name


@pytest.mark.parametrize(
    "page, query, words",
    [
        (network, "data=moons&examples=100&split=0.3", {69: "batch 69", 70: "full batch", 1024: "full batch"}),
        (race, "surface=perceptron_kl", {1: "batch 1", race.decode("surface=perceptron_kl")[0].batch: "full batch"}),
    ],
)
def test_a_step_that_sees_all_examples_is_told_as_a_full_batch(page, query, words):
    for batch, told in words.items():
        made, sentences = page.decode(f"{query}&a=sgd&b=sgd&a.batch={batch}&b.batch=8")
        assert not sentences
        assert differences.told(table(page, made), made) == {"a": told, "b": "batch 8"}


def test_what_is_off_is_told_where_nothing_else_is():
    query = "hidden=8&steps=5&a=adam&b=adam&b.norm=batch&c=adam&c.dropout=inverted&c.keep=0.8"
    config = network.decode(query)[0]
    assert differences.told(network.FIELDS, config) == {
        "a": "no normalization, no dropout",
        "b": "Batch norm",
        "c": "Inverted dropout 0.8",
    }
    assert differences.told(network.FIELDS, config, short=True)["a"] == "without"
    assert differences.differing(network.FIELDS, config) == ["norm", "dropout", "keep"]

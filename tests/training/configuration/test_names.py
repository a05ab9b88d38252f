"""No two things of a runner, a page or a rule share a name, and links with the names of before mean what they meant."""

from __future__ import annotations

from collections import Counter
from functools import partial
from importlib import import_module
from types import CodeType

import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.schedules import SCHEDULES
from optimizers.wrappers import WRAPPERS
from surfaces import SURFACES
from training.choice import SCHEDULE, choice, form_names, part_forms
from training.configuration.view_links import NAMES as VIEW_FIELDS
from training.initialization import config as initialization_config
from training.loop import Trace
from training.network import config as network_config
from training.race import config
from training.race.explain import moments, state_fields
from ui.takeaway.extract import Extract

SUFFIXES = (SCHEDULE.removeprefix("."), "slider")  # "lr.schedule" is a field, "lr.slider" a widget


def twice(names):
    return [name for name, count in Counter(names).items() if count > 1]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_hyperparameters_options_wrappers_and_schedules_have_names_of_their_own(name):
    spec = OPTIMIZERS[name]
    own = [hyper.name for hyper in spec.hypers] + [option.name for option in spec.options]
    parts = [f"{part}.{n}" for part in form_names(spec) for n in {h.name for f in part_forms(part).values() for h in f}]
    assert not twice([*own, *form_names(spec), *parts])
    assert all(word.isidentifier() and word not in SUFFIXES for word in own)
    former = [hyper.former_name for hyper in spec.hypers if hyper.former_name]
    assert not twice([*own, *former])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_two_numbers_of_a_runner_look_alike(name):
    own = [hyper.label for hyper in OPTIMIZERS[name].hypers]
    of_wrappers = {hyper.label for part in WRAPPERS for form in part_forms(part).values() for hyper in form}
    assert not twice([*own, *of_wrappers])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_share_of_an_average_is_called_what_the_field_calls_it(name):
    shares = [hyper.label.lower() for hyper in OPTIMIZERS[name].hypers if hyper.memory]
    assert all(any(word in label for word in ("decay", "momentum", "interpolation")) for label in shares)


def test_numbers_of_wrappers_and_schedules_are_words_that_no_suffix_is():
    for part in (*SCHEDULES.values(), *WRAPPERS.values()):
        of_forms = part.forms.values() if hasattr(part, "forms") else (part.hypers,)
        for numbers in of_forms:
            assert not twice(number.name for number in numbers)
            assert all(number.name.isidentifier() and number.name not in SUFFIXES for number in numbers)
    assert "off" not in {form for part in form_names(OPTIMIZERS["adam"]) for form in part_forms(part)}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_a_rule_remembers_hides_no_number_of_its_explanation(name):
    spec = OPTIMIZERS[name]
    numbers = {hyper.name: hyper.default for hyper in spec.hypers}
    state = spec.make(**{h: jnp.asarray(v) for h, v in numbers.items()}, **dict(choice(name).options)).init(jnp.ones(2))
    while hasattr(state, "inner"):
        state = state.inner
    rows, flat = np.zeros((3, 2)), np.zeros(3)
    trace = Trace(params=rows, queries=rows, loss=flat, grads=rows, updates=rows, state=(), hypers={})
    remembered = [word for field in state_fields(state) for word in (field, f"prev_{field}")]
    assert not twice([*vars(moments(trace, {})), *numbers, *remembered])


def test_fields_of_a_page_have_names_of_their_own():
    for surface in SURFACES.values():
        knobs = (knob.name for knob in surface.knobs)
        assert not twice(["v", *VIEW_FIELDS, *config.LETTERS, *config.FIELDS, *knobs])
    assert not twice(["v", *VIEW_FIELDS, *network_config.LETTERS, *network_config.FIELDS])
    assert not twice(["v", *VIEW_FIELDS, *initialization_config.FIELDS])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_part_of_a_runner_has_the_name_of_a_field_in_which_runners_may_differ(name):
    spec = OPTIMIZERS[name]
    of_rule = {hyper.name for hyper in spec.hypers} | {option.name for option in spec.options} | {*form_names(spec)}
    knobs = {knob.name for surface in SURFACES.values() for knob in surface.knobs}
    of_pages = {*config.FIELDS, *knobs, *network_config.FIELDS}
    assert not of_rule & of_pages
    assert "name" not in of_rule | of_pages


def test_older_links_of_sophia_mean_what_they_meant():
    def runner(link):
        race, sentences = config.decode(f"surface=beale&a=sophia&{link}")
        return race.choices["a"], sentences

    assert runner("a.clip=0.5") == (
        config.default_choice("sophia", SURFACES["beale"]).with_value("clip_threshold", 0.5),
        [],
    )
    faded, sentences = runner("a.clip=2&a.clip.schedule=cosine&a.clip.schedule.floor=0.25")
    assert not sentences
    assert (faded.value("clip_threshold"), faded.value("clip_threshold.schedule.floor")) == (2, 0.25)
    clipped, sentences = runner("a.clip=norm&a.clip.at=3&a.clip_threshold=0.5")
    assert not sentences
    assert [clipped.value(name) for name in ("clip", "clip.at", "clip_threshold")] == ["norm", 3, 0.5]
    assert runner("a.clip=0.5&a.clip_threshold=2")[0].value("clip_threshold") == 2
    assert "a.clip_threshold: must be a number from 0" in runner("a.clip=-1")[1][0]


@pytest.mark.parametrize("name", ["adopt", "yellowfin"])
def test_a_wrapper_leaves_an_option_whose_name_begins_alike(name):
    set_by_hand = next(form for form in ("on", "off") if form != OPTIMIZERS[name].option("clipping").default)
    chosen = choice(name, clipping=set_by_hand).with_value("clip", "norm")
    assert chosen.value("clipping") == set_by_hand
    assert chosen.with_value("clip", "off") == choice(name, clipping=set_by_hand)


def test_another_form_starts_from_its_own_numbers_and_leaves_those_of_others():
    chosen = choice("adam", **{"lr.schedule": "staircase", "lr.schedule.rate": 0.3, "b1.schedule": "cosine"})
    other = chosen.with_value("lr.schedule", "exponential")
    assert other.value("lr.schedule.rate") == 0.95 and other.value("b1.schedule") == "cosine"


def test_the_code_of_all_rules_together_calls_what_each_rule_calls_alone():
    """Two files may call different things alike, as constants or steps of a line search; in one file they may not."""
    extract = Extract()
    factories = [
        (spec.module, spec.make.__name__) for spec in OPTIMIZERS.values() if spec.make.__module__ == spec.module
    ]
    factories += [(wrapper.wrap.__module__, wrapper.wrap.__name__) for wrapper in WRAPPERS.values()]
    named = {place: extract.add(*place) for place in factories}
    together: dict[str, object] = {}
    exec("\n".join(["from __future__ import annotations", *sorted(extract.imports), extract.text]), together)
    assert not twice(named.values())

    def called(code, rename):
        inner = [part for part in code.co_consts if isinstance(part, CodeType)]
        return [rename(name) for name in code.co_names] + [called(part, rename) for part in inner]

    for (module, name), new in named.items():
        alone = getattr(import_module(module), name)
        assert called(together[new].__code__, str) == called(alone.__code__, partial(extract.add, module)), name

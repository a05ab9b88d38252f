"""Every named thing that can be chosen has its note one press away from the control that chooses it."""

import re
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from locales import in_sentence
from optimizers import OPTIMIZERS
from optimizers.wrappers import WRAPPERS
from surfaces import SURFACES
from tests.pages import PATIENCE, script
from tests.ui.widgets.test_fields import _initialization, _network, _race
from training.data.datasets import DATASETS
from training.initialization.config import NORMALIZED
from training.network.config import decode, losses
from training.network.resolve import dataset
from training.notes import cards, of
from training.parts.losses import LOSSES
from ui.schedules.page import TABLED
from ui.widgets import runners

# What a runner of a network may have for itself, with the folded groups in which the page's own is chosen.
OWN = {"activation": "", "init": "", "norm": "norm", "dropout": "dropout", "penalty": "penalty", "augment": "augment"}
OWN |= {"prep": ""}
NETWORK, RACE = "abcdef", "abcdefghijkl"
CHOSEN = {"", "schedule", "wrapper", "surface", "data", "loss", *OWN}


@pytest.fixture(autouse=True)
def _open(monkeypatch):
    """All chips are open at once, and not only the one that is chosen."""
    monkeypatch.setattr(runners, "chip", lambda letter, told, content, about=None: content())


def _entries(kind):
    return [name for name in (cards.KINDS[kind] if kind else OPTIMIZERS) if name != cards.NOTHING]


def _parted(names, size):
    return [names[place : place + size] for place in range(0, len(names), size)]


def _notes(app, query, *boxes):
    """The buttons of notes that a visitor with this link sees with these boxes open: by key, what each says."""
    app.query_params.update(parse_qs(query))
    for box in boxes:
        app.session_state[box] = True
    app.run()
    assert not app.exception and not app.warning, (query, app.exception, app.warning)
    return dict(_popovers(app._tree))


def _popovers(block):
    """The notes in a block of a page: the key of each, with its button and what is read when that is pressed."""
    for child in getattr(block, "children", {}).values():
        proto = getattr(child, "proto", None)
        key = re.search(r"-note\.(.+)$", getattr(proto, "id", ""))
        if key and proto.WhichOneof("type") == "popover":
            yield key[1], (proto.popover.label, " ".join(text.value for text in child.get("markdown")))
        yield from _popovers(child)


def _page(draw):
    return AppTest.from_function(draw, default_timeout=60)


def _says(found, key, kind, *names):
    """That the button ``key`` names the one thing, or the group of several, and opens the cards of all."""
    label, text = found[key]
    titles = [of(kind, name).title for name in names]
    assert label == (f"Note on {titles[0]}" if len(names) == 1 else f"Notes on {in_sentence(cards.GROUPS[kind])}")
    assert [title for title in titles if f"**{title}.**" not in text] == [], (key, text)


def test_each_kind_of_card_is_looked_for_where_it_is_chosen():
    assert {"", *cards.KINDS} == CHOSEN


TRAINS = [name for name, spec in OPTIMIZERS.items() if spec.surface_note]
RACES = [name for name in OPTIMIZERS if name not in TRAINS]
RUNS = [(_race, "surface=bowl", RACE, part) for part in _parted(RACES, 12)]
RUNS += [(_network, "data=moons", NETWORK, part) for part in _parted(TRAINS, 6)]


@pytest.mark.parametrize("draw, query, letters, names", RUNS)
def test_optimizers_have_theirs_in_their_chips(draw, query, letters, names):
    who = dict(zip(letters, names, strict=False))
    query += "".join(f"&{letter}={name}" for letter, name in who.items())
    found = _notes(_page(draw), query, *(f"note.{letter}" for letter in who))
    for letter, name in who.items():
        _says(found, letter, "", name)


def test_what_is_put_on_rules_has_its_own_under_each_choice():
    who = dict(zip(RACE, _entries("schedule"), strict=False))
    forms = {name: next(iter(wrapper.forms)) for name, wrapper in WRAPPERS.items()}
    query = "&".join(f"{letter}=sgd&{letter}.lr.schedule={name}" for letter, name in who.items())
    query += "".join(f"&a.{name}={form}" for name, form in forms.items())
    keys = {f"{letter}.lr.schedule": ("schedule", name) for letter, name in who.items()}
    keys |= {f"a.{name}": ("wrapper", name) for name in forms}
    found = _notes(_page(_race), query, *(f"extras.{letter}" for letter in who), *(f"note.{key}" for key in keys))
    for key, (kind, name) in keys.items():
        _says(found, key, kind, name)


@pytest.mark.parametrize("kind", OWN)
def test_parts_of_networks_have_theirs_beside_the_page_s_choice_and_a_runner_s_own(kind):
    for first, *others in _parted(_entries(kind), 6):
        who = dict(zip(NETWORK[1:], others, strict=False))
        query = f"data=moons&hidden=8&{kind}={first}&a=sgd"
        query += "".join(f"&{letter}=sgd&{letter}.{kind}={name}" for letter, name in who.items())
        keys = {kind: (first, *others)} | {f"{letter}.{kind}": (name,) for letter, name in who.items()}
        found = _notes(_page(_network), query, f"more.{OWN[kind]}", *(f"note.{key}" for key in keys))
        for key, names in keys.items():
            _says(found, key, kind, *names)


def test_data_have_theirs_and_losses_those_that_fit_them():
    fitting = {name: losses(dataset(decode(f"data={name}")[0])) for name in DATASETS}
    pairs = {(data, known[0]) for data, known in fitting.items()}
    pairs |= {(next(data for data, known in fitting.items() if loss in known), loss) for loss in LOSSES}
    for data, loss in sorted(pairs):
        boxes = ("more.network", "note.data", "note.loss")
        found = _notes(_page(_network), f"data={data}&loss={loss}&a=sgd", *boxes)
        _says(found, "data", "data", data)
        _says(found, "loss", "loss", loss)


def test_surfaces_have_theirs_beside_the_list():
    for name in SURFACES:
        _says(_notes(_page(_race), f"surface={name}&a=sgd", "note.surface"), "surface", "surface", name)


@pytest.mark.parametrize("kind", ["activation", "init", "norm"])
def test_networks_that_are_not_trained_have_the_same(kind):
    names = [name for name in (NORMALIZED if kind == "norm" else _entries(kind)) if name != cards.NOTHING]
    for part in _parted(names, 1 if len(names) < 4 else 6):
        query = "&".join((f"{kind}={part[0]}", *(f"{x}.{kind}={name}" for x, name in zip(RACE, part, strict=False))))
        _says(_notes(_page(_initialization), query, f"note.{kind}"), kind, kind, *part)


@pytest.mark.parametrize(
    "page, query, key, kind, names",
    [
        ("schedules", "&".join(f"schedules={name}" for name in TABLED), "schedules", "schedule", [*TABLED]),
        ("all", "on=bowl", "on", "surface", ["bowl"]),
        ("all", "of=adam", "of", "", ["adam"]),
    ],
)
def test_lists_of_other_pages_have_theirs(page, query, key, kind, names):
    app = AppTest.from_file(script(page), default_timeout=PATIENCE)
    _says(_notes(app, query, f"note.{key}"), key, kind, *names)

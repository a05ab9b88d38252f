"""The identities: the distances of the table's hues for every kind of sight, their contrast, and the family rule."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from optimizers import OPTIMIZERS
from training.choice import choice
from training.network.config import FIELDS, decode, encode
from training.race import config as race_config
from training.race.config import LETTERS
from ui.looks.identity import ARCS, GREYS, SPARE, TABLE, identify, identities, identity, looks
from ui.looks.marks import mark_path, mark_svg
from ui.looks.tokens import THEME

PAGE = {"light": "#FFFFFF", "dark": "#0F1318"}
# Machado, Oliveira and Fernandes 2009, full severity, on linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# Linear sRGB to XYZ (D65), IEC 61966-2-1.
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour):
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(TO_XYZ[1] @ linear(colour))


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def lab(colour, sight):
    xyz = TO_XYZ @ np.clip(SIGHTS[sight] @ linear(colour), 0, 1) / (TO_XYZ @ np.ones(3))
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def ciede2000(one, two):
    """Sharma, Wu and Dalal 2005, equations 2 to 22."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(c**7 / (c**7 + 25.0**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dl, dc = l2 - l1, c2 - c1
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dH = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    t = 1 - 0.17 * np.cos(np.radians(hm - 30)) + 0.24 * np.cos(np.radians(2 * hm))
    t += 0.32 * np.cos(np.radians(3 * hm + 6)) - 0.20 * np.cos(np.radians(4 * hm - 63))
    sl = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * np.sqrt(cm**7 / (cm**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((hm - 275) / 25) ** 2))))
    return float(np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dH / sh) ** 2 + rt * (dc / sc) * (dH / sh)))


def test_ciede2000_gives_the_published_values():
    # Sharma and others, table 1, pairs 1, 7, 17 and 25.
    for one, two, distance in (
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ):
        assert ciede2000(one, two) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize(("theme", "smallest"), [("light", 9.0), ("dark", 13.1)])
def test_hues_of_the_table_stay_apart_for_every_sight(theme, smallest):
    distances = {
        (one, two, sight): ciede2000(lab(getattr(TABLE[one], theme), sight), lab(getattr(TABLE[two], theme), sight))
        for one, two in combinations(TABLE, 2)
        for sight in SIGHTS
    }
    nearest = min(distances, key=distances.get)
    assert distances[nearest] == pytest.approx(smallest, abs=0.06), nearest


@pytest.mark.parametrize("theme", PAGE)
def test_hues_of_copies_stay_apart_from_each_other_and_from_the_table(theme):
    known, spare = [getattr(look, theme) for look in TABLE.values()], [pair[theme == "dark"] for pair in SPARE]
    distances = {
        (one, two, sight): ciede2000(lab(one, sight), lab(two, sight))
        for one, two in (*product(spare, known), *combinations(spare, 2))
        for sight in SIGHTS
    }
    nearest = min(distances, key=distances.get)
    assert distances[nearest] >= 9, nearest
    assert all(contrast(hue, PAGE[theme]) >= 3 for hue in spare)


def test_twelve_runners_of_one_rule_are_told_apart():
    people = list(identify({letter: choice("sgd", lr=0.1) for letter in LETTERS}).values())
    assert len({who.light for who in people[:10]}) == len({who.dark for who in people[:10]}) == 10
    assert len({(who.light, who.dash) for who in people}) == len({(who.dash, who.hollow) for who in people}) == 12
    assert {who.marker for who in people} == {"circle"}


def test_a_copy_keeps_its_hue_whoever_goes():
    slots = {"a": choice("sgd"), "b": choice("adam"), "c": choice("sgd"), "d": choice("adam"), "e": choice("sgd")}
    people = identify(slots)
    left = identify({slot: chosen for slot, chosen in slots.items() if slot != "c"})
    assert (left["d"].light, left["e"].light) == (people["d"].light, people["e"].light)
    assert len({who.light for who in people.values()}) == 5


def test_near_hues_differ_in_dash_and_marker():
    for one, two in (("rmsprop", "adam"), ("momentum", "adamax")):
        assert TABLE[one].dash != TABLE[two].dash and TABLE[one].marker != TABLE[two].marker
    assert len({look.marker for look in TABLE.values()}) == len(TABLE)


@pytest.mark.parametrize(("theme", "apart"), [("light", 33), ("dark", 14)])
def test_the_solid_lines_are_far_apart(theme, apart):
    solid = [getattr(look, theme) for look in TABLE.values() if not look.dash]
    assert len(solid) == 3
    nearest = min(
        ciede2000(lab(one, sight), lab(two, sight)) for one, two in combinations(solid, 2) for sight in SIGHTS
    )
    assert int(nearest) >= apart


@pytest.mark.parametrize(
    ("name", "light", "dark"),
    [
        ("sgd", 12.9, 15.9),
        ("momentum", 7.2, 5.3),
        ("nesterov", 3.1, 11.4),
        ("adagrad", 4.6, 6.8),
        ("adadelta", 9.9, 15.3),
        ("rmsprop", 3.3, 9.8),
        ("adam", 4.9, 5.4),
        ("adamax", 4.3, 5.8),
    ],
)
def test_contrast_on_the_page_is_that_of_the_table(name, light, dark):
    assert contrast(TABLE[name].light, PAGE["light"]) == pytest.approx(light, abs=0.06)
    assert contrast(TABLE[name].dark, PAGE["dark"]) == pytest.approx(dark, abs=0.06)


def test_every_optimizer_is_visible_and_unlike_every_other():
    found = looks()
    assert set(found) == set(OPTIMIZERS)
    for look in found.values():
        assert contrast(look.light, PAGE["light"]) >= 3 and contrast(look.dark, PAGE["dark"]) >= 3
        assert contrast(look.dark, THEME["dark"]["top"]) >= 3  # the steepest ground, on a dark projector
    assert len({(look.marker, look.dash) for look in found.values()}) == len(found)
    assert len({(look.light, look.marker) for look in found.values()}) == len(found)


def test_families_keep_to_their_arc():
    for name, look in looks().items():
        arc = ARCS.get(OPTIMIZERS[name].family, ())
        hues = {(TABLE[member].light, TABLE[member].dark) for member in arc} or set(GREYS)
        assert (look.light, look.dark) in hues, name


def test_fifty_optimizers_find_a_look_and_the_first_keep_theirs(monkeypatch):
    before = dict(looks())
    families = ("Plain", "Momentum", "Accumulators", "Adam", "Adam", "Sign", "Second order")
    spec = OPTIMIZERS["adam"]
    for i in range(50 - len(OPTIMIZERS)):
        new = type(spec)(**{**vars(spec), "name": f"new{i}", "label": f"New {i}", "family": families[i % 7]})
        monkeypatch.setitem(OPTIMIZERS, f"new{i}", new)
    looks.cache_clear()
    try:
        found = looks()
        assert len(found) == 50 and before.items() <= found.items()
        assert len({(look.marker, look.dash) for look in found.values()}) == 50
        assert len({(look.light, look.marker) for look in found.values()}) == 50
    finally:
        looks.cache_clear()


def test_copies_are_hollow_and_named_by_what_differs():
    slots = {"a": choice("adam"), "b": choice("sgd"), "c": choice("adam", lr=0.1), "d": choice("adam")}
    people = identify(slots)
    assert [people[slot].label for slot in "abcd"] == ["Adam lr 0.001", "SGD", "Adam lr 0.1", "Adam 3"]
    assert [people[slot].short for slot in "abcd"] == ["lr 0.001", "", "lr 0.1", ""]
    assert [people[slot].hollow for slot in "abcd"] == ["", "", "empty", "dot"]
    assert people["a"].marker == people["c"].marker == people["d"].marker
    for look in ("light", "dark", "dash"):
        assert len({getattr(people[slot], look) for slot in "acd"}) == 3


def test_a_slider_changes_the_names_of_copies_and_nothing_else():
    slots = {"a": choice("sgd", lr=0.1), "b": choice("sgd", lr=0.2)}
    before, after = identify(slots), identify(slots | {"a": choice("sgd", lr=0.3)})
    assert [who.label for who in after.values()] == ["SGD lr 0.3", "SGD lr 0.2"]
    for slot, who in before.items():
        assert replace(after[slot], label=who.label, short=who.short) == who
    alike = identify(slots | {"a": choice("sgd", lr=0.2)})
    assert [who.label for who in alike.values()] == ["SGD", "SGD 2"]


def test_the_player_gets_the_short_name_of_copies_only():
    people = identify({"a": choice("adam"), "b": choice("sgd", lr=0.1), "c": choice("sgd", lr=0.2)})
    assert "short" not in people["a"].drawn
    assert people["c"].drawn["short"] == "lr 0.2" and people["c"].drawn["hollow"]


def test_marks_are_pictures_of_the_identity():
    adam, second = identity("adam"), identity("adam", 2, 1)
    assert mark_path(adam, False) == "/lib/mark/adam-light.svg"
    assert mark_path(second, True) == "/lib/mark/adam-dark-2-1.svg"
    assert mark_path(identity("adam", 3, 8), True) == "/lib/mark/adam-dark-3-8.svg"
    assert f'fill="{adam.light}"' in mark_svg(adam, False)
    assert f'stroke="{SPARE[1][1]}" stroke-width="1.87"' in mark_svg(second, True)
    assert mark_svg(identity("adam", 3), True).count("<circle") == 1
    assert 'stroke-dasharray="11 4"' in mark_svg(identity("momentum"), False)


def test_runners_that_differ_in_fields_alone_have_looks_of_their_own_and_are_called_by_what_differs():
    query = "&".join(f"{letter}=adam&{letter}.seed={seed}" for seed, letter in enumerate("abcdef"))
    people = identities(FIELDS, decode(query)[0])
    assert [who.label for who in people.values()] == [f"weight seed {seed}" for seed in range(6)]
    looks = {(who.light, who.dark, who.dash, who.marker) for who in people.values()}
    assert len(looks) == len({who.marker for who in people.values()}) == 6
    others = identities(FIELDS, decode(query.removeprefix("a=adam&a.seed=0&"))[0])
    assert all(others[letter] == who for letter, who in people.items() if letter != "a")
    for who in people.values():
        assert mark_svg(who, dark=False) == mark_svg(identity(who.name, who.copy, who.tone), dark=False)


def test_a_race_of_twelve_starts_has_twelve_looks():
    query = "&".join(f"{letter}=sgd&{letter}.x={x / 8}" for x, letter in enumerate(LETTERS))
    race = race_config.decode(f"surface=beale&{query}")[0]
    people = identities(race_config.fields_of(race), race).values()
    assert len({who.light for who in people}) == len({who.label for who in people}) == len(LETTERS)


def test_where_rules_differ_as_well_each_keeps_its_look_and_what_differs_follows_its_name():
    network = decode("a=adam&a.init=he&b=sgd&b.init=normal&b.initvalue=1&c=adam&c.init=normal&c.initvalue=0.01")[0]
    people = identities(FIELDS, network)
    assert [who.label for who in people.values()] == ["Adam, He", "SGD, Normal 1", "Adam, Normal 0.01"]
    assert [who.marker for who in people.values()] == [identity(name).marker for name in ("adam", "sgd", "adam")]
    named = identities(FIELDS, decode(encode(network) + "&b.name=Mine")[0])
    assert [who.label for who in named.values()] == ["Adam, He", "Mine", "Adam, Normal 0.01"]


def test_the_second_of_two_equal_runners_has_its_count_apart_from_a_number_in_its_name():
    people = identities(FIELDS, decode("a=adam&b=adam&c=adam&a.batch=8&b.batch=8")[0])
    assert [person.label for person in people.values()] == ["batch 8", "batch 8 (2)", "batch 32"]
    people = identities(FIELDS, decode("a=adam&b=adam&c=adam&a.init=he&b.init=he")[0])
    assert [person.label for person in people.values()] == ["He", "He 2", "LeCun"]

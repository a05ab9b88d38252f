"""The pictures on the presets of networks: of the size of those of races, in the classes' own colours, and small."""

from __future__ import annotations

import json
import re

import pytest

from training.network.resolve import dataset
from ui.network.presets import PRESETS
from ui.thumbs.network import CLASSES, NETWORK_FILE, picture
from ui.thumbs.race import FILE, HEIGHT, WIDTH


def written():
    text = NETWORK_FILE.read_text()
    return json.loads(text[text.index("{") : text.rindex("}") + 1])


def test_the_file_has_the_presets_in_their_order_and_is_small():
    assert list(written()) == list(PRESETS), "run python -m ui.thumbs.network"
    assert NETWORK_FILE.stat().st_size + FILE.stat().st_size < 120_000
    assert NETWORK_FILE.read_text().count("\nexport const THUMBS = {") == 1


@pytest.mark.parametrize("name", PRESETS)
def test_a_picture_shows_both_classes_in_both_themes_or_one_digit_or_a_curve(name):
    svg = written()[name]
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in svg
    plain = name == "digits" or not dataset(PRESETS[name].config).classes
    hues = [] if plain else [pair for mark, region, _ in CLASSES for pair in (region, mark)]
    assert svg.count('class="op-hue"') == len(hues)
    for light, dark in hues:
        assert f"--light:{light};--dark:{dark}" in svg
    assert not re.search(r"nan|inf|href|url\(", svg)


@pytest.mark.parametrize("name", ["constant", "digits"])
def test_the_file_is_what_the_generator_writes_now(name):
    fresh, kept = picture(PRESETS[name]), written()[name]
    assert abs(len(fresh) - len(kept)) < 40  # the last bits of a training differ between machines
    assert re.sub(r"[\d.]+", "", fresh)[:200] == re.sub(r"[\d.]+", "", kept)[:200]


def test_the_digit_has_the_pixels_of_its_data():
    squares = re.findall(r"M([\d.]+) ([\d.]+)h", written()["digits"])
    assert 20 < len(squares) < 64 and len(set(squares)) == len(squares)
    assert all(12 <= float(x) < 54 and 0 <= float(y) < HEIGHT for x, y in squares)


def test_the_pictured_runner_is_one_of_the_preset():
    for preset in PRESETS.values():
        assert preset.pictured in preset.config.choices

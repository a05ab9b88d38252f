"""The short form of a link opens what the complete one opens, and fits into a QR code."""

from __future__ import annotations

import io
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from optimizers import OPTIMIZERS
from tests.training.network.test_config import networks
from tests.training.race.test_config import races
from training.configuration.short_links import short
from training.initialization import config as initialization_config
from training.initialization.config import DEFAULT
from training.network import config as network_config
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from training.race import config
from ui.initialization.presets import PRESETS as DEEP_PRESETS
from ui.network.presets import PRESETS as NETWORK_PRESETS
from ui.race.presets import PRESETS

RACE = (config.LETTERS, (config.decode, config.encode))
NETWORK = (network_config.LETTERS, (network_config.decode, network_config.encode))
DEEP = ("", (initialization_config.decode, initialization_config.encode))
PAGES = [(RACE, preset.config) for preset in PRESETS.values()]
PAGES += [(NETWORK, preset.config) for preset in NETWORK_PRESETS.values()]
PAGES += [(DEEP, preset.config) for preset in DEEP_PRESETS.values()]
ROOM, SCREEN = "http://192.168.100.100:8501", 800
READABLE = 1_700  # characters: a QR code of version 30, whose squares are still several pixels wide


def opens_the_same(page, wanted):
    letters, (decode, encode) = page
    link = short(encode(wanted), letters, (decode, encode))
    assert decode(link) == (wanted, [])
    assert set(parse_qsl(link)) <= set(parse_qsl(encode(wanted)))
    return link


@settings(max_examples=40)
@given(races())
def test_a_short_link_opens_the_same_race(race):
    opens_the_same(RACE, race)


@settings(max_examples=40)
@given(networks())
def test_a_short_link_opens_the_same_network(network):
    opens_the_same(NETWORK, network)


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(ACTIVATIONS)),
    st.sampled_from(sorted(INITIALIZERS)),
    st.floats(0.01, 10),
    st.integers(1, 200),
)
def test_a_short_link_opens_the_same_layers(activation, init, gain, depth):
    start = replace(DEFAULT, activation=activation, gain=gain, depth=depth)
    opens_the_same(DEEP, initialization_config.with_value(start, "init", init))


@pytest.mark.parametrize(("page", "wanted"), PAGES)
def test_every_preset_is_shorter(page, wanted):
    assert len(opens_the_same(page, wanted)) < len(page[1][1](wanted))


def test_defaults_are_left_out():
    assert opens_the_same(RACE, config.default_race()) == "v=1"
    assert opens_the_same(NETWORK, network_config.default_network()) == "v=1"
    assert opens_the_same(DEEP, DEFAULT) == "v=1"
    race = config.decode("surface=saddle&a=adam&b=adam&b.lr=0.3&b.clip=norm&steps=77")[0]
    assert opens_the_same(RACE, race) == "v=1&surface=saddle&steps=77&a=adam&b=adam&b.lr=0.3&b.clip=norm"
    assert opens_the_same(RACE, config.decode("a=none")[0]) == "v=1&a=none"


def test_twelve_runners_and_a_hundred_points_are_short_enough():
    names = list(OPTIMIZERS)[:12]
    chosen = "&".join(
        f"{letter}={name}&{letter}.lr=0.0{i}3"
        for i, (letter, name) in enumerate(zip(config.LETTERS, names, strict=True))
    )
    twelve = opens_the_same(RACE, config.decode(chosen)[0])
    assert len(twelve) < READABLE / 3
    points = ";".join(f"{i / 7:.4g},{-i / 3:.4g},{'ab'[i % 2]}" for i in range(100))
    hundred = opens_the_same(NETWORK, network_config.decode(f"points={points}")[0])
    assert len(hundred) < READABLE
    assert scanned(f"{ROOM}/?{twelve}") == f"{ROOM}/?{twelve}"
    assert scanned(f"{ROOM}/network?{hundred}") == f"{ROOM}/network?{hundred}"


def scanned(address):
    """What a reader makes of the QR code of an address, as high as a window of a projector."""
    picture = io.BytesIO()
    segno.make(address, error="l", micro=False).save(picture, kind="png", scale=8, border=4)
    shown = Image.open(picture).convert("L").resize((SCREEN, SCREEN), Image.Resampling.BILINEAR)
    (found,) = zxingcpp.read_barcodes(shown)
    return found.text


def test_a_link_that_is_not_understood_is_shortened_to_what_it_opens():
    assert short("surface=nowhere&colour=red", *RACE) == "v=1"

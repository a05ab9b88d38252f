"""What a link says of the view: understood by every page, told where it is not, and never part of a configuration."""

from __future__ import annotations

import json
import re

import pytest

from training.configuration import view_links
from training.initialization import config as initialization_config
from training.network import config as network_config
from training.race import config
from ui.network.page import PAGE as NETWORK
from ui.player.assets import PLAYER
from ui.race.page import PAGE as RACE
from ui.session import opening

GOOD = (
    "t=0&time=steps&view=3d&camera=1.2,-1.1,0.9&zoom=0,1,-0.5,0.25&arrows=on&curves=distance,penalty,steploss"
    "&inside=source&layers=all&ground=pieces&full=1"
)
BAD = {
    "view": "4d",
    "arrows": "maybe",
    "inside": "",
    "layers": "two",
    "ground": "sand",
    "full": "yes",
    "embed": "1",
    "curves": "loss,joy",
    "camera": "1,2",
    "zoom": "1,0,0,1",
    "pick": "z",
    "t": "-1",
    "time": "years",
}
DECODERS = {"race": config.decode, "network": network_config.decode, "initialization": initialization_config.decode}


@pytest.mark.parametrize("page", DECODERS)
def test_the_view_is_understood_and_changes_nothing_of_what_is_computed(page):
    decode = DECODERS[page]
    assert decode(f"{GOOD}&embed=true&embed_options=dark_theme") == decode("")


@pytest.mark.parametrize("page", ["race", "network"])
@pytest.mark.parametrize("name", BAD)
def test_a_view_that_is_none_is_told(page, name):
    found, sentences = DECODERS[page](f"{name}={BAD[name]}")
    assert found == DECODERS[page]("")[0]
    assert len(sentences) == 1 and sentences[0].startswith(f"{name}: must be ") and sentences[0].endswith(".")


@pytest.mark.parametrize(("text", "good"), [("2.5", True), ("0", True), ("90000", True), ("1e3", False), ("-1", False)])
def test_a_time_that_is_no_step_may_lie_between_two_and_far_away(text, good):
    for unit in view_links.TIMES[1:]:
        _, sentences = network_config.decode(f"t={text}&time={unit}")
        assert [sentence.split(",")[0] for sentence in sentences] == (
            [] if good else [f"t: must be a number of {unit} from 0 on"]
        )
    assert len(network_config.decode(f"t={text}")[1]) == (text != "0")


@pytest.mark.parametrize("text", ["1,2,3", "nan,1,2", "1e999,0,0", "a,b,c", "1,2,3,4,5,6,7", "", "1,,2"])
def test_a_camera_is_three_or_six_finite_numbers(text):
    assert bool(view_links.numbers("camera", text)) == (text == "1,2,3")


def test_the_zoom_the_chosen_runner_and_whose_layers_come_from_the_link():
    held = opening.from_link(f"{GOOD}&a=sgd&b=adam&c=lion&pick=b", RACE)
    assert (held.pick, held.view) == ("b", (0, 1, -0.5, 0.25))
    assert opening.from_link("zoom=0,1e-5,0,1", RACE).view is None
    assert opening.from_link("a=sgd&b=adam&pick=b", NETWORK).pick == "b"
    for query, layers in (("layers=all", "all"), ("layers=two", "one"), ("", "one")):
        assert opening.from_link(query, NETWORK).layers == layers
    grounds = [opening.from_link(f"ground={word}", NETWORK).ground for word in ("pieces", "sand")]
    assert grounds == ["pieces", "usual"]


def test_player_and_server_know_the_same_fields_of_the_view():
    script = PLAYER.files["engine/viewlink.js"].decode()
    words = re.search(r"const WORDS = \{([^}]*)\};", script)[1]
    for name, (_, *others) in view_links.WORDS.items():
        assert f"{name}: {json.dumps(others)}" in words
    lists = re.search(r"const LISTS = \{(.*)\};", script)[1]
    assert {name: str(list(counts)) for name, counts in view_links.LISTS.items()} == dict(
        re.findall(r"(\w+): (\[[\d, ]+\])", lists)
    )
    times = re.search(r"UNITS = \[STEPS, (.*)\];", PLAYER.files["draw/timeline.js"].decode())[1]
    assert re.findall(r'"(\w+)"', times) == list(view_links.TIMES[1:])
    others = re.search(r"const NAMES = \[([^\]]*?),\s*\.\.\.", script)[1]
    assert {*re.findall(r'"(\w+)"', others), *view_links.WORDS, *view_links.WITHIN} == set(view_links.NAMES)

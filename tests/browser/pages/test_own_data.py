"""The player on data of one's own: points drawn on the stage, names of classes, inputs and values of any size."""

from dataclasses import replace

import numpy as np
import pytest

from tests.browser.pages.test_network_player import blob_of
from tests.network_runs import made_up
from training.data.columns import tidy
from training.network.config import default_network
from ui.network.header import network_header
from ui.player.component import pack

DRAWING = "Points that a press on the stage adds"


def test_a_press_on_the_stage_draws_a_point(stand):
    own = replace(default_network("own", "0,0,1;0.2,1,1;1,0,2;1,1,2"))
    page = stand(blob_of(own), live=True)
    group = page.get_by_role("group", name=DRAWING)
    assert [name.strip() for name in group.get_by_role("button").all_inner_texts()] == ["1", "2", "+ 3", "Start empty"]
    group.get_by_role("button", name="2", exact=True).click()
    stage = page.locator(".op-regions")
    box = stage.bounding_box()
    stage.click(position={"x": box["width"] / 2, "y": box["height"] / 4})
    (event,) = page.evaluate("() => window.events")
    x0, x1, y0, y1 = network_header(own, {})["data"]["frame"]
    ((number, x, y, name),) = event["points"]
    assert (event["kind"], name) == ("points", "2")
    assert x == pytest.approx((x0 + x1) / 2, abs=0.01 * (x1 - x0))
    assert y == pytest.approx(y1 - (y1 - y0) / 4, abs=0.01 * (y1 - y0))
    assert page.locator(".op-own-new").count() == 1
    stage.click(position={"x": box["width"] / 3, "y": box["height"] / 4})
    again, other = page.evaluate("() => window.events[1].points")
    assert again == [number, x, y, "2"] and other[0] > number


def test_an_empty_stage_is_drawn_on_before_the_old_points_go(stand):
    own = replace(default_network("own", "0,0,1;0.2,1,1;1,0,2;1,1,2"))
    page = stand(blob_of(own), live=True)
    group, stage = page.get_by_role("group", name=DRAWING), page.locator(".op-regions")
    group.get_by_role("button", name="Start empty").click()
    assert [name.strip() for name in group.get_by_role("button").all_inner_texts()] == ["1", "2", "Bring back"]
    assert "second class" in stage.locator(".op-own-hint").inner_text()
    assert stage.locator("canvas").first.is_visible() is False
    stage.click(position={"x": 40, "y": 40})
    assert page.locator(".op-own-new").count() == 1
    assert page.evaluate("() => window.events") == []
    group.get_by_role("button", name="2", exact=True).click()
    stage.click(position={"x": 80, "y": 80})
    (event,) = page.evaluate("() => window.events")
    assert [name for *_, name in event["points"]] == ["1", "2"]
    assert 0 < event["since"] < event["points"][0][0]
    group.get_by_role("button", name="Bring back").click()
    assert page.locator(".op-own-new").count() == 0 and stage.locator("canvas").first.is_visible()


def test_names_of_classes_are_text_and_a_class_more_has_a_name_of_its_own(stand):
    markup, long = "<img src=x onerror=window.hit=1>", "abcdefghijkl"
    page = stand(
        blob_of(default_network("own", f"1,2,a;3,4,{long};1,1,a;3,3,{long}")), live=True, reduced_motion="reduce"
    )
    found = page.evaluate(
        """async () => {
          const { another } = await import("/network/ownpoints.js");
          return ["a", "z", "7", "-1", "1.5", "abcdefghijkl", "männlich", "x".repeat(40)].map((last) => {
            const known = [last];
            for (let more = 0; more < 4; more += 1) known.push(another(known));
            return known;
          });
        }"""
    )
    for names in found:
        assert len(set(names)) == 5 and all(tidy(name) == name for name in names)
    group = page.get_by_role("group", name=DRAWING)
    names = [name.strip() for name in group.get_by_role("button").all_inner_texts()]
    assert names == ["a", long, f"+ {long} 2", "Start empty"]
    page = stand(
        blob_of(default_network("own", f"1,2,*b*;3,4,{markup};1,1,*b*;3,3,{markup}")),
        live=True,
        reduced_motion="reduce",
    )
    assert markup in page.get_by_role("group", name=DRAWING).get_by_role("button").all_inner_texts()[1]
    assert page.evaluate("window.hit") is None and page.complaints == []


def test_a_regression_of_several_inputs_shows_what_is_said_beside_what_is_true(stand):
    rows = ";".join(f"{i},{i % 5},{1000 + i * i}" for i in range(60))
    network = replace(default_network("own", f"size,rooms,number:price;{rows}"), hidden=(4,), steps=20)
    page = stand(blob_of(network), reduced_motion="reduce")
    page.wait_for_selector("canvas")
    assert "of the variance of the validation examples" in page.locator(".op-sentence").inner_text()
    drawn = page.evaluate(
        """() => {
          const canvas = document.querySelector(".op-regions canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3).join())).size;
        }"""
    )
    assert drawn > 20 and page.complaints == []


def test_inputs_that_saturate_a_layer_are_said_to(stand):
    rows = ";".join(f"{30 + i},{90 - i},{'ab'[i % 2]}" for i in range(40))
    words = "The inputs are the reason: they go up to 90, and “Standardized” brings them to the unit scale."
    for prep, told in (("none", True), ("standard", False)):
        network = replace(default_network("own", f"{rows}"), hidden=(4,), steps=20, prep=prep)
        header = network_header(network, {slot: made_up(network) for slot in network.choices})
        header["inside"]["saturated"][:], header["inside"]["dead"][:] = 0.95, np.nan
        page = stand(pack({**header, "insides": {}}), reduced_motion="reduce")
        sentence = page.locator(".op-sentence").inner_text()
        assert "95% of activations are saturated." in sentence and (words in sentence) is told


def test_only_own_points_are_drawn(stand):
    page = stand(blob_of(default_network()), live=True)
    assert page.get_by_role("group", name=DRAWING).count() == 0
    page.locator(".op-regions").click()
    assert page.evaluate("() => window.events") == []

"""The player on a race whose runners differ in the surface and in where they start."""

from __future__ import annotations

import numpy as np
import pytest

from surfaces import find
from tests.browser.pages.test_race_player import DESK, go, number, pixel
from tests.ui.player.test_component import unpack
from tests.ui.player.test_export import embedded
from training.race.config import decode, each
from ui.player.component import pack
from ui.race.export import html


def test_another_runner_brings_its_own_surface_and_start(stand):
    """In a page without a server, which has them all."""
    race, _ = decode("surface=bowl&rotation=0&steps=20&x=-8&y=1&a=sgd&a.condition=2&b=sgd&b.condition=200&b.x=2&b.y=-3")
    header = unpack(embedded(html(race), "data"))
    page = stand(pack(header), viewport=DESK, reduced_motion="reduce")
    page.locator(".op-stage").wait_for()
    at = pixel(page, header, (-4, 1.5))
    for slot, own in each(race).items():
        page.get_by_label("Optimizer to look into").select_option(slot)
        label = next(runner["label"] for runner in header["runners"] if runner["slot"] == slot)
        assert page.locator(".op-subtitle").inner_text().endswith(f"contours of {label}")
        page.mouse.move(5, 5)
        page.mouse.move(*at)
        read = dict(line.split(" ", 1) for line in page.locator(".op-reading").inner_text().split("\n"))
        loss = float(find(own.surface_name).fn(np.array([number(read["x"]), number(read["y"])])))
        assert number(read["loss"]) == pytest.approx(loss, rel=0.02)
        said = page.locator(".op-handle").get_attribute("aria-valuetext").replace("−", "-")
        assert [float(part.split()[1]) for part in said.split(", ")] == [own.x, own.y]
    go(page, 0)
    said = page.locator(".op-sentence").inner_text()
    assert said.startswith("Two optimizers start from two points, where losses are from")
    assert page.complaints == []

"""The race plays: by itself, by its buttons, by its keys, and where it says it does."""

from __future__ import annotations

from urllib.parse import urlsplit

import numpy as np
import pytest

from tests.browser.pixels import READY, has_head, on_page, screenshot
from tests.browser.visitor import shared, visitor
from training.race.config import default_race
from training.race.descend import descend
from ui.looks.identity import identity


@pytest.fixture(scope="module")
def opened(browser, server):
    """A visitor for all of these tests, who has opened nothing yet."""
    one = visitor(browser, server.url)
    yield one
    one.close()


@pytest.fixture
def arriving(opened, request):
    """The visitor who opens the app at ``/``."""
    with shared(opened, request) as one:
        yield one.open()


@pytest.fixture
def guest(opened, request):
    """The visitor, with the race as the test before left it."""
    with shared(opened, request) as one:
        yield one.open() if one.away else one


def test_opens_at_the_root_and_plays_by_itself_with_words_for_every_picture(arriving):
    guest = arriving
    guest.until("player.dataset.playing === 'true' && Number(player.dataset.step) > 0")
    early = guest.step
    guest.until(f"Number(player.dataset.step) > {early} + 20")
    pictures = guest.player.locator("[role=img]:visible")
    assert pictures.count() and all(picture.get_attribute("aria-label") for picture in pictures.all())
    assert guest.steps == default_race().steps
    guest.player.get_by_label("Speed", exact=True).select_option("20×")
    guest.until(f"player.dataset.playing === 'false' && player.dataset.step === '{guest.steps}'")
    assert guest.errors == []


def test_heads_are_drawn_where_the_trace_is(guest):
    race = default_race()
    guest.pause()
    guest.until(READY)
    hues = [identity(chosen.optimizer).light for _, chosen in race.slots]
    places = np.stack([positions(race, chosen) for _, chosen in race.slots], axis=1)  # (steps + 1, runners, 2)
    for step in apart(guest.page, places):
        guest.scrub(step)
        image, at = screenshot(guest.page), on_page(guest.page, places[step])
        assert [has_head(image, pixel, hue) for pixel, hue in zip(at, hues, strict=True)] == [True] * len(hues), step
        elsewhere = on_page(guest.page, places[step + 15])
        away = np.linalg.norm(elsewhere[:, None] - at, axis=2).min(axis=1) > 20
        assert away.any()
        assert not any(
            has_head(image, pixel, hue) for pixel, hue, far in zip(elsewhere, hues, away, strict=True) if far
        )


def positions(race, chosen):
    return descend(race.surface_name, (race.x, race.y), race.steps, race.seed, chosen).params


def apart(page, places):
    """Steps at which all heads are well apart, spread over the race: a hidden head proves nothing."""
    pixels = on_page(page, places.reshape(-1, 2)).reshape(places.shape)
    gaps = np.linalg.norm(pixels[:, :, None] - pixels[:, None], axis=3) + 1e9 * np.eye(places.shape[1])
    good = np.flatnonzero(gaps.min(axis=(1, 2)) > 24)
    assert len(good) > 3, "no step of the default race shows all its heads apart"
    return sorted({int(step) for step in good[[0, len(good) // 2, -1]]})


def test_keys_drive_the_clock_only_outside_fields(guest):
    guest.pause()
    guest.scrub(50)
    guest.page.evaluate("document.activeElement.blur()")
    for key, step in (
        ("ArrowRight", 51),
        ("ArrowLeft", 50),
        ("Shift+ArrowRight", 60),
        ("Home", 0),
        ("End", guest.steps),
    ):
        guest.page.keyboard.press(key)
        guest.until(f"player.dataset.step === '{step}'")
    guest.page.keyboard.press("Home")
    guest.page.keyboard.press("Space")
    guest.until("player.dataset.playing === 'true'")
    guest.page.keyboard.press("Space")
    guest.until("player.dataset.playing === 'false'")
    guest.player.get_by_role("button", name="One step forward").click()
    guest.page.keyboard.press("Space")  # meant for the race, whatever the mouse pressed before
    guest.until("player.dataset.playing === 'true'")
    guest.page.keyboard.press("Space")
    guest.until("player.dataset.playing === 'false'")
    guest.scrub(50)
    field = guest.number("Start x")
    field.focus()
    guest.page.keyboard.press("Home")
    guest.page.keyboard.press("Space")
    assert (guest.step, guest.playing) == (50, False)


def test_plotly_comes_only_for_the_stage_in_space_and_no_request_leaves_the_server(guest):
    """After all that was played, and a zoom."""
    guest.player.locator(".op-stage").hover()
    guest.page.mouse.wheel(0, -200)
    guest.until(READY)
    guest.page.wait_for_load_state("networkidle")
    guest.page.wait_for_timeout(1000)
    assert not any("/lib/plotly/" in address for address in guest.requests)
    guest.player.get_by_role("button", name="3-D").click()
    space, notice = guest.player.locator(".op-stage[data-mode='3d']"), guest.player.get_by_text("needs WebGL")
    space.or_(notice).first.wait_for()
    assert space.count() == sum("/lib/plotly/" in address for address in guest.requests)
    assert guest.hosts == {urlsplit(guest.url).netloc}


def test_reduced_motion_opens_at_the_end_and_still_plays_when_asked(visit):
    calm = visit(reduced_motion="reduce")
    calm.until(f"player.dataset.playing === 'false' && player.dataset.step === '{calm.steps}'")
    calm.player.get_by_role("button", name="Play", exact=True).click()
    calm.until(f"player.dataset.playing === 'true' && Number(player.dataset.step) < {calm.steps}")

"""What is shared opens elsewhere: the copied link, the QR code on the screen, and the address in the card."""

from __future__ import annotations

import io
import json
from urllib.parse import unquote, urlsplit

import pytest
import zxingcpp
from PIL import Image

from tests.browser.visitor import NEXT
from training.race.config import decode

ROOM = "http://192.0.2.9:8501"
CLIPBOARD = "() => navigator.clipboard.readText()"


@pytest.fixture
def guest(visit):
    """A visitor on localhost, whose server has the address ROOM in its network."""
    one = visit(None, permissions=["clipboard-read", "clipboard-write"])
    addresses = json.dumps({"urls": [f"{ROOM}/"]})
    one.page.route("**/lib/address", lambda route: route.fulfill(body=addresses, content_type="application/json"))
    return one.open("surface=beale&steps=40&a=sgd&b=adam&b.lr=0.3&t=5")


def scanned(guest):
    """The text of the one QR code on the screen."""
    guest.page.wait_for_function("() => [...document.images].every((one) => one.complete)")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(guest.page.screenshot())).convert("L"))
    return found.text


def test_link_and_code_have_the_address_of_the_room_and_localhost_as_a_choice(guest):
    guest.until_address(t="5", v="1")
    race, _ = decode(urlsplit(guest.page.url).query)
    guest.player.get_by_role("button", name="Copy link").click()
    guest.player.get_by_text("This address works in this room").wait_for()
    assert guest.page.evaluate(CLIPBOARD) == f"{ROOM}/?{urlsplit(guest.page.url).query}"
    guest.player.get_by_role("button", name="Copy for this machine only").click()
    guest.page.wait_for_function("async (url) => await navigator.clipboard.readText() === url", arg=guest.page.url)
    guest.player.get_by_role("button", name="QR code", exact=True).click()
    guest.player.get_by_role("img", name="QR code of this race").wait_for()
    small = scanned(guest)
    assert small == f"{ROOM}/?v=1&steps=40&a=sgd&b=adam&b.lr=0.3&t=5"
    assert decode(urlsplit(small).query) == (race, [])
    guest.player.get_by_role("button", name="As large as the window").click()
    large = guest.page.get_by_role("img", name="QR code of this race").last
    assert large.bounding_box()["height"] > 0.9 * 900
    assert scanned(guest) == small
    guest.page.keyboard.press("Escape")
    guest.page.wait_for_function("() => !document.querySelector('dialog')")
    guest.player.get_by_role("button", name="As large as the window").click()
    guest.page.locator("dialog").click()  # a press closes it, too, and leaves what it was opened from
    guest.page.wait_for_function("() => document.activeElement.textContent === 'As large as the window'")
    guest.player.get_by_role("button", name="For this machine").click()
    guest.page.locator(".op-qr").get_by_text("others cannot open this address").wait_for()
    guest.page.wait_for_function("() => document.querySelector('.op-qr img')?.complete")
    assert scanned(guest).startswith(f"{guest.url}/?v=1")
    guest.page.route(
        "**/lib/qr.svg*", lambda route: route.fulfill(status=400, body="This address has 4,000 characters.")
    )
    guest.player.get_by_role("button", name="For this room").click()
    guest.page.locator(".op-qr").get_by_text("This address has 4,000 characters.").wait_for()
    assert guest.player.get_by_role("img", name="QR code of this race").count() == 0


def test_the_code_is_that_of_the_address_chosen_last_and_the_teachers_link_is_copied(guest):
    guest.player.get_by_role("button", name="QR code", exact=True).click()
    guest.player.get_by_role("img", name="QR code of this race").wait_for()
    held = []
    guest.page.route(
        "**/lib/qr.svg*", lambda route: held.append(route) if ROOM in unquote(route.request.url) else route.continue_()
    )
    guest.player.get_by_role("button", name="For this room").click()
    guest.player.get_by_role("button", name="For this machine").click()
    guest.page.locator(".op-qr").get_by_text("others cannot open this address").wait_for()
    with guest.page.expect_response("**/lib/qr.svg*") as late:
        held[0].continue_()  # the earlier one comes later
    late.value.finished()
    guest.page.evaluate(NEXT)
    assert scanned(guest).startswith(f"{guest.url}/?v=1")
    guest.page.keyboard.press("Escape")
    guest.page.get_by_role("button", name="Teacher’s link").click()
    for what in ("Link", "Code for another page"):
        guest.page.get_by_role("button", name=f"Copy: {what}").click()
        text = guest.page.get_by_role("textbox", name=what, exact=True).inner_text()
        guest.page.wait_for_function("async (text) => await navigator.clipboard.readText() === text", arg=text)
    assert text.startswith('<iframe title="Optimizer Playground: Beale: SGD, Adam" ')

"""What is taken away works without the app: the race as one HTML file, the stage as a picture."""

from __future__ import annotations

import io
import re
import struct
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageColor
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from training.race.config import default_race, encode
from ui.lessons.book import read
from ui.looks import tokens
from ui.player.assets import PLAYER
from ui.player.component import pack
from ui.race import compute
from ui.race.header import race_header
from ui.session import locks

SVG = "{http://www.w3.org/2000/svg}"


def taken(guest, entry):
    """The file that an entry of the menu saves."""
    guest.player.get_by_role("button", name="Take away").click()
    with guest.page.expect_download() as download:
        guest.player.get_by_role("button", name=entry).click()
    return download.value


def light(drawing):
    """True where a drawing is on white, in no colour of the dark theme: its words are dark, its pictures light."""
    markup = Path(drawing.path()).read_text()
    hues = {dark for _, dark in [*tokens.HUES.values(), *tokens.COPIES]} | {*tokens.THEME["dark"].values()}
    numbers = [", ".join(str(int(hue[at : at + 2], 16)) for at in (1, 3, 5)) for hue in hues]
    found = ElementTree.fromstring(markup)
    inks = [
        re.search(r"(?:fill: |^)([^;]+)", text.get("style") or text.get("fill"))[1] for text in found.iter(f"{SVG}text")
    ]
    pictures = [shown(b64decode(one.get("href").partition(",")[2])) for one in found.iter(f"{SVG}image")]
    return (
        found.find(f"{SVG}rect").get("fill") == "#FFFFFF"
        and not any(hue[1:] in markup.upper() for hue in hues)
        and not any(f"({one}" in markup for one in numbers)
        and max(ImageColor.getrgb(ink)[0] for ink in inks if ink != "none") < 128
        and all(np.mean(picture) > 128 for picture in pictures if len(picture) > 99)  # the others are swatches
    )


def shown(png):
    """The pixels of a PNG file: (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_the_html_file_plays_from_disk_without_a_request_and_says_what_is_locked(visit, browser, tmp_path):
    race = default_race()
    guest = visit(f"{locks.linked(encode(race), locks.Locks(('surface', 'lr')), 'race')}&lesson=valley.1")
    guest.until("Number(player.dataset.step) > 0")
    path = tmp_path / "race.html"
    taken(guest, "One HTML file").save_as(path)
    offline = Visitor(browser.new_context(offline=True, viewport={"width": 1440, "height": 900}).new_page(), "")
    try:
        offline.page.goto(path.as_uri())
        offline.until("player.dataset.playing === 'true' && Number(player.dataset.step) > 5")  # for ten seconds
        above = offline.page.get_by_role("banner")
        expect(above).to_contain_text("Locked by the link: Surface and Learning rate.")
        lesson, place = read("valley.1")
        expect(above.get_by_role("heading")).to_have_text(lesson.steps[place].title)
        above.get_by_text("After the prediction").click()
        expect(above).to_contain_text(lesson.steps[place].text.split("$")[0].split("*")[0].strip())
        assert offline.steps == default_race().steps
        offline.scrub(20)
        assert [a for a in offline.requests if a != path.as_uri() and not a.startswith(("data:", "blob:"))] == []
        assert offline.errors == []
    finally:
        offline.close()


def test_the_picture_shows_the_stage(visit):
    guest = visit(reduced_motion="reduce")
    guest.scrub(60)
    download = taken(guest, "Picture")
    assert download.suggested_filename == "race-beale-step-60.png"
    pixels = shown(Path(download.path()).read_bytes())
    assert min(pixels.shape[:2]) > 400
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 50


ENCODED = """async () => {
  const { encoded, videoKind } = await import("/panels/recording.js");
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const kind = { ...(await videoKind()), type: "video/mp4", label: "MP4" }; // whichever codec the browser has
  const [drawn, heard] = [[], []];
  const show = (share) => {
    drawn.push(share);
    canvas.getContext("2d").fillRect(0, 0, 64 * share, 48);
  };
  const blob = await encoded(canvas, kind, show, (share) => heard.push(share));
  const ended = encoded(canvas, kind, () => AbortSignal.abort().throwIfAborted(), () => {});
  const why = await ended.catch(({ name }) => name);
  globalThis.gifenc = "inside";
  const inFile = await videoKind();
  delete globalThis.gifenc;
  delete globalThis.VideoEncoder;
  const bytes = Array.from(new Uint8Array(await blob.arrayBuffer()), (one) => String.fromCharCode(one)).join("");
  const others = [inFile, await videoKind()].map(({ codec, type }) => codec ?? MediaRecorder.isTypeSupported(type));
  return { type: blob.type, bytes: btoa(bytes), drawn, heard, why, others };
}"""


SHOWN = """async () => {
  const one = document.querySelector("video, img");
  if (one.localName === "img") await one.decode();
  const loaded = (done, fail) => Object.assign(one, { onloadeddata: done, onerror: fail });
  if (one.readyState < 2) await new Promise(loaded);
  return [one.videoWidth ?? one.naturalWidth, one.videoHeight ?? one.naturalHeight, one.duration ?? 0];
}"""


def opens(browser, path):
    """Width, height and seconds of a picture or a video that a browser opens from disk, without a network."""
    context = browser.new_context(offline=True)
    try:
        page = context.new_page()
        page.goto(path.as_uri())
        return page.evaluate(SHOWN)
    finally:
        context.close()


def boxes(content):
    """The boxes of an MP4 file in their order, by name; of those with the same name the first."""
    at, found = 0, {}
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        found.setdefault(content[at + 4 : at + 8].decode(), content[at + 8 : at + size])
        at += size
    return found


def test_a_video_has_every_frame_in_time_where_the_browser_has_an_encoder(browser, tmp_path):
    """The encoder's library lies beside the joined script, which is in a folder of its own where modules are single."""
    files = PLAYER.files | {"": b"<!doctype html>", "draw/vendor/mediabunny.js": PLAYER.files["vendor/mediabunny.js"]}
    context = browser.new_context()
    try:
        page = context.new_page()
        kind = "text/javascript", "text/html"

        def answer(route):
            name = urlsplit(route.request.url).path[1:]
            route.fulfill(body=files[name], content_type=kind[not name])

        page.route("https://player.test/**", answer)  # https, as encoders are for pages that the browser trusts
        page.goto("https://player.test/")
        made = page.evaluate(ENCODED)
    finally:
        context.close()
    (tmp_path / "race.mp4").write_bytes(b64decode(made["bytes"]))
    assert opens(browser, tmp_path / "race.mp4") == [64, 48, 11.5]
    whole = boxes(b64decode(made["bytes"]))
    assert (made["type"], [*whole]) == ("video/mp4", ["ftyp", "moov", "mdat"])  # it plays before all of it is there
    media = boxes(boxes(boxes(whole["moov"])["trak"])["mdia"])
    scale, length = struct.unpack(">2I", media["mdhd"][12:20])
    entries, count, each = struct.unpack(">3I", boxes(boxes(media["minf"])["stbl"])["stts"][4:])
    assert (entries, count, scale / each, length / scale) == (1, 345, 30, 11.5)
    assert len(made["drawn"]) == 301 and made["drawn"] + made["heard"] == [n / 345 for n in range(345)]
    assert (made["why"], made["others"]) == ("AbortError", [True, True])


FIGURES = [
    ("schedules", ".main-svg", "Why RAdam waits", {"RAdam's rectifier", "step"}, 0),
    ("laws", ".laws td", "Averages and schedules", {"Claim", "Expected", "Holds"}, 0),
    (
        "basins?surface=bowl&steps=5&a=sgd",
        "text=16,384 starts",
        "Basins of Bowl of any shape",
        {"SGD", "still moving"},
        2,
    ),
]


def test_figures_of_pages_without_a_player_are_taken_away(visit):
    """As SVG with their words, and as PNG at the density of print, on a phone, too; only maps hold pictures.

    They are on white, though the page is dark.
    """
    guest = visit(None, viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = guest.page

    def take(entry, figure):
        page.get_by_role("button", name="Take away").click()
        box = page.get_by_role("group", name="Take away").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        if (choice := page.get_by_role("combobox", name="Figure")).count():
            choice.select_option(figure)
        with page.expect_download() as download:
            page.get_by_role("button", name=entry).click()
        return download.value

    for address, there, figure, words, least in FIGURES:
        page.goto(f"{guest.url}/{address}")
        page.locator(there).first.wait_for()
        drawing = take("Drawing", figure)
        found = ElementTree.parse(drawing.path()).getroot()
        assert light(drawing)
        assert drawing.suggested_filename == f"{figure.replace(' ', '-')}.svg"
        assert {figure} | words <= {text.text for text in found.iter(f"{SVG}text")}
        images = len([*found.iter(f"{SVG}image")])
        assert images >= least and bool(images) == bool(least)
        with Image.open(take("For print", figure).path()) as printed:
            size = [float(found.get(side)) * 300 / 96 for side in ("width", "height")]
            assert printed.size == pytest.approx(size, abs=2) and printed.info["dpi"] == pytest.approx(
                (300, 300), abs=0.1
            )
            assert len(printed.convert("RGB").getcolors(1 << 24)) > 9


def test_a_drawing_and_a_recording_need_no_server(stand, browser, tmp_path):
    """One visit in the dark: what is for print, on white, the animation as GIF, and a recording that is given up."""
    race = replace(default_race(), steps=4)
    traces = compute.traces(race)
    page = stand(
        pack(race_header(race, traces, compute.outcomes(race, traces))), reduced_motion="reduce", color_scheme="dark"
    )
    menu, cancel = page.get_by_role("button", name="Take away"), page.get_by_role("button", name="Cancel")

    def press(entry):
        menu.click()
        page.get_by_role("group", name="Take away").get_by_role("button", name=entry).click()

    with page.expect_download() as drawing:
        press("Drawing")
    assert light(drawing.value)
    found = ElementTree.parse(drawing.value.path())
    words = {text.text for text in found.iter(f"{SVG}text")}
    assert {"Loss", "Step length", "SGD", "Adam"} <= words
    assert len([*found.iter(f"{SVG}image")]) == 1 and len([*found.iter(f"{SVG}path")]) > 50
    with page.expect_download() as printed:
        press("For print")
    assert np.mean(shown(Path(printed.value.path()).read_bytes())) > 128
    with page.expect_download() as animation:
        press("GIF")
    with Image.open(animation.value.path()) as gif:
        assert (gif.n_frames, gif.info["loop"], gif.info["duration"]) == (race.steps + 1, 0, 2500)
        size = gif.size
    animation.value.save_as(tmp_path / "race.gif")
    assert opens(browser, tmp_path / "race.gif") == [*size, 0]
    expect(cancel).to_be_hidden()
    press("Video")
    expect(page.get_by_role("progressbar", name="Recorded")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cancel).to_be_hidden()
    assert menu.evaluate("(one) => document.activeElement === one") and page.complaints == []
    expect(page.get_by_test_id("player")).to_have_attribute("data-step", "4")  # with the next frame

"""Printed on A4: no controls, nothing cut, all of the standings, and light whatever the screen shows."""

from __future__ import annotations

PAPER = 704  # px of a sheet between its margins
CUT = """(width) => [...document.querySelectorAll('[data-testid=stMain] :is(canvas, table, h1, h2, p, dl)')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 1)
  .filter((one) => one.getBoundingClientRect().right > width)
  .map((one) => one.outerHTML.slice(0, 120))"""
CONTROLS = """() => [...document.querySelectorAll('button, input, select, [data-testid=stSidebar], .op-skip')]
  .filter((one) => one.checkVisibility() && !one.closest('.op-standings, .op-curve-head, .op-pick, .op-chooser'))
  .map((one) => one.outerHTML.slice(0, 120))"""


def test_a_race_on_paper(visit):
    guest = visit(color_scheme="dark", reduced_motion="reduce")
    guest.page.get_by_test_id("standings").wait_for()
    guest.until_idle()
    guest.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    guest.page.emulate_media(media="print", color_scheme="dark", reduced_motion="reduce")
    guest.page.set_viewport_size({"width": PAPER, "height": 1030})
    assert guest.page.evaluate(CUT, PAPER) == []
    assert guest.page.evaluate(CONTROLS) == []
    ink = guest.page.locator(".op-title").evaluate("(one) => getComputedStyle(one).color")
    assert ink == "rgb(27, 36, 48)"
    sheet = guest.page.locator(".op-stage > canvas:last-child")
    light = "(one) => one.getContext('2d').getImageData(9, one.height / 2, 1, 1).data[0] > 180"
    assert sheet.evaluate(light)  # all layers of the stage in one, in light colours
    drawn = "(one) => one.getContext('2d').getImageData(9, one.height / 2, 1, 1).data[3] > 0"
    assert guest.page.locator(".op-close canvas").evaluate(drawn)  # which nobody has scrolled to
    guest.page.emulate_media(media="null", color_scheme="dark", reduced_motion="reduce")
    guest.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    guest.until("!player.classList.contains('op-paper') && !player.querySelector('.op-stage > canvas:last-child')")
    pages = guest.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert 2 <= pages <= 4

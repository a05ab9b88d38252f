"""The matrix of all optimizers and surfaces, as one visits it while it fills in."""

from __future__ import annotations

import re

from playwright.sync_api import expect

# Press a cell; who stands in its row at that moment, for rows change places as the table fills.
PRESSED = """(cell) => {
  const who = cell.closest("tr").querySelector("th").textContent;
  cell.click();
  return who;
}"""


def test_the_table_fills_is_sorted_by_keyboard_and_a_cell_opens_its_race(visit):
    guest = visit(None)
    page = guest.page
    page.goto(f"{guest.url}/all")
    page.get_by_role("grid", name="Optimizers on surfaces").wait_for()
    cell = page.locator(".op-matrix td a").first
    cell.wait_for()  # of SGD, on the surfaces of the first family
    assert page.locator(".op-matrix tbody tr").count() > 46 and page.locator(".op-matrix thead th").count() == 36
    assert page.locator(".op-matrix [tabindex='0']").count() == 1
    page.locator(".op-matrix thead button").first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    head = page.locator(".op-matrix [aria-sort]")
    assert head.text_content().startswith("Beale") and page.locator(".op-matrix tbody tr").count() == 46
    guest.until_address(by="beale", shows="default")
    page.get_by_role("button", name="Rates that work").click()
    guest.until_address(by="beale", shows="rates")
    box = page.locator(".op-matrix-box")
    assert box.evaluate("(one) => one.scrollWidth > one.clientWidth && one.scrollHeight > one.clientHeight")
    main = page.locator("[data-testid=stMain]")  # which scrolls, and not the document
    assert main.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    own = page.get_by_role("textbox", name="Formula in x and y")
    own.fill("x**2")
    own.press("Enter")
    page.locator(".op-matrix thead a[href='?on=formula&formula=x%2A%2A2']").wait_for()
    assert page.locator(".op-matrix thead th").count() == 37
    assert page.locator(".op-matrix thead a[href='?on=net_xor&formula=x%2A%2A2']").count() == 1
    who = page.locator(".op-matrix td a[href*='surface=beale']").first.evaluate(PRESSED)
    guest.until_address(surface="beale", steps="1000")
    guest.player.wait_for()
    assert guest.query["a"]
    expect(page).to_have_title(re.compile(f"^Beale: {re.escape(who)}"))
    assert guest.errors == []

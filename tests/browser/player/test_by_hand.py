"""A number of the chosen runner, changed by hand where the clock stands."""

from __future__ import annotations

from dataclasses import replace

from tests.browser.pages.test_race_player import DESK, go, reports
from tests.ui.player.test_component import header_of
from training.race.config import default_race
from training.rules.number_by_hand import changed
from ui.player.component import pack


def test_a_number_is_changed_by_the_keyboard_where_the_clock_stands_and_it_plays_on_from_there(stand):
    race = default_race()
    slots = tuple((slot, changed(chosen, "lr", 100, 2) if slot == "f" else chosen) for slot, chosen in race.slots)
    header = header_of(replace(race, slots=slots), pick="f")
    blobs = {name: pack({**header, "link": name}) for name in ("later", "other")}
    blobs["refused"] = pack({**header, "link": "later", "heard": 10**6})
    page = stand(pack(header), live=True, viewport=DESK, blobs=blobs)
    go(page, 60)
    button, panel = (page.get_by_role(role, name=f"Change {of}") for role, of in (("button", "a"), ("group", "of")))
    button.press("Enter")
    assert "Adam, 0.1 so far, from step 60 on" in panel.inner_text() and "looks back" not in panel.inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sent = {"kind": "number", "slot": header["pick"], "at": 60}
    assert reports(page, "number") == [{**sent, "name": "lr", "times": 0.1}]
    playing = "document.querySelector('.player').dataset.playing"
    assert page.evaluate(f"[{playing}, document.activeElement.textContent]") == ["false", "Change a number here"]
    page.evaluate("show('later', true)")
    page.wait_for_function(f"() => {playing} === 'true' && document.querySelector('.player').dataset.step > 60")
    said = page.locator(".op-by-hand [role=status]")
    assert said.inner_text() == "Learning rate α of Adam: 0.1 → 0.01 from step 60 on"
    go(page, 300)
    button.click()
    assert page.get_by_role("button", name="÷ 10").is_disabled() and page.complaints == []
    go(page, 60)  # takes the focus, so that it closes
    button.press("Enter")
    panel.get_by_role("combobox", name="Number").select_option("First-moment decay β₁")
    assert "β₁ of Adam, 0.9 so far" in panel.inner_text() and "it halves 1 − β₁" in panel.inner_text()
    page.get_by_role("button", name="× 2 0.95").press("Enter")
    page.get_by_role("button", name="Adam rate 0.1 → 0.2 by hand, step 100. Go there").click()
    button.click()
    panel.get_by_role("combobox").select_option("Learning rate α")
    assert "Adam, 0.2 so far, from step 100 on" in panel.inner_text()
    assert panel.get_by_role("button", name="÷ 2 0.1").is_enabled()
    assert reports(page, "number")[1:] == [{**sent, "name": "b1", "times": 2}]
    page.evaluate("show('refused', true).then(() => show('other', true))")  # another race: it does not play
    assert not page.evaluate(f"new Promise(done => setTimeout(() => done({playing} === 'true'), 100))")

"""The linear pieces of a network on the stage: asked for by a press, counted in words, and named by the link."""

from dataclasses import replace

from tests.browser.pages.test_network_player import go
from tests.network_runs import made_up
from training.network.config import default_network, each
from ui.network.header import network_header
from ui.player.component import pack


def test_linear_pieces_are_asked_for_and_counted(stand):
    network = replace(default_network(), hidden=(6, 5), activation="relu", steps=40)
    runs = {slot: made_up(own) for slot, own in each(network).items()}
    header = network_header(network, runs, pick="a", ground="pieces")
    smooth = pack(network_header(default_network(), {"a": made_up(default_network())}))
    blobs = {"later": pack(header), "smooth": smooth}
    page = stand(pack(network_header(network, runs, pick="a")), blobs=blobs, live=True)
    page.get_by_role("button", name="Linear pieces").click()
    assert page.evaluate("events") == [{"kind": "ground", "shows": "pieces"}]
    assert not page.locator(".op-pieces-seen").is_visible()
    page.evaluate("show('later', true)")
    go(page, 40)
    few = f"{header['pieces']['seen'][-1]} linear pieces"
    assert page.locator(".op-pieces-seen").inner_text() == f"{few} seen; N²/2 = 61"
    assert few in page.locator(".op-regions").get_attribute("aria-label")
    page.get_by_role("button", name="Decision").click()
    assert page.evaluate("events")[-1] == {"kind": "ground", "shows": "usual"}
    page.evaluate("show('blob', true)")
    page.wait_for_selector(".op-pieces-seen", state="hidden")
    page.evaluate("show('smooth', true)")
    page.wait_for_selector(".op-pieces", state="hidden")  # nothing to choose
    assert page.complaints == []

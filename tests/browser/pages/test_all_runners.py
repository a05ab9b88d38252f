"""The layers of all runners side by side: a row for each, also where a runner has no layers to show."""

import numpy as np

from tests.browser.pages.test_network_player import go
from tests.network_runs import made_up
from training.network.config import decode, default_network, each
from ui.network.header import network_header
from ui.player.component import pack


def test_the_layers_of_all_runners_stand_side_by_side(stand):
    """Of different depths, one of them refused; what the file holds needs no server."""
    network, _ = decode("a=adam&b=adam&b.hidden=8,8,8,8,8&c=gaussnewton")
    runs = {slot: made_up(own) for slot, own in each(network).items() if slot != "c"}
    header = network_header(network, runs, together=network.choices)
    labels = [runner["label"] for runner in header["runners"]]
    page = stand(pack(header))
    page.get_by_role("button", name="All runners").click()
    go(page, 300)
    assert page.locator(".op-all-head").all_inner_texts() == labels
    assert "Gauss-Newton needs" in page.locator(".op-all-row p").inner_text()
    assert page.locator(".op-all-titles span").all_inner_texts() == [*(f"layer {i}" for i in range(1, 6)), "output"]
    run = runs["b"]
    page.get_by_label("Statistic of every layer").select_option("Pre-activations")
    told = page.locator(f"canvas[aria-label^='Pre-activations of {labels[1]}']").get_attribute("aria-label")
    row = int(np.searchsorted(run.steps, 300, "right")) - 1
    assert told.count("layer ") == 5 and f"layer 1 {run.layers.pre_mean[row, 0]:.2f}" in told
    over = page.locator("canvas[aria-label^='standard deviation over layers']").get_attribute("aria-label")
    assert f"{labels[1]}: layer 1 " in over and "Gauss-Newton" not in over
    drawn = page.locator(".op-inside-head .op-quiet")
    assert "theory" in drawn.inner_text()
    page.get_by_label("Statistic of every layer").select_option("Weight gradients")
    page.wait_for_function("() => !document.querySelector('.op-inside-head .op-quiet').textContent.includes('theory')")
    page.get_by_label("Statistic of every layer").select_option("Pre-activations")
    page.get_by_label("What the figures are drawn over").select_option("Layer 5 by step")
    over = page.locator("canvas[aria-label^='standard deviation by step']").get_attribute("aria-label")
    assert f"{labels[0]}: none; {labels[1]}: layer 5 {run.layers.pre_std[row, 4]:.2f}" in over
    assert page.complaints == []


def test_where_a_server_answers_the_layers_of_all_are_asked_for(stand):
    network = default_network()
    runs = {slot: made_up(network) for slot in network.choices}
    later = pack(network_header(network, runs, together=network.choices))
    page = stand(pack(network_header(network, runs)), blobs={"later": later}, live=True)
    page.get_by_role("button", name="All runners").click()
    assert page.evaluate("events") == [{"kind": "layers", "all": True}]
    assert "being fetched" in page.locator(".op-layers > .op-quiet").inner_text()
    page.evaluate("show('later', true)")
    page.wait_for_selector(".op-all-row canvas")
    page.locator(".op-all-head", has_text="SGD").click()
    assert page.evaluate("events")[-1] == {"kind": "pick", "slot": "c"}
    page.get_by_role("button", name="One runner").click()
    assert page.evaluate("events")[-1] == {"kind": "layers", "all": False}
    assert page.locator(".op-layers > .op-quiet").inner_text() == "Its layers are being fetched."
    page.evaluate("show('blob', true)")
    page.wait_for_selector("canvas[aria-label^='Activations of Adam, ']")
    assert page.complaints == []

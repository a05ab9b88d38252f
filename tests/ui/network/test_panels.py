"""The panels below the player that compute only while they are open: what they say, on one small page."""

from __future__ import annotations

import re

import pytest

from tests import pages
from tests.pages import by_label, said
from ui.network import compute


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setattr(compute, "moment", lambda missing: 120.0)
    return pages.visit("network", "hidden=3&steps=20&a=sgd&b=sgd&b.lr=0.01")


def opened(app, key):
    """The page with one more of its panels open."""
    app.session_state[key] = True
    app.run()
    assert not app.exception
    return app


def cells(app, label):
    """The rows of the table with this label: the head of each, and its cells."""
    found = next(html.proto.body for html in app.get("html") if f'aria-label="{label}"' in html.proto.body)
    rows = found.split("<tr>")[2:]
    return {re.search(r"<th scope=row>(.*?)</th>", row)[1]: re.findall(r"<td>(.*?)</td>", row) for row in rows}


def test_worked_numbers_follow_what_is_typed(page):
    opened(page, "softmax")
    shares = cells(page, "From outputs to shares")
    assert [row[-1] for row in shares.values()] == ["0.8420", "0.04192", "0.002087", "0.1140", "1.000"]
    assert [row[1] for row in shares.values()] == ["148.4", "7.389", "0.3679", "20.09", "176.3"]
    by_label(page.text_input, "Output z1").set_value("5000").run()
    assert cells(page, "From outputs to shares")["z1"][1:] == ["too large for a float", "1.000", "1.000"]
    by_label(page.select_slider, "Temperature T").set_value(0.0).run()
    assert [row[-1] for row in cells(page, "From outputs to shares").values()][:2] == ["1.000", "0"]
    opened(page, "byhand")
    graph = cells(page, "f = (x + y) z, forward and backward")
    assert [graph[name][1] for name in "xyz"] == ["−4", "−4", "3"]
    assert [graph[name][3] for name in "xyz"] == ["−16", "−16", "−9"] and graph["f = q z"][0] == "−12"
    by_label(page.text_input, "z").set_value("0,5").run()
    assert cells(page, "f = (x + y) z, forward and backward")["f = q z"][0] == "1.5" and not page.warning
    by_label(page.text_input, "z").set_value("many").run()
    assert said(page.warning[0]).startswith("z must be a number from −1,000,000 to 1,000,000, not “many”; -4 is used.")


def test_slopes_by_differences_penalties_and_verdicts_have_the_numbers_of_lectures(page):
    opened(page, "differences")
    ahead, behind, both, exact = cells(page, "Slope of x³ by differences").values()
    assert [row[0] for row in (ahead, behind, both, exact)] == ["3.0301", "2.9701", "3.0001", "3"]
    assert [row[1] for row in (ahead, behind)] == ["0.0301", "0.0299"] and both[1] == "1.00×10⁻⁴"
    by_label(page.text_input, "Step ε").set_value("1e-8").run()
    rounded = cells(page, "Slope of x³ by differences").values()
    assert [row[2] for row in rounded] == ["0", "0", "0", ""] and not page.exception
    opened(page, "preferred")
    squares, sizes, both = cells(page, "Penalties of two sets of weights").values()
    assert squares == ["1", "0.25", "(0.24, 0.24, 0.24, 0.24)"] and sizes == ["1", "1", "(0.90, 0, 0, 0)"]
    assert both == ["1.5", "1.125", "(0.22, 0.22, 0.22, 0.22)"]  # (1 - λ) / (4 + 2 β λ)
    opened(page, "verdicts")
    said = [row[2] for row in cells(page, "Bias and variance").values()]
    assert said[:3] == ["High variance", "High bias", "High bias and high variance"]
    assert said[3:] == ["Low bias, low variance", "High bias and high variance"]
    by_label(page.text_input, "Bayes error, %").set_value("15").run()
    assert cells(page, "Bias and variance")["15% and 16%"][2] == "Low bias, low variance"


def test_batch_norm_cancels_a_bias_and_its_gradient_is_off_where_the_batch_is_held(page):
    opened(page, "batchnorm")
    forward = cells(page, "Batch norm forward")
    assert [row[1] == row[2] and row[0] == row[3] for row in forward.values()] == [True] * 4
    *_, errors = cells(page, "Batch norm backward").values()
    assert errors[2].endswith("×10⁻¹¹") and min(map(float, errors[3:])) > 0.1
    noise = cells(page, "Noise of the batch")
    assert noise["2"][3] == "0.500" and abs(float(noise["2"][2]) - 0.5) < 0.01 and not page.exception
    for place in "134":
        by_label(page.text_input, f"Example {place}").set_value("2").run()
    assert all(row[1] == "0" for row in cells(page, "Batch norm forward").values()) and not page.exception


def test_the_loss_along_the_gradient_is_that_of_each_runner(page):
    opened(page, "landscape")
    found = cells(page, "Loss along the gradient")
    assert list(found) == ["SGD lr 0.3", "SGD lr 0.01"]
    assert all(0 < float(text) < 1 for row in found.values() for text in row)
    by_label(page.text_input, "Farthest, as a factor of the gradient").set_value("4").run()
    farther = cells(page, "Loss along the gradient")
    assert all(float(farther[name][1]) > float(found[name][1]) for name in found) and not page.exception


def test_all_masks_and_scaled_weights_differ_behind_rectifiers_alone(page):
    opened(page, "allmasks")
    linear, through = cells(page, "All masks and scaled weights").values()
    assert linear[0] == linear[1] and linear[2] == "0" and through[2] != "0"
    assert any("10 are left out on average, give or take 2.83" in caption.value for caption in page.caption)
    by_label(page.select_slider, "Keep probability").set_value(1.0).run()
    assert all(row[2:] == ["0", "0"] for row in cells(page, "All masks and scaled weights").values())


def test_two_rules_find_the_smallest_solution(page):
    opened(page, "solutions")
    norms = [row[0] for row in cells(page, "One of many solutions").values()]
    assert norms[0] == norms[1] == norms[-1] == "0.4136" and min(map(float, norms[2:4])) > 0.5

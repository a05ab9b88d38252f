"""What time counts: steps, or what runners with batches of different sizes have seen of their examples."""

import numpy as np

from tests.browser.pages.test_network_player import blob_of
from tests.network_runs import made_up
from training.network.config import decode

STEPS = {"a": 210, "b": 14, "c": 4, "d": 1}  # in an epoch of 210 examples
LINK = "data=moons&steps=210&a=sgd&b=sgd&c=sgd&d=sgd&a.batch=1&b.batch=16&c.batch=64&d.batch=1024"


def test_runners_with_batches_of_different_sizes_meet_at_equal_epochs(stand):
    """Each shows what its own step brought; clock, words and address say what time counts."""
    network, _ = decode(LINK)
    page = stand(blob_of(network, pick="b"), live=True, reduced_motion="reduce")
    text = lambda name: page.locator(name).inner_text()  # noqa: E731
    field = page.get_by_role("textbox", name="Epoch", exact=True)
    assert field.input_value() == "210"
    assert "Batch 1 ended at epoch 1, batch 16 at epoch 15, " in text(".op-sentence")
    field.fill("1")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('.player').dataset.step === '210'")  # examples
    scores = page.locator(".op-chooser-score").all_inner_texts()
    for score, slot in zip(scores, STEPS, strict=True):
        run = made_up(network, "abcd".index(slot))
        row = np.searchsorted(run.steps, STEPS[slot], "right") - 1
        assert score.strip() == f"{100 * run.figures.valid_score[row]:.0f}%"
    assert text(".op-sentence").startswith("At epoch 1 ")
    assert text(".op-layers .op-inside-head > .op-quiet").startswith("at epoch 1; outline, epoch 0")
    curve = page.locator("canvas[aria-label^='Loss']").get_attribute("aria-label")
    assert curve.startswith("Loss over 210 epochs. At epoch 1:")
    assert page.get_by_role("slider", name="Step of the training").get_attribute("aria-valuetext") == "epoch 1 of 210"
    page.wait_for_function("() => location.search.includes('&t=1&time=epochs')")
    page.get_by_label("What time counts").select_option("step")
    page.wait_for_function(f"() => document.querySelector('.player').dataset.step === '{STEPS['b']}'")
    page.wait_for_function("() => location.search.includes('&t=14&time=steps')")
    assert text(".op-sentence").startswith("At step 14 ")
    assert page.complaints == []

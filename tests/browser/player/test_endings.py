"""How runs end, as the page says it: one step for one run, and no word that the run does not bear out."""

import re

from tests.browser.pages.test_network_player import go
from tests.network_runs import made_up
from tests.ui.player.test_component import header_of
from training.network.config import default_network
from training.race.config import decode
from ui.network.data import stage
from ui.network.header import inside, network_header
from ui.player.component import pack


def test_all_places_name_the_one_step_from_which_a_run_is_lost(stand):
    """The validation loss is finite for a row more: its line ends later, its words do not."""
    network = default_network()
    run = made_up(network, lost=50)
    valid = run.figures.valid_loss.copy()
    valid[50] = 1.0
    run = run._replace(figures=run.figures._replace(valid_loss=valid))
    header = network_header(network, {"a": run}, pick="a")
    page = stand(pack({**header, "insides": {"a": inside(stage(network), "a", network.choices["a"], run)}}))
    page.evaluate("""() => {
      window.drawn = new Set();
      const own = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        window.drawn.add(text);
        own.call(this, text, ...rest);
      };
    }""")
    go(page, 400)
    step = int(run.steps[50])
    page.wait_for_function("() => [...window.drawn].some((text) => text.includes('from step'))")
    page.wait_for_function("() => document.querySelector('.op-sentence').textContent.includes('not finite')")
    said = [*page.evaluate("[...window.drawn]"), *page.locator("main").all_inner_texts()]
    named = {int(found) for text in said for found in re.findall(r"not finite from step (\d+)", text)}
    assert named == {step}


def test_what_stands_still_or_diverges_is_not_called_on_the_slope(stand):
    common = "surface=ravine&steps=300&a=sgd&a.lr=0.02&b=sgd&b.lr="
    diverging, still = (pack(header_of(decode(common + rate)[0])) for rate in ("0.0401", "0"))
    page = stand(diverging, blobs={"still": still})

    def said(step, words):
        go(page, step)
        page.wait_for_function("words => document.querySelector('.op-sentence').textContent.includes(words)", arg=words)

    said(10, "still on the slope, at")
    said(60, "is last, at")  # it rises again, and is below its start
    said(150, "is diverging, at 110")
    said(300, "is diverging, at 500")
    assert page.locator(".op-milestone[aria-label*='diverging']").count() == 1
    page.evaluate("show('still')")
    said(299, "stands still, at 75")
    assert page.locator(".op-milestone[aria-label*='stands still']").count() == 1
    assert page.complaints == []

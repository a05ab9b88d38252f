"""What a network shows was recorded at some steps only: each picture is of the page's step, or names its own."""

from dataclasses import replace

import numpy as np
import pytest

from tests.browser.pages.test_network_player import blob_of, go
from tests.network_runs import made_up
from training.network.config import default_network
from ui.network.header import network_header

# Go through some steps; at each of them, what every picture is of and what the words beside it say.
TOLD = """async (steps) => {
  const [found, player] = [[], document.querySelector(".player")];
  const text = (name) => player.querySelector(name)?.textContent ?? "";
  const step = (name) => Number(player.querySelector(name).dataset.step);
  const frame = () => new Promise(requestAnimationFrame);
  for (let t = 0; t < steps; t += 1) {
    if (t) window.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    await frame();
    await frame();
    found.push({
      page: Number(player.dataset.step),
      stage: [step(".op-regions > canvas"), text(".op-stage-when")],
      weights: [step(".op-matrices > canvas"), text(".op-weights-when")],
      unit: [step(".op-unit-box canvas"), text(".op-unit-title")],
      chooser: [step(".op-chooser canvas"), player.querySelector(".op-chooser").title],
      layers: text(".op-layers .op-inside-head > .op-quiet"),
      sentence: text(".op-sentence"),
      curve: player.querySelector(".op-curve canvas").getAttribute("aria-label"),
    });
  }
  return found;
}"""


@pytest.mark.parametrize(("data", "hidden"), [("spirals", (32, 32, 32)), ("curve", (70, 5)), ("digits", (8,))])
def test_every_picture_is_of_the_step_of_the_page_or_names_its_own(stand, data, hidden):
    network = replace(default_network(data), hidden=hidden, steps=600)
    page = stand(blob_of(network), viewport={"width": 1140, "height": 2600})
    page.wait_for_function("() => Number(document.querySelector('.player').dataset.step) > 0")
    go(page, 0)
    page.wait_for_function("() => document.querySelector('.op-unit-box canvas').dataset.step === '0'")
    run = made_up(network)
    header = network_header(network, {slot: made_up(network, seed) for seed, slot in enumerate(network.choices)})
    inside, runner = header["inside"], header["runners"][0]
    units = inside["answers"]["at"] if inside["answers"] else inside["weights"]["at"]
    for told in page.evaluate(TOLD, 14):
        t = told["page"]
        last = {name: int(at[np.searchsorted(at, t, "right") - 1]) for name, at in (
            ("stage", runner["frames"]), ("weights", inside["weights"]["at"]), ("unit", units),
            ("chooser", runner["frames"]), ("row", run.steps), ("layers", inside["at"]),
        )}  # fmt: skip
        assert {name: told[name][0] for name in ("stage", "weights", "unit", "chooser")} == {
            name: last[name] for name in ("stage", "weights", "unit", "chooser")
        }
        assert told["stage"][1] == ("" if last["stage"] == t else f"picture of step {last['stage']}")
        assert told["weights"][1] == f"at step {last['weights']}"
        assert told["unit"][1].endswith(f", at step {last['unit']}")
        assert told["chooser"][1].endswith(f"picture of step {last['chooser']}")
        assert told["layers"].startswith(f"at step {last['layers']};")
        assert told["sentence"].startswith(f"At step {last['row']} ")
        assert f"At step {last['row']}:" in told["curve"]
    assert page.complaints == []

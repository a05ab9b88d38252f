"""The player on a network: its panels, its states, and single units computed in the browser as the server does."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.network_runs import made_up
from tests.ui.player.test_component import header_of
from training.choice import choice
from training.network.config import default_network
from training.network.resolve import resolve
from training.parts.activations import ACTIVATIONS
from training.parts.layers import forward
from training.race.config import default_race
from ui.network.data import stage
from ui.network.header import inside, network_header
from ui.player.component import pack

ANSWERS = """async ([name, x, n, step, sizes]) => {
  const [{ Units }, { decode }] = await Promise.all([import("/network/units.js"), import("/engine/blob.js")]);
  const race = decode(new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer()));
  const units = new Units(race.inside);
  units.at(step);
  return sizes.map((many, layer) => Array.from({ length: many }, (_, unit) => (
    Array.from(units.answer(Float32Array.from(x), n, layer, unit)))));
}"""
# How many things the canvases are told to draw in each of some frames while the race plays, sixty of them a second.
DRAWN = """(frames) => new Promise((done) => {
  const drawn = [];
  const own = CanvasRenderingContext2D.prototype;
  for (const name of ["fill", "stroke", "fillRect", "strokeRect", "fillText", "drawImage", "putImageData"]) {
    const draw = own[name];
    own[name] = function (...given) {
      drawn[drawn.length - 1] += 1;
      return draw.apply(this, given);
    };
  }
  const ask = window.requestAnimationFrame;
  window.requestAnimationFrame = (act) => ask(() => {
    drawn.push(0);
    act((drawn.length * 1000) / 60);
    if (drawn.length === frames) done(drawn);
  });
  document.querySelector(".op-buttons button").click();
  document.querySelector(".op-play").click();
})"""
SIZES = {"wide": (1140, 900), "middle": (724, 768), "phone": (390, 844)}


def blob_of(network, slots="abcdef", pick=None, **made):
    """A header with made-up runs of the runners in ``slots``; the layers of each are in it."""
    runs = {slot: made_up(network, seed, **made) for seed, slot in enumerate(network.choices) if slot in slots}
    header, shown, choices = network_header(network, runs, pick=pick), stage(network), network.choices
    return pack({**header, "insides": {slot: inside(shown, slot, choices[slot], run) for slot, run in runs.items()}})


@cache
def shapes():
    """Networks of each depth on data of each kind, by name: what the player draws of them."""
    depths, kinds = ((), (4,), (6,) * 12), ("spirals", "curve", "digits", "iris")
    networks = {(data, hidden): default_network(data) for hidden in depths for data in kinds}
    return {
        f"{data}-{len(hidden)}": blob_of(replace(network, hidden=hidden, steps=20))
        for (data, hidden), network in networks.items()
    }


def go(page, step):
    page.get_by_role("textbox", name="Step", exact=True).fill(str(step))
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelector('.player').dataset.step === '{step}'")


def test_every_panel_shows_the_step(stand):
    network = default_network()
    page = stand(blob_of(network))
    go(page, 300)
    run = made_up(network)
    row = int(np.searchsorted(run.steps, 300, "right")) - 1
    score = f"{100 * run.figures.valid_score[row]:.0f}%"
    assert page.locator(".op-chooser").count() == 3
    assert score in page.locator(".op-chooser").first.inner_text()
    page.wait_for_function(f"() => document.querySelector('.op-sentence').textContent.includes('{score}')")
    for label in ("Loss", "Accuracy", "Activations of Adam", "Gradients of Adam", "standard deviation", "What layer 1"):
        assert page.locator(f"canvas[aria-label^='{label}']").count() == 1, label
    assert page.locator(".op-regions").get_attribute("aria-label").startswith(f"Adam at step 300 is right for {score}")
    assert page.complaints == []


def test_a_chooser_puts_its_optimizer_on_the_stage_and_nothing_else_moves(stand):
    page = stand(blob_of(default_network()))
    go(page, 210)
    page.locator(".op-chooser", has_text="SGD").click()
    page.wait_for_function("() => document.querySelector('.op-regions').ariaLabel.startsWith('SGD')")
    assert page.locator("[data-testid=player]").get_attribute("data-step") == "210"
    assert page.get_by_label("Optimizer to look into").input_value() == "c"
    assert page.complaints == []


def test_where_a_server_answers_the_choice_is_reported(stand):
    page = stand(blob_of(default_network()), live=True)
    page.locator(".op-chooser", has_text="Nesterov").click()
    assert page.evaluate("events") == [{"kind": "pick", "slot": "b"}]
    assert page.locator(".op-chooser[aria-pressed=true]").inner_text().startswith("Nesterov")


def test_who_has_no_run_says_why_and_play_waits_for_the_first(stand):
    network = default_network()
    network = replace(network, slots=(*network.slots, ("d", choice("gaussnewton"))))
    page = stand(blob_of(network, slots=""), blobs={"later": blob_of(network, "abc")}, live=True)
    assert page.locator(".op-chooser", has_text="computing").count() == 3
    page.wait_for_timeout(300)
    assert page.locator("[data-testid=player]").get_attribute("data-step") == "0"
    page.evaluate("show('later', true)")
    page.wait_for_function("() => Number(document.querySelector('.player').dataset.step) > 0")
    page.locator(".op-chooser", has_text="cannot train this").click()
    assert "Gauss-Newton needs" in page.locator(".op-stage-words").inner_text()
    assert page.complaints == []


def test_what_is_not_finite_is_said(stand):
    network = default_network()
    page = stand(blob_of(network, lost=50))
    go(page, 400)
    step = int(made_up(network).steps[50])
    assert page.locator(".op-stage-words").inner_text() == f"Adam is not finite from step {step}"
    assert page.locator(".op-chooser", has_text="not finite").count() == 3
    page.wait_for_function("() => document.querySelector('.op-sentence').textContent.includes('not finite')")
    assert page.complaints == []


def test_a_page_of_another_kind_takes_the_place_of_the_panels(stand):
    page = stand(pack(header_of(default_race())), blobs={"network": blob_of(default_network())})
    go(page, 40)
    page.evaluate("show('network')")
    page.wait_for_selector(".player[data-kind=network] .op-chooser")
    assert page.locator(".op-stage").count() == 1
    page.evaluate("show('blob')")
    page.wait_for_selector(".player[data-kind=race] .op-inside")
    assert page.complaints == []


@pytest.mark.parametrize("width, height", SIZES.values(), ids=SIZES)
def test_every_shape_of_data_and_network_is_drawn(stand, width, height):
    blobs = shapes()
    first, size = next(iter(blobs.values())), {"width": width, "height": height}
    page = stand(first, blobs=blobs, viewport=size, reduced_motion="reduce")
    for name in blobs:
        page.evaluate("name => show(name, false, true)", name)
        page.wait_for_selector("[data-testid=player][data-steps]")
        go(page, 12)
        page.locator(".op-unit-area").last.focus()
        page.keyboard.press("End")
        page.wait_for_function("() => document.querySelector('.op-unit-words').textContent")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.complaints == [], name


def test_units_answer_in_the_browser_as_on_the_server(stand):
    """With each activation."""
    networks = {name: replace(default_network(), activation=name, hidden=(4, 3), steps=20) for name in ACTIVATIONS}
    blobs = {name: blob_of(network, slots="a") for name, network in networks.items()}
    page, frame = stand(blobs["tanh"], blobs=blobs, reduced_motion="reduce"), 15
    for name, network in networks.items():
        run, task = made_up(network), resolve(network)
        x = task.prepared.train_x[:40]
        params = [{part: values[frame] for part, values in layer.items()} for layer in run.params]
        after = [layer.act for layer in forward(task.structure.layers, params, x)]
        found = page.evaluate(ANSWERS, [name, x.ravel().tolist(), len(x), int(run.steps[frame]), [4, 3, 1]])
        for layer, answers in enumerate(found):
            np.testing.assert_allclose(np.array(answers).T, after[layer], atol=2e-3, err_msg=f"{name}, layer {layer}")


@pytest.mark.parametrize("data", ["spirals", "curve"])
def test_every_unit_of_a_wide_layer_has_its_picture(stand, data):
    page = stand(blob_of(replace(default_network(data), hidden=(70, 5), steps=20)))
    go(page, 12)
    for layer, name in enumerate(("layer 1", "layer 2", "output")):
        page.locator(".op-unit-area").nth(layer).focus()
        page.wait_for_function(f"() => document.querySelector('.op-unit-title').textContent.startsWith('{name}')")
        assert page.locator(".op-unit-box").is_visible()
        assert page.locator(".op-unit-words").inner_text().startswith("From ")
    assert page.complaints == []


def test_a_figure_is_drawn_over_layers_or_over_steps_and_says_what_it_means(stand):
    page = stand(blob_of(default_network()), reduced_motion="reduce")
    figures = page.get_by_label("Figure over all layers").first
    figures.select_option("layers saturated")
    assert "within 3% of a bound, |a| > 0.94" in page.locator(".op-layers-label").first.inner_text().replace(
        "\xa0", " "
    )
    figures.select_option("steps saturated")
    page.wait_for_selector("canvas[aria-label^='saturated by step, a line for each layer']")
    page = stand(blob_of(replace(default_network(), hidden=(4,), steps=20)), reduced_motion="reduce")
    assert page.get_by_label("Figure over all layers").first.input_value() == "steps actStd"
    assert page.complaints == []


def test_a_frame_of_playing_draws_little(stand):
    """Layers and weights are drawn only where another step was recorded of them, which most frames do not come to."""
    page = stand(blob_of(default_network()), viewport={"width": 1140, "height": 900}, reduced_motion="reduce")
    drawn = sorted(page.evaluate(DRAWN, 60))
    assert drawn[30] < 100 < drawn[-1]

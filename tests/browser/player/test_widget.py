"""The widget of a notebook: a host of ESM widgets that keeps to https://anywidget.dev/en/afm shows two of them."""

from __future__ import annotations

from base64 import b64encode

import pytest
from playwright.sync_api import expect

import playground

ORIGIN = "http://notebook.test"
TRAITS = ("page", "data", "height", "t")
HOST = """<!doctype html><meta charset="utf-8"><style>button { display: none }</style><main></main>
<script type="module">
import widget from "/widget.js";

class Model {
  state = {};
  saved = [];
  heard = [];
  get(name) { return this.state[name]; }
  set(name, value) { this.receive({ [name]: value }); }
  save_changes() { this.saved.push(this.state.t); }
  on(name, act) { this.heard.push([name, act]); }
  off(name, act) { this.heard = this.heard.filter((one) => one[0] !== name || one[1] !== act); }
  receive(state) {
    const changed = Object.keys(state).filter((name) => state[name] !== this.state[name]);
    Object.assign(this.state, state);
    for (const [name, act] of this.heard) if (changed.includes(name.replace("change:", ""))) act();
  }
}

const view = (text) => {
  const bytes = Uint8Array.from(`odd${atob(text)}`, (c) => c.charCodeAt(0)); // a part of a message, at an odd place
  return new DataView(bytes.buffer, 3);
};
const read = ({ data, ...state }) => ({ ...state, ...(data && { data: view(data) }) });
window.models = [];
window.keys = 0;
addEventListener("keydown", () => { window.keys += 1; });
window.show = (state) => {
  const [model, el] = [new Model(), document.querySelector("main").appendChild(document.createElement("div"))];
  model.receive(read(state));
  model.leave = widget.render({ model, el });
  window.models.push(model);
};
window.receive = (at, state) => window.models[at].receive(read(state));
</script>"""


@pytest.fixture
def notebook(browser):
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 900, "height": 900})
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    kinds = {"": ("text/html", HOST), "widget.js": ("text/javascript", playground.race(steps=1).widget()._esm)}

    def answer(route):
        kind, body = kinds[route.request.url.removeprefix(f"{ORIGIN}/")]
        route.fulfill(content_type=kind, body=body)

    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/")
    page.wait_for_function("() => window.show")
    yield page
    context.close()


def sent(widget, *names):
    """What the browser is told of the traits of a widget."""
    state = {name: getattr(widget, name) for name in names}
    return {name: b64encode(one).decode() if isinstance(one, bytes) else one for name, one in state.items()}


def stand(notebook, t, u):
    """Wait until the players of two widgets, and what the notebook knows of them, stand at these steps."""
    notebook.wait_for_function(f"() => models[0].get('t') === {t} && models[1].get('t') === {u}")
    for at, step in enumerate((t, u)):
        expect(player(notebook, at)).to_have_attribute("data-step", str(step))


def player(notebook, at):
    return notebook.frame_locator("iframe").nth(at).get_by_test_id("player")


def test_keys_steps_and_data_reach_one_widget_of_two(notebook):
    widget = playground.race(surface="beale", steps=30, a="sgd", b="adam", height=300).widget()
    other = playground.race(surface="bowl", steps=40, a="sgd").widget()
    notebook.evaluate("([one, two]) => [one, two].map(show)", [sent(widget, *TRAITS), sent(other, *TRAITS)])
    stand(notebook, 30, 40)  # quiet readers see the end at once
    assert height(notebook) == 300
    player(notebook, 0).evaluate("(player) => player.focus()")
    notebook.keyboard.press("Home")
    stand(notebook, 0, 40)
    notebook.keyboard.press("ArrowRight")
    stand(notebook, 1, 40)
    assert notebook.evaluate("() => [keys, models.map(({ saved }) => saved.at(-1))]") == [0, [1, 40]]
    notebook.evaluate("() => receive(1, { t: 7 })")
    stand(notebook, 1, 7)

    document = notebook.frame_locator("iframe").first.locator("html")
    document.evaluate("(html) => { html.same = true; }")
    widget.show(playground.race(surface="beale", steps=50, a="sgd", b="momentum", height=360))
    notebook.evaluate("(state) => receive(0, state)", sent(widget, *TRAITS[:3]))
    expect(player(notebook, 0)).to_have_attribute("data-steps", "50")
    stand(notebook, 1, 7)
    assert height(notebook) == 360 and document.evaluate("(html) => html.same")  # drawn anew, and not loaded anew
    notebook.evaluate("() => receive(0, { t: 1000 })")
    stand(notebook, 50, 7)
    assert notebook.complaints == []


def height(notebook):
    return notebook.locator("iframe").first.bounding_box()["height"]


def test_another_page_comes_into_the_same_frame_and_nothing_is_left_of_a_widget_that_goes(notebook):
    widget = playground.race(surface="beale", steps=30, a="sgd").widget()
    notebook.evaluate("(state) => show(state)", sent(widget, *TRAITS))
    expect(player(notebook, 0)).to_have_attribute("data-step", "30")
    widget.show(playground.initialization(depth=2, width=8, init="he"))
    notebook.evaluate("(state) => receive(0, state)", sent(widget, "page", "data"))
    heading = notebook.frame_locator("iframe").get_by_role("heading", level=1)
    expect(heading).to_contain_text("Initialization: 2 layers of 8")
    notebook.evaluate("() => models[0].leave()")
    expect(notebook.locator("iframe")).to_have_count(0)
    assert notebook.evaluate("() => models[0].heard.length") == 0
    asked = {url for url in notebook.asked if not url.startswith(("blob:", "data:", "about:"))}
    assert asked == {f"{ORIGIN}/", f"{ORIGIN}/widget.js"} and notebook.complaints == []


def test_a_widget_shown_again_stands_where_it_was_and_plays_alone(notebook):
    notebook.emulate_media(reduced_motion="no-preference")
    widget = playground.race(surface="beale", steps=2000, a="sgd").widget()
    widget.t = 12
    notebook.evaluate("([one, two]) => [one, two].map(show)", [sent(widget, "page", "data", "t")] * 2)
    first, second = player(notebook, 0), player(notebook, 1)
    expect(first).to_have_attribute("data-step", "12")
    expect(second).to_have_attribute("data-step", "12")
    first.evaluate("(player) => player.focus()")
    notebook.keyboard.press("Space")
    expect(first).to_have_attribute("data-playing", "true")
    expect(first).not_to_have_attribute("data-step", "12")
    notebook.keyboard.press("Space")
    expect(first).to_have_attribute("data-playing", "false")
    step = int(first.get_attribute("data-step"))
    notebook.wait_for_function(f"() => models[0].get('t') === {step}")
    assert step > 12 and notebook.evaluate("() => models[1].get('t')") == 12
    expect(second).to_have_attribute("data-playing", "false")

"""How a component's program is loaded: data that change meanwhile are shown, and not what was there before."""

from __future__ import annotations

from ui.player.loading import loader

ORIGIN = "http://player.test"
MANY = 12
BUNDLE = """export const player = { mount({ data }) {
  shown.push(data);
  return () => shown.push("taken down");
} };"""
SHOW = """async (many) => {
  window.shown = [];
  const show = (await import("/loader.js")).default;
  const all = Array.from({ length: many }, (_, data) => ({ data, parentElement: document.body }));
  const other = { data: "another place", parentElement: document.createElement("p") };
  window.leave = [...all, other].map(show)[many - 1];
}"""
LEFT = """async () => {
  await new Promise((done) => setTimeout(done, 100)); // in which more would come
  leave();
  return shown;
}"""


def test_data_that_change_while_the_bundle_is_loaded_are_shown(browser):
    """Of imports that wait for one file, Chromium answers in any order."""
    page, held = browser.new_page(), []
    files = {"": "<!doctype html>", "loader.js": loader("player", "en")}

    def answer(route):
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name in files:
            route.fulfill(body=files[name], content_type="text/javascript" if name else "text/html")
        else:
            held.append(route)

    try:
        page.route(f"{ORIGIN}/**", answer)
        page.goto(f"{ORIGIN}/")
        page.evaluate(SHOW, MANY)
        while not held:
            page.wait_for_timeout(10)
        held[0].fulfill(body=BUNDLE, content_type="text/javascript")
        page.wait_for_function("() => shown.length >= 2")
        found = page.evaluate(LEFT)
    finally:
        page.close()
    assert sorted(found[:2], key=str) == [MANY - 1, "another place"] and found[2:] == ["taken down"]

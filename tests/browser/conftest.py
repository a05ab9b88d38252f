"""Visitors for the browser tests; on a failure their screens are kept in test-results/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.visitor import visitor
from ui.player.assets import BUNDLE, MAIN, PLAYER

ORIGIN = "http://player.test"
# The player comes as one file, as the app loads it: a hundred modules, asked for one by one, are most of the work of
# opening a page. It comes in modules where a test brings one of its own.
JOINED = f'import {{ player }} from "/{BUNDLE}"; const {{ mount }} = player;'
IN_MODULES = f'import {{ mount }} from "/{MAIN}";'
PAGE = f"""<!doctype html><meta charset="utf-8"><style>body {{ margin: 14px 28px; font-family: sans-serif }}
{PLAYER.styles()}</style><main></main><script type="module">
IMPORTED
const parentElement = document.querySelector("main");
window.events = [];
let last = 0;
const hear = ({{ number, ...event }}) => {{
  if (number > last) window.events.push(event);
  last = Math.max(last, number);
}};
let leave = () => {{}};
window.show = async (name, live, anew) => {{
  const data = new Uint8Array(await (await fetch(`/${{name}}`)).arrayBuffer());
  if (anew) leave();
  const setTriggerValue = live ? (_, report) => report.events.forEach(hear) : undefined;
  leave = mount({{ parentElement, data, setTriggerValue }});
}};
</script>"""
RESULTS = Path(__file__).resolve().parent.parent.parent / "test-results"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        for number, one in enumerate(getattr(item, "visitors", [])):
            _keep(one, f"{re.sub(r'[^a-z0-9]+', '-', item.name.lower())}-{number}")
    return report


@pytest.fixture
def visit(browser, server, request):
    """Opens the app for a new visitor: ``visit("surface=beale", color_scheme="dark")``; None opens nothing yet."""
    request.node.visitors = visitors = []

    def open_page(query="", url=None, **context):
        visitors.append(visitor(browser, url or server.url, **context))
        return visitors[-1] if query is None else visitors[-1].open(query)

    yield open_page
    for one in visitors:
        one.close()


@pytest.fixture(scope="module")
def opened(browser, server):
    """A visitor whom the tests of a file share, at a race that stands at its end: each frame takes half a core."""
    one = visitor(browser, server.url, reduced_motion="reduce").open()
    one.until_idle()  # what comes last in a run may yet move what stands on the page
    yield one
    one.close()


@pytest.fixture
def guest(visit):
    """A visitor who opened the app at ``/``."""
    return visit()


@pytest.fixture
def stand(browser):
    """Opens a page with the player and no server: ``stand(blob, live=True, viewport=...)``; further blobs by name.

    In the page ``show(name, live, anew)`` goes on to one of these, with a new player where ``anew``.
    """
    contexts = []

    def open_page(blob, live=False, blobs=None, **context):
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        imported = IN_MODULES if any(name.endswith(".js") for name in blobs or {}) else JOINED
        files = {**PLAYER.files, "": PAGE.replace("IMPORTED", imported).encode(), "blob": blob, **(blobs or {})}

        def answer(route):
            name = route.request.url.removeprefix(f"{ORIGIN}/")
            kind = (
                "text/javascript" if name.endswith(".js") else "text/html" if not name else "application/octet-stream"
            )
            route.fulfill(body=files[name], content_type=kind) if name in files else route.fulfill(status=404)

        page.route(f"{ORIGIN}/**", answer)
        page.goto(f"{ORIGIN}/")
        page.wait_for_function("() => window.show")
        page.evaluate("live => show('blob', live)", live)
        page.wait_for_selector("[data-testid=player][data-steps]")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _keep(one, name):
    RESULTS.mkdir(exist_ok=True)
    try:
        one.page.screenshot(path=RESULTS / f"{name}.png")
    except Exception as error:
        print(f"No screenshot: {error}")
    (RESULTS / f"{name}.txt").write_text("\n".join([one.page.url, *one.errors]))

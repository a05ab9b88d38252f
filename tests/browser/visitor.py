"""A visitor of the running app: one page of a browser with everything it asked for and complained about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

PLAYER = "[data-testid=player]"
DESK = {"width": 1440, "height": 900}
NOWHERE = "about:blank"
PROBE = re.compile(r"//[^/]+/\w+/_stcore/(health|host-config)$")  # Streamlit looks for its server beside a page, too
PATIENCE = 60_000  # milliseconds, on two busy cores
expect.set_options(timeout=PATIENCE)
# Two frames on: all that follows a change of the page has been told of it.
NEXT = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Back leads to an address.
MOVE = """(address) => new Promise((done) => {
  window.addEventListener("popstate", () => done(), { once: true });
  for (let entries = 0; entries < 2; entries += 1) history.pushState(null, "", address);
  history.back();
})"""


@dataclass
class Visitor:
    """A page of the app. ``errors`` are the console's errors, but for Streamlit's own probes, and uncaught exceptions,
    ``hosts`` all that were asked."""

    page: Page
    url: str
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)
    idle: list[tuple[BrowserContext, str]] | None = None  # where the context goes at the end; else it is closed

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("websocket", lambda socket: self._asked(socket.url))

    def _said(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not ("404" in message.text and PROBE.search(address)):
            self.errors.append(f"{message.text} ({address})")

    def _asked(self, address: str) -> None:
        self.requests.append(address)
        if urlsplit(address).scheme not in ("data", "blob"):
            self.hosts.add(urlsplit(address).netloc)

    def open(self, query: str = "") -> Visitor:
        """Open the page with ``query`` and wait for the player."""
        self.page.goto(f"{self.url}/{'?' + query if query else ''}")
        self.player.wait_for()
        self.until("player.dataset.steps !== undefined")
        return self

    @property
    def away(self) -> bool:
        """Whether the app is yet to be opened."""
        return self.page.url == NOWHERE

    def move(self, address: str) -> None:
        """Go to an address of the app as Back does: the app is not loaded anew, which is most of a visit's work.

        The app has run for a link without its version, ``v``, once that stands in the address.
        """
        self.page.evaluate(MOVE, address)

    def until(self, condition: str) -> None:
        """Wait until a JavaScript condition on ``player``, the root element, holds."""
        script = (
            f"() => {{ const player = document.querySelector('{PLAYER}'); return Boolean(player) && ({condition}); }}"
        )
        self.page.wait_for_function(script)

    @property
    def player(self) -> Locator:
        return self.page.locator(PLAYER)

    @property
    def step(self) -> int:
        return int(self.player.get_attribute("data-step"))

    @property
    def steps(self) -> int:
        return int(self.player.get_attribute("data-steps"))

    @property
    def playing(self) -> bool:
        return self.player.get_attribute("data-playing") == "true"

    @property
    def query(self) -> dict[str, str]:
        """The fields of the address."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def pause(self) -> None:
        """Stop the race if it plays; looked at and pressed at once, for it may end between the two."""
        self.player.evaluate("player => player.dataset.playing === 'true' && player.querySelector('.op-play').click()")
        self.until("player.dataset.playing === 'false'")

    def scrub(self, step: int) -> None:
        """Go to a step by typing its number."""
        self.player.get_by_role("textbox", name="Step", exact=True).fill(str(step))
        self.page.keyboard.press("Enter")
        self.until(f"player.dataset.step === '{step}' && player.dataset.playing === 'false'")

    def until_address(self, **fields: str) -> None:
        """Wait until the address has these fields with these values."""
        for name, value in fields.items():
            script = "([name, value]) => new URLSearchParams(location.search).get(name) === value"
            self.page.wait_for_function(script, arg=[name, value])

    def until_idle(self) -> None:
        """Wait until no script of the app runs."""
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
        )

    def number(self, label: str) -> Locator:
        """A number field of the sidebar, by its label."""
        return self.page.get_by_test_id("stSidebar").get_by_role("textbox", name=label, exact=True)

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a select box."""
        box = self.page.get_by_role("combobox", name=label)
        box.scroll_into_view_if_needed()  # before the click: a list closes where the page scrolls under it
        self.page.evaluate(NEXT)
        box.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def close(self) -> None:
        context = self.page.context
        if self.idle is None:
            context.close()
            return
        for page in context.pages:
            page.close()
        context.set_offline(False)
        self.idle.append((context, self.url))


# Contexts that nobody uses, each with where it has been, by the browser and their settings: what a browser keeps of the
# app's files spares the next visitor a quarter of the work of opening a page.
IDLE: dict[tuple[Browser, str], list[tuple[BrowserContext, str]]] = {}


def visitor(browser: Browser, url: str, **context) -> Visitor:
    """A new visitor with nothing remembered; ``context`` goes to Playwright's ``new_context``."""
    settings = {"viewport": DESK, "color_scheme": "light", **context}
    idle = IDLE.setdefault((browser, repr(sorted(settings.items()))), [])
    used, been = idle.pop() if idle else (browser.new_context(**settings), "")
    page = used.new_page()
    if been:
        forget(page, been)
    return Visitor(page, url, idle=idle)


@contextmanager
def shared(one: Visitor, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A visitor whom the tests of a file share, for one of them: where that fails, the app is left, and opened anew."""
    request.node.visitors = [one]
    one.errors.clear()
    failed = request.session.testsfailed
    yield one
    if request.session.testsfailed > failed:
        one.page.goto(NOWHERE)


def forget(page: Page, been: str) -> None:
    """Clear what a site has stored in the context of a new page."""
    page.context.clear_cookies()
    devtools = page.context.new_cdp_session(page)
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(been))
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    devtools.detach()

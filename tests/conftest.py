"""Fixtures of all tests: the running app and a browser."""

from __future__ import annotations

import gc
import math
from collections import Counter
from functools import cache
from pathlib import Path

import jax
import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright
from streamlit.components.v2 import manifest_scanner

from tests import chromium, sessions
from tests.app_server import serve
from training.network import looks
from training.process import processor
from ui.race.page import PAGE
from ui.session import session as streamlit_session
from ui.session import state

processor.take()  # as the app does
settings.register_profile("any machine", deadline=None)  # a busy one takes its time
settings.load_profile("any machine")
BROWSER = Path(__file__).resolve().parent / "browser"


def pytest_collection_modifyitems(items):
    """Browser tests come last: from the first of them on an event loop runs, beside which no other can.

    Before and among them the file with most tests is first, so that no process is left with a long one at the end.
    """
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (BROWSER in item.path.parents, -tests[item.path], item.path))


def pytest_collection_finish():
    """Modules and tests stay to the end: no collection of garbage need look through them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def _programs():
    """What a module compiled goes with it: a program holds memory maps, of which Linux gives a process 65,530,
    and one that asks for more ends in a segmentation fault."""
    yield
    jax.clear_caches()


@pytest.fixture(scope="session", autouse=True)
def _components():
    """Streamlit looks through all installed packages for components in each of its test apps: once tells as much."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def _one_program(monkeypatch):
    """Figures of a structure come of one program, to the last digit: none is made to be fast meanwhile."""
    monkeypatch.setattr(looks, "OFTEN", math.inf)


@pytest.fixture(scope="session")
def server(tmp_path_factory, worker_id):
    """The app, started once for each process of tests. What one of these servers compiled is at hand to the others."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "server"
    folder.mkdir(exist_ok=True)
    with serve(folder) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, started once for the session."""
    path = chromium.find()
    assert path, "No Chromium found: run `python tests/chromium.py`, or set CHROMIUM to the path of one."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield started
        started.close()


@pytest.fixture
def session(monkeypatch):
    """A new visitor's session on the race page, with a link that a test may fill before it reads the configuration."""
    visitor = sessions.visitor()
    monkeypatch.setattr(streamlit_session, "st", visitor)
    state.enter(PAGE)
    return visitor

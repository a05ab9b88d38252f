"""Visitors for the browser tests; on a failure their screens are kept in test-results/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.visitor import visitor

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


@pytest.fixture
def guest(visit):
    """A visitor who opened the app at ``/``."""
    return visit()


def _keep(one, name):
    RESULTS.mkdir(exist_ok=True)
    try:
        one.page.screenshot(path=RESULTS / f"{name}.png")
    except Exception as error:
        print(f"No screenshot: {error}")
    (RESULTS / f"{name}.txt").write_text("\n".join([one.page.url, *one.errors]))

"""A page is one object: a folder and a row, as CONTRIBUTING.md shows them, and the app has one page more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.app_server import ROOT, serve
from tests.readme import PAGE_FILES, PAGE_LINE

PARTS = ("app.py", "assets", "locales", "optimizers", "surfaces", "training", "ui", ".streamlit")


def copied(folder: Path) -> Path:
    """A copy of the app with the page of the guide in it."""
    for part in PARTS:
        copy = shutil.copy if (ROOT / part).is_file() else shutil.copytree
        copy(ROOT / part, folder / part)
    for name, source in PAGE_FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(source)
    with (folder / "ui" / "pages.py").open("a") as pages:
        pages.write(f"\nfrom ui.parabola import page  # noqa: E402\n\n{PAGE_LINE}")
    return folder


@pytest.fixture
def extended(tmp_path, server):
    """The app with one page more, started. What the other server compiled is at hand there."""
    (tmp_path / "app").mkdir()
    compiled = {"JAX_COMPILATION_CACHE_DIR": str(server.log.parent / "jax")}
    with serve(tmp_path, root=copied(tmp_path / "app"), env=compiled) as running:
        yield running


def test_a_page_is_a_folder_and_a_row(extended, visit):
    guest = visit(None, extended.url, reduced_motion="reduce")
    page = guest.page
    page.goto(f"{extended.url}/parabola?rate=2.5")
    page.get_by_role("heading", name="Parabola").wait_for()
    page.wait_for_function("() => location.search === '?v=1&rate=2.5&steps=20'")
    expect(page).to_have_title("Parabola at rate 2.5 \N{MIDDLE DOT} Optimizer Playground")
    steps = page.get_by_label("Steps", exact=True)
    steps.fill("7")
    steps.press("Enter")
    page.wait_for_function("() => location.search.endsWith('&steps=7')")
    page.get_by_role("link", name="Race").click()
    page.get_by_test_id("player").wait_for()
    page.get_by_role("link", name="Parabola").click()
    page.wait_for_function("() => location.search === '?v=1&rate=2.5&steps=7'")
    page.get_by_role("button", name="QR code").click()
    page.get_by_role("img", name="QR code of this descent").wait_for()
    assert guest.errors == []

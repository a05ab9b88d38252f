"""What the code shows is told in the language spoken: no English text goes to the screen past the catalogues."""

from __future__ import annotations

import ast
import re

import pytest

from tests.catalogue import ROOT

# Of Streamlit, by name: what takes a text that people read, first or as one of these.
SHOWN = {
    *("button", "caption", "checkbox", "download_button", "expander", "file_uploader", "header", "link_button"),
    *("markdown", "multiselect", "number_input", "pills", "popover", "progress", "radio", "segmented_control"),
    *("select_slider", "selectbox", "slider", "spinner", "subheader", "text", "text_area", "text_input", "toggle"),
    *("dialog", "title", "warning", "info", "error", "success", "toast"),
}
SILENT = ("log", "logging", "state")  # have functions of these names, and show nothing
NAMED = ("label", "help", "placeholder", "caption")
WORD = re.compile(r"(?<![\w:/.&#<{-])[A-Za-z][a-z]{2,}")
PYTHON = sorted((ROOT / "ui").rglob("*.py"))
# In JavaScript: texts and names of elements that are written down as they are shown.
WRITTEN = re.compile(
    r"""(?:textContent\s*=|\btitle:|\btitle\s*=|"aria-label":|ariaLabel\s*=|placeholder:|\balt:)\s*["'`]([^"'`$]*)"""
)
SCRIPTS = sorted(
    file for file in (ROOT / "assets" / "player").rglob("*.js") if file.parent.name not in ("vendor", "pictures")
)


def texts(call):
    """The literals that a call of Streamlit shows, f-strings with what is written in them."""
    given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg in NAMED)]
    for value in given:
        parts = value.values if isinstance(value, ast.JoinedStr) else [value]
        yield "".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def untold(source):
    """What a module of Python shows in English alone."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    shown = [
        call
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in SHOWN
        and not ast.unparse(call.func.value).startswith(SILENT)
    ]
    return [text for call in shown for text in texts(call) if WORD.search(re.sub(r":material/\w+:|<[^>]*>", "", text))]


def test_python_shows_nothing_past_the_catalogue():
    found = {file.relative_to(ROOT).as_posix(): untold(file.read_text()) for file in PYTHON}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_scripts_show_nothing_past_the_catalogue():
    found = {file.name: [t for t in WRITTEN.findall(file.read_text()) if WORD.search(t)] for file in SCRIPTS}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "source, texts",
    [
        ('st.button("Play")', ["Play"]),
        ('st.button(tr("Play"), help=tr("Help"))', []),
        ('st.markdown(f"{n} runs")', [" runs"]),
        ('column.text_input(label, help="A number")', ["A number"]),
        ('st.markdown(f":material/lock: {told}")', []),
    ],
)
def test_what_is_shown_is_found(source, texts):
    assert untold(source) == texts

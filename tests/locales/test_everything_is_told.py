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
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
WORD = re.compile(r"(?<![\w:/.&#<{-])[A-Za-z][a-z]{2,}")
PYTHON = sorted((ROOT / "ui").rglob("*.py"))
# Markup, wherever it is written: what is no text in it, and the attributes that are one.
TAG = re.compile(r"<(style|script)\b.*?</\1>|<!.*?>|</?[a-z][^<>]*(>|$)|\{\}[^<>]*/>|&\w+;", re.DOTALL)
SPOKEN = re.compile(r'\b(?:alt|aria-label|title|placeholder)="([^"]*)')
# In JavaScript: strings, what is put into them, comparisons with them, beginnings of elements with children; and texts
WRITTEN = re.compile(
    r"""(?:textContent\s*=|\btitle:|\btitle\s*=|"aria-label":|ariaLabel\s*=|placeholder:|\balt:)\s*["'`]([^"'`$]*)"""
)
STRING = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""")
FILLED = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
COMPARED = re.compile(r"[!=]==?\s*$")
ELEMENT = re.compile(r"\b(?:el|iconButton)\(")
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


def marked(source):
    """What the markup of a module of Python says in English alone, in its text and in attributes that are spoken."""
    tree = ast.parse(source)
    strings = [node for node in ast.walk(tree) if isinstance(node, (ast.JoinedStr, ast.Constant))]
    parts = {id(part) for node in strings if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in strings:
        given = node.values if isinstance(node, ast.JoinedStr) else [node] if id(node) not in parts else []
        text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in given if is_text(part))
        if TAG.search(text):
            yield from (said for said in (*SPOKEN.findall(text), TAG.sub(" ", text)) if WORD.search(said))


def is_text(part):
    return not isinstance(part, ast.Constant) or isinstance(part.value, str)


def children(source):
    """The strings of a script that are children of elements as they stand, and what buttons with icons are called."""
    for found in ELEMENT.finditer(source):
        first = 1 if found[0] == "iconButton(" else 2
        depth, place, at = 0, 0, found.end()
        while at < len(source) and depth >= 0:
            if string := STRING.match(source, at):
                if depth == 0 and place >= first and not COMPARED.search(source[:at]):
                    yield FILLED.sub("", string[0][1:-1])
                at = string.end()
                continue
            depth += (source[at] in "([{") - (source[at] in ")]}")
            place += depth == 0 and source[at] == ","
            at += 1


def test_python_shows_nothing_past_the_catalogue():
    found = {file.relative_to(ROOT).as_posix(): untold(file.read_text()) for file in PYTHON}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_scripts_show_nothing_past_the_catalogue():
    sources = {file.name: COMMENT.sub("", file.read_text()) for file in SCRIPTS}
    shown = {name: [*WRITTEN.findall(source), *children(source)] for name, source in sources.items()}
    assert sum(map(len, shown.values())) > 10
    found = {name: [text for text in texts if WORD.search(text)] for name, texts in shown.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_no_markup_has_words_past_the_catalogue():
    found = {file.relative_to(ROOT).as_posix(): [*marked(file.read_text())] for file in PYTHON}
    assert {name: texts for name, texts in found.items() if texts} == {"ui/server/routes.py": [" Streamlit "]}


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("st.html(f'<p>{n} of all</p>')", [" {} of all "]),
        ('st.html(f\'<p class="note of all">{tr("Note")}</p><style>p { color: red }</style>\')', []),
        ("st.html('<img alt=\"A picture\">')", ["A picture"]),
        ("head = '<th scope=\"col\">Loss'", [" Loss"]),
        ("st.markdown('a < b and c')", []),
    ],
)
def test_what_markup_says_is_found(source, texts):
    assert [*marked(source)] == texts


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('el("p", { class: "op-name" }, "Nothing yet")', ["Nothing yet"]),
        ('el("p", {}, tr("Nothing yet"), el("b", {}, on ? "On" : tr("Off")))', ["On"]),
        ('el("p", {}, state === "ready" ? "" : tr("computing"))', [""]),
        ("el('p', {}, `${n} of all`)", [" of all"]),
        ('iconButton("play", "Play", { text: "Play" })', ["Play"]),
        ('iconButton("play", tr("Play"))', []),
    ],
)
def test_what_children_of_elements_say_is_found(source, texts):
    assert [*children(source)] == texts


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

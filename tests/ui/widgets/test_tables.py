"""Tables as HTML: one function makes them all."""

from __future__ import annotations

from pathlib import Path

from ui.widgets.tables import Markup, table

UI = Path(__file__).resolve().parents[3] / "ui"


def test_texts_of_cells_are_texts_and_only_markup_is_html():
    made = table("A & B", ("Who", Markup("<b>What</b>")), [("<b>a</b>", ("1 < 2", Markup("<i></i>")))])
    assert "<th scope=col>Who</th><th scope=col><b>What</b></th>" in made and 'aria-label="A &amp; B"' in made
    assert "<tr><th scope=row><b>a</b></th><td>1 &lt; 2</td><td><i></i></td></tr>" in made


def test_a_table_whose_caption_says_it_all_has_no_row_of_heads():
    made = table("Answers", (), [("a", ("1",))], caption="3 of 4", kind="votes")
    assert made.count("<tr>") == 1 and "<caption>3 of 4</caption>" in made and 'class="votes"' in made


def test_no_other_module_makes_tables():
    found = [path.relative_to(UI).as_posix() for path in UI.rglob("*.py") if "<table" in path.read_text()]
    assert found == ["widgets/tables.py"]

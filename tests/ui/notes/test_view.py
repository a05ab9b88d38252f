"""The page of notes, and the notes beside controls."""

import json

from tests.pages import components, visit
from training.notes import CARDS
from ui.widgets.notes import text


def test_the_page_has_all_cards_and_opens_the_one_of_its_address():
    app = visit("notes", "card=relu")
    data = json.loads(next(part for part in components(app) if part.component_name == "notes").json)
    keys = {entry["key"] for group in data["groups"] for entry in group["entries"]}
    assert not app.exception and data["card"] == "activation.relu" and {*CARDS} <= keys
    assert not any("`" in entry["head"] for group in data["groups"] for entry in group["entries"])
    assert [group["title"] for group in data["groups"]][-2:] == ["As printed, and right", "References"]


def test_a_card_as_markdown_has_its_parts():
    found = text(CARDS["adam"])
    assert found.startswith("**Adam.** Adam scales") and found.count("$$") == 2 and "**Fails.** To settle" in found
    assert "[All notes](notes?card=adam)" in found and text(CARDS["wrapper.clip"]).count("$$") == 6

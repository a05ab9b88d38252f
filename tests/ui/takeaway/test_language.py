"""The language of files that are taken away."""

from __future__ import annotations

import locales
from training.network.config import default_network
from ui.network import cards as network_cards
from ui.widgets import cards


def test_files_are_made_in_the_language_that_they_are_asked_for_in(monkeypatch):
    """LaTeX in the visitor's, code in English: no thread that makes one has been told a language."""
    made = {}
    monkeypatch.setattr(
        cards.st, "download_button", lambda label, data, name, mime, **options: made.update({name: data})
    )
    network = default_network()
    with locales.speaking("de"):
        network_cards._files(network, "a=sgd", {})
        cards.download("code", locales.spoken, "code.py", "text/x-python")
    assert made["code.py"]() == "en" == locales.spoken()
    with locales.speaking("de"):
        assert made["code.py"]() == "en"
    assert r"\section*{Netze: " in made[f"networks_on_{network.data}.tex"]()

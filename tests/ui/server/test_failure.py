"""What visitors never get: markup of somebody else in a sentence, and the inside of a program that failed."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from streamlit import get_option
from streamlit.testing.v1 import AppTest

from tests.app_server import ROOT
from tests.pages import said
from ui.network import columns
from ui.server import failure
from ui.widgets import controls


@pytest.mark.parametrize(
    "text",
    [
        "https%26colon%3B//evil.example/login",
        "me@evil.example",
        "WWW.evil.example",
        "https://evil.example",
        "%5Bhere%5D(https://evil.example)",
    ],
)
def test_nothing_that_a_link_says_becomes_a_link(text):
    """Markdown takes letters by their names, and makes links of addresses and mailboxes that stand bare."""
    word = unquote(text)
    shown = controls.plain(word)
    assert not re.search(r"(?<!\\)[&:\[]|@(?!\u200b)|(?i:www)\.|:(?=//)", shown)
    assert shown.replace("\\", "").replace("\u200b", "") == word


def test_a_page_that_fails_says_so_without_a_path():
    assert "on_script_error=failure.told" in (ROOT / "app.py").read_text()
    app = AppTest.from_function(_failing).run()
    assert not app.exception
    assert [said(alert) for alert in app.error] == [failure.SENTENCE]
    assert get_option("client.showErrorDetails") == "none"
    assert get_option("server.maxUploadSize") == columns.MOST_UPLOAD


def _failing():
    from streamlit.error_util import handle_user_script_exception

    from ui.server import failure

    handle_user_script_exception(ValueError("/srv/app/secret.py"), failure.told)

"""The scripts of all pages, as Streamlit's navigation takes them."""

from __future__ import annotations

from copy import copy
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from locales import tr
from ui.pages import PAGES


def scripts() -> list[StreamlitPage]:
    """The scripts, with titles in the visitor's language. A copy of each, since one run of the app may call one."""
    return [copy(_script(page.view, tr(page.title), page.url)) for page in PAGES.values()]


@lru_cache(maxsize=256)
def _script(view: str, title: str, url: str) -> StreamlitPage:
    """The script of a page: to look for it on disk at every edit of every visitor would be a thirtieth of the work."""
    return st.Page(view, title=title, url_path=url, default=not url)

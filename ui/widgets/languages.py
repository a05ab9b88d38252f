"""The way to the same page in another language."""

from __future__ import annotations

import streamlit as st

from locales import LANGUAGES, spoken


def languages() -> None:
    """Links, one for each of the other languages: the browser puts the rest of the address into them."""
    links = [
        f'<a href="?lang={language}" hreflang="{language}" lang="{language}">{name}</a>'
        for language, name in LANGUAGES.items()
        if language != spoken()
    ]
    st.html(f'<p class="languages">{" ".join(links)}</p>')

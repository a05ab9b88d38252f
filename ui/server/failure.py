"""What a visitor reads where this program fails: a sentence. The log has the rest."""

from __future__ import annotations

import streamlit as st

from locales import Words, tr

SENTENCE: Words = (
    "Something failed in the app, and its log says what. Reload the page; where that does not help, open it without "
    "what follows the question mark in the address."
)


def told(failure: Exception) -> bool:
    """Say that the page failed, in the place of Streamlit's own words; those are for who wrote the app."""
    st.error(tr(SENTENCE), icon=":material/error:")
    return True

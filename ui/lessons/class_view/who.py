"""Who a visitor is to a class: the browser, and the session where that keeps no cookie."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

COOKIE = "_streamlit_xsrf"  # a random token of each browser, which Streamlit sets and masks anew with each answer


def visitor() -> str:
    """A name of the visitor's browser that no other can guess, the same in all its pages and when they load again.

    In the frame of another site's page browsers send no cookie: it is a name of the session there.
    """
    token, _ = decode_xsrf_token_string(st.context.cookies.get(COOKIE, ""))
    context = get_script_run_ctx(suppress_warning=True)
    return sha256(token or (context.session_id if context else "").encode()).hexdigest()

"""What Streamlit holds for a visitor, and callbacks that nobody interrupts.

Only here: ``st.session_state`` and ``st.query_params``.
"""

from __future__ import annotations

import time
from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, Literal, ParamSpec
from urllib.parse import parse_qs, quote

import streamlit as st

import locales
from training.data.selection import SAFE

Given = ParamSpec("Given")
LANGUAGE = "lang"  # parameter of an address: the language of the page
COOKIE = "optimizer-playground-language"  # holds it in the browser; a name that no other app of the same host has
LESSON = "lesson"  # parameter of an address: the step of a lesson, as saddle.2
DRAWN = "drawn.at"  # a name of its own: widgets and components have theirs in the same store
CALM = 0.5  # seconds without a page that is drawn for anybody
APART = 1.0  # seconds between two pages that draw themselves anew, in the long run
SELDOM = 5.0  # seconds between two times that a page draws itself anew while others are drawn
ASKING = 2.0  # seconds for which a page that wants to draw itself anew counts as one: it asks more often
_copy: ContextVar[MutableMapping[str, Any] | None] = ContextVar("copy", default=None)
_asked: ContextVar[dict[str, Any] | None] = ContextVar("asked", default=None)
_turns = Lock()  # of what follows
_asking: dict[float, float] = {}  # when each page was drawn that wants to draw itself anew, and when it last asked
_last = _again = time.monotonic()  # that a page was drawn, and that one began to draw itself anew


def begin() -> None:
    """Say that a run of the script begins: what only this app changes is asked of Streamlit once in it.

    A page asks some two hundred times, which was a seventh of its work.
    """
    _asked.set({})
    locales.speak(_language())
    global _last
    before, _last = own(DRAWN), time.monotonic()
    with _turns:
        _asking.pop(before, None)
    hold(DRAWN, _last)


def whole(callback: Callable[..., None]) -> Callable[..., None]:
    """Make ``callback`` one that the visitor's next edit does not interrupt; that one is made after it.

    Streamlit ends a callback wherever it asks what the session holds, if another edit waits, and what it was called for
    never comes again. So it asks once, in the one way that Streamlit lets pass, and reads from the answer.
    """

    @wraps(callback)
    def run(*args: Any, **named: Any) -> None:
        copy = _copy.get()
        token = _copy.set(ChainMap({}, st.session_state.to_dict()) if copy is None else copy)
        locales.speak(own(LANGUAGE) or locales.ENGLISH)
        try:
            callback(*args, **named)
        finally:
            _copy.reset(token)

    return run


def fragment(run_every: float) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Decorate a part of a page that is run again by itself, so often, as ``apart``."""
    return lambda function: st.fragment(run_every=run_every)(apart(function))


def dialog(
    title: str, closed: Callable[[], None], width: Literal["small", "large", "medium"] = "small"
) -> Callable[[Callable], Callable]:
    """Decorate what a dialog shows, which is run again by itself at each edit in it, as ``apart``; ``closed``, a
    callback, hears when the visitor closes it."""
    return lambda function: st.dialog(title, width=width, on_dismiss=closed)(apart(function))


def apart(function: Callable[Given, None]) -> Callable[Given, None]:
    """Make ``function`` one that speaks the visitor's language also where it runs without the script of the page.

    That is in a thread of its own, in which ``begin`` has said nothing.
    """

    @wraps(function)
    def run(*args: Given.args, **named: Given.kwargs) -> None:
        locales.speak(own(LANGUAGE) or locales.ENGLISH)
        function(*args, **named)

    return run


def held() -> Mapping[Any, Any]:
    """What the session holds, by key."""
    copy = _copy.get()
    return st.session_state if copy is None else copy


def own(key: str) -> Any:
    """What this app, and no widget, let the session hold; None where it did not."""
    asked = _asked.get()
    if _copy.get() is not None or asked is None:
        return held().get(key)
    if key not in asked:
        asked[key] = held().get(key)
    return asked[key]


def hold(key: str, value: Any) -> None:
    """Let the session hold ``value``."""
    if (copy := _copy.get()) is not None:
        copy[key] = value
    st.session_state[key] = value
    if (asked := _asked.get()) is not None:  # last, since an edit may interrupt the line before
        asked[key] = value


def pause() -> None:
    """Let the visitor's next edit interrupt this run of the script, where there has been one."""
    st.session_state.get("pause")


def redraw(*, complete: bool) -> None:
    """Draw the page anew, since there is more to show: at once where it is ``complete`` now, which it becomes once.

    Else at once where the app is CALM, or after SELDOM, and by turns: of those who ask, whoever was drawn longest ago.
    The interpreter does one thing at a time. A picture grows finer, or a table fuller, many times while somebody looks
    on, and whoever moves a slider goes first.
    """
    if _turn(own(DRAWN) or 0.0, complete):
        st.rerun()


def _turn(drawn: float, complete: bool) -> bool:
    """Whether the page that was ``drawn`` then draws itself anew now."""
    global _again
    with _turns:
        now = time.monotonic()
        _asking[drawn] = now
        for one in [one for one, asked in _asking.items() if asked < now - ASKING]:
            del _asking[one]
        due = now > max(min(_last + CALM, drawn + SELDOM), _again + APART) and drawn == min(_asking)
        if due or complete:
            del _asking[drawn]
            _again = min(now, max(_again + APART, now - APART / 2))  # whose turn it is asks late: the next may be early
        return due or complete


def _language() -> str:
    """The language in which the visitor reads: of the address, else as before, of the cookie, of the browser."""
    context = st.context
    before = own(LANGUAGE) or context.cookies.get(COOKIE, "")
    language = locales.chosen(
        parameter(LANGUAGE), before, context.headers.get("Accept-Language") or context.locale or ""
    )
    if own(LANGUAGE) != language:
        hold(LANGUAGE, language)
    return language


def embedded() -> bool:
    """Whether the page stands inside another one (``embed=true``), where it shows what plays and nothing around it."""
    return bool(st.context.is_embedded)


def parameter(name: str) -> str:
    """The value of one parameter of the address with which the visitor came; "" where there is none."""
    return st.query_params.get(name, "")


def renew(query: str) -> None:
    """Make ``query`` what the address asks for."""
    st.query_params.from_dict(parse_qs(query, keep_blank_values=True))


def query() -> str:
    """What the address asks for, as it stands there."""
    names = dict.fromkeys(st.query_params)
    return "&".join(f"{quote(n)}={quote(v, safe=SAFE)}" for n in names for v in st.query_params.get_all(n))

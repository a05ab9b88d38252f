"""Who uses the app: known to those who work for a visitor, and held by the session for as long as that lives."""

from __future__ import annotations

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from training.process import ending
from ui.session import session

KEY = "visitor"


class Visitor:
    """A visitor of the pages, to be held weakly."""

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def here(self) -> bool:
        """Whether the visitor's browser is connected: a closed tab is noticed at once."""
        return not runtime.exists() or runtime.get_instance().is_active_session(self._identity)

    def pause(self) -> None:
        """Let the visitor's next edit interrupt this run of the script, where there has been one."""
        session.pause()


class Guest:
    """Somebody without a session, who is here until ``left``."""

    left = False
    person = True  # others are told that somebody comes before them

    def here(self) -> bool:
        """Whether anybody still waits."""
        return not self.left

    def pause(self) -> None:
        """Nothing interrupts a guest but the end of the program."""
        ending.check()


class Nobody(Guest):
    """The app itself, where it goes on with what no person waits for."""

    person = False


def current() -> Visitor | Guest:
    """The visitor whose script this is; a guest outside of any script."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return Guest()
    if session.own(KEY) is None:
        session.hold(KEY, Visitor(context.session_id))
    return session.own(KEY)

"""What a session holds is looked up value by value."""

from collections import Counter

import pytest
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from ui.session import lookup


@pytest.fixture
def installed(monkeypatch):
    """Counts how often all that a session holds is put together."""
    monkeypatch.setattr(SafeSessionState, lookup.NAME, getattr(SafeSessionState, lookup.NAME))
    lookup.install()
    counted, together = Counter(), SessionState.filtered_state.fget

    def count(state):
        counted["together"] += 1
        return together(state)

    monkeypatch.setattr(SessionState, lookup.NAME, property(count))
    return counted


def _fields():
    import streamlit as st

    from ui.session import session

    @session.whole
    def take():
        seen = session.held()
        session.hold("taken", [seen["a"], seen.get("b"), seen.get("nothing"), sorted(seen)])
        session.hold("a copy", session.held()["taken"] is not None)

    st.text_input("A", "one", key="a", on_change=take)
    st.text_input("B", None, key="b")
    st.selectbox("C", ["x", "y"], key="c")
    if st.checkbox("Empty", key="empty"):
        st.write(f"{st.session_state.a} and {st.session_state.b}")


def test_fields_of_text_and_lists_put_nothing_together(installed):
    app = AppTest.from_function(_fields).run()
    app.text_input(key="b").set_value("two").run()
    assert app.text_input(key="b").value == "two"
    assert installed["together"] == 0


def test_a_field_whose_session_holds_none_is_empty(installed):
    app = AppTest.from_function(_fields)
    app.session_state["a"] = None
    app.run()
    assert app.text_input(key="a").value is None


def test_a_callback_reads_what_the_session_holds_and_what_it_holds_itself(installed):
    app = AppTest.from_function(_fields).run()
    app.text_input(key="a").set_value("new").run()
    assert app.session_state["taken"][:3] == ["new", None, None]
    assert {"a", "b", "c", "empty"} <= {*app.session_state["taken"][3]}
    assert app.session_state["a copy"]


def test_all_together_is_what_streamlit_says(installed):
    app = AppTest.from_function(_fields).run()
    state = app.session_state._state
    looked_up = lookup.Lookup(SafeSessionState(state, lambda: None))
    assert dict(looked_up) == state.filtered_state and len(looked_up) == len(state.filtered_state)
    assert "nothing" not in looked_up and repr(looked_up) == repr(state.filtered_state)

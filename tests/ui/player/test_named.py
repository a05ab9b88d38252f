"""A component is named by its key, and no hash of its data is taken for that."""

from streamlit.components.v2.bidi_component import main
from streamlit.testing.v1 import AppTest

from ui.player import named


def _two():
    import streamlit as st

    from ui.player.loading import component

    draw = component("standings")
    draw(key="one", data=b"rows" * st.session_state.get("times", 1))
    draw(key="other", data=b"rows")


def test_no_hash_of_a_component_s_data_is_taken_and_its_name_stays(monkeypatch):
    hashed = []
    monkeypatch.setattr(main, "calc_hash", lambda data: hashed.append(data) or "0")
    monkeypatch.setattr(main.BidiComponentMixin, named.NAME, getattr(main.BidiComponentMixin, named.NAME))
    named.install()
    app = AppTest.from_function(_two).run()
    names = [part.proto.id for part in app.get("bidi_component")]
    app.session_state["times"] = 2
    app.run()
    assert not app.exception and not hashed
    assert [part.proto.id for part in app.get("bidi_component")] == names and len({*names}) == 2

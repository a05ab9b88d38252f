"""A visitor's session without a browser: see the fixture ``session``."""

from __future__ import annotations

from types import SimpleNamespace

from ui import changes, state


class Query(dict):
    """Stands for st.query_params: values by name, each a list."""

    def get_all(self, name):
        return self[name]


def visitor():
    """What stands for Streamlit where nobody visits: an empty session, and no link."""
    return SimpleNamespace(session_state={}, query_params=Query())


def use(session, name, value, shown, edit=None, owner=""):
    """A visitor sets the widget of a field, as Streamlit would report it."""
    widget = state.widget(name, shown, owner)
    session.session_state[widget.key] = value
    edit = edit or (lambda race, v: changes.with_number(race, name, v))
    state.edited(name, widget.key, name.capitalize(), shown, edit)
    return widget

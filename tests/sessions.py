"""A visitor's session without a browser: see the fixture ``session``."""

from __future__ import annotations

from collections import UserDict
from types import SimpleNamespace

from streamlit.runtime.scriptrunner import RerunData, RerunException

from training.race import edits
from ui.session import inputs


class Session(UserDict):
    """Stands for st.session_state: values by key. While the visitor is ``hasty``, whoever asks for one is ended."""

    hasty = False

    def __getitem__(self, key):
        if self.hasty:
            raise RerunException(RerunData())
        return super().__getitem__(key)

    def to_dict(self):
        return dict(self.data)


class Query(dict):
    """Stands for st.query_params: values by name, each a list."""

    def get_all(self, name):
        return self[name]


def visitor():
    """What stands for Streamlit where nobody visits: an empty session, and no link."""
    return SimpleNamespace(session_state=Session(), query_params=Query())


def use(session, name, value, shown, edit=None, owner=""):
    """A visitor sets the widget of a field, as Streamlit would report it."""
    widget = inputs.widget(name, shown, owner)
    session.session_state[widget.key] = value
    edit = edit or (lambda race, v: edits.with_value(race, name, v))
    inputs.edited(name, widget.key, name.capitalize(), shown, edit)
    return widget

"""The theme is read out of the settings once, and every browser is sent all of it."""

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from ui.server import theme

PARTS = ("theme", "theme.light", "theme.light.sidebar")


def sent():
    """What a browser is sent of each part."""
    found = [CustomThemeConfig() for _ in PARTS]
    for message, part in zip(found, PARTS, strict=True):
        getattr(app_session, theme.NAME)(message, part)
    return found


def test_each_part_of_the_theme_is_read_once(monkeypatch):
    known = {"theme": {"base_font_size": 17}, "theme.light": {"primaryColor": "#123456"}}
    asked = []
    monkeypatch.setattr(config, "get_options_for_section", lambda part: asked.append(part) or known.get(part, {}))
    monkeypatch.setattr(theme, "_known", {})
    monkeypatch.setattr(app_session, theme.NAME, theme._READ)  # another test may have put ours there
    before = sent()
    asked.clear()
    monkeypatch.setattr(app_session, theme.NAME, theme._put)
    assert sent() == before == sent() and asked == [*PARTS]
    assert before[1].primary_color == "#123456" and before[0] != before[1]

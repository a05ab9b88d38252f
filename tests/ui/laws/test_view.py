"""The page of laws: nothing is measured until it is asked for, then all."""

from html import escape

from tests.pages import visit
from training.laws import LAWS
from ui.laws import compute
from ui.work.visitors import Guest


def test_laws_are_measured_when_asked_for(monkeypatch):
    monkeypatch.setattr(compute, "measured", _expected)
    app = visit("laws")
    assert not app.exception and [button.label for button in app.button] == ["Measure all"]
    bodies = "".join(html.proto.body for html in app.get("html"))
    assert all(escape(law.link) in bodies for law in LAWS.values()) and "yes, to" not in bodies
    app.button[0].click().run()
    guest = Guest()
    assert any(None not in compute.look(guest, 2).values() for _ in range(20))
    app.run()
    assert any(f"**{len(LAWS) - 1} of {len(LAWS)} laws hold**" in text.value for text in app.markdown)
    bodies = "".join(html.proto.body for html in app.get("html"))
    assert bodies.count("yes, to") == len(LAWS) - 1 and bodies.count("no, to") == 1 and "14.2031" in bodies


def _expected(name, beat=None):
    """What is expected of every law, but of one that is off."""
    return LAWS[name].expected * (1.5 if name == "selu" else 1.0)

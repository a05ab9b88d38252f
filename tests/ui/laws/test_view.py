"""The page of laws: nothing is measured until it is asked for, then all."""

import re
from dataclasses import replace
from html import escape
from urllib.parse import unquote

import numpy as np

from tests.pages import visit
from training.laws import LAWS
from training.laws.law import Expected, Measured, Series
from ui.laws import compute
from ui.laws.picture import EDGE, HEIGHT, KINDS, WIDTH, picture
from ui.work.visitors import Guest


def test_laws_are_measured_when_asked_for(monkeypatch):
    monkeypatch.setattr(compute, "measured", _expected)
    app = visit("laws")
    assert not app.exception and [button.label for button in app.button] == ["Measure all"]
    bodies = "".join(html.proto.body for html in app.get("html"))
    assert all(escape(law.link) in bodies and law.unshown in bodies for law in LAWS.values())
    assert "yes, to" not in bodies
    app.button[0].click().run()
    guest = Guest()
    assert any(None not in compute.look(guest, 2).values() for _ in range(20))
    app.run()
    assert any(f"**{len(LAWS) - 1} of {len(LAWS)} laws hold**" in text.value for text in app.markdown)
    bodies = "".join(html.proto.body for html in app.get("html"))
    assert bodies.count("yes, to") == len(LAWS) - 1 and bodies.count("no, to") == 1 and "14.2031" in bodies
    assert bodies.count('src="data:image/svg+xml,') == len(LAWS)


def _expected(name, beat=None):
    """What is expected of every law, but of one that is off."""
    return Measured(LAWS[name].expected * (1.5 if name == "selu" else 1.0))


def _lines(svg):
    """The points of the lines of a picture, by kind."""
    found = re.findall(r'<polyline points="([^"]*)" ([^>]*)/>', svg)
    kinds = {look: kind for kind, look in KINDS.items()}
    return {kinds[look]: np.array([point.split(",") for point in points.split()], float) for points, look in found}


def drawn(law, found):
    """The picture of what was measured, as SVG."""
    return unquote(re.search(r'src="data:image/svg\+xml,([^"]*)"', picture(law, found, "light"))[1])


def test_a_picture_has_the_series_and_what_is_expected_of_it():
    law = replace(LAWS["rate_gd"], expected=0.5)
    halved = Series(np.arange(5), 0.25 ** np.arange(5), "step", "loss", Expected.SQUARE, log=True)
    lines = _lines(drawn(law, Measured(0.5, halved)))
    assert np.allclose(lines["measured"][[0, -1]], [[EDGE, EDGE], [WIDTH - EDGE, HEIGHT - EDGE]])
    assert np.allclose(lines["expected"], lines["measured"][[0, -1]])
    falls = halved._replace(expected=Expected.FALL)
    assert np.allclose(
        _lines(drawn(replace(law, expected=1 / np.log(4)), Measured(0.7, falls)))["expected"], lines["expected"]
    )
    level = halved._replace(expected=Expected.LEVEL, log=False)
    assert np.allclose(_lines(drawn(law, Measured(0.5, level)))["expected"][:, 1], HEIGHT / 2, atol=0.2)
    place = halved._replace(expected=Expected.PLACE)
    assert np.allclose(_lines(drawn(replace(law, expected=2.0), Measured(2.0, place)))["expected"][:, 0], WIDTH / 2)


def test_a_number_alone_stands_beside_what_is_expected_and_off_by_its_tolerances():
    law = LAWS["beale"]
    places = [law.expected * (1 + off * law.tolerance) for off in (0, 1, 100)]
    marks = [float(re.search(r'cx="([\d.]+)"', drawn(law, Measured(value)))[1]) for value in (*places, np.nan)]
    unit = (WIDTH / 2 - EDGE) / 9
    assert np.allclose(marks, WIDTH / 2 + unit * np.array([0, 1, 8, 8]), atol=0.06)

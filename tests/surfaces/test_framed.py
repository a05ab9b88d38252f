"""The minima of a frame, against closed forms, and of the file, by what a minimum is."""

import numpy as np
import pytest

from surfaces import SURFACES, find, framed, minima_in
from surfaces.framed import MOST, minima_of_file, slopes_of

COUNTS = {  # in their own frames
    "himmelblau": 4,
    "long_valley": 2,
    "three_hump_camel": 3,
    "six_hump_camel": 6,
    "styblinski_tang": 4,
    "goldstein_price": 4,
    "mccormick": 2,
    "rastrigin": 121,
    "griewank": 11,
}


def inside(points, frame):
    """Those of points (n, 2) that lie in a frame."""
    low, high = np.reshape(frame, (2, 2)).T
    return np.reshape(points, (-1, 2))[((points >= low) & (points <= high)).all(axis=1)]


def sorted_by_place(points):
    """Points (n, 2) by x and y, to six digits."""
    points = np.round(points, 6) + 0.0
    return points[np.lexsort(points.T)]


@pytest.mark.parametrize("name", minima_of_file())
def test_at_every_minimum_of_the_file_the_slope_vanishes_and_the_surface_bends_up(name):
    surface = SURFACES[name]
    rows = np.array(minima_of_file()[name])
    smooth = rows[0 if surface.smooth_at_minima else len(surface.minima) :]
    x, y, values = smooth.T
    function, apart = slopes_of(surface), 1e-5 * max(np.ptp(surface.domain[:2]), np.ptp(surface.domain[2:]))
    value, *slope = function(x, y)
    np.testing.assert_allclose(value, values, atol=1e-9)
    along = [np.subtract(function(x + u, y + v)[1:], function(x - u, y - v)[1:]) for u, v in ((apart, 0), (0, apart))]
    hessian = np.moveaxis(along, 2, 0) / (2 * apart)  # (n, 2, 2)
    assert np.linalg.eigvalsh(hessian).min() > 0
    steps = np.linalg.solve(hessian, np.transpose(slope)[..., None])  # of Newton's method
    assert np.abs(steps).max() < apart / 10


@pytest.mark.parametrize("name", COUNTS)
def test_a_search_finds_those_of_the_file_and_as_many_as_are_known(name, monkeypatch):
    surface = SURFACES[name]
    listed = minima_in(surface, surface.domain)
    monkeypatch.setattr(framed, "at_hand", lambda surface, frame: None)
    found = minima_in(surface, surface.domain)
    assert listed.minima[: len(surface.minima)] == surface.minima == found.minima[: len(surface.minima)]
    mine, theirs = (inside(one.minima, surface.domain) for one in (listed, found))
    np.testing.assert_allclose(mine, theirs, atol=1e-5)  # in this order, too
    assert len(mine) == COUNTS[name]
    assert found.minima[: len(mine)] == tuple(map(tuple, theirs))  # those beside the frame come last
    values = np.round(slopes_of(surface)(*mine.T)[0], 6)
    assert list(values) == sorted(values)


@pytest.mark.parametrize(
    ("text", "frame", "minima"),
    [
        ("(x-20)**2*(x-30)**2/100+y**2", (15, 35, -5, 5), [(20, 0), (30, 0)]),
        (
            "cos(x)+cos(y)",
            (-9, 9, 8, 20),
            [(a * np.pi, b * np.pi) for a in (-1, 1) for b in (3, 5)],
        ),
        (
            "sin(x)*sin(y)",
            (-10, 10, -10, 10),
            [((a + 0.5) * np.pi, (b + 0.5) * np.pi) for a in range(-3, 3) for b in range(-3, 3) if (a + b) % 2],
        ),
    ],
)
def test_the_minima_of_a_formula_are_those_of_the_frame(text, frame, minima):
    found = minima_in(find(f"formula:{text}"), tuple(map(float, frame)))
    np.testing.assert_allclose(sorted_by_place(inside(found.minima, frame)), sorted_by_place(minima), atol=2e-6)
    assert len(inside(found.minima[: len(minima)], frame)) == len(minima)


def test_a_frame_away_from_the_lowest_minimum_has_its_own_and_keeps_the_places_of_those_that_are_listed():
    rastrigin, frame = find("rastrigin"), (1.6, 4.4, -1.4, 1.4)
    found = minima_in(rastrigin, frame)
    assert {tuple(np.round(at).astype(int)) for at in inside(found.minima, frame)} == {
        (x, y) for x in (2, 3, 4) for y in (-1, 0, 1)
    }
    himmelblau = find("himmelblau")
    assert minima_in(himmelblau, (-5.0, 5.0, -4.0, 4.0)).minima == himmelblau.minima
    assert minima_in(himmelblau, (0.0, 5.0, -4.0, 4.0)).minima[:2] == (himmelblau.minima[0], himmelblau.minima[3])


def test_what_is_no_minimum_in_another_frame_is_none():
    """The lowest point of the eggholder is on the edge of its own frame."""
    eggholder = find("eggholder")
    assert eggholder.minima[0] in minima_in(eggholder, eggholder.domain).minima
    assert eggholder.minima[0] not in minima_in(eggholder, (400.0, 600.0, 300.0, 500.0)).minima


def test_no_more_than_count_are_told_and_that_there_are_more():
    levy = find("levy13")
    found = minima_in(levy, levy.domain)
    assert len(found.minima) == MOST and found.sought.more
    wide = minima_in(find("rastrigin"), (-20.0, 20.0, -20.0, 20.0))
    assert wide.minima[0] == (0, 0) and len(wide.minima) == MOST and wide.sought.more


def test_a_frame_is_searched_once(monkeypatch):
    surface, frame = find("formula:x**4-x**2+y**2"), (-1.5, 1.5, -1.0, 1.0)
    asked = []
    searching = framed.search
    monkeypatch.setattr(framed, "search", lambda *given, **named: asked.append(given) or searching(*given, **named))
    assert minima_in(surface, frame) is minima_in(surface, frame) and len(asked) == 1
    assert minima_in(find("himmelblau"), find("himmelblau").domain).minima and len(asked) == 1

"""Basins of attraction against single runs, and against a loop in plain numpy."""

from dataclasses import replace

import numpy as np
import pytest

from surfaces import find, minima_in
from surfaces.framed import MOST
from training.choice import choice
from training.many import runs
from training.many.basins import (
    CHUNKS,
    LEFT,
    LOST,
    MOVING,
    RESTING,
    SIDE,
    TOGETHER,
    Same,
    cells,
    chunk_of,
    fates,
    starts,
)
from training.many.fates import as_ends
from training.many.precision import precise
from training.outcome import NEAR, judge
from training.process import pieces
from training.race.config import default_choice
from training.race.descend import descend

HIMMELBLAU = find("himmelblau")
LONGER = 11.0  # its frame's longer side
HUMP = ((4.2 + 3.64**0.5) / 2) ** 0.5  # where the slopes of the three-hump camel vanish beside the middle


def test_as_many_minima_as_a_frame_has_are_told_apart_by_their_places():
    places = np.arange(MOST)
    np.testing.assert_array_equal(as_ends((places,) * 4).fate, places)


def himmelblau(x, y):
    """Its slopes."""
    a, b = x**2 + y - 11, x + y**2 - 7
    return 4 * x * a + 2 * b, 2 * a + 4 * y * b


def two_wells(x, y):
    """The slopes of (x**2 - 1)**2 + y**2."""
    return 4 * x * (x**2 - 1), 2 * y


def three_humps(x, y):
    """The slopes of 2x² - 1.05x⁴ + x⁶/6 + xy + y²."""
    return 4 * x - 4.2 * x**3 + x**5 + y, x + 2 * y


def saddle(x, y):
    """The slopes of x**2 - y**2."""
    return 2 * x, -2 * y


def walked(points, slopes, lr, steps):
    """Gradient descent in numpy: where each run stands before each step and after the last, (steps + 1, starts, 2)."""
    x, y = points.T.copy()
    path = []
    for _ in range(steps + 1):
        path.append(np.stack([x, y], axis=1))
        along = slopes(x, y)
        x, y = x - lr * along[0], y - lr * along[1]
    return np.array(path)


def settled(held):
    """From which step on each column of booleans (steps + 1, starts) is true to its end."""
    return np.array([len(held) - np.argmin(np.append(column[::-1], False)) for column in held.T])


def plain(points, slopes, minima, near, lr, steps):
    """The minimum that each run reaches at the end, and since when it stays near that."""
    path = walked(points, slopes, lr, steps)
    inside = np.linalg.norm(path[:, :, None] - minima, axis=-1) <= near  # (steps + 1, starts, minima)
    reached = inside[-1].argmax(axis=1)
    since = settled(inside[:, np.arange(len(points)), reached])
    return np.where(inside[-1].any(axis=1), reached, MOVING), np.where(inside[-1].any(axis=1), since, steps)


@pytest.mark.parametrize(
    ("name", "slopes", "minima", "steps"),
    [
        ("himmelblau", himmelblau, HIMMELBLAU.minima, 100),
        # In closed form; the map has those of a search.
        ("formula:(x**2-1)**2+y**2", two_wells, [(-1, 0), (1, 0)], 100),
        ("three_hump_camel", three_humps, [(0, 0), (-HUMP, HUMP / 2), (HUMP, -HUMP / 2)], 400),
    ],
)
def test_four_hundred_starts_end_where_a_plain_loop_ends(name, slopes, minima, steps):
    """In 64-bit floats cell by cell; in 32-bit ones but for cells on a border: there rounding may decide."""
    surface, lr = find(name), 0.01
    x0, x1, y0, y1 = surface.domain
    xs, ys = np.meshgrid(np.linspace(x0 + 0.4, x1 - 0.5, 20), np.linspace(y0 + 0.4, y1 - 0.5, 20))
    points = np.stack([xs.ravel(), ys.ravel()], axis=1)
    asked = name, choice("sgd", lr=lr), surface.domain, points, Same(steps)
    fate, since = plain(points, slopes, np.asarray(minima), NEAR * (x1 - x0), lr, steps)
    with precise("float64"):
        found = fates(*asked)
    assert set(fate) >= set(range(len(minima)))
    np.testing.assert_array_equal(found.fate, fate)
    np.testing.assert_array_equal(found.steps, since)
    coarse = fates(*asked)
    square = np.pad(fate.reshape(20, 20), 1, mode="edge")
    around = [np.roll(square, shift, (0, 1))[1:-1, 1:-1].ravel() for shift in ((0, 1), (0, -1), (1, 0), (-1, 0))]
    inner = np.all([one == fate for one in around], axis=0)
    np.testing.assert_array_equal(coarse.fate[inner], fate[inner])
    assert (np.abs(coarse.steps - since)[coarse.fate == fate] <= 1).all() and (coarse.fate == fate).mean() > 0.99


@pytest.mark.parametrize("name", ["momentum", "nesterov", "adam", "lookahead", "schedulefree", "rprop"])
def test_each_cell_is_what_a_single_run_from_there_is(name):
    chosen = choice("sgd", lr=0.005, lookahead="late") if name == "lookahead" else default_choice(name, HIMMELBLAU)
    points = starts(HIMMELBLAU.domain, 3)[::150]
    found = fates("himmelblau", chosen, HIMMELBLAU.domain, points, Same(60, 7, 0.3))
    for place, start in enumerate(points):
        end = descend("himmelblau", start, 60, 7, chosen, 0.3).params
        distance = np.linalg.norm(np.asarray(HIMMELBLAU.minima)[:, None] - end, axis=-1)  # (minima, steps + 1)
        nearest = distance[:, -1].argmin()
        reached = distance[nearest, -1] <= NEAR * LONGER
        if abs(distance[nearest, -1] / (NEAR * LONGER) - 1) > 1e-3:  # rounding decides on the rim
            assert found.fate[place] == (nearest if reached else MOVING)
            assert reached or found.steps[place] == 60


def test_work_tells_its_share_after_each_piece_and_ends_where_nobody_waits(monkeypatch):
    monkeypatch.setattr(pieces, "MOMENT", 0)
    monkeypatch.setattr(runs, "in_pieces", lambda *given: pieces.in_pieces(*given[:5]))  # at no pace of tests before
    asked = "himmelblau", choice("sgd", lr=0.01), HIMMELBLAU.domain, starts(HIMMELBLAU.domain, 0), Same(400)
    shares = []
    fates(*asked, beat=shares.append)
    assert shares[0] == 0 and shares[-1] == 1 and shares == sorted(shares) and len(shares) > 3

    def left(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fates(*asked, beat=left)


@pytest.mark.parametrize(("surface", "name"), [("drop_wave", "sgd"), ("rastrigin", "sgd"), ("himmelblau", "adam")])
def test_what_ends_elsewhere_is_at_rest_where_a_single_run_is(surface, name):
    plain = find(surface)
    known = replace(plain, minima=minima_in(plain, plain.domain).minima)
    chosen, points = default_choice(name, known), starts(known.domain, 3)[::60]
    found = fates(surface, chosen, known.domain, points, Same(150))
    kinds = [judge(descend(surface, start, 150, 7, chosen), known, known.domain, known.lowest).kind for start in points]
    for fate, kind in zip(found.fate, kinds, strict=True):
        assert fate != RESTING or kind in ("rest", "still")
        assert fate != MOVING or kind in ("moving", "diverging", "rest")
        assert kind != "still" or fate == RESTING
    assert (found.fate == RESTING).mean() > 0.5 or surface != "drop_wave"
    assert (found.fate > 0).mean() > 0.9 or surface != "rastrigin"


def test_another_frame_with_as_many_minima_or_a_few_more_compiles_nothing(monkeypatch):
    asked, made = ("formula:cos(x)+cos(y)", choice("sgd", lr=0.1)), []
    compiled = runs._compiled
    monkeypatch.setattr(runs, "_compiled", lambda *form: made.append(compiled(*form)) or made[-1])
    counts = []
    for side in (4.0, 11.0, 25.0):
        frame = (-side, side, 0.0, 6.5)
        found = fates(*asked, frame, starts(frame, 0)[:8], Same(10))
        counts.append(len(found.known.minima))
    assert counts == [2, 4, 8] and made[0] is made[1] is not made[2]


def test_what_leaves_and_what_is_lost_is_told():
    lost = chunk_of("himmelblau", choice("sgd", lr=1.0), HIMMELBLAU.domain, 0, Same(20))
    assert LEFT in fates("saddle", choice("sgd", lr=0.1), find("saddle").domain, np.array([[0.5, 0.5]]), Same(200)).fate
    assert (lost.fate == LOST).mean() > 0.9


@pytest.mark.parametrize(
    ("name", "slopes", "lr", "frame", "fates_there"),
    [
        # Starts beside the frame enter it, and leave it along y; near y = 0 they stay.
        ("formula:x**2-y**2", saddle, 0.9, (-1.0, 1.0, -1.0, 1.0), {MOVING, LEFT}),
        ("himmelblau", himmelblau, 0.03, HIMMELBLAU.domain, {0, LOST}),
    ],
)
def test_a_start_is_gone_from_the_step_on_at_which_a_plain_loop_has_it_outside(name, slopes, lr, frame, fates_there):
    steps, low, high = 12, np.array(frame[::2]), np.array(frame[1::2])
    shares = np.stack(np.meshgrid(np.linspace(-0.2, 1.2, 21), np.linspace(0.3, 0.5, 20)), axis=-1).reshape(-1, 2)
    points = low + shares * (high - low)
    with np.errstate(over="ignore", invalid="ignore"), precise("float64"):
        path = walked(points, slopes, lr, steps)
        found = fates(name, choice("sgd", lr=lr), frame, points, Same(steps))
    outside = ~((path >= low) & (path <= high)).all(axis=-1)
    gone = np.isin(found.fate, (LEFT, LOST))
    assert {*found.fate} >= fates_there and len({*found.steps[gone]}) > 3
    np.testing.assert_array_equal(gone, outside[-1])
    np.testing.assert_array_equal(found.steps[gone], settled(outside)[gone])


def test_each_part_of_a_picture_lies_evenly_over_it_and_all_make_the_whole():
    assert len(np.unique(np.concatenate([cells(chunk) for chunk in range(CHUNKS)]))) == SIDE * SIDE == CHUNKS * TOGETHER
    for chunks, apart in ((1, 2), (CHUNKS, 1)):
        found = np.sort(np.concatenate([cells(chunk) for chunk in range(chunks)]))
        rows = np.arange(0, SIDE, apart)
        np.testing.assert_array_equal(found, (SIDE * rows[:, None] + rows).ravel())
    x0, x1, y0, y1 = frame = (-1.0, 3.0, 0.0, 2.0)
    points = np.concatenate([starts(frame, chunk) for chunk in range(CHUNKS)])
    assert (points > [x0, y0]).all() and (points < [x1, y1]).all()
    np.testing.assert_allclose(points.mean(axis=0), [1, 1], atol=1e-9)

"""The matrix of all optimizers and surfaces against single runs, and its key of what there is to compute."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS
from surfaces import SURFACES, find
from training.many import matrix, networks, tasks
from training.many.fates import LEFT, LOST, MOVING, RESTING
from training.many.matrix import (
    DEFAULT,
    FACTORS,
    STEPS,
    Cell,
    chunk_of,
    chunks,
    families,
    missing,
    rates_of,
    typed,
)
from training.many.runs import POINTS
from training.outcome import TOLERANCE, judge
from training.race.config import default_choice
from training.race.descend import descend

KINDS = {"converged": 0, "not finite": LOST, "left": LEFT, "moving": MOVING, "diverging": MOVING, "still": RESTING}


@pytest.fixture
def two_families(monkeypatch):
    """Four surfaces are all: programs of few surfaces compile soon."""
    known = {name: SURFACES[name] for name in ("saddle", "ravine", "round_bowl", "bounded_saddle")}
    monkeypatch.setattr(matrix, "SURFACES", known)
    matrix._most_minima.cache_clear()
    yield known
    matrix._most_minima.cache_clear()


def test_every_cell_is_what_a_single_run_with_its_rate_is(two_families):
    for name, family in (("sgd", "Bowls"), ("gaussnewton", "Bowls"), ("sgd", "Saddles")):
        found = chunk_of(name, family)
        assert [*found] == [key for key, one in two_families.items() if one.family == family]
        for surface, cell in found.items():
            known, usual = SURFACES[surface], default_choice(name, SURFACES[surface])
            for place in (1, DEFAULT, len(FACTORS) - 2):
                chosen = usual.with_value(cell.rate, float(cell.rates[place]))
                trace = descend(surface, known.start, STEPS, 0, chosen)
                single = judge(trace, known, known.domain, known.lowest)
                assert (cell.reached[place] if cell.reached[place] >= 0 else None) == single.reached
                assert KINDS[single.kind] == min(cell.fate[place], 0)
                if place == DEFAULT:
                    rows = np.round(STEPS * np.linspace(0, 1, POINTS) ** 2).astype(int)
                    np.testing.assert_allclose(cell.path, trace.params[rows], rtol=2e-3, atol=1e-6)
                np.testing.assert_allclose(cell.loss[place], trace.loss[-1], rtol=2e-3, atol=1e-12)


def test_a_typed_surface_is_a_family_of_its_own():
    surface = "formula:x**2 + 3*y**2"
    assert ("adam", surface) in typed(surface) and ("gaussnewton", surface) not in typed(surface)
    cell = chunk_of("sgd", surface)[surface]
    chosen = default_choice("sgd", find(surface))
    trace = descend(surface, find(surface).start, STEPS, 0, chosen)
    np.testing.assert_allclose(cell.loss[DEFAULT], trace.loss[-1], rtol=1e-3, atol=1e-30)
    assert (cell.fate[DEFAULT], cell.fate[-1]) == (0, LOST)
    assert cell.reached[DEFAULT] == np.argmax(trace.loss <= TOLERANCE)  # above the minimum that the search finds


def test_a_network_is_reached_where_its_validation_accuracy_is():
    score = np.full((3, len(tasks.LOOKS)), 0.9)
    score[1, 4:], loss = 0.96, np.ones_like(score)
    loss[2, -1] = np.nan
    cell = tasks.told("lr", np.arange(3.0), loss, score)
    assert cell.reached.tolist() == [-1, 50, -1] and cell.fate.tolist() == [MOVING, networks.THERE, LOST]
    assert {name for name, _ in tasks.chunks()} == {*OPTIMIZERS} - {"gaussnewton", "levenberg"}


def test_the_curve_of_a_network_is_its_loss_in_decades_until_that_is_lost():
    loss = np.logspace(0, -8, len(tasks.LOOKS))
    loss[-1] = np.inf
    path = tasks.curve(loss)
    assert path[0] == pytest.approx([tasks.EVERY / STEPS, 0]) and path[-1, 0] == 1.0 and np.isnan(path[-1, 1])
    x0, x1, y0, y1 = tasks.FRAME
    assert (path[:, 0] >= x0).all() and (path[:, 0] <= x1).all() and (np.diff(path[:-1, 1]) <= 0).all()
    assert path[-2, 1] == y0 and path[:-1, 1].max() < y1


def test_the_rates_of_a_rule_lie_around_its_default_on_the_surface():
    for name in OPTIMIZERS:
        chosen = default_choice(name, SURFACES["ravine"])
        rate, rates = rates_of(chosen)
        assert len(rates) == len(FACTORS)
        if not rate:
            assert name == "levenberg"
            continue
        assert rates[DEFAULT] == chosen.values[rate]
        expected = rates[DEFAULT] * np.array(FACTORS)
        np.testing.assert_allclose(rates, np.where(expected > 1_000, np.nan, expected), rtol=5e-3)


def test_chunks_have_every_cell_that_can_be_once_and_whole_columns_first():
    found = [(name, surface) for name, family in chunks() for surface in matrix._members(name, family)]
    assert len(found) == len(set(found))
    assert set(found) == {(n, s) for n in OPTIMIZERS for s, one in SURFACES.items() if not missing(n, one)}
    assert [family for _, family in chunks()] == sorted((family for _, family in chunks()), key=[*families()].index)


def test_the_best_rate_is_the_soonest_that_stays_and_works_counts_those():
    reached = np.array([-1, 400, 90, 90, 120, -1, -1, -1, -1])
    fate = np.array([MOVING, 0, 0, 0, 0, LEFT, LOST, LOST, LOST])
    cell = Cell("lr", np.logspace(-2, 2, 9), fate, reached, np.where(reached < 0, 1.0, 0.0), reached)
    assert cell.best == 3 and cell.works.sum() == 4  # of two that are equal the one nearer to the default
    nothing = cell._replace(reached=np.full(9, -1), loss=np.array([3.0, 2, 1, 4, 5, 0, 0, np.nan, np.inf]))
    assert nothing.best == 2 and not nothing.works.any()

"""What maps of basins and of sensitivity have in common, and what is taken away of them."""

import io
import json

import numpy as np
import pyarrow.parquet
import pytest

from tests.pages import components, header_text, visit
from training.many import files
from training.many.basins import CHUNKS, starts
from training.many.files import WORDS
from ui.race.basins import compute
from ui.race.basins.config import decode, encode
from ui.race.sensitivity.compute import POOL as SENSITIVITY
from ui.work.pool import Demand
from ui.work.told import Failure


@pytest.mark.parametrize(("page", "pool"), [("basins", compute.POOL), ("sensitivity", SENSITIVITY)])
def test_a_runner_that_failed_is_not_waited_for(monkeypatch, page, pool):
    monkeypatch.setattr(pool, "ask", lambda visitor, keys: dict.fromkeys(keys, Failure("SGD failed.", 0.0)))
    app = visit(page, "surface=himmelblau&a=sgd")
    shown = next(part for part in components(app) if part.component_name == page)
    assert header_text(shown.bytes)["maps"] == [] and app.warning[0].value == "SGD failed."


def minima_of(rows):
    """Those in the metadata of a Parquet file."""
    return json.loads(pyarrow.parquet.read_schema(io.BytesIO(rows)).metadata[b"minima"])


def test_a_map_is_taken_away_start_by_start():
    race = decode("surface=himmelblau&steps=30&a=sgd")[0]
    first = compute._compute(compute.keys_of(race)["a"][0], Demand(lambda: None, lambda: None))
    picture = compute.ORDER.joined([first, *[None] * (CHUNKS - 1)])
    found = compute.arrays(race, "a", picture)
    side, points = len(found["x"]), starts(race.frame, 0)
    comment, head, *lines = files.csv_text(found).splitlines()
    assert comment == f"# basins?{encode(race)}" and head == "x,y,outcome,since"
    rows = {tuple(map(float, line.split(",")[:2])): line.split(",")[2:] for line in lines}
    at = ["1 at 3 2", "2 at -2.80512 3.13131", "3 at -3.77931 -3.28319", "4 at 3.58443 -1.84813"]
    for kept in (np.load(io.BytesIO(files.npz_bytes(found)))["minima"], minima_of(files.parquet_bytes(found))):
        np.testing.assert_array_equal(kept, first.known.minima)
    assert len(rows) == side**2 == len(first.fate)
    for point, fate, since in zip(points.tolist(), first.fate, first.steps, strict=True):
        assert rows[tuple(point)] == [WORDS.get(int(fate)) or f"minimum {at[fate]}", str(since)]

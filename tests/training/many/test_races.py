"""Any number of runs of a race: the chunks that they are computed in, and what is told meanwhile."""

import numpy as np
import pytest

from training.many import grid, races
from training.race.config import decode

RAVINE = decode("surface=ravine&steps=60&a=momentum&a.lr=0.01")[0]


def test_work_tells_its_share_and_ends_where_nobody_waits():
    shares = []
    grid(RAVINE, ("lr", 1e-3, 1, 400), beat=shares.append)
    assert shares[0] == 0 and shares[-1] == 1 and shares == sorted(shares)

    def left(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grid(RAVINE, ("lr", 1e-3, 1, 3), beat=left)


@pytest.mark.parametrize("query", ["a=momentum", "a=momentum&a.lr.schedule=cosine", "a=lbfgs"])
def test_a_large_grid_is_what_a_small_one_is_in_chunks_that_are_as_large_as_its_tables_allow(query, monkeypatch):
    race, along = decode(f"surface=ravine&steps=20&{query}")[0], (("lr", 1e-3, 1e-2, 30), ("y", -1, 1, 20))
    sizes, small = [], grid(race, *along)
    whole = races.runs

    def noted(race, own, beat, card):
        sizes.append(len(own["y"]))
        return whole(race, own, beat, card)

    monkeypatch.setattr(races, "runs", noted)
    monkeypatch.setattr(races, "MANY", 128)
    monkeypatch.setattr(races, "CORES", 3)
    grid(race, *along)
    assert sizes == [races.TOGETHER] * 3  # 600 are not two of 128 for each of three cores
    monkeypatch.setattr(races, "CORES", 2)
    sizes.clear()
    large = grid(race, *along)
    assert sizes == ([races.TOGETHER] * 3 if "schedule" in query else [128] * 5)
    for name in ("loss", "outcome", "since", "reached"):
        np.testing.assert_allclose(large[name], small[name], rtol=1e-5, atol=1e-12)

"""The preset that searches over the width of the layers shows what it promises."""

import numpy as np

from training.many import networks
from training.many.search.config import alone
from ui.network.search import compute
from ui.network.search.presets import PRESETS


def test_the_rates_that_work_move_down_as_layers_widen():
    keys, _ = compute._plan(alone(PRESETS["width"].config, "a"), {})
    values = np.concatenate([np.stack([*key.own.values()], axis=1) for key in keys])
    (narrow, *_, wide), rates = np.unique(values[:, 1]), np.unique(values[:, 0])
    assert (narrow, wide) == (5, 203) and keys[0].names == ("lr", "width")
    for width, works in ((narrow, rates > 0.009), (wide, rates < 0.03)):
        own = {"lr": rates, "width": np.full(len(rates), width)}
        reached = networks.ends(keys[0].network, own, looks=keys[0].looks).reached
        np.testing.assert_array_equal(reached > 0, works)

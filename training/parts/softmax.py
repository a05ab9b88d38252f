r"""Softmax with a temperature T, which says how sure the shares are that it makes of outputs z.

$$
a_i = e^{z_i / T} / \sum_j e^{z_j / T}
$$

T = 1 is the softmax of the loss. The colder, the more goes to the largest output, which has all of it at T = 0, the
hard max; the hotter, the more alike all shares are.
"""

from __future__ import annotations

import numpy as np


def softmax(z: np.ndarray, temperature: float) -> np.ndarray:
    """The shares (n,) of finite outputs z (n,) at a temperature from 0 up; at 0 the largest ones share all.

    No power is above 1, since the largest output is taken off first: outputs of any size do not overflow.
    """
    below = z - z.max()
    if temperature == 0:
        powers = (below == 0).astype(float)
    else:
        with np.errstate(over="ignore", under="ignore"):  # far below the largest nothing is left, which is right
            powers = np.exp(below / temperature)
    return powers / powers.sum()


def powers(z: np.ndarray, temperature: float) -> np.ndarray:
    """e to the power of z/T, as softmax is written, (n,): infinite or 0 where a float cannot hold it."""
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        return np.exp(z / temperature)

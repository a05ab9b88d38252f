"""Data of a link that have a name of their own: presets and laws are about them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from locales import Words
from training.data.reading import read

_X = np.linspace(-1, 1, 20)
WAVE, _ = read("x,number:y;" + ";".join(f"{x:.4f},{np.cos(6 * np.arccos(x)):.4f}" for x in _X))  # Chebyshev's T6
NAMED: Mapping[str, Words] = {WAVE: "Wave of 20 points"}

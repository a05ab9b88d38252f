r"""Batch norm of one unit in numbers: what it makes of a mini-batch z, and the derivative through it.

$$
u = (z - \mu) / \sqrt{\sigma^2 + \epsilon}, \qquad
\frac{\partial L}{\partial z_i} = \frac{t_i}{\sqrt{\sigma^2 + \epsilon}}
+ \frac{\partial L}{\partial \sigma^2} \frac{2 (z_i - \mu)}{B} + \frac{1}{B} \frac{\partial L}{\partial \mu}
$$

for gradients t with respect to u. Source: Ioffe and Szegedy 2015, arXiv:1502.03167.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from training.parts.normalization import EPS, NORMS

STEP = 1e-5  # of the central differences
DRAWS = 65_536  # numbers that are drawn for each size of a mini-batch


class Slopes(NamedTuple):
    """Gradients with respect to z, each as z: through the batch, by central differences, as if mean and variance did
    not depend on z, and with the sign of the variance's part that one lecture prints."""

    exact: np.ndarray
    differences: np.ndarray
    naive: np.ndarray
    printed: np.ndarray


class Noise(NamedTuple):
    """Of mini-batches of normal numbers: the deviation of their means, and the mean of their variances."""

    mean: float
    variance: float


def normalized(z: np.ndarray) -> np.ndarray:
    """What batch norm makes of units z (B, ...) in a mini-batch."""
    flat = z.reshape(len(z), -1)
    return NORMS["batch"].fn(flat, np.full(len(z), 1 / len(z)), 1)[0].reshape(z.shape)


def undone(z: np.ndarray) -> np.ndarray:
    """z again: normalized, with the scale and the shift that batch norm can learn to do nothing."""
    return np.sqrt(z.var(axis=0) + EPS) * normalized(z) + z.mean(axis=0)


def slopes(z: np.ndarray, t: np.ndarray) -> Slopes:
    """The gradient of the sum of t u with respect to z, (B, ...) as both are."""
    mean, root = z.mean(axis=0), np.sqrt(z.var(axis=0) + EPS)
    spread = -0.5 * (t * (z - mean)).sum(axis=0) / root**3 * 2 * (z - mean) / len(z)
    shift = -t.sum(axis=0) / root / len(z)
    near = np.zeros_like(z)
    for at in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[at] = STEP
        near[at] = ((t * normalized(z + step)).sum() - (t * normalized(z - step)).sum()) / (2 * STEP)
    return Slopes(t / root + spread + shift, near, t / root, t / root - spread + shift)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """The relative error of lectures: the length of the difference over the sum of both lengths, 0 for none."""
    both = float(np.linalg.norm(one) + np.linalg.norm(other))
    return float(np.linalg.norm(one - other)) / both if both else 0.0


def noise(size: int, seed: int = 0) -> Noise:
    """What mini-batches of so many normal numbers show of mean and variance."""
    drawn = np.random.RandomState(seed).standard_normal((DRAWS // size, size))
    return Noise(float(drawn.mean(axis=1).std()), float(drawn.var(axis=1).mean()))

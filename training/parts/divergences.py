"""How an answer's error becomes a loss: what makes a divergence steep far from its minimum and shallow near it.

Of an error e, |e| pulls as hard near zero as far away and never comes to rest; e⁴ is flat long before zero; one that
saturates gives far answers up. Of a sigmoid output that should be 1, cross entropy (lectures: KL) pulls at an answer
that is wrong and sure with a slope of nearly 1, where half the square has hardly any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from locales import Words
from training.parts.losses import LOSSES


@dataclass(frozen=True)
class Divergence:
    """A loss of one number, elementwise, in JAX; its slope comes from differentiating it."""

    label: Words
    fn: Callable[[jax.Array], jax.Array]

    def drawn(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values and slopes at x (n,), in float64; a loss with a kink has the slope of one of its sides there."""
        with jax.enable_x64(True):
            at = jnp.asarray(x, jnp.float64)
            found, slope = jax.jvp(self.fn, (at,), (jnp.ones_like(at),))
        return np.asarray(found), np.asarray(slope)


def _of(loss: str, target: float) -> Callable[[jax.Array], jax.Array]:
    """A loss of the registry for one output z and this target."""
    return lambda z: LOSSES[loss].fn(z[:, None], jnp.full(z.shape, target, z.dtype))


OF_ERRORS = (
    Divergence("|e|", jnp.abs),
    Divergence("e²", jnp.square),
    Divergence("e⁴", lambda e: e**4),
    Divergence("Huber", _of("huber", 0.0)),
    Divergence("Saturating, 1 − exp(−e²)", lambda e: 1 - jnp.exp(-(e**2))),
)
OF_SIGMOID = (
    Divergence("Cross entropy (KL)", _of("bce", 1.0)),
    Divergence("Half square (L2)", _of("l2", 1.0)),
)

r"""Gradient noise adds normal noise to every coordinate of the gradient, less and less of it.

At step $t = 0, 1, \dots$ its variance is $\eta / (1 + t)^\gamma$, the same for all coordinates. Early noise shakes a
run out of a poor start, late noise hardly disturbs it. The noise of a step follows from seed and step alone: rules with
one seed see the same noise, whatever they did before. With clipping it is added to the clipped gradient.

Source: Neelakantan and others, Adding gradient noise improves learning for very deep networks, 2015, arXiv:1511.06807,
where $\gamma = 0.55$ and $\eta$ is 0.01, 0.3 or 1.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import Hyper
from optimizers.schedules import LONGEST
from optimizers.trees import whole
from optimizers.wrappers.base import Numbers, OfGradients, Wrapper, seed


class NoiseState(NamedTuple):
    """The step count and the state of the rule inside."""

    count: jax.Array  # ()
    inner: Any


def gradient_noise(
    inner: optax.GradientTransformationExtraArgs, form: str, eta: float, gamma: float, seed: float
) -> optax.GradientTransformationExtraArgs:
    """Add normal noise of variance ``eta / (1 + t) ** gamma`` to the gradient; there is one form, "annealed"."""

    def init(params: optax.Params) -> NoiseState:
        return NoiseState(jnp.zeros((), jnp.int32), inner.init(params))

    def update(grads: Any, state: NoiseState, params: Any = None, **extra: Any) -> tuple[Any, NoiseState]:
        size = jnp.sqrt(eta) * (1.0 + state.count) ** (-gamma / 2)
        noisy = jax.tree.map(lambda g, z: g + size * z, grads, normals(seed, state.count, grads))
        if "grad" in extra:
            extra = {**extra, "grad": noisy}
        updates, after = inner.update(noisy, state.inner, params, **extra)
        return updates, NoiseState(state.count + 1, after)

    return optax.GradientTransformationExtraArgs(init, update)


def normals(seed: Any, count: jax.Array, like: Any) -> Any:
    """The standard normal numbers of step ``count``, in the structure, shapes and dtype of ``like``.

    They are drawn in 32 bits, so that runs in 64 see the same noise.
    """
    leaves, structure = jax.tree.flatten(like)
    step = jax.random.fold_in(jax.random.key(jnp.asarray(whole(seed), jnp.int32), impl="threefry2x32"), count)
    keys = jax.random.split(step, len(leaves))
    drawn = [
        jax.random.normal(key, leaf.shape, jnp.float32).astype(leaf.dtype)
        for key, leaf in zip(keys, leaves, strict=True)
    ]
    return jax.tree.unflatten(structure, drawn)


def _noisy(g: np.ndarray, form: str, numbers: Numbers) -> np.ndarray:
    t = np.arange(len(g), dtype=np.float64)[:, None]
    size = np.sqrt(numbers["eta"]) * (1 + t) ** (-numbers["gamma"] / 2)
    return g + size * _drawn(numbers["seed"])[: len(g)]


@lru_cache(maxsize=8)
def _drawn(seed: float) -> np.ndarray:
    """The normal numbers of all steps on a surface: always of one length, so that none compiles again."""
    drawn = jax.jit(jax.vmap(lambda t: normals(seed, t, jnp.zeros(2))))
    return np.asarray(drawn(np.arange(LONGEST)))


ETA = Hyper("eta", "Noise variance", r"\eta", 0.01, 0.0, 1e6, (1e-4, 10.0), log=True, help="At the first step.")
GAMMA = Hyper("gamma", "Noise decay", r"\gamma", 0.55, 0.0, 10.0, (0.0, 2.0), help="0 keeps the noise as it is.")
WRAPPER = Wrapper(
    name="gradnoise",
    label="Annealed gradient noise",
    summary="Adds normal noise to the gradient, less with every step.",
    forms={"annealed": (ETA, GAMMA, seed("noise"))},
    words={"annealed": "variance η / (1 + t)^γ"},
    latex={"annealed": r"g \leftarrow g + N(0, \sigma_t^2),\quad \sigma_t^2 = \eta / (1 + t)^\gamma"},
    source="Neelakantan and others 2015, arXiv:1511.06807",
    wrap=gradient_noise,
    changes=OfGradients("with noise", _noisy, {"annealed": ("{} + {}", lambda g, noisy, n: (g, noisy - g))}),
)

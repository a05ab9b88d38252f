"""A loss that is computed once for many rules, which then step side by side in one program."""

from __future__ import annotations

import jax

from optimizers import OPTIMIZERS

# Rules that ask for nothing but value and gradient where they stand: for them a loss can be looked up.
GIVEN = [name for name, spec in OPTIMIZERS.items() if not {"value_fn", "residual_fn"} & set(spec.needs)]


@jax.custom_vjp
def looked_up(params, known):
    """The loss at a place where its value and its gradient, ``known``, have been computed."""
    return known[0]


looked_up.defvjp(
    lambda params, known: known, lambda slopes, above: (jax.tree.map(lambda slope: above * slope, slopes), None)
)

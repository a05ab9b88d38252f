"""Runs: configurations and their links, the loop, surfaces as problems, outcomes in words."""

import jax

# Surfaces and small networks are bound by launches on a graphics card, so all is computed on the processor, also where
# there is a card; training.network.devices sends large networks to it. The processor stays usable where JAX was
# told of a card.
if (_told := jax.config.jax_platforms) and "cpu" not in _told.split(","):
    jax.config.update("jax_platforms", f"{_told},cpu")
jax.config.update("jax_default_device", "cpu")

"""Taking runners home as code that runs anywhere: their rules, as calls of optax or with our own source."""

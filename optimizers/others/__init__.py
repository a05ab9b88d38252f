"""Rules of another make: one taken from optax as it is, and one that was learned."""

from optimizers.others import lstm, novograd

SPECS = (novograd.SPEC, lstm.SPEC)

"""Rules that use the sign of the gradient, and not its size."""

from optimizers.sign import lion, rprop, signsgd, signum

SPECS = (rprop.SPEC, signsgd.SPEC, signum.SPEC, lion.SPEC)

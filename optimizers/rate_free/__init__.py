"""Rules that find their own learning rate, or need no schedule of it."""

from optimizers.rate_free import dadaptation, polyak, prodigy, schedulefree, yellowfin

SPECS = (polyak.SPEC, yellowfin.SPEC, dadaptation.SPEC, prodigy.SPEC, schedulefree.SPEC)

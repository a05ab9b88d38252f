"""Rules that use curvature: Newton's method, its approximations, and conjugate directions."""

from optimizers.second_order import bfgs, cg, gaussnewton, lbfgs, levenberg, newton, sophia

SPECS = (newton.SPEC, cg.SPEC, bfgs.SPEC, lbfgs.SPEC, gaussnewton.SPEC, levenberg.SPEC, sophia.SPEC)

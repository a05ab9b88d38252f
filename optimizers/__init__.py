"""The registry of optimizers, in teaching order.

One rule is one file in the folder of its family, which lists it in its SPECS.

spec      what the app knows of a rule: its numbers, forms and text, and the factory that makes it (optimizers.base)
hyper     a number of a rule, which may be moved without compiling
option    a named form of a rule where publications differ
wrapper   what can be put on any rule: clipping, Lookahead, SAM (optimizers.wrappers)
line      a line of "Inside the update": symbol, words, formula, value (optimizers.explain)
"""

from optimizers import adaptive, matrices, momentum, others, rate_free, second_order, sign
from optimizers.base import OptimizerSpec

FAMILIES = (momentum, adaptive, sign, rate_free, matrices, second_order, others)
OPTIMIZERS: dict[str, OptimizerSpec] = {spec.name: spec for family in FAMILIES for spec in family.SPECS}

"""What is known of optimizers and of signals in networks, as laws that can be checked here and now.

law         a claim with its source, the number that it expects, and how that is measured with what the app runs
tolerance   by which share of what is expected the measured number may be off
"""

from training.laws.averages import AVERAGES
from training.laws.descent import DESCENT
from training.laws.edge import TRAINED
from training.laws.ends import WHERE_RULES_END
from training.laws.law import Law
from training.laws.layers import LAYERS
from training.laws.limits import STABLE
from training.laws.modes import MODES
from training.laws.numbers import NUMBERS
from training.laws.paths import PATHS
from training.laws.selu import SELU
from training.laws.signals import SIGNALS
from training.laws.unseen import NEW_EXAMPLES

_ALL = (
    *(*STABLE, *TRAINED, *DESCENT, *PATHS, *MODES, *WHERE_RULES_END, *NEW_EXAMPLES, *AVERAGES),
    *(*SIGNALS, *SELU, *NUMBERS, *LAYERS),
)
LAWS: dict[str, Law] = {law.name: law for law in _ALL}

__all__ = ["LAWS", "Law"]

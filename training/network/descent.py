"""Fields of what a step descends on: the loss of a mini-batch, and how its gradient is made."""

from __future__ import annotations

from locales import tr
from training.configuration.fields import Field, Word
from training.network.network import Network
from training.parts.losses import MEAN, SUM
from training.parts.synthetic import BACKPROP, SYNTHETIC

REDUCE = (
    "The loss of a mini-batch as the mean of its examples' losses, or their sum. The gradient of a sum is as many "
    "times longer as there are examples: the rate must fall with the batch, and a penalty counts as many times less "
    "beside it. Curves always show means."
)
GRADIENT = (
    "Backpropagation, or synthetic gradients: each hidden layer guesses its gradient, linearly from what it answers "
    "and from the label, and does not wait for what comes back. The guesses are learned by the same rule."
)
ROWS: tuple[Field, ...] = (
    Word(
        "reduce",
        {MEAN: "mean loss", SUM: "summed loss"},
        default=Network.reduce,
        label="Loss of a mini-batch",
        brief="",
        several="Losses of a mini-batch",
        help=REDUCE,
    ),
    Word(
        "gradient",
        {BACKPROP: "backpropagation", SYNTHETIC: "synthetic gradients"},
        default=Network.gradient,
        label="Gradient",
        brief="",
        several="Ways to the gradient",
        help=GRADIENT,
        idle=lambda network: "" if network.hidden else tr("counts only with hidden layers"),
    ),
)

"""Fields of what a step descends on: the loss of a mini-batch."""

from __future__ import annotations

from training.configuration.fields import Field, Word
from training.network.network import Network
from training.parts.losses import MEAN, SUM

REDUCE = (
    "The loss of a mini-batch as the mean of its examples' losses, or their sum. The gradient of a sum is as many "
    "times longer as there are examples: the rate must fall with the batch, and a penalty counts as many times less "
    "beside it. Curves always show means."
)
ROWS: tuple[Field, ...] = (
    Word(
        "reduce",
        {MEAN: "mean", SUM: "sum"},
        default=Network.reduce,
        nothing=MEAN,
        label="Loss of a mini-batch",
        brief="loss as",
        several="Losses of a mini-batch",
        help=REDUCE,
    ),
)

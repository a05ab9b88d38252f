"""What lessons may ask of: quantities of runners, by page, and worked numbers; what each is called, and as what it is
written. See the modules ``facts`` of the pages, and ``ui.lessons.worked``."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Words, tr
from locales.formats import grouped, percent, plain

OF_PAGES: Mapping[str, Mapping[str, Words]] = {
    "race": {
        "loss": "final loss",
        "best": "lowest loss",
        "reached": "gradients to tolerance",
        "away": "distance from the minimum",
        "gone": "lost",
        "first": "length of the first step",
        "parted": "largest distance from the first path",
        "slant": "way across, of that up",
        "together": "steps that move both coordinates the same way",
    },
    "network": {
        "train_loss": "training loss",
        "valid_loss": "validation loss",
        "train_score": "training score",
        "valid_score": "validation score",
        "gap": "validation above training loss",
        "gone": "lost",
        "right": "gradients until 99% are right",
        "turned": "gradients at the lowest validation loss",
        "peak": "highest training loss",
        "rises": "steps after which the loss of the mini-batch was higher",
        "alike": "different units in the first layer",
        "halfway": "training loss halfway between both",
    },
    "initialization": {
        "spread": "standard deviation of the last layer",
        "mean": "mean of the last layer",
        "gradient": "gradient at the first layer",
        "saturated": "share of saturated units in the last layer",
    },
    "sensitivity": {
        "lost": "runs that are lost",
        "arrived": "runs within the tolerance",
        "moving": "runs that come to no end",
        "edges": "changes of the outcome along the middle row",
    },
    "search": {
        "lowest": "lowest validation loss",
        "good": "trials with nine of ten right",
        "across": "where the lowest validation loss is, across",
    },
}
WORKED_WORDS: Mapping[str, Words] = {
    "rate_left": "rate at the last epoch",
    "memory": "days until a weight has fallen to 1/e",
    "waits": "first step that is divided",
    "probability": "share",
    "slope_error": "error of the slope",
    "velocity": "after five gradients",
    "shared": "penalty of four quarters, of that of a single 1",
    "bias": "bias in points",
    "large": "draws above 0.1",
    "long": "draws above 0.99",
    "check_error": "relative error",
    "mask_error": "scaled weights beside the average",
}
WORDS: Mapping[str, Words] = {
    name: words for page in (*OF_PAGES.values(), WORKED_WORDS) for name, words in page.items()
}
YES_OR_NO = {"gone"}
COUNTS = {"reached", "right", "turned", "waits", "alike", "edges", "memory"}
SHARES = {"train_score", "valid_score", "saturated", "rises", "together", "lost", "arrived", "moving", "good"}
SHARES |= {"probability", "shared", "large", "long", "slant"}


def written(quantity: str, value: float) -> str:
    """The value of a quantity, for people."""
    if quantity in YES_OR_NO:
        return tr("yes") if value else tr("no")
    if quantity in COUNTS:
        return grouped(value, 0) if value < float("inf") else tr("never")
    return percent(value) if quantity in SHARES else plain(value, 3)

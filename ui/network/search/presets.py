"""Searches of one click, each made to show one thing; what they claim is asserted in the tests."""

from __future__ import annotations

from functools import partial

from training.many.search.config import decode
from training.many.search.search import OPENING
from ui.session.page import Preset, written

_search = partial(written, decode)

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "methods",
            "Three methods",
            "Runs of momentum are alike where the rate over 1 − β is the same, up to a cliff. From coarse to fine most "
            "trials lie where runs are good. Mark one to watch it and to change its rate by hand.",
            _search(OPENING),
        ),
        Preset(
            "scales",
            "Linear and logarithmic",
            "On a linear scale nine of ten rates lie above 0.1; on a logarithmic one every power of ten has its share.",
            _search(
                "data=circles&hidden=16,16&steps=300&a=adam&b=adam&a.xscale=linear&b.xscale=log&xfrom=0.0001&xto=1"
                "&yaxis=b1&yfrom=0&yto=0.999"
            ),
        ),
        Preset(
            "rules",
            "Four optimizers",
            "Of the same rates and batch sizes two in three make Adam and RMSProp classify nine of ten examples right, "
            "two in five make SGD.",
            _search(
                "data=circles&hidden=16,16&steps=300&a=sgd&b=momentum&c=rmsprop&d=adam&xfrom=0.0001&xto=10&yaxis=batch"
                "&yfrom=1&yto=128&shows=score"
            ),
        ),
        Preset(
            "seeds",
            "Rates and seeds",
            "Each has a rate from which on most seeds end above where they began, SGD the highest. Adam and RMSProp "
            "are good over more of the rates: below, their sensitivity is smaller.",
            _search(
                "data=circles&hidden=16,16&steps=300&budget=144&a=sgd&b=momentum&c=rmsprop&d=adam&method=grid"
                "&xfrom=0.0001&xto=10&yaxis=seed&yfrom=0&yto=11&shows=outcome"
            ),
        ),
        Preset(
            "overfitting",
            "Against overfitting",
            "Sixty noisy examples: near λ = 0.006 the validation loss is a quarter of that at the weakest penalty. "
            "Leaving out more units helps only where that is weak.",
            _search(
                "data=moons&noise=0.3&examples=60&hidden=32,32&steps=500&budget=100&a=adam&a.lr=0.03&batch=64"
                "&method=grid&dropout=inverted&penalty=l2&xaxis=lambda&xfrom=0.0001&xto=1&yaxis=keep&yfrom=0.2&yto=1"
            ),
        ),
        Preset(
            "trainability",
            "Edge of trainability",
            "The rates that train a tanh network on all its examples and those that do not are parted by a fractal. "
            "Draw a box to look closer: the edge is as rough there.",
            _search(
                "data=xor&examples=16&split=0&hidden=8&activation=tanh&batch=1024&steps=200&budget=4096&a=sgd"
                "&method=grid&xfrom=2&xto=26&xscale=linear&yaxis=gain&yfrom=0.1&yto=4&yscale=linear&precision=float64"
            ),
        ),
        Preset(
            "critical",
            "Critical line",
            "Six tanh layers: weights well below the dashed line make signals die out, and no rate helps. Two in three "
            "of the networks a little above it classify nine of ten examples right.",
            _search(
                "data=circles&hidden=16,16,16,16,16,16&activation=tanh&init=normal&initvalue=1&bias=zeros&steps=200"
                "&budget=100&a=adam&method=grid&xaxis=initvalue&xfrom=0.01&xto=3&xscale=log&yaxis=lr&yfrom=0.0001"
                "&yto=0.1&shows=score"
            ),
        ),
        Preset(
            "width",
            "Width and rate",
            "With 5 units a layer Adam needs a rate of 0.01 or more, with 200 one of 0.0002 is enough, and none above "
            "0.03 is any good: the wider the layers, the smaller the rates that work, and one of a narrow network may "
            "be no good in a wide one.",
            _search(
                "data=circles&hidden=16,16&steps=300&budget=81&a=adam&method=grid&xfrom=0.0001&xto=1&yaxis=width"
                "&yfrom=4&yto=256&shows=reached"
            ),
        ),
        Preset(
            "four",
            "Four numbers",
            "At random in four numbers at once: the lines of good trials meet at the rate, and go nearly everywhere "
            "at the others.",
            _search(
                "data=circles&hidden=16,16&steps=300&budget=144&a=adam&xfrom=0.0001&xto=10&yaxis=b1&yfrom=0&yto=0.999"
                "&zaxis=gain&zfrom=0.1&zto=4&waxis=batch&wfrom=1&wto=64"
            ),
        ),
    )
}

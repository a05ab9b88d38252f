"""Maps of one click, each made to show one thing; what they claim is asserted in the tests."""

from __future__ import annotations

from functools import partial

from training.many.plan import decode
from ui.session.page import Preset, written

_CYCLE = "12.5*x**2-12*((x-1+abs(x-1))/2)**2+12*((x-2+abs(x-2))/2)**2+y**2"  # curvature 25, then 1, then 25 again
_ROUGH = "x**2+0.002*cos(62.83185307179586*x)+y**2"  # not convex: 0.002 * 62.8**2 > 2
_SMOOTH = _ROUGH.replace("0.002", "0.0004")  # convex: 0.0004 * 62.8**2 < 2
_RATES = "&xfrom=0.9&xto=1.1&xscale=linear&yaxis=x&yfrom=0.5&yto=1.5&shows=outcome"
_TINY = "(y*tanh(x)-1)**2+(y*tanh(2*x)+0.5)**2"  # a network of two weights: y tanh(x a) should be 1 and -0.5

_map = partial(written, decode)

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "cliff",
            "Ridge and cliff",
            "Runs end alike where the rate over 1 − β is the same, until the rate passes the limit and nothing is "
            "left. Nesterov’s momentum falls off sooner than heavy ball.",
            _map("surface=ravine&steps=300&a=momentum&b=nesterov&xfrom=0.0001&xto=1&yaxis=beta&yfrom=0&yto=0.999"),
        ),
        Preset(
            "average",
            "Three conventions",
            "Where the velocity is an average of gradients, the same picture is tilted: a longer memory stands a "
            "larger rate. Adam’s first moment is of this kind.",
            _map(
                "surface=ravine&steps=300&a=momentum&b=momentum&b.convention=ewma&c=momentum&c.convention=dampened"
                "&xfrom=0.001&xto=10&yaxis=beta&yfrom=0&yto=0.99"
            ),
        ),
        Preset(
            "curvature",
            "Rate and curvature",
            "Gradient descent must halve its rate when the curvature doubles. Adam takes the same rate for all.",
            _map(
                "surface=bowl&rotation=0&steps=300&x=-9&y=1&a=sgd&b=adam"
                "&xfrom=0.001&xto=10&yaxis=condition&yfrom=1&yto=1000&shows=reached"
            ),
        ),
        Preset(
            "adam",
            "Adam’s two memories",
            "Adam’s two decay rates on Rosenbrock’s valley: a second moment that forgets sooner than the first one is "
            "where runs get lost.",
            _map(
                "surface=rosenbrock&steps=1000&a=adam&a.lr=0.05&xaxis=b1&xfrom=0&xto=0.999&yaxis=b2&yfrom=0&yto=0.9999"
                "&yscale=memory"
            ),
        ),
        Preset(
            "rates",
            "Rates and seeds",
            "With noise each run has its luck: below, the median over 128 seeds, in a band. SGD and momentum fall off "
            "an edge; rules that scale their steps have none up to 1, and only get worse.",
            _map(
                "surface=beale&steps=300&noise=1&a=sgd&b=momentum&c=rmsprop&d=adam"
                "&xfrom=0.00001&xto=1&yaxis=seed&yfrom=0&yto=127"
            ),
        ),
        Preset(
            "smooth",
            "One edge",
            "The ripple of “Fractal edge”, a fifth as high, leaves the parabola convex: up to one edge all runs "
            "arrive, beyond it all are lost.",
            _map(f"formula={_SMOOTH}&x=1&y=0&steps=1000&x0=-1000&x1=1000&y0=-1000&y1=1000&a=sgd{_RATES}"),
        ),
        Preset(
            "fractal",
            "Fractal edge",
            "A ripple that makes a parabola no longer convex turns the one edge at rate 1 into hundreds. Draw a box "
            "to look closer: there are more at every scale.",
            _map(f"formula={_ROUGH}&x=1&y=0&steps=1000&x0=-1000&x1=1000&y0=-1000&y1=1000&a=sgd{_RATES}"),
        ),
        Preset(
            "trainability",
            "Edge of trainability",
            "The smallest network, y tanh(x·input), on two examples: with which rates and first weights training ends, "
            "and with which it is lost, is parted by a fractal.",
            _map(
                f"formula={_TINY}&x=1&y=1&steps=300&x0=-1000&x1=1000&y0=-1000&y1=1000&a=sgd"
                "&xfrom=0.4&xto=1.4&xscale=linear&yaxis=x&yfrom=0&yto=1.6"
            ),
        ),
        Preset(
            "deep",
            "A million times closer",
            "The same edge in a box a millionth as wide. In 64-bit floats it is as rough as ever; 32-bit floats, which "
            "you can choose instead, do not tell its rates apart.",
            _map(
                f"formula={_TINY}&x=1&y=1&steps=300&x0=-1000&x1=1000&y0=-1000&y1=1000&a=sgd&precision=float64"
                "&xfrom=0.5598124504&xto=0.5598134041&xscale=linear&yaxis=x&yfrom=1.2206459045&yto=1.2206474304"
            ),
        ),
        Preset(
            "cycle",
            "Heavy ball in a circle",
            "On this convex function of one coordinate heavy ball is below its limit, and yet from starts between 3.07 "
            "and 3.46, at β = 4/9, it goes round three points for ever.",
            _map(
                f"formula={_CYCLE}&x=3.3&y=0&steps=1000&x0=-4&x1=4&y0=-2&y1=2&a=momentum&a.lr=0.1111111111111111"
                "&a.beta=0.4444444444444444&xaxis=x&xfrom=2.5&xto=4&yaxis=beta&yscale=linear&yfrom=0.3&yto=0.6"
            ),
        ),
    )
}

"""Maps of one click, each made to show one thing; what they claim is asserted in the tests."""

from __future__ import annotations

from functools import partial

from ui.race.basins.config import decode
from ui.session.page import Preset, written

DUPONT = "x**2+y**2-2*exp(-((x-1)**2+y**2)/.2)-3*exp(-((x+1)**2+y**2)/.2)"

_map = partial(written, decode)

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "himmelblau",
            "Four minima",
            "Gradient descent and Adam come to a minimum from every start. Newton’s method goes to any place without "
            "slope: from four starts in ten to a saddle or to the summit.",
            _map("surface=himmelblau&steps=200&a=sgd&b=momentum&c=adam&c.lr=0.1&d=newton&d.indefinite=solve"),
        ),
        Preset(
            "wells",
            "Two wells",
            "Gradient descent ends in the well on whose side it begins. A velocity carries those from far out over "
            "the hill between them.",
            _map("formula=(x**2-1)**2+y**2&x0=-2&x1=2&y0=-2&y1=2&steps=300&a=sgd&a.lr=0.02&b=momentum&b.lr=0.02"),
        ),
        Preset(
            "dupont",
            "Who finds the lower one?",
            "With the numbers of E. Dupont’s page of 2018 Adam finds the lower minimum from the most starts: it is "
            "without its bias correction, so that its first steps are long. All take 500 steps here; his took 500, "
            "200, 300 and 100: no share differs by more than half a percentage point.",
            _map(
                f"formula={DUPONT}&x0=-2&x1=2&y0=-2&y1=2&steps=500&a=sgd&a.lr=0.02&b=momentum&b.lr=0.01&b.beta=0.8"
                "&c=rmsprop&c.lr=0.01&c.rho=0.99&d=adam&d.lr=0.01&d.b1=0.7&d.b2=0.999&d.bias_correction=off"
            ),
        ),
    )
}

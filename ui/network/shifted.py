"""A preset of covariate shift: groups of examples that lie elsewhere, and what moving them back is good for."""

from __future__ import annotations

from dataclasses import replace

from training.choice import choice
from ui.network.making import network_of
from ui.session.page import Preset

RULE = choice("adam", lr=0.02)

SHIFTED = (
    Preset(
        "shifted_groups",
        "Shifted groups",
        "Groups three deviations apart: after 20 steps 80% of validation are right, 91% in one place. Moved to "
        "mean 0 and deviation 1 each, they are learned as in one place.",
        network_of(
            "moons",
            replace(RULE, name="One place", differs=(("groupshift", 0.0),)),
            replace(RULE, name="Shifted", differs=(("groupshift", 3.0), ("regroup", "off"))),
            replace(RULE, name="Moved back", differs=(("groupshift", 3.0), ("regroup", "on"))),
            hidden=(16,),
            steps=200,
        ),
        pictured="b",
    ),
)

"""What was measured in deep networks, for the questions of lessons."""

from __future__ import annotations

from locales import tr
from training.initialization.measure import Deep
from ui.initialization.compute import shown
from ui.session.page import Facts
from ui.work.visitors import Guest


def facts(deep: Deep, guest: Guest) -> Facts:
    """``spread`` is the standard deviation of the last activations, ``mean`` their mean, ``gradient`` the root mean
    square of the gradients at the first layer, ``saturated`` the share of saturated activations in the last one, 0
    where none can be."""
    letters = [letter for letter, _ in deep.slots] or ["a"]
    found = dict(zip(letters, shown(deep, guest), strict=True))
    measured = {letter: one.measured for letter, one in found.items()}
    return Facts(
        {letter: one.who.label if one.who else tr("this network") for letter, one in found.items()},
        {
            "spread": {letter: float(one.signal.act_std[-1]) for letter, one in measured.items()},
            "mean": {letter: float(one.signal.act_mean[-1]) for letter, one in measured.items()},
            "gradient": {letter: float(one.signal.grad_act[0]) for letter, one in measured.items()},
            "saturated": {
                letter: 0.0 if one.saturated is None else float(one.saturated[-1]) for letter, one in measured.items()
            },
        },
    )

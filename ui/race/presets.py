"""Races of one click, each made to show one thing; their numbers are asserted in the tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from training.race.config import LETTERS, Choice, choice, default_race
from training.race.race import Race
from ui.session.page import Preset


def _race(base: Race, runners: tuple[Choice, ...], **changes: object) -> Race:
    return replace(base, slots=tuple(zip(LETTERS, runners, strict=False)), **changes)  # type: ignore[arg-type]


def _momentum(lr: float, convention: str) -> Choice:
    return choice("momentum", lr=lr, convention=convention)


def _escapees(lr: float, adagrad: float = 0.1) -> tuple[Choice, ...]:
    """The usual six at one rate, so that the times of their escapes compare; AdaGrad's shrinks, so it starts higher."""
    same = [choice(name, lr=lr) for name in ("sgd", "momentum", "nesterov")]
    return (*same, choice("adagrad", lr=adagrad), choice("rmsprop", lr=lr), choice("adam", lr=lr))


def _from(base: Race, rule: Choice, starts: tuple[tuple[float, float], ...], **changes: object) -> Race:
    """One rule from several starts, the first of which is that of the race."""
    (x, y), *others = starts
    runners = (rule, *(replace(rule, differs=(("x", x), ("y", y))) for x, y in others))
    return _race(base, runners, x=x, y=y, **changes)


def _at_best_rate(condition: float) -> Choice:
    """Gradient descent at the rate that shrinks the largest and the smallest curvature alike, on a bowl of its own."""
    rule = choice("sgd", lr=2 / (1 + condition))
    return replace(rule, name=f"κ {condition:g}", differs=(("condition", condition),))


_YOUNGER = (("adam", 0.1), ("adam", 0.05), ("diffgrad", 0.1), ("adainject", 0.1))
_FALLING: dict[str, Any] = {"lr.schedule": "inverse", "lr.schedule.k": 1.0, "lr.schedule.every": 1.0}
RAVINE = replace(default_race("ravine"), x=-10.0, y=1.0, steps=300)

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "beale",
            "Beale",
            "Methods with a velocity overshoot the minimum and come back; adaptive ones glide into it.",
            default_race("beale"),
        ),
        Preset(
            "long_valley",
            "Long valley",
            "From the crest of a valley that falls to both sides, the one who scales its steps escapes first.",
            _race(default_race("long_valley"), _escapees(0.02), x=1.0, y=0.001, steps=400),
        ),
        Preset(
            "saddle",
            "Saddle",
            "All leave the saddle, but plain gradient descent takes ten times as long as the adaptive methods.",
            _race(default_race("bounded_saddle"), _escapees(0.01), x=1.0, y=0.001, steps=400),
        ),
        Preset(
            "saddle_axis",
            "Saddle, exact axis",
            "Started exactly on the axis there is no slope to either side, and nobody ever leaves.",
            _race(default_race("bounded_saddle"), _escapees(0.01), x=1.0, y=0.0, steps=400),
        ),
        Preset(
            "edge_of_stability",
            "Edge of stability",
            "The steepest direction allows rates up to 0.04: just below, the zigzag dies out; just above, it grows.",
            _race(RAVINE, tuple(choice("sgd", lr=lr) for lr in (0.035, 0.039, 0.041))),
            curves=("sharpness",),
        ),
        Preset(
            "three_momentums",
            "Three momentums",
            "Three conventions with three different rates, and one path.",
            _race(
                replace(default_race("bowl"), knobs=(("condition", 20.0), ("rotation", 0.0))),
                (_momentum(0.01, "lr_outside"), _momentum(0.1, "ewma"), _momentum(0.01, "lr_inside")),
                x=-4.0,
                y=1.5,
                steps=200,
                frame=(-5.0, 3.0, -2.5, 2.5),
            ),
        ),
        Preset(
            "adam_no_correction",
            "Adam, no correction",
            "Without bias correction Adam's first step is three times its rate, and the next ones are longer still.",
            _race(
                RAVINE,
                tuple(choice("adam", lr=0.3, bias_correction=form) for form in ("on", "off")),
                frame=(-11.0, 6.0, -5.5, 5.5),  # it overshoots to 4.5
            ),
        ),
        Preset(
            "five_starts",
            "Five starts",
            "Five starts on one hilltop, at most one unit apart, and gradient descent ends in all four minima.",
            _from(
                default_race("himmelblau"),
                choice("sgd", lr=0.01),
                ((0.0, -0.5), (0.2, -0.9), (-0.3, -1.4), (-0.8, -0.9), (-0.6, -0.5)),
                steps=60,
            ),
        ),
        Preset(
            "condition_numbers",
            "Condition numbers",
            "Each at its best rate, 2 / (1 + κ): four times the condition number takes four times the steps.",
            _race(
                replace(default_race("bowl"), knobs=(("condition", 5.0), ("rotation", 0.0))),
                tuple(_at_best_rate(condition) for condition in (5.0, 20.0, 80.0)),
                x=-10.0,
                y=1.0,
                steps=300,
            ),
        ),
        Preset(
            "late_gradients",
            "Late gradients",
            "A gradient that comes one step late makes plain descent swing across the valley just as heavy ball does.",
            _race(
                RAVINE,
                (
                    choice("sgd", lr=0.018),
                    replace(choice("sgd", lr=0.018, stale="fixed", **{"stale.delay": 1}), name="SGD, one step late"),
                    replace(_momentum(0.018, "lr_inside"), name="Heavy ball"),  # whose β is the rate times 50
                ),
                steps=200,
                frame=(-11.0, 7.0, -4.0, 4.0),
            ),
        ),
        Preset(
            "bouncing",
            "Bouncing at the edge",
            "RMSProp’s rates grow as gradients shrink, until they take all of its limit, and it bounces.",
            _race(default_race("bowl"), (choice("sgd", lr=0.02), choice("rmsprop", lr=0.05)), steps=500),
            curves=("edge",),
        ),
        Preset(
            "sign_of_gradients",
            "Slopes of 1 and 1,000",
            "Who divides by the size of the gradient takes equal steps along both axes; plain descent goes down.",
            _race(
                default_race("formula", "x + 1000*y"),
                (choice("rmsprop", lr=0.05), choice("adam", lr=0.05), choice("sgd", lr=5e-5)),
                x=0.0,
                y=0.0,
                steps=40,
                frame=(-3.0, 1.0, -3.0, 1.0),
            ),
        ),
        Preset(
            "friction",
            "Friction or half the rate",
            "Adam overshoots into the worse minimum, diffGrad does not; nor does Adam at half its rate.",
            _race(
                default_race("formula", "x**2 + 0.1*x - 0.5*abs(x) + y**2"),
                tuple(choice(name, lr=lr, b1=0.95) for name, lr in _YOUNGER),
                x=-1.0,
                y=0.0,
                steps=300,
                frame=(-1.2, 0.8, -0.8, 0.8),
            ),
        ),
        Preset(
            "noise_floor",
            "A floor of noise",
            "Under noise a rate that stays never gets below a floor; one that falls as 1 / step goes on sinking.",
            _race(
                default_race("round_bowl"),
                (choice("sgd", lr=0.5), choice("sgd", lr=0.05), choice("sgd", lr=1.0, **_FALLING)),
                x=5.0,
                y=0.0,
                steps=300,
                noise=1.0,
                frame=(-3.0, 6.0, -3.4, 3.4),
            ),
        ),
        Preset(
            "positive_inputs",
            "All inputs positive",
            "One example a step, all inputs positive: both weights grow or both shrink, so down and right is a zigzag.",
            _race(default_race("positive_inputs"), (choice("sgd", lr=0.1),), steps=200, batch=1),
        ),
    )
}

"""A diagnosis of a trained network from its errors, in the words of the decks: bias, variance, and what to try next.

Errors are in percent: the share of examples that is wrong, or of a regression the share of the variance that is not
explained. Bias is by how much the error on the training part is above the Bayes error, variance by how much that on
the validation part is above the one on the training part.

A part of more than ``HIGH`` = 5 points is high: of the decks' table (training and validation error 1 and 11, 15 and 16,
15 and 30, 0.5 and 1, with a Bayes error of 0) this gives all four verdicts. The gap between the curves is the variance.
It is known no better than the error on the validation part is: in 9 of 10 draws of so many examples within so many
points, by Agresti and Coull, Approximate is better than "exact" for interval estimation, 1998. Where that is more than
10 points, twice what is high, the validation part is too small for a verdict on the variance.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from locales import Words, tr

HIGH = 5.0  # points
PAIRS = ((1.0, 11.0), (15.0, 16.0), (15.0, 30.0), (0.5, 1.0))  # errors in training and validation, of the lecture
MEANINGLESS = 10.0  # points to which the error on a validation part is known that is too small
SURE = 1.645  # standard deviations: 9 of 10 draws lie within

HIGH_BIAS: Words = "High bias"
HIGH_VARIANCE: Words = "High variance"
BOTH: Words = "High bias and high variance"
NEITHER: Words = "Low bias, low variance"
LOW_BIAS: Words = "Low bias"
LOST: Words = "Not finite"
BIG_GAP: Words = "big gap"
NO_GAP: Words = "no gap"
TOO_SMALL: Words = "validation set too small"
NONE: Words = "no validation set"
NOT_FINITE: Words = "not finite"

BIGGER: Words = "a bigger network, longer training, or another rule or architecture"
MORE: Words = "more data, stronger regularization, or another architecture"
SAME_SOURCE: Words = (
    "training examples from where those for validation come, since a part of the gap is their difference"
)
LARGER: Words = "more examples for validation, since the variance cannot be told"
A_SHARE: Words = "keep a share for validation, since the variance cannot be told"
SMALLER_RATE: Words = "a smaller learning rate, smaller initial weights, or clipped gradients."


class Errors(NamedTuple):
    """Errors in percent, NaN where there is none; ``examples`` of validation, None where that is no share of them.

    ``shifted`` where validation comes from another distribution than training.
    """

    train: float
    valid: float
    bayes: float = 0.0
    examples: int | None = None
    shifted: bool = False


class Diagnosis(NamedTuple):
    """``bias`` and ``variance`` in points, NaN where nothing is known; the ``verdict``, what the curves ``show``, and
    what to try ``next``, told in the language spoken. ``unsure`` is to how many points the variance is known."""

    bias: float
    variance: float
    verdict: str
    shows: str
    next: str
    unsure: float = 0.0


def diagnose(errors: Errors) -> Diagnosis:
    """The diagnosis of errors, as the head of this file has it."""
    if not math.isfinite(errors.train):
        return Diagnosis(math.nan, math.nan, LOST, NOT_FINITE, tr(SMALLER_RATE))
    bias, variance, unsure = errors.train - errors.bayes, errors.valid - errors.train, unsure_of(errors)
    told = math.isfinite(variance)
    if not told or unsure > MEANINGLESS:
        wanted = tr(LARGER if told else A_SHARE)
        step = f"{tr(BIGGER)}; {wanted}." if bias > HIGH else f"{wanted}."
        return Diagnosis(
            bias, variance, HIGH_BIAS if bias > HIGH else LOW_BIAS, TOO_SMALL if told else NONE, step, unsure
        )
    verdict = {(True, True): BOTH, (True, False): HIGH_BIAS, (False, True): HIGH_VARIANCE}.get(
        (bias > HIGH, variance > HIGH), NEITHER
    )
    shows = BIG_GAP if variance > HIGH else NO_GAP
    return Diagnosis(bias, variance, verdict, shows, _next(verdict, SAME_SOURCE if errors.shifted else MORE), unsure)


def _next(verdict: str, against_variance: str) -> str:
    return {
        HIGH_BIAS: f"{tr(BIGGER)}.",
        HIGH_VARIANCE: f"{tr(against_variance)}.",
        BOTH: tr(
            "first against bias {bigger}; then against variance {more}.", bigger=tr(BIGGER), more=tr(against_variance)
        ),
        NEITHER: tr("nothing, both are low."),
    }[verdict]


def unsure_of(errors: Errors) -> float:
    """To how many points the error on the validation part is known; 0 where nothing is said of its examples."""
    if not errors.examples or not math.isfinite(errors.valid):
        return 0.0
    count = errors.examples + SURE**2
    share = (errors.valid / 100 * errors.examples + SURE**2 / 2) / count
    return 100 * SURE * math.sqrt(share * (1 - share) / count)

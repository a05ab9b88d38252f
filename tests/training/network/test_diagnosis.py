"""The diagnosis from errors: the decks' table, the thresholds, and how well few examples tell an error."""

import math

import numpy as np
import pytest

from training.network.diagnosis import HIGH, MEANINGLESS, SURE, Errors, diagnose, unsure_of

TABLE = [  # of the decks: error on training, on validation, Bayes; verdict, what the curves show, word of the next step
    (1, 11, 0, "High variance", "big gap", "more data"),
    (15, 16, 0, "High bias", "no gap", "a bigger network"),
    (15, 30, 0, "High bias and high variance", "big gap", "first against bias a bigger network"),
    (0.5, 1, 0, "Low bias, low variance", "no gap", "nothing"),
    (15, 16, 15, "Low bias, low variance", "no gap", "nothing"),
    (15, 30, 15, "High variance", "big gap", "regularization"),
]


@pytest.mark.parametrize("train, valid, bayes, verdict, shows, words", TABLE)
def test_the_table_of_the_decks(train, valid, bayes, verdict, shows, words):
    found = diagnose(Errors(train, valid, bayes))
    assert (found.verdict, found.shows, found.bias, found.variance) == (verdict, shows, train - bayes, valid - train)
    assert words in found.next and found.next.endswith(".")
    assert diagnose(Errors(train, valid, bayes, 10_000))[:5] == found[:5]


def test_exactly_the_threshold_is_not_high():
    assert diagnose(Errors(HIGH, 2 * HIGH)).verdict == "Low bias, low variance"
    assert diagnose(Errors(HIGH + 0.01, 2 * HIGH + 0.03)).verdict == "High bias and high variance"


@pytest.mark.parametrize("train", [math.nan, math.inf])
def test_what_is_not_finite_has_no_other_verdict(train):
    found = diagnose(Errors(train, 10, examples=5))
    assert (found.verdict, found.shows) == ("Not finite", "not finite") and "rate" in found.next


def test_without_a_validation_part_the_bias_alone_is_judged():
    for train, verdict in ((3, "Low bias"), (30, "High bias")):
        found = diagnose(Errors(train, math.nan, examples=0))
        assert (found.verdict, found.shows) == (verdict, "no validation set")
        assert found.next.endswith("keep a share for validation, since the variance cannot be told.")


def test_a_validation_part_is_too_small_where_its_error_is_hardly_known():
    small = diagnose(Errors(0, 20, examples=10))
    assert small.shows == "validation set too small" and small.next.startswith("more examples for validation")
    assert diagnose(Errors(0, 0, examples=10)).shows == "validation set too small"
    assert diagnose(Errors(0, 20, examples=90)).shows == "big gap"
    assert diagnose(Errors(50, 50, examples=90)).shows == "no gap"
    assert diagnose(Errors(0, 20)).unsure == 0


@pytest.mark.parametrize("examples, error", [(10, 20), (40, 10), (90, 50)])
def test_nine_of_ten_draws_lie_within_what_is_said(examples, error):
    """By counting: the share of draws whose own range holds the error from which they were drawn."""
    wrong = np.random.RandomState(0).binomial(examples, error / 100, 4_000)
    covered = []
    for count in wrong:
        found = Errors(0, 100 * count / examples, examples=examples)
        centre = 100 * (count + SURE**2 / 2) / (examples + SURE**2)
        covered.append(abs(centre - error) <= unsure_of(found))
    assert 0.87 < np.mean(covered) < 0.97
    assert (unsure_of(Errors(0, error, examples=examples)) > MEANINGLESS) == (examples == 10)

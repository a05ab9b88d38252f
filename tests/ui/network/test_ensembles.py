"""The preset of networks that vote shows what it promises."""

from dataclasses import replace

import numpy as np

from tests.network_runs import trained
from training.network.config import each
from training.network.ensemble import vote_of, voter
from training.network.resolve import resolve
from ui.network.presets import PRESETS


def right(run):
    """The share of the validation part that is right at the end."""
    return float(run.figures.valid_score[-1])


def test_bootstrap_samples_make_networks_differ_and_their_vote_better():
    """H17: seven networks on bootstrap samples of sixty points, and seven that see the same."""
    network, singles, votes = PRESETS["bagging"].config, [], []
    for slot, own in each(network).items():
        runs = [trained(replace(own, seed=own.seed + turn), network.choices[slot]) for turn in range(own.repeats)]
        singles.append([right(run) for run in runs])
        votes.append(float(vote_of(resolve(own), [voter(run) for run in runs]).valid_score[-1]))
    assert [len(found) for found in singles] == [7, 7] and resolve(network).examples == 60
    assert [round(100 * np.mean(found)) for found in singles] == [82, 85] and round(100 * votes[0]) == 85
    assert votes[0] > np.mean(singles[0]) + 0.03 and abs(votes[1] - np.mean(singles[1])) < 0.005
    assert np.std(singles[0]) > 5 * np.std(singles[1])

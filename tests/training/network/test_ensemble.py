"""Networks that vote, each on a bootstrap sample if wanted."""

from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import made_up
from training.data.samples import bootstrap
from training.network import common
from training.network.answers import answers
from training.network.config import decode, default_network, encode
from training.network.ensemble import vote_of, voted, voter
from training.network.resolve import resolve
from training.network.stopping import Stop, kept

BAGGED = replace(default_network("moons"), examples=60, hidden=(4,), steps=60, repeats=3, ensemble="bootstrap")


@pytest.mark.parametrize("shuffle", ["on", "off"])
def test_an_epoch_goes_through_a_bootstrap_sample_of_the_training_part(shuffle):
    """As many examples as there are, with replacement: a share of about 1 - 1/e of them, others in every repeat."""
    seen = []
    for seed in (1, 2, 2):
        task = resolve(replace(BAGGED, shuffle=shuffle, seed=seed, batch=8))
        examples = task.examples
        rows, steps = task.order(60), -(-examples // 8)
        epochs = [
            np.concatenate([rows.order[t, : rows.count[t]] for t in range(first, first + steps)])
            for first in (0, steps)
        ]
        np.testing.assert_array_equal(*map(np.sort, epochs))
        assert len(epochs[0]) == examples and (shuffle == "off") == np.array_equal(*epochs)
        seen.append(np.bincount(epochs[0], minlength=examples))
    assert (seen[0] != seen[1]).any() and (seen[1] == seen[2]).all()
    drawn = np.random.RandomState(5).randint(10_000, size=10_000)
    np.testing.assert_array_equal(bootstrap(10_000, 5), np.sort(drawn))
    assert len(set(drawn)) / 10_000 == pytest.approx(1 - np.exp(-1), abs=0.01)


def test_repeats_without_bootstrap_samples_are_the_runs_of_before():
    alone = replace(BAGGED, repeats=1, ensemble="none")
    assert resolve(replace(BAGGED, ensemble="seeds")) is resolve(alone) is not resolve(BAGGED)
    assert common.batches([alone, replace(alone, ensemble="seeds")]) and not common.batches([alone, BAGGED])
    assert decode(encode(BAGGED)) == (BAGGED, [])


@pytest.mark.parametrize(("data", "lost"), [("moons", None), ("moons", 7), ("iris", 7), ("curve", 7)])
def test_the_vote_is_the_class_that_most_of_those_say_that_say_anything(data, lost):
    network = replace(default_network(data), hidden=(4,), steps=9)
    task, runs = resolve(network), [made_up(network, seed, lost if seed else None) for seed in range(4)]
    voters = [voter(run) for run in runs]
    x, y = task.prepared.valid_x, task.prepared.valid_y
    found, score = voted(task, voters, x), vote_of(task, voters).valid_score
    for frame in range(10):
        said = [
            answers(task.structure, [{n: v[[frame]] for n, v in one.items()} for one in run.params], x)[0]
            for run in runs
        ]
        said = [one for one in said if np.isfinite(one).all()]
        assert len(said) == (1 if lost is not None and frame >= lost else 4)
        if data == "curve":
            expected = np.mean(said, axis=0)[:, 0]
            assert score[frame] == pytest.approx(1 - np.mean((expected - y) ** 2) / np.var(y), rel=1e-4)
            np.testing.assert_allclose(found[frame, :, 0], expected, rtol=1e-5, atol=1e-6)
            continue
        classes = len(task.dataset.classes)
        ballots = np.array([one[:, 0] > 0.5 if classes == 2 else one.argmax(axis=1) for one in said], int)
        counts = np.array([np.bincount(column, minlength=classes) for column in ballots.T])
        np.testing.assert_allclose(found[frame], (counts[:, 1:] if classes == 2 else counts) / len(said), atol=1e-6)
        assert score[frame] == pytest.approx(np.mean(counts.argmax(axis=1) == y))


def test_where_training_stops_early_the_vote_is_of_the_weights_until_then():
    run = made_up(BAGGED)
    cut = kept(run._replace(voters=(voter(run),) * 2), Stop(best=30, stop=None))
    assert len(cut.frames) == 31 and max(cut.voters[0].frames) <= 30 < max(voter(run).frames)
    assert len(cut.voters[0].params[0]["w"]) == len(cut.voters[0].frames) > 10

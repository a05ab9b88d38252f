"""The clouds of inputs before and after pre-processing."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from training.network.config import decode, each
from training.network.resolve import resolve
from ui.looks import palette
from ui.looks.charts import Cloud, cloud, on_the_way
from ui.network.clouds import clouds_of, moves, moves_of, seeing, told


@pytest.fixture(autouse=True)
def light(monkeypatch):
    monkeypatch.setattr(palette, "_dark", lambda: False)


@pytest.mark.parametrize("data", ["moons", "iris"])
def test_four_clouds_are_those_of_scikit_learn(data):
    """F19: raw, standardized, along the principal axes, and of one variance along them."""
    task = resolve(decode(f"data={data}&turn=30" if data == "moons" else f"data={data}")[0])
    raw, drawn = task.prepared.raw_train_x, [*clouds_of(task).values()]
    turned, white = (PCA(whiten=whiten).fit_transform(raw) for whiten in (False, True))
    white *= np.sqrt(len(raw) / (len(raw) - 1))  # scikit-learn divides by n - 1
    expected = raw, StandardScaler().fit_transform(raw), turned, white
    for shown, points in zip(drawn, expected, strict=True):
        sign = np.sign(np.sum(shown.points * points[:, :2], axis=0))  # an axis may point either way
        np.testing.assert_allclose(shown.points, sign * points[:, :2], rtol=1e-4, atol=1e-4)
    assert [one.title for one in drawn] == ["Raw", "Standardized", "PCA", "Whitened"]
    assert told(drawn[3].points) == ["0, 0", "1.00, 1.00", "0"] and told(drawn[1].points)[:2] == ["0, 0", "1.00, 1.00"]
    assert told(drawn[2].points)[2] == "0" != told(drawn[0].points)[2]
    assert [sum(len(trace.x) for trace in cloud(one).data) for one in drawn] == [len(raw)] * 4


def test_groups_are_shifted_and_move_to_mean_0_and_deviation_1():
    """F1: four groups of equal size, each along its own diagonal; the picture ends where training sees them."""
    network = decode("data=moons&groupshift=3&a=sgd")[0]
    plain, task = resolve(replace(network, groupshift=0.0)).prepared, resolve(network)
    before, after, groups = moves_of(task)
    assert np.bincount(groups).tolist() == [75] * 4
    drawn = np.concatenate([plain.raw_train_x, plain.raw_valid_x])
    by = np.concatenate([task.prepared.raw_train_x, task.prepared.raw_valid_x]) - drawn
    assert np.unique(np.round(by / (3 * drawn.std(axis=0)), 6) + 0.0, axis=0).tolist() == [
        [-1, -1],
        [-1, 1],
        [1, -1],
        [1, 1],
    ]
    for group in range(4):
        np.testing.assert_allclose(after[groups == group].mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(after[groups == group].std(axis=0), 1)
    moved = resolve(replace(network, regroup="on")).prepared
    seen = np.concatenate([moved.raw_train_x, moved.raw_valid_x])
    np.testing.assert_allclose(np.sort(seen, axis=0), np.sort(after, axis=0))
    shown, axes = Cloud("Groups", before, groups, "abcd", ["#000000"] * 4, 600), set()
    for share, points in ((0.0, before), (0.5, (before + after) / 2), (1.0, after)):
        figure = on_the_way(shown, after, share)
        found = np.concatenate([[trace.x, trace.y] for trace in figure.data], axis=1).T
        np.testing.assert_allclose(found, np.concatenate([points[groups == g] for g in range(4)]), atol=1e-4)
        axes.add((figure.layout.xaxis.range, figure.layout.yaxis.range))
    assert len(axes) == 1 and not figure.layout.updatemenus


def test_whose_inputs_and_groups_are_shown_is_said():
    """All that decides the examples tells runners apart: turn and seed as well as the shift of groups."""
    link = "data=moons&groupshift=3&a=sgd&b=sgd&b.regroup=on&c=sgd&c.turn=30&d=sgd&d.dataseed=9&e=sgd&e.groupshift=0"
    tasks = {slot: resolve(own) for slot, own in each(decode(link)[0]).items()}
    assert list(moves(tasks)) == ["a; b", "c", "d"] and seeing(tasks) == "a"
    alike = dict.fromkeys("ab", tasks["a"])
    assert seeing(alike) == seeing({}) == "" and moves({"e": tasks["e"]}) == {}

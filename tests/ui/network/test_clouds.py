"""The clouds of inputs before and after pre-processing."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from training.network.config import decode
from training.network.resolve import resolve
from ui.looks import palette
from ui.looks.figures import cloud
from ui.network.clouds import clouds_of, told


@pytest.fixture(autouse=True)
def light(monkeypatch):
    monkeypatch.setattr(palette, "_dark", lambda: False)


@pytest.mark.parametrize("data", ["moons", "iris"])
def test_four_clouds_are_those_of_scikit_learn(data):
    """F19: raw, standardized, along the principal axes, and of one variance along them."""
    task = resolve(decode(f"data={data}&turn=30" if data == "moons" else f"data={data}")[0])
    raw, drawn = task.prepared.raw_train_x, clouds_of(task)
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

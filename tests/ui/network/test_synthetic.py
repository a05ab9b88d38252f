"""Where synthetic gradients are compared with the true ones."""

from types import SimpleNamespace

import numpy as np
import pytest

from training.network.config import decode
from training.network.resolve import resolve
from ui.network import synthetic


def test_gradients_are_compared_where_long_work_is(monkeypatch):
    network = decode("hidden=3,4&gradient=synthetic&split=0&examples=20&a=adam")[0]
    own, beats = resolve(network), list[float]()
    monkeypatch.setattr(synthetic.workers, "compute", lambda work, *given, demand: work(*given, beat=beats.append))
    frames = [{name: np.stack([values] * 3) for name, values in layer.items()} for layer in own.initial]
    errors = synthetic._errors(own.network, network.choices["a"].bare, SimpleNamespace(params=frames))
    assert errors == pytest.approx(np.ones((3, 2))) and beats == pytest.approx([0, 1 / 3, 2 / 3])

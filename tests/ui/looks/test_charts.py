"""What Plotly is handed unchecked is what it would have taken."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from ui.looks.charts import Curve, curves

X = np.array([0.1, 1.0, 10.0])
BAND = Curve("banded", X, X, "#336699", "3px 3px", band=(X / 2, 2 * X))
STAIRS = Curve("stairs", X, np.array([1.0, np.nan, 2.0]), "#993366", stairs=True)


@pytest.mark.parametrize("log", [False, True])
def test_a_chart_of_lines_is_one_of_plotly_s(log):
    figure = curves([BAND, STAIRS], "rate", "loss", log=log, x_log=log, uprights=[(0.3, "#336699")], top=100.0)
    drawn = json.loads(figure.to_json(validate=False))
    checked = go.Figure(drawn)  # ValueError for a word or a value that Plotly does not know
    assert json.loads(checked.to_json()) == drawn
    assert len(drawn["data"]) == 4 and len(drawn["layout"]["shapes"]) == 1
    assert drawn["layout"]["yaxis"]["range"] == [None, 2.0 if log else 100.0]

"""The critical line of initialization over a map of a search: closed forms, and where it is unknown."""

from urllib.parse import urlencode

import numpy as np
import pytest

from training.many.search.config import decode, sides_of
from ui.network.search import compute
from ui.network.search.header import search_header
from ui.session import changes


def critical(link):
    """The first number of each runner along its critical line, from the lowest second one on, and what it says."""
    search, said = decode(f"data=xor&hidden=20,20,20&xfrom=0.01&xto=10&xscale=log&{link}")
    assert said == []
    nothing = compute.Tried(*np.zeros((2, 0, 2)), compute.NONE, 1)
    drawn = search_header(search, {letter: nothing for letter, _ in search.slots})["runners"]
    lines = [None if one["line"] is None else 0.01 * 1000.0 ** one["line"][::2] for one in drawn]
    return lines, [one["limit"] for one in drawn]


def test_the_critical_line_of_initialization_lies_where_closed_forms_have_it():
    normal = "init=normal&initvalue=0.1&bias=zeros"
    (tanh, relu), told = critical(f"{normal}&xaxis=initvalue&yaxis=lr&a=sgd&b=sgd&a.activation=tanh&b.activation=relu")
    np.testing.assert_allclose(tanh, 20**-0.5, rtol=1e-5)
    np.testing.assert_allclose(relu, 10**-0.5, rtol=1e-5)
    assert told[0].endswith(", σ² = 1 / fan_in") and told[1].endswith(", σ² = 2 / fan_in")
    gains = critical("bias=zeros&xaxis=gain&yaxis=lr&a=sgd&activation=relu&b=sgd&a.init=he&b.init=deck")[0]
    np.testing.assert_allclose([one[0] for one in gains], [1, 2**0.5], rtol=1e-5)
    (both,), _ = critical(f"{normal}&activation=tanh&xaxis=gain&yaxis=initvalue&yfrom=0.1&yto=1&yscale=log&a=sgd")
    np.testing.assert_allclose(both[[0, -1]], [10 * 20**-0.5, 20**-0.5], rtol=1e-5)
    biases = "yaxis=biasvalue&yfrom=0&yto=0.5477226&yscale=linear"
    (curve,), told = critical(f"activation=tanh&init=deck&bias=random&biasvalue=0.1&xaxis=gain&{biases}&a=sgd")
    np.testing.assert_allclose(curve[[0, -1]] ** 2, [1, 2.5051], rtol=1e-4)
    assert "fan_in" not in told[0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("activation", "sine"),
        ("norm", "batch"),
        ("dropout", "inverted"),
        ("hidden", "20,10,20"),
        ("hidden", "20"),
        ("bias", "constant"),
        ("init", "constant"),
        ("initvalue", "0.001"),
        ("zaxis", "biasvalue"),
        ("", "veiled"),
    ],
)
def test_no_critical_line_is_drawn_where_nothing_is_known(field, value):
    """Nor where it lies beyond the map."""
    weights = {"activation": "tanh", "init": "normal", "initvalue": "0.1", "bias": "random"}
    usual = {"a": "sgd", "xaxis": "gain", "yaxis": "lr", **weights}
    for fields, known in ((usual, True), (usual | {field: value} if field else usual, False)):
        search, said = decode(urlencode({"hidden": "20,20", **fields}))
        search = changes.veiled(search, not field and not known)
        tried = compute.Tried(*np.zeros((2, 0, len(sides_of(search)))), compute.NONE, 1)
        (drawn,) = search_header(search, {"a": tried})["runners"]
        assert said == [] and (drawn["line"] is not None) is known is bool(drawn["limit"])

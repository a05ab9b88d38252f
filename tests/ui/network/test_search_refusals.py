"""Who cannot search, and who searches over a number of its own."""

import pytest

from tests.ui.network.test_search import SMALL, found
from training.many.axes import put
from training.many.search.config import alone, decode, network_of
from training.network.train import train
from ui.network.search.header import best, search_header
from ui.network.search.refusals import lacking, refusals
from ui.network.search.tables import best_trials


@pytest.mark.parametrize(
    ("link", "refused"),
    [
        ("a=gaussnewton", {"a": "Gauss-Newton needs a loss that is a sum of squares"}),
        ("hidden=64,64&a=newton&b=sgd&yaxis=gain", {"a": "Newton solves with the matrix of all second derivatives"}),
        (
            "a=sgd&b=sgd&b.yscale=log&yaxis=noise&yscale=linear&yfrom=0&yto=0.3",
            {"b": "Logarithmic cannot search: noise must begin"},
        ),
    ],
)
def test_what_cannot_search_is_refused_in_words(link, refused):
    search, said = decode(link)
    told = refusals(search)
    assert said == [] and {*told} == {*refused} and all(told[one].startswith(text) for one, text in refused.items())
    assert search_header(search, {})["runners"] == [] and lacking(search) == {}


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("a=adam&b=sgd&c=nesterov&yaxis=beta", {"b": "SGD has no momentum, so it has no map here."}),
        ("a=adagrad&b=rmsprop&yaxis=rho", {"a": "AdaGrad has no mean-square decay, so it has no map here."}),
        (
            "dropout=inverted&a=sgd&b=sgd&b.dropout=none&yaxis=keep",
            {"b": "No dropout has no keep probability of units, so it has no map here."},
        ),
    ],
)
def test_who_has_nothing_of_what_varies_is_left_out_in_words(link, told):
    search, said = decode(link)
    assert said == [] and lacking(search) == told and refusals(search) == {}


def test_where_a_momentum_varies_adams_own_does():
    search = decode("data=moons&examples=40&hidden=4&steps=4&budget=4&a=adam&b=sgd&c=nesterov&yaxis=beta")[0]
    assert [alone(search, letter).yaxis for letter in "abc"] == ["b1", "beta", "beta"]
    adam, nesterov = search_header(search, (seen := found(search)).tried)["runners"]
    assert (adam["fields"], adam["labels"]) == ({"y": ["b1", True]}, {"y": "First-moment decay"})
    assert nesterov["fields"] == nesterov["labels"] == {} and "first-moment decay" in adam["told"]
    assert not {"lr", "b1"} & {name for name, _ in adam["own"]} and seen.failures == []
    heads, rows = best_trials(search, seen.tried)
    assert [
        "first-moment decay" in cell for cell in (rows["a"][heads.index("at") - 1], rows["c"][heads.index("at") - 1])
    ] == [
        True,
        False,
    ]
    place = best(search, seen.tried["a"])
    own, values = alone(search, "a"), seen.tried["a"].values[place]
    one = put(put(network_of(own), "a", "lr", values[0]), "a", "b1", values[1])
    loss = train(one, one.choices["a"]).figures.valid_loss[-1]
    assert adam["value"][place] == pytest.approx(loss, rel=1e-5)


def test_the_others_search_beside_what_cannot():
    search = decode(SMALL.replace("b=momentum", "b=sgd").replace("=gain", "=beta").replace("yto=2", "yto=0.9"))[0]
    seen = found(search)
    assert seen.failures == [] and {*seen.tried} == {"a"}
    assert lacking(search) == {"b": "SGD, Coarse to fine has no momentum, so it has no map here."}
    assert [one["slot"] for one in search_header(search, seen.tried)["runners"]] == ["a"] and seen.done == 9

"""The page of search as one comes to it, and what it says beside its pictures."""

import io
import re
from dataclasses import replace

import numpy as np
import pyarrow.parquet
import pytest

from tests.pages import components, header, header_text, visit
from tests.ui.network.test_search import SMALL, found
from training.many.search.config import decode, sides_of
from training.many.search.methods import METHODS
from training.many.search.points import point, tried
from training.network.config import decode as network_of
from ui.network.cards import leading, searched, shortened
from ui.network.presets import PRESETS
from ui.network.search import compute
from ui.network.search.header import best, search_header
from ui.network.search.tables import best_trials, npz_bytes, parquet_bytes
from ui.network.search.words import working

TOLD = ("component_name", "text", "body")


@pytest.fixture(scope="module")
def small():
    return decode(SMALL)[0], found(decode(SMALL)[0])


def test_the_page_shows_its_trials_as_they_are_known():
    app = visit("search", f"{SMALL}&zzz=1")
    assert not app.exception and "zzz" in app.warning[0].value
    found(decode(SMALL)[0])
    app.run()
    assert "At most 2,000 for each trial" in app.text_input(key="steps").help
    tables = [html.proto.body for html in app.get("html") if "Best trials" in html.proto.body]
    assert tables and "Coarse to fine" in tables[0] and "learning rate" in tables[0]
    app.text_input(key="xfrom").set_value("2").run()
    assert "from a smaller to a larger number" in app.warning[0].value


@pytest.mark.parametrize("missing", [True, False])
def test_the_pictures_are_told_whether_trials_are_yet_to_come(monkeypatch, small, missing):
    monkeypatch.setattr(compute, "look", lambda *asked: compute.Seen({}, [], missing))
    app = visit("search", SMALL)
    told = next(part for part in components(app) if part.component_name == "search")
    assert not app.exception and header_text(told.bytes)["coming"] == missing


def test_how_many_trials_work_is_told_and_between_which_numbers(small):
    search, one = decode(f"{SMALL}&shows=valid")[0], small[1].tried["a"]
    good = np.isin(np.arange(9), (3, 4, 7))
    score = np.where(good, 0.96, 0.5)
    loss, start = np.where(good, 0.1, 0.01 + np.arange(9.0)), np.full(9, 20.0)
    one = one._replace(ends=compute.Ends(loss, loss, score, score, start, start, np.full(9, -1)))
    assert [one.values[good, side].tolist() for side in (0, 1)] == [[0.02154, 0.1, 0.1], [1, 1, 1.587]]
    told = "3 of 9 trials end at a score of 95% or more. All 2 with learning rate 0.02154 to 0.1 and gain 1 do."
    assert working(search, one) == search_header(search, {"a": one})["runners"][0]["working"] == told
    alone = one._replace(ends=one.ends._replace(valid_score=np.where(np.arange(9) == 4, 0.96, 0.5)))
    assert working(search, alone) == (
        "1 of 9 trials ends at a score of 95% or more. The best has learning rate 0.1 and gain 1."
    )
    none = one._replace(ends=one.ends._replace(valid_score=np.zeros(9)))
    assert working(search, none) == "No trial of 9 ends at a score of 95% or more."
    begun = one._replace(values=one.values[:0], ends=compute.Ends(*(part[:0] for part in one.ends)))
    assert working(search, begun) == "No trial is done yet."


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("numbers", ["yaxis=beta", "yaxis=beta&zaxis=gain&waxis=batch", "xaxis=batch&yaxis=width"])
def test_all_trials_between_the_numbers_that_are_told_work_along_a_ridge_too(method, numbers):
    search = decode(f"data=moons&hidden=4&budget=200&a=momentum&method={method}&{numbers}")[0]
    sides = sides_of(search)
    shares = tried(search, np.zeros(0))
    while True:  # a ridge that falls from the top on the left to the foot on the right
        values, away = point(search, shares), np.abs(shares[:, 0] + shares[:, 1] - 1)
        more = tried(search, away)
        if len(more) == len(shares):
            break
        shares = more
    score, start = np.where(away < 0.15, 0.96, 0.5), np.full(len(shares), 9.0)
    ends = compute.Ends(away, away, score, score, start, start, np.full(len(shares), -1))
    told = working(search, compute.Tried(shares, values, ends, len(shares)))
    found = [known.split(" to ") for known in re.findall(r"\d[\d.]*(?: to [\d.]*\d)?", told.partition("All ")[2])]
    (count,), *ranges = found
    low, high = (np.array([float(one[end]) for one in ranges]) for end in (0, -1))
    inside = ((values >= low) & (values <= high)).all(axis=1)
    assert len(ranges) == len(sides) and (score[inside] > 0.95).all()
    assert int(count) == inside.sum() > 3 and inside[np.argmin(away)]


def test_the_best_trial_is_told_with_its_score_and_how_many_work(small):
    search, one = small[0], small[1].tried["a"]
    score = np.where(np.arange(9) == best(search, one), 0.96, 0.5)
    one = one._replace(ends=one.ends._replace(valid_score=score, train_start=np.full(9, 9.0)))
    heads, rows = best_trials(search, {"a": one})
    row = dict(zip(heads[1:], rows["a"], strict=True))
    assert row["Validation score"] == "96%" and row["Score of 95% or more"] == "1 of 9" and row["Not finite"] == "0"
    by_score = decode(f"{SMALL}&shows=score")[0]
    heads, rows = best_trials(by_score, {"a": one})
    assert heads.count("Validation score") == 1 and len(rows["a"]) == len(heads) - 1
    lost = one._replace(ends=one.ends._replace(valid_loss=np.full(9, np.nan), train_loss=np.full(9, np.nan)))
    heads, rows = best_trials(search, {"a": lost})
    assert rows["a"][0] == "none" and rows["a"][-2:] == ["0 of 9", "9"] and len(rows["a"]) == len(heads) - 1


def test_a_lucky_trial_and_grown_losses_do_not_stretch_the_scale_of_colours(small):
    search, one = small[0], small[1].tried["a"]

    def criterion(loss, search=search):
        ends = one.ends._replace(valid_loss=np.array(loss), valid_score=np.array(loss), valid_start=np.full(9, 0.7))
        return search_header(search, {"a": one._replace(ends=ends)})["criterion"]

    spread = criterion([1e-9, *np.linspace(0.02, 0.3, 6), 30, 500])
    assert 1e-4 < spread["range"][0] < 0.02 and spread["range"][1] == 2.1 and spread["beyond"] == [True, True]
    assert criterion([0.1] * 9) == {**spread, "range": [0.1, 1], "beyond": [False, False]}
    assert criterion([3.0] * 9)["range"] == [3, 30] and criterion([0.0, np.nan, *[np.inf] * 7])["range"] is None
    by_score = decode(f"{SMALL}&shows=score")[0]
    assert criterion(np.linspace(0.1, 1, 9), by_score)["range"] == [0.1, 1]
    assert criterion(np.linspace(0.1, 1, 9), by_score)["beyond"] == [False, False]


def test_how_much_is_done_stands_above_the_pictures(small, monkeypatch):
    _, seen = small
    half = {letter: one._replace(values=one.values[:4], shares=one.shares[:4]) for letter, one in seen.tried.items()}
    half = {letter: one._replace(ends=compute.Ends(*(part[:4] for part in one.ends))) for letter, one in half.items()}
    monkeypatch.setattr(compute, "look", lambda *_: compute.Seen(half, [], True, 3, 1.0))
    drawn = [*kinds(visit("search", SMALL).main)]
    place = drawn.index("search")
    assert drawn.index("8 of 18 trials are done. Waiting while 3 other visitors have their turn.") < place
    assert not any("Mark some" in told for told in drawn)
    monkeypatch.undo()
    drawn = [*kinds(visit("search", SMALL).main)]
    assert next(at for at, told in enumerate(drawn) if "Mark some" in told) < drawn.index("search")


def test_all_trials_go_away_as_arrays_and_as_a_parquet_file(small):
    search, seen = small
    kept = np.load(io.BytesIO(npz_bytes(search, seen.tried)))
    rows = pyarrow.parquet.read_table(io.BytesIO(parquet_bytes(search, seen.tried)))
    assert [*kept][:4] == ["runner", "trial", "lr", "gain"] and [*kept][:-1] == rows.column_names
    assert str(kept["link"]) == rows.schema.metadata[b"link"].decode()
    assert decode(str(kept["link"]).removeprefix("search?")) == (search, [])
    for name in rows.column_names:
        np.testing.assert_array_equal(kept[name], rows[name].to_numpy())
    one = seen.tried["b"]
    assert kept["runner"].tolist() == ["a"] * 9 + ["b"] * 9 and kept["trial"][9:].tolist() == [*range(1, 10)]
    np.testing.assert_array_equal(kept["gain"][9:], one.values[:, 1])
    np.testing.assert_array_equal(kept["valid_loss"][9:], one.ends.valid_loss)


def kinds(block):
    """The texts of progress and captions of a page in order, and the names of its components."""
    for node in block.children.values():
        if hasattr(node, "children"):
            yield from kinds(node)
        else:
            proto = node.proto
            yield str(
                next((getattr(proto, name) for name in ("component_name", "text", "body") if hasattr(proto, name)), "")
            )


def test_a_network_leads_to_a_search_of_its_numbers():
    link = "data=moons&hidden=4&steps=50&a=momentum&b=adam&b.repeats=1&repeats=3&stop=patience&bayes=0.1"
    network, said = network_of(f"{link}&a.lr.schedule=plateau&a.lr.schedule.patience=7")
    search, told = decode(searched(network))
    assert said == told == [] and (search.method, search.xaxis, search.yaxis) == ("grid", "lr", "beta")
    assert search.hidden == (4,) and search.choices["a"] == network.choices["a"] and search.shows == "outcome"
    assert not shortened(network)
    assert leading(network) == {"search": f"./search?{searched(network)}"}
    veiled = replace(network.choices["b"], veiled=True)
    assert (
        leading(replace(network, slots=(network.slots[0], ("b", veiled)))) == leading(replace(network, slots=())) == {}
    )
    page = visit("network", "data=moons&examples=40&hidden=4&steps=4&a=momentum")
    assert header(page)["search"].startswith("./search?v=1&data=moons&")


@pytest.mark.parametrize("name", PRESETS)
def test_the_search_of_a_training_opens_without_a_warning_as_near_to_it_as_it_can(name):
    network = PRESETS[name].config
    search, told = decode(searched(network))
    assert told == [] and search.steps == min(network.steps, 2000) and search.hidden == network.hidden
    assert [chosen.optimizer for _, chosen in search.slots] == [chosen.optimizer for _, chosen in network.slots[:4]]
    assert bool(shortened(network)) == (network.steps > 2000 or len(network.slots) > 4)


def test_the_search_of_late_runners_has_them_by_its_own_letters():
    search, told = decode(searched(network_of("data=moons&hidden=4&steps=2500&b=adam&f=sgd")[0]))
    assert told == [] and [(letter, chosen.optimizer) for letter, chosen in search.slots] == [
        ("a", "adam"),
        ("b", "sgd"),
    ]
    assert search.steps == 2000

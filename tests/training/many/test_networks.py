"""Many trainings of networks against single ones."""

import io

import numpy as np
import pyarrow.parquet
import pytest

from training.many import csv_text, grid, networks, parquet_bytes, together
from training.many.axes import known, put
from training.many.fates import LEFT, LOST, MOVING, NEVER
from training.many.search import config as searches
from training.network.config import decode
from training.network.refused import Refused
from training.network.train import train

SMALL = "data=moons&examples=40&hidden=4&steps=12&batch=8&a=momentum&a.lr=0.1"


def test_each_run_is_a_single_training_with_its_numbers():
    network, said = decode(f"{SMALL}&norm=batch&normtest=epoch&dropout=inverted&penalty=l2")
    own = {"lr": [0.01, 1.0], "gain": [1, 2], "seed": [1, 2], "batch": [8, 5], "noise": [0.1, 0.2], "keep": [0.5, 0.9]}
    beats = []
    found = networks.ends(network, {name: np.array(values) for name, values in own.items()}, beats.append)
    one = network
    for name, values in own.items():
        one = put(one, "a", name, values[1])
    figures = train(one, one.slots[0][1]).figures
    assert said == [] and one != network and beats == sorted(beats) and beats[-1] == 1.0
    for name in networks.Course._fields:
        assert getattr(found, name)[1] == pytest.approx(getattr(figures, name)[-1], rel=2e-6)
        assert getattr(found, name)[0] != getattr(found, name)[1] or "score" in name
    for part in ("train", "valid"):
        assert getattr(found, f"{part}_start")[1] == pytest.approx(getattr(figures, f"{part}_loss")[0], rel=2e-6)


@pytest.mark.parametrize(
    ("link", "names", "many"),
    [
        ("4&batch=64", ["lr", "gain"], together.TOGETHER),
        ("4&batch=64", ["lr", "noise"], together.FEW),
        ("4&batch=8", ["lr", "gain"], together.SOME),
        ("4&batch=8&repeats=3&ensemble=bootstrap", ["lr", "seed"], together.FEW),
        ("4&batch=64&dropout=inverted", ["lr", "gain"], together.FEW),
        ("64,64&batch=64", ["lr", "gain"], together.SOME),
        ("512,512&batch=64", ["lr", "gain"], together.FEW),
    ],
)
def test_trainings_on_the_same_mini_batches_are_made_side_by_side_where_they_are_many(link, names, many):
    network = decode(f"data=moons&examples=40&steps=1000&a=momentum&hidden={link}")[0]
    assert together.chunk(network, names, together.MANY) == many
    count = together.WORTH // network.steps
    assert together.chunk(network, names, count) == min(many, together.SOME)
    assert together.chunk(network, names, count - 1) == together.FEW


def test_a_rule_that_searches_in_each_step_waits_for_no_other():
    fits = {name: together.fits(decode(f"hidden=4&a={name}")[0], ["seed"]) for name in ("adam", "bfgs", "cg", "lbfgs")}
    assert fits == {"adam": True, "bfgs": False, "cg": False, "lbfgs": True}


def test_trainings_side_by_side_end_as_by_themselves(monkeypatch):
    network, count = decode(SMALL)[0], together.SOME
    own = {"lr": np.linspace(0.05, 0.2, count), "gain": np.linspace(0.5, 2, count), "seed": np.arange(count)}
    asks, beats, begun = (("lr", 0.05, 0.2, 9), ("gain", 0.5, 2, 2)), [], []
    found, courses = grid(network, *asks), networks.courses(network, own, [4, network.steps])
    looks = [0, 4, network.steps]
    last = networks.ends_of(networks.courses(network, own, looks), looks)
    assert len(np.unique(last.train_loss)) == count and (courses.train_loss[:, 0] != last.train_loss).all()
    monkeypatch.setattr(together, "WORTH", 0)
    monkeypatch.setattr(together, "ends", lambda *asked, ends=together.ends: begun.append(asked) or ends(*asked))
    both = networks.Ends(*map(grid(network, *asks, beat=beats.append).get, networks.Ends._fields))
    assert len(begun) == 2 and beats == sorted(beats) and beats[-1] == 1.0
    singly = networks.Ends(*map(found.get, networks.Ends._fields))
    for many, alone in (
        (together.trained(network, own, "float32"), last),
        (together.courses(network, own, [4, network.steps]), courses),
        (both, singly),
    ):
        for name in alone._fields:
            np.testing.assert_allclose(getattr(many, name), getattr(alone, name), rtol=2e-5)


@pytest.mark.parametrize("chunk", [together.FEW, together.SOME])
def test_each_cell_of_a_grid_is_a_single_training_with_its_numbers(chunk, monkeypatch):
    monkeypatch.setattr(together, "chunk", lambda *asked: chunk)
    network = decode(SMALL)[0]
    found = grid(network, ("lr", 0.05, 0.2, 3), ("gain", 0.5, 2, 3))
    for row, column in np.ndindex(3, 3):
        one = put(put(network, "a", "lr", found["lr"][column]), "a", "gain", found["gain"][row])
        figures = train(one, one.slots[0][1]).figures
        for name in networks.Course._fields:
            assert found[name][row, column] == pytest.approx(getattr(figures, name)[-1], rel=2e-5)
    assert len(np.unique(found["train_loss"])) == 9


def test_the_tolerance_is_reached_at_the_first_look_at_which_the_score_is_there():
    score = np.array([[0.5, 0.96, 0.9], [0.97, 0.6, 0.99], [0.5, 0.5, 0.94], [0.5, 0.5, 0.5], [0.5, 0.5, 0.95]])
    loss = np.array([[1, 0.1, 0.2], [1, 0.4, 0.1], [1, 2, 1.5], [1, 5, np.inf], [1, 2, 3]])
    ends = networks.ends_of(networks.Course(loss, 2 * loss, score, np.full((5, 3), np.nan)), [0, 10, 20])
    assert ends.reached.tolist() == [10, 20, NEVER, NEVER, 20]
    assert ends.train_loss.tolist() == [0.2, 0.1, 1.5, np.inf, 3] and ends.valid_start.tolist() == [2, 2, 2, 2, 2]
    # The last has grown in loss and yet comes to the tolerance.
    assert ends.fate.tolist() == [MOVING, networks.THERE, LEFT, LOST, networks.THERE]
    assert networks.looks_of(decode(SMALL)[0], 5) == [0, 2, 5, 7, 10, 12] and networks.looks_of(
        decode(SMALL)[0], 1
    ) == [
        0,
        12,
    ]


def test_how_often_it_is_looked_at_trainings_changes_only_when_they_count_as_there():
    network = decode("data=moons&examples=40&hidden=4&steps=60&batch=8&a=momentum")[0]
    own = {"lr": np.geomspace(0.02, 1, together.SOME)}
    once, often = (together.ends(network, own, looks=looks) for looks in (1, 12))
    course = networks.courses(network, own, networks.looks_of(network, 12))
    assert often.reached.tolist() == networks.ends_of(course, networks.looks_of(network, 12)).reached.tolist()
    some = grid(network, ("lr", 0.02, 1, together.SOME), looks=12)["reached"]
    assert some[[0, -1]].tolist() == often.reached[[0, -1]].tolist()
    assert {*once.reached} <= {NEVER, 60} and 0 < often.reached.max() < 60
    np.testing.assert_array_equal(once.train_loss, often.train_loss)


@pytest.mark.parametrize(("optimizer", "abreast"), [("adam", True), ("newton", False)])
def test_rules_that_may_want_derivatives_forward_have_products_that_have_them(optimizer, abreast, monkeypatch):
    class Seen(Exception):
        pass

    def compiled(structure, *rest):
        raise Seen(structure.abreast)

    monkeypatch.setattr(together, "_compiled", compiled)
    network = decode(f"data=moons&examples=40&hidden=4&steps=12&batch=8&a={optimizer}")[0]
    with pytest.raises(Seen, match=str(abreast)):
        together.ends(network, {"seed": np.arange(9)})


def test_what_an_optimizer_cannot_train_is_refused_before_anything_is_done():
    network = decode("data=moons&hidden=512,512&a=newton")[0]
    with pytest.raises(Refused, match="trains networks of up to 300 weights"):
        networks.ends(network, {"lr": np.array([1.0])})


def test_what_decides_a_program_does_not_vary():
    network = decode(f"{SMALL}&norm=group")[0]
    assert {"groups", "repeats", "steps", "split"}.isdisjoint(known(network, network.slots[0][1]))
    assert {"lr", "beta", "gain", "batch", "seed", "noisein"} <= {*known(network, network.slots[0][1])}


def test_both_precisions_draw_the_same_and_keep_their_digits():
    network, said = decode(f"{SMALL}&dropout=inverted&keep=0.7&noisein=0.1&noisew=0.1&augment=jitter&augmentby=0.2")
    asks = "lr", 0.01, 0.1, 2
    found, coarse = grid(network, asks, precision="float64")["train_loss"], grid(network, asks)["train_loss"]
    np.testing.assert_allclose(found, coarse, rtol=1e-5)
    assert said == [] and found.dtype == np.float64 and (found != found.astype(np.float32)).all()


def test_a_grid_of_networks_is_written_with_the_link_of_its_search_or_of_its_network():
    network = decode(SMALL)[0]
    found = grid(network, ("lr", 0.01, 1, 3), ("gain", 0.5, 2, 2))
    assert found["valid_loss"].shape == (2, 3) and found["lr"].shape == (3,)
    alone, both = grid(network, ("lr", 0.01, 1, 3)), grid(network, ("lr", 0.01, 1, 3), ("gain", 1, 2, 2))
    np.testing.assert_array_equal(both["train_loss"][0], alone["train_loss"])
    assert str(grid(network, ("lr", 0.01, 1, 3), device="cpu")["link"]) == str(alone["link"])  # it goes to others
    several = decode(f"{SMALL}&repeats=2")[0]
    for one, single in ((network, alone), (several, grid(several, ("lr", 0.01, 1, 2), ("gain", 1, 2, 1)))):
        assert decode(str(single["link"])) == (one, []) and str(single["link"]).startswith("network?")
    search, said = searches.decode(str(both["link"]))
    assert str(both["link"]).startswith("search?")
    sides = search.xaxis, search.xscale, search.xfrom, search.xto, search.yaxis, search.yscale, search.yfrom, search.yto
    assert sides == ("lr", "log", 0.01, 1, "gain", "log", 1, 2) and searches.network_of(search) == network
    assert said == [] and (search.method, search.budget, search.precision) == ("grid", 6, "float32")
    table = pyarrow.parquet.read_table(io.BytesIO(parquet_bytes(found)))
    assert table.schema.metadata[b"link"].decode() == str(found["link"])
    np.testing.assert_array_equal(table["valid_loss"].to_numpy(), found["valid_loss"].ravel())
    link, head, *lines = csv_text(found).splitlines()
    assert head.split(",") == table.column_names and len(lines) == 6 and link == f"# {found['link']}"

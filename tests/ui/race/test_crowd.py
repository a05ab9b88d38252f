"""The page of all optimizers: everybody who can run is there, on equal gradients."""

import numpy as np
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.asgi import get
from tests.pages import components, header_text, script
from tests.ui.player.test_component import unpack
from tests.ui.player.test_export import embedded
from training.loop import Trace
from training.many import tasks
from training.many.matrix import STEPS, missing
from training.network.config import decode as read_network
from training.outcome import Outcome
from training.race.config import decode
from ui.race import compute
from ui.race.all import compute as cells
from ui.race.all import config
from ui.race.all.config import Shown, crowd, tour
from ui.race.all.header import task_header, tour_header
from ui.race.all.page import PAGE
from ui.server import routes
from ui.work.disk import Disk
from ui.work.pool import Pool
from ui.work.visitors import Guest


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_everybody_races_or_has_a_reason(surface):
    race = crowd(surface)
    for name in OPTIMIZERS:
        assert (name in race.choices) != bool(missing(name, SURFACES[surface]))
    assert race.steps == STEPS and (race.x, race.y) == SURFACES[surface].start


def visit(**query):
    page = AppTest.from_file(script("all"), default_timeout=300)
    page.query_params.update(query)
    return page.run()


def told(page):
    """The header of the small stages."""
    return header_text(next(part for part in components(page) if part.component_name == "crowd").bytes)


def test_a_link_opens_the_surface_that_it_names_and_nonsense_is_told(few):
    page = visit(on="ravine")
    assert (
        page.selectbox[0].value == "ravine"
        and told(page)["grounds"][0]["frame"] == [-11, 4, -5.5, 5.5]
        and not page.warning
        and not page.text_input
    )
    page = visit(on="ravin")
    assert page.selectbox[0].value == "beale" and "one of ravine" in page.warning[0].value
    page.selectbox[0].set_value("ravine").run()
    assert told(page)["grounds"][0]["frame"] == [-11, 4, -5.5, 5.5] and not page.warning


def test_the_page_shows_all_of_them_best_first_and_each_opens_its_race():
    race = crowd("beale")
    compute.traces(race)  # what is compiled is shown at once
    page = visit(on="beale")
    assert not page.exception
    runners = told(page)["runners"]
    assert sorted(one["slot"] for one in runners) == sorted(race.choices)
    assert [one["rank"] for one in runners] == [*range(len(race.slots))]
    kinds = [one["outcome"]["kind"] for one in runners]
    assert kinds[0] == "converged" and kinds == sorted(kinds, key=lambda kind: kind in ("left", "not finite"))
    for one in runners:
        within = f"Within the tolerance from step {one['reached']}"
        words = "Not within the tolerance" if one["reached"] is None else within
        assert one["told"] == ("" if one["outcome"]["kind"] in ("left", "not finite") else words)
        own, said = decode(one["link"])
        assert said == [] and own.slots == (("a", race.choices[one["slot"]]),) and own.steps == STEPS
    assert [part.component_name for part in components(page)] == ["address", "crowd", "standings"]


def test_its_file_is_called_and_opens_as_the_page_does():
    shown = Shown(on="beale")
    html = PAGE.export.html(shown, Guest(), frozenset())
    assert "<title>All optimizers on Beale</title>" in html and '<meta name="race" content="on=beale">' in html
    assert PAGE.export.name(shown) == "all-on-beale.html"


@pytest.mark.parametrize("link", ["of=adam", "shows=rates&by=family", ""])
def test_what_is_no_race_has_no_file(link):
    answer = get(Starlette(routes=routes.routes()), f"/lib/export/all?{link}")
    assert answer.status == 404 and answer.text.endswith("no file.")


def test_an_optimizer_goes_over_all_surfaces_that_it_can_run_on(few, monkeypatch):
    monkeypatch.setattr(config, "SURFACES", {name: SURFACES[name] for name in ("beale", "ravine", "saddle")})
    monkeypatch.setattr(tasks, "chunks", lambda: [])
    races = tour("adam", "x**2 + y**2")
    for race in races.values():
        compute.traces(race)
    page = visit(of="adam", formula="x**2 + y**2")
    assert "The formula of your own" in page.selectbox[0].options and not page.text_input  # kept for the table
    assert page.header[0].value == "Adam on all surfaces" and not page.warning and not page.exception
    header = told(page)
    reached = [one["reached"] for one in header["runners"]]
    labels = sorted(one["label"] for one in header["runners"])
    assert labels == ["Beale", "Ravine", "Saddle", "x**2 + y**2"] and not header["together"]
    assert reached[0] < reached[1] < reached[2] and reached[3] is None  # the soonest first
    for one in header["runners"]:
        own, said = decode(one["link"])
        ground = header["grounds"][one["ground"]]
        assert said == [] and own == races[one["slot"]] and one["page"] == "./" and ground["frame"] == [*own.frame]
        assert ground["relief"]["nx"] * ground["relief"]["ny"] < 20_000


def test_a_tour_has_first_where_it_converged_and_then_those_that_are_the_lowest_above_a_minimum(few):
    races = {
        name: race for name, race in tour("adam").items() if name in ("beale", "six_hump_camel", "saddle", "ravine")
    }
    params = np.zeros((3, 2), np.float32)
    traces = {name: Trace(params, params, params[:, 0], params, params, ()) for name in races}
    finals = {
        "saddle": ("left", -9.0),
        "ravine": ("moving", 4e-9),
        "six_hump_camel": ("moving", -1.0),  # of -1.03
        "beale": ("converged", 0.1),
    }
    outcomes = {name: Outcome(kind, 2, "", final, final, None, 1) for name, (kind, final) in finals.items()}
    made = tour_header("adam", races, traces, outcomes, {}, False)
    assert [one["slot"] for one in made["runners"]] == ["beale", "ravine", "six_hump_camel", "saddle"]


def test_a_row_has_the_networks_that_an_optimizer_trains_as_curves_of_their_loss(few, monkeypatch, tmp_path):
    loss = np.geomspace(1, 1e-3, len(tasks.LOOKS))
    score = np.where(np.arange(len(tasks.LOOKS)) < 40, 0.5, 0.99)

    def chunk_of(name, family, beat):
        slow = tasks.told("lr", np.ones(9), np.tile(loss, (9, 1)), np.tile(score, (9, 1)))
        never = tasks.told("lr", np.ones(9), np.tile(loss, (9, 1)), np.full((9, len(loss)), 0.5))
        return {task: one._replace(path=tasks.curve(loss)) for task, one in (("net_xor", slow), ("net_moons", never))}

    monkeypatch.setattr(config, "SURFACES", {"beale": SURFACES["beale"]})
    monkeypatch.setattr(cells, "POOL", Pool(cells._compute, threads=1))
    monkeypatch.setattr(cells, "DISK", Disk(tmp_path, 9))
    monkeypatch.setattr(tasks, "chunk_of", chunk_of)
    compute.traces(tour("adam")["beale"])
    page = visit(of="adam")
    header = unpack(next(part for part in components(page) if part.component_name == "crowd").bytes)
    networks = {one["slot"]: one for one in header["runners"] if one["page"] == "./network"}
    assert {slot: one["outcome"]["sentence"] for slot, one in networks.items()} == {
        "net_xor": "95% accuracy after 410 gradients",
        "net_moons": "Below 95% accuracy",
    }
    network, said = read_network(networks["net_xor"]["link"])
    assert said == [] and network.choices["a"].optimizer == "adam" and header["runners"][-1]["slot"] == "net_moons"
    x0, x1, low, high = header["grounds"][-1]["frame"]
    params = np.reshape(networks["net_xor"]["params"], (-1, 2))
    assert len(params) == STEPS // networks["net_xor"]["stride"] + 1 and params[[0, -1], 0] == pytest.approx([x0, x1])
    assert params[[1, 50, -1], 1] == pytest.approx(np.log10(loss[[0, 49, -1]]), abs=0.02) and low < -3 < 0 < high


def test_a_network_shows_who_trains_it_the_soonest_first_and_opens_them_together(few, monkeypatch, tmp_path):
    loss, looks = np.geomspace(1, 1e-3, len(tasks.LOOKS)), np.arange(len(tasks.LOOKS))
    reached, ends = {"sgd": 40, "adam": 20, "newton": 99}, {"newton": np.nan}

    def chunk_of(name, family, beat):
        scores = np.tile(np.where(looks < reached[name], 0.5, 0.99), (9, 1))
        own = np.append(loss[:-1], ends.get(name, loss[-1]))
        cell = tasks.told("lr", np.ones(9), np.tile(own, (9, 1)), scores)._replace(path=tasks.curve(own))
        return dict.fromkeys(tasks.TASKS, cell)

    monkeypatch.setattr(cells, "POOL", Pool(cells._compute, threads=1))
    monkeypatch.setattr(cells, "DISK", Disk(tmp_path, 9))
    monkeypatch.setattr(tasks, "chunk_of", chunk_of)
    monkeypatch.setattr(tasks, "chunks", lambda: [(name, tasks.FAMILY) for name in ends | reached])
    monkeypatch.setitem(few, "gaussnewton", OPTIMIZERS["gaussnewton"])
    moons = tasks.TASKS["net_moons"]
    wider = moons._replace(link=moons.link.replace("hidden=14,14&activation=tanh", "hidden=6,3&activation=relu"))
    monkeypatch.setitem(tasks.TASKS, "net_moons", wider)
    page = visit(on="net_moons")
    assert "on a network whose hidden layers have 6, 3 ReLU units, 1,000 gradients" in page.markdown[0].value
    assert page.header[0].value == "All optimizers on Moons network" and not page.warning and not page.exception
    assert (
        "Not in this training: Gauss-Newton needs a loss that is a sum of squares, which Sigmoid, binary cross entropy "
        "is not."
    ) in [one.value for one in page.caption]
    assert page.selectbox[0].value == "net_moons" and [one.component_name for one in components(page)][-1] == "crowd"
    header = told(page)
    assert [one["slot"] for one in header["runners"]] == ["adam", "sgd", "newton"]
    assert [one["reached"] for one in header["runners"]] == [210, 410, None]
    assert {one["told"] for one in header["runners"]} == {""}  # the outcome says it
    assert header["runners"][2]["outcome"]["sentence"] == "Not finite" and header["grounds"][0]["levels"]
    assert header["together"] and (header["page"], header["letters"]) == ("./network", "abcdef")
    for link in (f"{header['race']}&a=adam&b=sgd", header["runners"][0]["link"]):
        network, sentences = read_network(link)
        assert sentences == [] and network.choices["a"].optimizer == "adam" and network.data == "moons"
    answer = get(Starlette(routes=routes.routes()), "/lib/export/all?on=net_moons")
    assert answer.status == 200 and "<h1>All optimizers on Moons network</h1>" in answer.text
    file = header_text(embedded(answer.text, "data"))
    assert [(one["slot"], one["link"]) for one in file["runners"]] == [("adam", ""), ("sgd", ""), ("newton", "")]


def test_who_is_lost_on_a_network_comes_last_and_equals_by_name_in_whatever_order_they_are_made():
    looks = len(tasks.LOOKS)

    def cell(last):
        loss = np.append(np.ones(looks - 1), last)
        found = tasks.told("lr", np.ones(9), np.tile(loss, (9, 1)), np.full((9, looks), 0.5))
        return found._replace(path=tasks.curve(loss))

    last = {"sgd": 0.1, "momentum": np.nan, "rmsprop": 0.1, "adam": np.nan, "nesterov": 0.01}
    made = {name: cell(loss) for name, loss in last.items()}
    for names in (made, reversed(made), sorted(made)):
        header = task_header(tasks.TASKS["net_xor"], {name: made[name] for name in names})
        assert [one["slot"] for one in header["runners"]] == ["nesterov", "rmsprop", "sgd", "adam", "momentum"]

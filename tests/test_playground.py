"""Players in a notebook: a frame that holds all of it, made of fields or of a link, and warnings for what cannot be."""

from __future__ import annotations

import html
import re
import sys
import warnings

import pytest
from traitlets import TraitError

import playground
from tests.network_runs import made_up
from tests.readme import NOTEBOOK, WIDGET
from tests.ui.player.test_component import unpack
from tests.ui.player.test_export import embedded
from training.network import config as networks
from training.race import config as races
from ui.network import compute


def shown(player):
    """The header of a player, as the frame in a notebook holds it."""
    (inside,) = re.findall(r'srcdoc="([^"]*)"', player._repr_html_())
    assert html.unescape(inside) == player.html
    return unpack(embedded(player.html, "data"))


def test_a_race_of_fields_is_the_race_of_its_link():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = playground.race(surface="beale", steps=20, a="sgd", b="momentum", b__lr=0.002, hide="a")
        again = playground.race(f"http://localhost:8501/{made.link}", steps=20)
    found, (race, said) = shown(made), races.decode(made.link)
    assert said == [] and race.choices["b"].value("lr") == 0.002 and (race.surface, race.steps) == ("beale", 20)
    assert f"?{found['link']}" == made.link and [runner["slot"] for runner in found["runners"]] == ["b"]
    assert (found["kind"], found["embed"], found["plotly"]) == ("race", True, "") and found["insides"]["b"]["lines"]
    assert again == made and len(made.html) < 1_200_000
    assert not shown(playground.race(made.link, whole=True))["embed"]


def test_the_cell_of_the_readme_shows_a_race():
    *before, cell = NOTEBOOK.strip().splitlines()
    exec("\n".join(before), names := {})
    race, said = races.decode(eval(cell, names).link)
    assert said == [] and [(one.optimizer, one.value("lr")) for _, one in race.slots][1] == ("adam", 0.05)


def test_the_slider_of_the_readme_has_another_race_shown():
    names = {"race": playground.race}
    exec(WIDGET, names)
    names["rate"].value = 0.01
    race, said = races.decode(names["shown"].link)
    assert said == [] and race.choices["a"].value("lr") == 0.01


def test_what_cannot_be_is_told_and_replaced(tmp_path):
    with pytest.warns(UserWarning) as told:
        made = playground.race(surface="bale", steps=0, a="sgd", lr=0.1)
    said = [str(one.message) for one in told]
    assert len(said) == 3 and said[0].startswith("surface: must be") and said[1].startswith("steps: must be")
    assert said[2] == "“lr” is not a field of a race; it was ignored." and told[0].filename == __file__
    assert shown(made)["steps"] == races.decode("a=sgd")[0].steps
    made.save(tmp_path / "race.html")
    assert (tmp_path / "race.html").read_text(encoding="utf-8") == made.html


@pytest.mark.parametrize("link", ["http://localhost:8501/network?a=adam", "https://x.edu/app/network", "network?a=sgd"])
def test_a_link_to_another_page_is_refused(link):
    with pytest.raises(ValueError, match=r"leads to “Network”, not to “Race”: network\(…\) shows it"):
        playground.race(link, steps=5)
    with pytest.raises(ValueError, match="leads to “Race”, not to “Initialization”"):
        playground.initialization("http://localhost:8501/?a=adam")


def test_what_of_a_link_a_cell_does_not_show_is_told():
    with pytest.warns(UserWarning) as told:
        playground.race("http://localhost:8501/?surface=beale&a=sgd&b=adam&t=3&pick=b&view=3d&hide=a", steps=5)
    assert [str(one.message).partition(":")[0] for one in told] == ["t, pick, view"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert playground.race("http://localhost:8501/", steps=5).link == playground.race(steps=5).link


def test_a_network_is_trained_and_shown_with_its_layers(monkeypatch):
    monkeypatch.setattr(
        compute, "complete", lambda network, guest: {slot: made_up(network) for slot in network.choices}
    )
    made = playground.network(data="moons", hidden=[4, 3], steps=20, a="adam", height=300)
    found = shown(made)
    assert (found["kind"], found["embed"], [*found["insides"]]) == ("network", True, ["a"])
    assert (
        networks.decode(made.link.removeprefix("network?"))[0].hidden == (4, 3)
        and "height: 300px" in made._repr_html_()
    )


def test_initial_weights_are_shown_whole():
    made = playground.initialization(depth=2, width=8, init="he")
    assert shown(made)["title"].startswith("Initialization: 2 layers of 8")


def test_a_widget_has_the_data_of_what_it_shows_and_tells_python_where_it_stands():
    first, second = playground.race(steps=20, a="sgd"), playground.initialization(depth=2, width=8, height=300)
    widget, heard = first.widget(), []
    widget.observe(heard.append, names=["page", "data", "height", "link", "t"])
    assert (widget.link, widget.height, widget.t) == (first.link, 480, None)
    assert widget.data == embedded(first.html, "data")
    assert 'id="data"></script>' in widget.page
    assert {"page", "data", "height", "t"} <= {*widget.keys} and "link" not in widget.keys
    widget.set_state({"t": 12.0})  # as the browser says it
    assert widget.show(second) is widget and (widget.link, widget.height, widget.t) == (second.link, 300, 12)
    assert [change["name"] for change in heard] == ["t", "page", "data", "height", "link"]
    with pytest.raises(TraitError):
        widget.t = "first"


def test_without_anywidget_a_widget_says_what_to_install(monkeypatch):
    made = playground.race(steps=1, a="sgd")
    monkeypatch.delitem(sys.modules, "ui.player.widget", raising=False)
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(ImportError, match="pip install anywidget"):
        made.widget()

"""The page of search as one comes to it, and what it says beside its pictures."""

from dataclasses import replace

from tests.pages import header, visit
from tests.ui.network.test_search import SMALL, found
from training.many.search.config import decode
from training.network.config import decode as network_of
from ui.network.cards import leading, searched


def test_the_page_shows_its_trials_as_they_are_known():
    app = visit("search", f"{SMALL}&zzz=1")
    assert not app.exception and "zzz" in app.warning[0].value
    found(decode(SMALL)[0])
    app.run()
    tables = [html.proto.body for html in app.get("html") if "Best trials" in html.proto.body]
    assert tables and "Coarse to fine" in tables[0] and "learning rate" in tables[0]
    app.text_input(key="xfrom").set_value("2").run()
    assert "from a smaller to a larger number" in app.warning[0].value


def test_a_network_leads_to_a_search_of_its_numbers():
    link = "data=moons&hidden=4&steps=50&a=momentum&b=adam&b.repeats=1&repeats=3&stop=patience&bayes=0.1"
    network, said = network_of(f"{link}&a.lr.schedule=plateau&a.lr.schedule.patience=7")
    search, told = decode(searched(network))
    assert said == told == [] and (search.method, search.xaxis, search.yaxis) == ("grid", "lr", "gain")
    assert search.hidden == (4,) and search.choices["a"] == network.choices["a"] and search.shows == "outcome"
    assert leading(network) == {"search": f"./search?{searched(network)}"}
    veiled = replace(network.choices["b"], veiled=True)
    assert (
        leading(replace(network, slots=(network.slots[0], ("b", veiled)))) == leading(replace(network, slots=())) == {}
    )
    page = visit("network", "data=moons&examples=40&hidden=4&steps=4&a=momentum")
    assert header(page)["search"].startswith("./search?v=1&data=moons&")

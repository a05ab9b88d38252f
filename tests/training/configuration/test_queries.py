import pytest

from training.configuration.queries import query_of
from training.network import config as of_networks
from training.race import config as of_races


@pytest.mark.parametrize("before", ["", "?", "network?", "./?", "http://localhost:8501/?", "https://a.org/x/search?"])
@pytest.mark.parametrize("query", ["", "v=1&surface=beale", "a.name=Why?", "formula=x**2"])
def test_a_link_is_read_wherever_its_query_begins(before, query):
    assert query_of(before + query) == query


def test_of_an_address_neither_the_path_nor_the_anchor_is_read():
    assert query_of("https://a.org/b=c/?surface=beale#top") == "surface=beale"
    assert query_of("https://a.org/") == ""


def test_what_stands_before_the_query_changes_nothing():
    for known, query in ((of_races, "surface=ravine&a=adam&a.name=Why?"), (of_networks, "data=moons&a=sgd")):
        assert known.decode(f"http://localhost:8501/network?{query}") == known.decode(query)

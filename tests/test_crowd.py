"""The page of all optimizers: everybody who can run is there, on equal gradients."""

import pytest
from streamlit.testing.v1 import AppTest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from ui.crowd import STEPS, crowd, missing


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_everybody_races_or_has_a_reason(surface):
    race = crowd(surface)
    for name in OPTIMIZERS:
        assert (name in race.choices) != bool(missing(name, SURFACES[surface]))
    assert race.steps == STEPS and (race.x, race.y) == SURFACES[surface].start


def test_the_page_shows_all_of_them():
    page = AppTest.from_file("../ui/views/all.py", default_timeout=300).run()
    assert not page.exception
    table = page.dataframe[0].value
    assert len(table) == len(crowd("beale").slots)
    assert table.iloc[0]["Final loss"] == table["Final loss"].min()

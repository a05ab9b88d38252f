"""What is said of minima that nobody knew."""

from surfaces import find
from training.race.config import default_race
from ui.race.header import description, ground
from ui.race.minima import searched


def test_the_minima_of_a_formula_are_said_to_be_found():
    race = default_race("formula", "(x**2 - 1)**2 + y**2")
    surface = ground(race, None)["surface"]
    assert surface["lowest"] == 0 and surface["minima"] == ((-1, 0), (1, 0))
    words = "Its minima are at (−1, 0) and (1, 0). 2 minima found by a search from 1,024 starts."
    assert words in description(race, log=False)
    assert searched(find("formula:x**2 + y**2")) == "1 minimum found by a search from 1,024 starts."
    assert searched(find("formula:x")) == "A search from 1,024 starts found no minimum."
    many = "A search from 1,024 starts found more than 16 minima, of which 16 count here."
    assert searched(find("formula:sin(9*x)*sin(9*y)")) == many
    assert searched(find("himmelblau")) == ""

"""What follows from a configuration: made once for each, and gone with it."""

import gc
import weakref
from dataclasses import replace

from training.configuration.lasting import lasting
from training.race.config import default_race, each, fields_of


def test_a_result_is_made_once_for_each_configuration_and_goes_with_it():
    made = []

    @lasting
    def steps(race):
        """So many."""
        made.append(race.steps)
        return [race.steps]

    race = default_race()
    equal = replace(race)
    assert steps(race) is steps(race) and steps(race) == steps(equal) and made == [race.steps, race.steps]
    result, gone = steps(race), weakref.ref(race)
    for place in range(50):  # one of them may stand where another one stood
        assert steps(replace(race, steps=place + 1)) == [place + 1]
    del race
    gc.collect()
    assert gone() is None and result == [equal.steps]


def test_a_race_goes_though_what_follows_from_it_is_kept():
    race = default_race("ravine")
    tables, gone = (fields_of(race), each(race)), weakref.ref(race)
    del race
    gc.collect()
    assert gone() is None and all(tables)

"""The cards under a race."""

import re
from html import unescape

from training.many.plan import decode as read_plan
from training.race.config import decode
from ui.race.basins.config import decode as read_basins
from ui.race.cards import share
from ui.session.changes import veiled


def test_the_card_of_the_link_leads_to_the_maps_of_a_race_unless_its_names_are_hidden(session):
    race = decode("surface=beale&a=sgd&b=adam")[0]
    ways = dict(re.findall(r'href="\./(sensitivity|basins)\?([^"]*)"', share(race, "x")))
    for page, read in (("sensitivity", read_plan), ("basins", read_basins)):
        found, said = read(unescape(ways[page]))
        assert said == [] and found.choices == race.choices and found.surface == "beale"
    assert "sensitivity" not in share(veiled(race, True), "x")

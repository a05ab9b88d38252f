"""What is kept for all visitors, or written once for all, is told to each in the language spoken."""

from __future__ import annotations

import pytest

import locales
from locales import tr
from training.data.reading import read
from training.network import config
from ui.network.presets import PRESETS


@pytest.fixture
def german():
    token = locales._spoken.set("de")
    yield
    locales._spoken.reset(token)


def test_what_is_said_of_data_that_somebody_else_has_read_is_said_anew(german):
    text = "1,2,a;3,4,b;5,6"
    token = locales._spoken.set("en")
    english = read(text)
    locales._spoken.reset(token)
    assert english == ("1,2,a;3,4,b", ["Point 3: 3 values are needed, not 2; the row was left out."])
    spelled, said = read(text)
    assert spelled == english[0] and said != english[1]


@pytest.mark.parametrize("preset", [one for one in PRESETS.values() if one.names], ids=lambda preset: preset.name)
def test_runners_of_presets_are_called_in_the_language_spoken_and_so_by_links(german, preset):
    called, said = config.decode(config.encode(preset.told))
    assert said == [] and [one.name for _, one in called.slots] == [tr(one.name) for _, one in preset.config.slots]

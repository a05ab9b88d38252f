"""All pages, in the order of the navigation: the one place that knows them all."""

from __future__ import annotations

from ui.initialization.page import PAGE as INITIALIZATION
from ui.laws.page import PAGE as LAWS
from ui.lessons.page import PAGE as LESSONS
from ui.network.page import PAGE as NETWORK
from ui.network.search.page import PAGE as SEARCH
from ui.notes.page import PAGE as NOTES
from ui.race.all.page import PAGE as ALL
from ui.race.basins.page import PAGE as BASINS
from ui.race.page import PAGE as RACE
from ui.race.sensitivity.page import PAGE as SENSITIVITY
from ui.schedules.page import PAGE as SCHEDULES

PAGES = {
    page.name: page
    for page in (RACE, NETWORK, INITIALIZATION, BASINS, SENSITIVITY, ALL, SEARCH, SCHEDULES, LAWS, LESSONS, NOTES)
}

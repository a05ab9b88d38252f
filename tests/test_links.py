"""Old links open what they opened, to the digit: ``links.json`` has what they came to before runners could differ."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest

from tests.network_runs import trained
from training.initialization import config as initialization
from training.initialization.measure import measure
from training.network import config as network
from training.race import config as race
from ui.looks.palette import schedule_by_epoch
from ui.race.compute import traces
from ui.schedules import page as schedules
from ui.work.visitors import Guest

LINKS = json.loads(Path(__file__).with_name("links.json").read_text())["links"]


def raced(query):
    config, said = race.decode(query)
    return said, {slot: (*run.params[-1], run.loss[-1]) for slot, run in traces(config, Guest()).items()}


def learned(query):
    config, said = network.decode(query)
    ends = {}
    for slot, own in network.each(config).items():
        run = trained(own, config.choices[slot])
        size = np.linalg.norm(np.concatenate([v[-1].ravel() for layer in run.params for v in layer.values()]))
        ends[slot] = run.losses[-1], run.figures.train_loss[-1], run.figures.valid_loss[-1], size
    return said, ends


def passed(query):
    config, said = initialization.decode(query)
    signal = measure(config).signal
    return said, {name: getattr(signal, name)[[0, -1]] for name in ("pre_std", "act_std", "grad_act", "grad_weight")}


def scheduled(query):
    shown, said = schedules.decode(query)
    rate, epochs = (parse_qs(query).get(name, [schedules.OTHERS[name]])[0] for name in ("rate", "epochs"))
    return said, {name: schedule_by_epoch(name, float(rate), int(epochs))[-2:] for name in shown.names}


PAGES = {  # page: what its links come to, and how far processors may differ in that, relative and absolute
    "race": (raced, 1e-4, 1e-7),
    "network": (learned, 1e-3, 1e-7),
    "initialization": (passed, 1e-4, 0),
    "schedules": (scheduled, 1e-7, 0),
}


@pytest.mark.parametrize("link", LINKS, ids=lambda link: f"{link['page']}-{link['query'][:60]}")
def test_a_link_from_before_comes_to_what_it_came_to(link):
    came_to, relative, absolute = PAGES[link["page"]]
    said, ends = came_to(link["query"])
    assert said == [] and [*ends] == [*link["ends"]]
    before = np.array([*link["ends"].values()], float)
    np.testing.assert_allclose([*ends.values()], before, relative, absolute)

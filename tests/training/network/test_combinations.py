"""Any combination of techniques trains, or says why it cannot: no crash, and nothing that is not finite at step 0."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from training.choice import choice
from training.configuration.fields import Number, Word, put
from training.network.config import FIELDS, decode, default_network, encode
from training.network.refused import Refused
from training.network.techniques import TECHNIQUES
from training.network.train import train

RULES = ("sgd", "adam", "levenberg", "lbfgs")


@st.composite
def networks(draw):
    """Small networks on small data with every technique on or off, and its numbers anywhere in their ranges."""
    base = default_network(draw(st.sampled_from(("moons", "curve", "digits"))))
    hidden = draw(st.sampled_from(((), (4,), (6, 4))))
    network = replace(base, examples=30, hidden=hidden, steps=3, batch=draw(st.sampled_from((1, 7, 64))))
    network = replace(network, slots=(("a", choice(draw(st.sampled_from(RULES)))),))
    for row in TECHNIQUES:
        if row.idle(network):
            continue
        if isinstance(row, Word):
            network = put(FIELDS, network, row.name, draw(st.sampled_from(sorted(row.labels(network)))))
        if isinstance(row, Number):
            bound = row.bound(network)
            low, high = (bound.slider[0], bound.slider[-1]) if bound.slider else (bound.low, min(bound.high, 4))
            number = draw(st.integers(int(low), int(high)) if bound.whole else st.floats(low, high))
            network = row.put(network, number)
    return network


@settings(max_examples=6, derandomize=True)
@given(networks())
def test_any_combination_trains_or_says_why_it_cannot(network):
    assert decode(encode(network)) == (network, [])
    try:
        run = train(network, network.choices["a"])
    except Refused as reason:
        assert str(reason).endswith(".")
        return
    assert np.isfinite([run.figures.train_loss[0], run.losses[0]]).all()
    assert all(np.isfinite(values[0]).all() for layer in run.params for values in layer.values())

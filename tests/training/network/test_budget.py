"""The work that is allowed counts each runner of a comparison by its own structure."""

from __future__ import annotations

import pytest

from training.configuration import differences
from training.network.budget import most_steps
from training.network.config import FIELDS, allowed, decode, each
from training.network.edits import with_value
from training.network.resolve import resolve

WIDE = "hidden=" + ",".join(["512"] * 6)


@pytest.mark.parametrize("difference", [WIDE, "batch=1024&b.examples=2000", f"{WIDE}&b.batch=1"])
def test_the_work_that_is_allowed_is_that_of_the_heaviest_runner(difference):
    """Each runner counts by its own structure, whatever the page has."""
    network, sentences = decode(f"hidden=256,256,256&steps=5000&a=adam&b=adam&b.{difference}")
    own = [*each(network).values()]
    assert network.steps == allowed(network) == min(most_steps(one) for one in own) < most_steps(own[0])
    assert f"{resolve(own[1]).structure.weights:,} weights" in sentences[0] and len(sentences) == 1
    lighter, sentences = decode(f"{WIDE}&steps=5000&a=adam&a.hidden=4&b=adam&b.hidden=8")
    assert not sentences and lighter.steps == 5000


def test_an_edit_that_a_runner_cannot_afford_is_refused_by_its_own_structure():
    network = decode(f"hidden=8&steps=1000&a=adam&b=adam&b.{WIDE}&b.batch=1")[0]
    with pytest.raises(ValueError, match="1,312,256 weights"):
        with_value(network, "steps", "5000")
    assert with_value(differences.without(FIELDS, network, "b", "hidden"), "steps", "5000").steps == 5000

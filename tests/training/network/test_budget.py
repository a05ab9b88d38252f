"""The work that is allowed counts each runner of a comparison by its own structure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.configuration import differences
from training.network.budget import MOST_WORK, OVERHEAD, TooLong, most_before, most_steps
from training.network.config import FIELDS, allowed, check_work, decode, each, encode
from training.network.edits import with_value
from training.network.model import rows_of
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


def test_what_whitening_takes_beside_the_examples_is_counted_as_its_products_are():
    """Three products of matrices in a round: beside them the weights of a layer of 64 units hardly count."""
    plain, whitened = (decode(f"hidden=64,64,64&batch=8&norm={norm}")[0] for norm in ("layer", "decorrelated"))
    assert 40 < most_steps(plain) / most_steps(whitened) < 70
    assert most_steps(decode("hidden=65,65&norm=decorrelated")[0]) > 5000  # refused, and takes nobody's time


@pytest.mark.parametrize("batch, passed", [(1, 64 * 32), (100, 30 * 128), (1024, 3 * 1024)])
def test_mini_batches_that_pass_at_every_recorded_row_are_counted(batch, passed):
    """Of an epoch, 64 at most, by the rows that they are filled up to; and of what training sees, the training part."""
    link = f"data=spirals&examples=3000&{WIDE}&norm=%s&batch={batch}&normtest=%s"
    none, batches, running, epoch = (
        decode(link % kind)[0]
        for kind in (("none", "running"), ("batch", "batch"), ("batch", "running"), ("batch", "epoch"))
    )

    def recorded(network):
        """Examples of a run of which every step is recorded."""
        weights = resolve(network).structure.weights
        return (MOST_WORK / weights / most_steps(network) - rows_of(batch) - OVERHEAD) * 3

    found = [recorded(one) for one in (none, batches, running, epoch)]
    for rows, expected in zip(found, (2048, 2048, 3072, 3072 + passed), strict=True):
        assert rows == pytest.approx(expected, rel=0.1)


def test_an_edit_that_a_runner_cannot_afford_is_refused_by_its_own_structure():
    network = decode(f"hidden=8&steps=1000&a=adam&b=adam&b.{WIDE}&b.batch=1")[0]
    with pytest.raises(ValueError, match="1,312,256 weights"):
        with_value(network, "steps", "5000")
    assert with_value(differences.without(FIELDS, network, "b", "hidden"), "steps", "5000").steps == 5000


@pytest.mark.parametrize("own", ["&transfer=all&sourcesteps=5000", "&b.transfer=head&b.sourcesteps=5000"])
def test_what_is_learned_before_leaves_half_of_the_work(own):
    """Whether all learn before or one does: there are as many steps as fit, and the link says how many."""
    wide = ",".join(["512"] * 12)
    link = f"hidden={wide}&batch=1024&examples=200&steps=1&repeats=15&a=adam&b=adam"
    network, (sentence,) = decode(link + own)
    assert "sourcesteps: must be at most 1 with 2,885,120 weights and 1,000 examples a step, 15 times, not" in sentence
    one = each(network)["b"]
    assert most_before(one) == one.sourcesteps == 1 <= most_steps(one) and decode(encode(network)) == (network, [])
    with pytest.raises(TooLong, match="must be at most 1 with"):
        check_work(replace(one, sourcesteps=2))
    assert with_value(decode(link)[0], "transfer", "all").sourcesteps == 1
    with pytest.raises(ValueError, match=r"would allow 1 steps before .*, fewer than the 600 that are set"):
        with_value(replace(one, hidden=(8,), sourcesteps=600), "hidden", wide)

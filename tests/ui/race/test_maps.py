"""What maps of basins and of sensitivity have in common."""

import pytest

from tests.pages import components, header_text, visit
from ui.race.basins import compute
from ui.race.sensitivity.compute import POOL as SENSITIVITY
from ui.work.told import Failure


@pytest.mark.parametrize(("page", "pool"), [("basins", compute.POOL), ("sensitivity", SENSITIVITY)])
def test_a_runner_that_failed_is_not_waited_for(monkeypatch, page, pool):
    monkeypatch.setattr(pool, "ask", lambda visitor, keys: dict.fromkeys(keys, Failure("SGD failed.", 0.0)))
    app = visit(page, "surface=himmelblau&a=sgd")
    shown = next(part for part in components(app) if part.component_name == page)
    assert header_text(shown.bytes)["maps"] == [] and app.warning[0].value == "SGD failed."

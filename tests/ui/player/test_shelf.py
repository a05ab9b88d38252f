"""The shelves of the player: what a browser gets of them, and for how long."""

import numpy as np
from starlette.applications import Starlette

from tests.asgi import get
from ui.player.component import SHELVES, shelf_of, shelved
from ui.server.routes import routes

APP = Starlette(routes=[route for route in routes() if route.path.startswith("/lib/shelf")])


def test_a_browser_gets_a_shelf_by_its_digest_as_long_as_it_is_held():
    first, *others = (shelf_of("others", [np.full(3, value, np.float32)]) for value in range(SHELVES))
    assert shelved(first.digest) == first.blob != shelved(others[0].digest)
    shelf_of("others", [np.arange(2, dtype=np.int32)])
    assert shelved(first.digest) is None and shelved(others[0].digest) == others[0].blob
    assert get(APP, f"/lib/shelf/{others[0].digest}").content == others[0].blob
    assert get(APP, f"/lib/shelf/{first.digest}").status == 404

"""What is made ready for the first visitor, in a thread beside the server that already answers."""

from __future__ import annotations

import logging

from training.process import ending
from ui.work import cluster, quiet


def warm_up() -> None:
    """Compile what opens the pages, compress plotly.js, and find the cluster if one is named.

    A failure here is told, and left to the pages to meet.
    """
    try:
        from ui.network import compute as network_compute
        from ui.player.assets import plotly_compressed
        from ui.race import compute

        with ending.awaited():
            compute.warm_up()
            plotly_compressed()
        cluster.client()
        quiet.wait()
        with ending.awaited():
            network_compute.warm_up()
        quiet.wait()
        network_compute.settle()
    except Exception:
        logging.getLogger(__name__).exception("The warm-up failed; pages compute what they need themselves.")

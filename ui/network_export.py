"""The training of a network as one HTML file: the layers of every runner are in it."""

from __future__ import annotations

from training.network import Network
from ui import network_compute
from ui.export import page
from ui.network_header import inside, network_header


def html(network: Network) -> str:
    """The stand-alone page of a comparison; runs that are not there yet are computed first."""
    runs = network_compute.complete(network)
    header = network_header(network, runs)
    header["insides"] = {slot: inside(network, slot, run) for slot, run in runs.items()}
    return page(header)

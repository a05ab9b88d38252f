"""The training of a network as one HTML file: the layers of every runner are in it."""

from __future__ import annotations

from training.network import Network
from ui import network_compute
from ui.export import page
from ui.network_header import inside, network_header
from ui.visitors import Guest


def html(network: Network, guest: Guest) -> str:
    """The stand-alone page of a comparison; runs that are not there yet are computed first, while the guest waits."""
    runs = network_compute.complete(network, guest)
    header = network_header(network, runs)
    header["insides"] = {slot: inside(network, slot, run) for slot, run in runs.items()}
    return page(header)

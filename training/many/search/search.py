"""What a search is: a network, the numbers of its runners that vary, a method and a budget."""

from __future__ import annotations

from dataclasses import dataclass

from training.many.precision import FLOAT
from training.many.varied import Sides
from training.network.network import Network

OPENING = (  # the link of a search that says nothing of itself
    "data=circles&hidden=16,16&steps=300&a=momentum&b=momentum&c=momentum&method=random&a.method=grid&b.method=random"
    "&c.method=fine&xfrom=0.0001&xto=10&yaxis=beta&yfrom=0&yto=0.999"
)


@dataclass(frozen=True)
class Search(Sides, Network):
    """Everything that decides a search: the network, how points are tried, what varies, and what is shown."""

    method: str = "random"
    budget: int = 64
    searchseed: int = 0
    shows: str = "valid"
    precision: str = FLOAT
    zaxis: str = "none"
    zscale: str = "linear"
    zfrom: float = 0.0
    zto: float = 1.0
    waxis: str = "none"
    wscale: str = "linear"
    wfrom: float = 0.0
    wto: float = 1.0

"""Backpropagation by hand on the graph of f = (x + y) z: what each node holds, and how f changes with it."""

from __future__ import annotations

from typing import NamedTuple

from locales import Words

SUM: Words = "∂f/∂q · 1, as a sum hands on what it gets"
FIRST: Words = "∂f/∂f · q, as a product swaps its factors"
SECOND: Words = "∂f/∂f · z, as a product swaps its factors"
START: Words = "the start of the way back"


class Node(NamedTuple):
    """A node of the graph: its value, the slope of f in it, and how the chain rule comes to that, one of these."""

    name: str
    value: float
    slope: float
    rule: str


def sum_times(x: float, y: float, z: float) -> tuple[Node, ...]:
    """The nodes of f = (x + y) z from the inputs to f; slopes come back from f, whose own is 1."""
    q = x + y
    return (
        Node("x", x, z, SUM),
        Node("y", y, z, SUM),
        Node("z", z, q, FIRST),
        Node("q = x + y", q, z, SECOND),
        Node("f = q z", q * z, 1.0, START),
    )


def raised(x: float, y: float, z: float) -> dict[str, float]:
    """What f becomes where one input is larger by 1; f is linear in each, so that it changes by exactly the slope."""
    return {"x": (x + 1 + y) * z, "y": (x + y + 1) * z, "z": (x + y) * (z + 1)}

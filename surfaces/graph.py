"""The arithmetic of a formula as a graph: its value, its slopes of any order, and what it costs to compile.

Each distinct part of a formula is one node, so that slopes share what they have in common with the value. Slopes are
graphs of the same kind, made by the chain rule. In plain floating point the chain rule fails in two ways where the
formula itself has a value, and both are mended here:

- A part overflows while what is made of it tends to a limit: in 1 / (1 + exp(-x)) at x = -800 the outer slope is
  0 and the inner one infinite. The slope tends to 0 as well, and their product is 0, not NaN.
- A part has no slope at a place where what it is made of does not move: in sqrt(max(x, 0)) at x = -1 the outer slope
  is infinite and the inner one 0. The product is 0. At a kink, like that of sqrt(x**2 + y**2), this is the mean of
  both sides, as it is for abs, min and max.

Where a part has no slope and does move, as sqrt(x) at x = 0, the slope is NaN: the formula has none there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from surfaces.arithmetic import COSTS, LINEAR, OUTER, SIMPLER, SIZES, compute, power

Node = tuple[str, tuple[Any, ...]]
COORDINATE = 38.6  # the decimal exponent of the largest one: float32
LARGEST = 300.0  # and of a value of which a product is safe in float64
_LEAVES = ("number", "variable")
_OF_LOGS = {"add": "logaddexp", "multiply": "add", "divide": "subtract", "power": "times", "sqrt": "times"}


class Graph:
    """Nodes by number, each made of earlier ones; ``number``, ``variable`` and ``make`` give the number of a node."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[Node, int] = {}
        self._sizes: list[float] = []  # by node: the decimal exponent of the largest value, infinite if there is none
        self._slopes: dict[tuple[int, int], int] = {}
        self.zero: int = self.number(0.0)
        self.one: int = self.number(1.0)

    def number(self, value: float) -> int:
        """A number."""
        return self._add(("number", (float(value),)))

    def variable(self, index: int) -> int:
        """x (0) or y (1)."""
        return self._add(("variable", (index,)))

    def make(self, op: str, *args: Any) -> int:
        """The node that does ``op`` to the nodes ``args``; of "power" the second one is a number itself."""
        simpler = SIMPLER[op](self, *args) if op in SIMPLER else None
        return self._add((op, args)) if simpler is None else simpler

    def is_number(self, node: int, value: float | None = None) -> bool:
        """Whether a node is a number, and ``value`` if that is given."""
        op, args = self.nodes[node]
        return op == "number" and value in (None, args[0])

    def slope(self, node: int, index: int) -> int:
        """The slope of a node along x (0) or y (1)."""
        for part in self.needed([node]):  # one after another, so that no formula is too deep
            if (part, index) not in self._slopes:
                self._slopes[part, index] = self._chain(part, index)
        return self._slopes[node, index]

    def evaluate(self, outputs: Sequence[int], xp: Any, x: Any, y: Any) -> list[Any]:
        """Values of nodes with ``xp`` (numpy or jax.numpy) at ``x`` and ``y``, arrays of one shape and float type."""
        values: dict[int, Any] = {}
        for node in self.needed(outputs):
            op, args = self.nodes[node]
            if op == "number":
                values[node] = xp.asarray(args[0], dtype=x.dtype)
            elif op == "variable":
                values[node] = (x, y)[args[0]]
            elif op == "power":
                values[node] = power(values[args[0]], args[1])
            else:
                values[node] = compute(op, xp, *(values[arg] for arg in args))
        return [values[node] for node in outputs]

    def needed(self, outputs: Sequence[int]) -> list[int]:
        """The nodes that ``outputs`` are made of, themselves included, each after its own parts."""
        wanted, left = set(), list(outputs)
        while left:
            node = left.pop()
            if node not in wanted:
                wanted.add(node)
                left += self._parts(node)
        return sorted(wanted)

    def cost(self, node: int) -> int:
        """What a node and its slopes of first and second order take to compile: about as many instructions."""
        first = [self.slope(node, index) for index in (0, 1)]
        second = [self.slope(slope, index) for slope in first for index in (0, 1)]
        return sum(COSTS.get(self.nodes[part][0], 1) for part in self.needed([node, *first, *second]))

    def bounded(self, node: int) -> bool:
        """Whether a node is finite and far from overflow wherever x and y are."""
        return self._sizes[node] <= LARGEST

    def grows(self, node: int) -> bool:
        """Whether a node is made of exponentials, so that it may overflow where its logarithm does not."""
        return not self.is_number(node) and self.log_of(node) is not None

    def log_of(self, node: int) -> int | None:
        """The logarithm of a node without the node; None unless it is made of exponentials and positive numbers."""
        op, args = self.nodes[node]
        if op == "number":
            return self.number(math.log(args[0])) if args[0] > 0 else None
        if op == "exp":
            return args[0]
        if op == "cosh":
            both = self.make("logaddexp", args[0], self.make("negative", args[0]))
            return self.make("subtract", both, self.number(math.log(2)))
        if op not in _OF_LOGS:
            return None
        found = [self.log_of(part) for part in self._parts(node)]
        logs = [part for part in found if part is not None]
        if len(logs) < len(found):
            return None
        if op in ("power", "sqrt"):
            logs.append(self.number(args[1] if op == "power" else 0.5))
        return self.make(_OF_LOGS[op], *logs)

    def _parts(self, node: int) -> tuple[int, ...]:
        op, args = self.nodes[node]
        return () if op in _LEAVES else args[:1] if op == "power" else args

    def _add(self, node: Node) -> int:
        if node not in self._known:
            self._known[node] = len(self.nodes)
            self.nodes.append(node)
            self._sizes.append(self._size(*node))
        return self._known[node]

    def _size(self, op: str, args: tuple[Any, ...]) -> float:
        if op == "number":
            return math.log10(max(abs(args[0]), 1e-300))
        if op == "variable":
            return COORDINATE
        if op == "power":
            whole = float(args[1]).is_integer() and args[1] >= 0
            return max(self._sizes[args[0]], 0.0) * args[1] if whole else math.inf
        return SIZES[op](*(self._sizes[part] for part in args)) if op in SIZES else math.inf

    def _chain(self, node: int, index: int) -> int:
        op, args = self.nodes[node]
        if op in _LEAVES:
            return self.one if (op, args) == ("variable", (index,)) else self.zero
        inner = [self._slopes[part, index] for part in self._parts(node)]
        if all(self.is_number(slope, 0.0) for slope in inner):
            return self.zero
        if op in LINEAR:
            return LINEAR[op](self, args, inner)
        outer = OUTER[op](self, node, *args)
        terms = [self.make("times", *pair) for pair in zip(outer, inner, strict=True)]
        return terms[0] if len(terms) == 1 else self.make("add", *terms)

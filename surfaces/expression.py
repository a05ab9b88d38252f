"""The language of typed formulas: text in x and y -> a checked graph that numpy and JAX both can evaluate.

Numbers, x, y, pi, e, + - * / ** (or ^), brackets and the functions of ``FUNCTIONS``. The text is scanned first, so that
every error has a place, a reason and a way out; then it is parsed with ``ast`` and only what the whitelist knows is
turned into a graph. Nothing of the text is ever executed by Python, and no constant is computed with whole numbers.
"""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

import numpy as np

from locales import tr
from locales.formats import exact, grouped, plain
from surfaces.graph import Graph
from surfaces.tokens import CONSTANTS, FUNCTIONS, VARIABLES, Token, error, tokens_of

LONGEST = 500  # characters
LARGEST_EXPONENT = 100.0
HIGHEST = 8  # exponents with x or y on top of each other
MOST_COST = 2_000  # operations of the value and its slopes; Newton's method then compiles for some three seconds

_OPERATORS = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}


class Formula(NamedTuple):
    """A formula that was understood: the node of a graph that is its value."""

    graph: Graph
    value: int

    def at(self, xp: Any, x: Any, y: Any) -> Any:
        """Its values with ``xp`` (numpy or jax.numpy) at ``x`` and ``y``, arrays of one shape and float type."""
        return self.graph.evaluate([self.value], xp, x, y)[0]


def parse(text: str) -> Formula:
    """A formula from its text; FormulaError with place, reason and way out where there is none."""
    if len(text) > LONGEST:
        many = tr(
            "the formula goes on to {count}; {most} are read. Write a shorter one",
            count=grouped(len(text)),
            most=LONGEST,
        )
        raise error(LONGEST, many)
    tokens = tokens_of(text)
    formula = _Builder(tokens).formula()
    if not any(token.text in VARIABLES for token in tokens):
        raise error(tokens[0].at, tr("there is no x or y, so nothing to descend. Write both, as in x**2 + y**2"))
    cost = formula.graph.cost(formula.value)
    if cost > MOST_COST:
        words = tr(
            "the formula and its slopes come to {cost} operations; at most {most} are computed. "
            "Write a shorter one, or one with fewer products, quotients and powers",
            cost=grouped(cost),
            most=grouped(MOST_COST),
        )
        raise error(tokens[0].at, words)
    return formula


class _Builder:
    """Makes the graph of tokens in good order; whatever the whitelist does not know is refused."""

    def __init__(self, tokens: list[Token]) -> None:
        self.graph = Graph()
        self.heights: dict[int, int] = {}  # of the powers with x or y in the exponent
        self.text, self.places = "", {}  # Python's spelling, and where its parts stand in the formula
        for token in tokens:
            self.places[len(self.text)] = token.at
            self.text += f"{token.python} "

    def formula(self) -> Formula:
        return Formula(self.graph, self.node(ast.parse(self.text.strip(), mode="eval").body))

    def node(self, node: ast.expr) -> int:
        graph = self.graph
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return graph.number(float(value))
            case ast.Name(id=name) if name in VARIABLES:
                return graph.variable(VARIABLES.index(name))
            case ast.Name(id=name) if name in CONSTANTS:
                return graph.number(CONSTANTS[name])
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.node(operand)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return graph.make("negative", self.node(operand))
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self.power(self.node(left), right)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return graph.make(_OPERATORS[type(op)], self.node(left), self.node(right))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
                return graph.make(FUNCTIONS[name], *map(self.node, args))
            case _:
                at = self.places[node.col_offset]
                raise error(at, tr("this is not part of a formula. Use x, y, numbers, + - * / **"))

    def power(self, base: int, exponent: ast.expr) -> int:
        node = self.node(exponent)
        parts = self.graph.needed([node])
        if any(self.graph.nodes[part][0] == "variable" for part in parts):
            raised, height = self.graph.make("raise", base, node), 1 + max(self.heights.get(part, 0) for part in parts)
            if height > HIGHEST:
                many = tr(
                    "more than {most} exponents with x or y stand on top of each other. Write fewer", most=HIGHEST
                )
                raise error(self.places[exponent.col_offset], many)
            self.heights[raised] = height
            return raised
        zero = np.zeros((), np.float64)
        with np.errstate(all="ignore"):
            value = float(self.graph.evaluate([node], np, zero, zero)[0])
        if not abs(value) <= LARGEST_EXPONENT:
            words = tr(
                "the exponent is {value}. Write one from −{most} to {most}",
                value=plain(value, 4),
                most=exact(LARGEST_EXPONENT),
            )
            raise error(self.places[exponent.col_offset], words)
        return self.graph.make("power", base, value)

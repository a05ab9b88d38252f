"""The language of typed formulas: text in x and y -> a checked graph that numpy and JAX both can evaluate.

Numbers, x, y, pi, e, + - * / ** (or ^), brackets and the functions of ``FUNCTIONS``. The text is scanned first, so that
every error has a place, a reason and a way out; then it is parsed with ``ast`` and only what the whitelist knows is
turned into a graph. Nothing of the text is ever executed by Python, and no constant is computed with whole numbers.
"""

from __future__ import annotations

import ast
import math
import re
from typing import Any, NamedTuple

import numpy as np

from surfaces.graph import Graph

LONGEST = 500  # characters
MOST_TOKENS = 250  # numbers, names and signs
DEEPEST = 30  # brackets inside each other
LARGEST_EXPONENT = 100.0
HIGHEST = 8  # exponents with x or y on top of each other
MOST_COST = 2_000  # operations of the value and its slopes; Newton's method then compiles for some three seconds
LARGEST, SMALLEST = 1e30, 1e-30  # of a number: float32 holds it and its square root of a product

VARIABLES = ("x", "y")
CONSTANTS = {"pi": math.pi, "e": math.e}
FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "log2", "log10", "sqrt")},
    **{"asin": "arcsin", "acos": "arccos", "atan": "arctan", "abs": "abs", "sign": "sign"},
    **{"atan2": "arctan2", "min": "minimum", "max": "maximum"},
}
TWO_VALUES = ("atan2", "min", "max")

_OPERATORS = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}
SPELLINGS = {"^": "**", "−": "-", "–": "-", "·": "*", "×": "*", "÷": "/"}  # signs as people write them, for Python's
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+−–]?\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>\*\*|[-+*/(),^−–·×÷])",
    re.ASCII,
)
_PLACE = re.compile(r"[A-Za-z_]\w*\s*\[\s*(?P<number>[01])\s*\]", re.ASCII)  # x[0], as in code on arrays
_INSTEAD = {
    **{"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "fabs": "abs"},
    **{"X": "x", "Y": "y", "Pi": "pi", "PI": "pi", "E": "e", "pow": "a**b for pow(a, b)", "π": "pi"},
    **{"power": "a**b for power(a, b)", "square": "a**2 for square(a)", "√": "sqrt(x)", "|": "abs(x) for |x|"},
    **{"[": "“(” for it", "{": "“(” for it", "]": "“)” for it", "}": "“)” for it"},
}
_RAISED = {"²": "2", "³": "3"}
_FLAT = ("floor", "ceil", "round", "trunc")


class FormulaError(ValueError):
    """What is wrong with a formula, where, and what to write instead: str() is a complete sentence or several."""


def python(text: str) -> str:
    """A formula, or a part of one, with the signs that Python knows."""
    return "".join(SPELLINGS.get(character, character) for character in text)


class Token(NamedTuple):
    """A number, a name or a sign of the text, and where it begins (counted from 0)."""

    kind: str
    text: str
    at: int

    @property
    def python(self) -> str:
        """Python's spelling of it."""
        return python(self.text)


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
        raise _error(LONGEST, f"the formula goes on to {len(text):,}; {LONGEST} are read. Write a shorter one")
    tokens = _scan(text)
    _check_order(tokens)
    formula = _Builder(tokens).formula()
    if not any(token.text in VARIABLES for token in tokens):
        raise _error(tokens[0].at, "there is no x or y, so nothing to descend. Write both, as in x**2 + y**2")
    cost = formula.graph.cost(formula.value)
    if cost > MOST_COST:
        size = f"the formula and its slopes come to {cost:,} operations; at most {MOST_COST:,} are computed"
        raise _error(tokens[0].at, f"{size}. Write a shorter one, or one with fewer products, quotients and powers")
    return formula


def _error(at: int, words: str) -> FormulaError:
    return FormulaError(f"At character {at + 1}: {words}.")


def _shown(text: str) -> str:
    text = text if text.isprintable() else f"U+{ord(text[0]):04X}"
    return f"“{text[:24]}…”" if len(text) > 25 else f"“{text}”"


def _scan(text: str) -> list[Token]:
    tokens, at = list[Token](), 0
    if equals := re.search(r"(?<![=<>!])=(?!=)", text):
        raise _error(equals.start(), "a formula has no “=”. Write only what stands to its right")
    while at < len(text):
        match = _TOKEN.match(text, at)
        if place := _PLACE.match(text, at):
            coordinate = VARIABLES[int(place["number"])]
            raise _error(at, f"the coordinates are called x and y. Write {coordinate} for {_shown(place.group())}")
        if match is not None:
            tokens.append(Token(str(match.lastgroup), match.group(), at))
            _check_token(tokens[-1])
            at = match.end()
        elif text[at].isspace():
            at += 1
        else:
            raise _strange(text, at, tokens)
    if not tokens:
        raise _error(0, "the formula is empty. Write one in x and y, such as x**2 + y**2")
    if len(tokens) > MOST_TOKENS:
        raise _error(tokens[MOST_TOKENS].at, f"only {MOST_TOKENS} numbers, names and signs are read. Write fewer")
    return tokens


def _check_token(token: Token) -> None:
    kind, text, at = token
    if kind == "number":
        value = float(token.python)
        if value > LARGEST or 0 < value < SMALLEST:
            raise _error(at, f"{_shown(text)} is out of range. Write a number from 1e-30 to 1e30")
        if re.fullmatch(r"0+[1-9]\d*", text):
            raise _error(at, f"{_shown(text)} begins with a zero. Write {text.lstrip('0')}")
    elif kind == "name" and text in _FLAT:
        raise _error(at, f"{_shown(text)} is flat between its jumps, so no slope leads anywhere. Use tanh for a step")
    elif kind == "name" and text not in (*VARIABLES, *CONSTANTS, *FUNCTIONS):
        known = f"Use x, y, pi, e, {', '.join(FUNCTIONS)}"
        raise _error(at, f"{_shown(text)} is not known. {f'Write {_INSTEAD[text]}' if text in _INSTEAD else known}")


def _strange(text: str, at: int, before: list[Token]) -> FormulaError:
    """The error for a character that no token begins with."""
    character = text[at]
    if character in _RAISED:
        base = "(…)" if before and before[-1].text == ")" else before[-1].text if before else "x"
        return _error(at, f"{_shown(character)} is not read here. Write {base}**{_RAISED[character]}")
    if character in _INSTEAD:
        return _error(at, f"{_shown(character)} is not read here. Write {_INSTEAD[character]}")
    if character in "<>=":
        return _error(at, "nothing is compared in a formula. Use min, max or sign for its cases")
    if character == ".":
        return _error(at, "“.” belongs inside a number. Write 0.5, or leave it out")
    return _error(at, f"{_shown(character)} has no meaning in a formula. Use x, y, numbers, + - * / ** and brackets")


class _Bracket(NamedTuple):
    at: int
    function: str | None
    values: int


def _check_order(tokens: list[Token]) -> None:
    """Read left to right: a value, then a sign, then a value; every bracket closed; functions with their values."""
    brackets: list[_Bracket] = []
    before: Token | None = None  # None or a sign: a value has to follow
    for place, token in enumerate(tokens):
        has_value = before is not None and (before.kind != "sign" or before.text == ")")
        if before is not None and before.text in FUNCTIONS and token.text != "(":
            raise _bare(before, tokens[place : place + 2])
        if token.text == "(":
            if has_value and before is not None and before.text not in FUNCTIONS:
                raise _missing_product(before, token)
            brackets.append(_Bracket(token.at, before.text if before and before.text in FUNCTIONS else None, 1))
            if len(brackets) > DEEPEST:
                raise _error(token.at, f"more than {DEEPEST} brackets stand inside each other. Use fewer")
        elif token.kind != "sign":
            if has_value and before is not None:
                raise _missing_product(before, token)
        elif not has_value and token.python not in "+-":
            raise _lonely(before, token)
        elif token.text in "),":
            _check_bracket(token, brackets)
        before = token
    last = tokens[-1]
    if last.text in FUNCTIONS:
        raise _bare(last, [])
    if last.kind == "sign" and last.text != ")":
        raise _error(last.at, f"nothing follows {_shown(last.text)}. Write a number, x or y after it")
    if brackets:
        raise _error(brackets[-1].at, "this bracket is never closed. Write “)” where it ends")


def _check_bracket(token: Token, brackets: list[_Bracket]) -> None:
    if not brackets:
        closes = "this bracket closes nothing. Leave it out"
        comma = "a comma only separates the values of min, max and atan2. Write decimals with a point, as in 0.5"
        raise _error(token.at, closes if token.text == ")" else comma)
    inner = brackets.pop()
    if token.text == ")":
        wanted = 2 if inner.function in TWO_VALUES else 1
        if inner.values != wanted:
            count = "one value" if wanted == 1 else "two values"
            name = inner.function or "a bracket"
            raise _error(inner.at, f"{name} takes {count}, not {inner.values}. Write {_example(inner.function)}")
    else:
        brackets.append(inner._replace(values=inner.values + 1))


def _bare(function: Token, following: list[Token]) -> FormulaError:
    """The error for a function without brackets: sin x, sin^2(x)."""
    example = _example(function.text)
    if following and following[0].kind != "sign" and function.text not in TWO_VALUES:
        example = f"{function.text}({following[0].text})"
    elif len(following) == 2 and following[0].python == "**" and following[1].kind == "number":
        example += following[0].text + following[1].text
    return _error(function.at, f"{function.text} needs its value in brackets. Write {example}")


def _lonely(before: Token | None, token: Token) -> FormulaError:
    """The error for a sign that needs a value before it and has none."""
    if before is not None and before.text not in "(,":
        both = f"{_shown(before.text)} and {_shown(token.text)} stand beside each other"
        return _error(token.at, f"{both}. Write one of them, or a number, x or y between them")
    return _error(token.at, f"nothing stands before {_shown(token.text)}. Write a number, x or y there")


def _example(function: str | None) -> str:
    return f"{function}(x, y)" if function in TWO_VALUES else f"{function or ''}(x)"


def _missing_product(before: Token, token: Token) -> FormulaError:
    left = before.text if before.text != ")" else "(…)"
    right = token.text if token.text != "(" else "(…)"
    return _error(token.at, f"a sign is missing between {_shown(left)} and {_shown(right)}. Write {left}*{right}")


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
                raise _error(at, "this is not part of a formula. Use x, y, numbers, + - * / **")

    def power(self, base: int, exponent: ast.expr) -> int:
        node = self.node(exponent)
        parts = self.graph.needed([node])
        if any(self.graph.nodes[part][0] == "variable" for part in parts):
            raised, height = self.graph.make("raise", base, node), 1 + max(self.heights.get(part, 0) for part in parts)
            if height > HIGHEST:
                many = f"more than {HIGHEST} exponents with x or y stand on top of each other"
                raise _error(self.places[exponent.col_offset], f"{many}. Write fewer")
            self.heights[raised] = height
            return raised
        zero = np.zeros((), np.float64)
        with np.errstate(all="ignore"):
            value = float(self.graph.evaluate([node], np, zero, zero)[0])
        if not abs(value) <= LARGEST_EXPONENT:
            limit = f"Write one from -{LARGEST_EXPONENT:g} to {LARGEST_EXPONENT:g}"
            raise _error(self.places[exponent.col_offset], f"the exponent is {value:.4g}. {limit}")
        return self.graph.make("power", base, value)

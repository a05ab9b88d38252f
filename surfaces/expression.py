"""The language of typed formulas: text in x and y -> a checked program that numpy and JAX both can evaluate.

Numbers, x, y, pi, e, + - * / **, brackets and the functions of ``FUNCTIONS``. The text is scanned first, so that every
error has a place, a reason and a way out; then it is parsed with ``ast`` and only what the whitelist knows is turned
into a program. Nothing of the text is ever executed by Python, and no constant is computed with whole numbers.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from typing import Any, NamedTuple

import numpy as np

LONGEST = 500  # characters
MOST_TOKENS = 250  # numbers, names and signs
DEEPEST = 30  # brackets inside each other
LARGEST_EXPONENT = 100.0
LARGEST, SMALLEST = 1e30, 1e-30  # of a number: float32 holds it and its square root of a product

VARIABLES = ("x", "y")
CONSTANTS = {"pi": math.pi, "e": math.e}
FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "log2", "log10", "sqrt")},
    **{"asin": "arcsin", "acos": "arccos", "atan": "arctan", "abs": "abs", "sign": "sign"},
    **{"atan2": "arctan2", "min": "minimum", "max": "maximum"},
}
TWO_VALUES = ("atan2", "min", "max")

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign>\*\*|[-+*/(),])", re.ASCII
)
_INSTEAD = {
    **{"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "fabs": "abs"},
    **{"X": "x", "Y": "y", "Pi": "pi", "PI": "pi", "E": "e", "pow": "x**2", "power": "x**2", "square": "x**2"},
    **{"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "π": "pi", "√": "sqrt(x)", "²": "**2", "³": "**3"},
    **{"[": "(", "{": "(", "]": ")", "}": ")", "|": "abs(x)"},
}
_FLAT = ("floor", "ceil", "round", "trunc")


class FormulaError(ValueError):
    """What is wrong with a formula, where, and what to write instead: str() is a complete sentence or several."""


class Token(NamedTuple):
    """A number, a name or a sign of the text, and where it begins (counted from 0)."""

    kind: str
    text: str
    at: int


Program = tuple[tuple[str, Any], ...]  # in postfix order: what to do, and with what


def parse(text: str) -> Program:
    """The program of a formula; FormulaError with place, reason and way out where there is none."""
    if len(text) > LONGEST:
        raise _error(LONGEST, f"the formula goes on to {len(text):,}; {LONGEST} are read. Write a shorter one")
    tokens = _scan(text)
    _check_order(tokens)
    spaced = re.sub(r"\s", " ", text)
    margin = len(spaced) - len(spaced.lstrip())
    program: list[tuple[str, Any]] = []
    _emit(ast.parse(spaced.strip(), mode="eval").body, program, margin)
    if not any(action == "variable" for action, _ in program):
        raise _error(tokens[0].at, "there is no x or y, so nothing to descend. Write both, as in x**2 + y**2")
    return tuple(program)


def evaluate(program: Program, xp: Any, x: Any, y: Any) -> Any:
    """Evaluate with ``xp`` (numpy or jax.numpy) at ``x`` and ``y``, arrays of one shape and float type."""
    stack: list[Any] = []
    for action, argument in program:
        if action == "number":
            stack.append(xp.asarray(argument, dtype=x.dtype))
        elif action == "variable":
            stack.append((x, y)[argument])
        elif action == "minus":
            stack.append(-stack.pop())
        elif action == "power":  # of a constant exponent; a whole one keeps negative bases differentiable
            stack.append(stack.pop() ** argument)
        elif action == "function":
            values = [stack.pop() for _ in range(argument[1])][::-1]
            stack.append(getattr(xp, argument[0])(*values))
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(argument(left, right))
    return stack.pop()


def _error(at: int, words: str) -> FormulaError:
    return FormulaError(f"At character {at + 1}: {words}.")


def _shown(text: str) -> str:
    text = text if text.isprintable() else f"U+{ord(text[0]):04X}"
    return f"“{text[:24]}…”" if len(text) > 25 else f"“{text}”"


def _scan(text: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
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
        value = float(text)
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
    if character == "^":
        base = "(…)" if before and before[-1].text == ")" else before[-1].text if before else "x"
        rest = text[at + 1 :].lstrip()
        follows = _TOKEN.match(rest)
        exponent = "(…)" if rest[:1] == "(" else follows.group() if follows and follows.lastgroup != "sign" else "2"
        return _error(at, f"“^” is not a power here. Write {base}**{exponent}")
    if character in _INSTEAD:
        return _error(at, f"{_shown(character)} is not read here. Write {_INSTEAD[character]}")
    if character == "=":
        return _error(at, "a formula has no “=”. Write only what stands to its right")
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
    for token in tokens:
        has_value = before is not None and (before.kind != "sign" or before.text == ")")
        if before is not None and before.text in FUNCTIONS and token.text != "(":
            raise _error(before.at, f"{before.text} needs its value in brackets. Write {_example(before.text)}")
        if token.text == "(":
            if has_value and before is not None and before.text not in FUNCTIONS:
                raise _missing_product(before, token)
            brackets.append(_Bracket(token.at, before.text if before and before.text in FUNCTIONS else None, 1))
            if len(brackets) > DEEPEST:
                raise _error(token.at, f"more than {DEEPEST} brackets stand inside each other. Use fewer")
        elif token.kind != "sign":
            if has_value and before is not None:
                raise _missing_product(before, token)
        elif not has_value and token.text not in "+-":
            raise _error(token.at, f"nothing stands before {_shown(token.text)}. Write a number, x or y there")
        elif token.text in "),":
            _check_bracket(token, brackets)
        before = token
    last = tokens[-1]
    if last.text in FUNCTIONS:
        raise _error(last.at, f"{last.text} needs its value in brackets. Write {_example(last.text)}")
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


def _example(function: str | None) -> str:
    return f"{function}(x, y)" if function in TWO_VALUES else f"{function or ''}(x)"


def _missing_product(before: Token, token: Token) -> FormulaError:
    left = before.text if before.text != ")" else "(…)"
    right = token.text if token.text != "(" else "(…)"
    return _error(token.at, f"a sign is missing between {_shown(left)} and {_shown(right)}. Write {left}*{right}")


def _emit(node: ast.expr, program: list[tuple[str, Any]], margin: int) -> None:
    """Append the program of a node of the syntax tree; whatever the whitelist does not know is refused."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            program.append(("number", float(value)))
        case ast.Name(id=name) if name in VARIABLES:
            program.append(("variable", VARIABLES.index(name)))
        case ast.Name(id=name) if name in CONSTANTS:
            program.append(("number", CONSTANTS[name]))
        case ast.UnaryOp(op=ast.UAdd() | ast.USub(), operand=operand):
            _emit(operand, program, margin)
            program += [("minus", None)] * isinstance(node.op, ast.USub)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            _emit(left, program, margin)
            _emit_exponent(right, program, margin)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            _emit(left, program, margin)
            _emit(right, program, margin)
            program.append(("operator", _OPERATORS[type(op)]))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            for argument in args:
                _emit(argument, program, margin)
            program.append(("function", (FUNCTIONS[name], len(args))))
        case _:
            raise _error(node.col_offset + margin, "this is not part of a formula. Use x, y, numbers, + - * / **")


def _emit_exponent(node: ast.expr, program: list[tuple[str, Any]], margin: int) -> None:
    exponent: list[tuple[str, Any]] = []
    _emit(node, exponent, margin)
    if any(action == "variable" for action, _ in exponent):
        program += [*exponent, ("operator", operator.pow)]
        return
    zero = np.zeros((), np.float64)
    with np.errstate(all="ignore"):
        value = float(evaluate(tuple(exponent), np, zero, zero))
    if not abs(value) <= LARGEST_EXPONENT:
        at = node.col_offset + margin
        raise _error(at, f"the exponent is {value:.4g}. Write one from -{LARGEST_EXPONENT:g} to {LARGEST_EXPONENT:g}")
    program.append(("power", int(value) if value.is_integer() else value))

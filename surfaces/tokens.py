"""The tokens of a typed formula in good order, else what is wrong with its text: place, reason and way out."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from locales import Words, tr, trn

MOST_TOKENS = 250  # numbers, names and signs
DEEPEST = 30  # brackets inside each other
LARGEST, SMALLEST = 1e30, 1e-30  # of a number: float32 holds it and its square root of a product

VARIABLES = ("x", "y")
CONSTANTS = {"pi": math.pi, "e": math.e}
FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "log2", "log10", "sqrt")},
    **{"asin": "arcsin", "acos": "arccos", "atan": "arctan", "abs": "abs", "sign": "sign"},
    **{"atan2": "arctan2", "min": "minimum", "max": "maximum"},
}
TWO_VALUES = ("atan2", "min", "max")

SPELLINGS = {"^": "**", "−": "-", "–": "-", "·": "*", "×": "*", "÷": "/"}  # signs as people write them, for Python's
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+−–]?\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>\*\*|[-+*/(),^−–·×÷])",
    re.ASCII,
)
_PLACE = re.compile(r"[A-Za-z_]\w*\s*\[\s*(?P<number>[01])\s*\]", re.ASCII)  # x[0], as in code on arrays
_CALLED = {
    **{"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "fabs": "abs"},
    **{"X": "x", "Y": "y", "Pi": "pi", "PI": "pi", "E": "e", "π": "pi", "√": "sqrt(x)"},
}
_MEANT: Mapping[str, Words] = {
    **{"pow": "a**b for pow(a, b)", "power": "a**b for power(a, b)", "square": "a**2 for square(a)"},
    **{"|": "abs(x) for |x|", "[": "“(” for it", "{": "“(” for it", "]": "“)” for it", "}": "“)” for it"},
}
_INSTEAD = {**_CALLED, **_MEANT}
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


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in an order that means something; FormulaError where they are in none."""
    tokens = _scan(text)
    _check_order(tokens)
    return tokens


def error(at: int, words: str) -> FormulaError:
    """What is wrong with the character ``at``, counted from 0."""
    return FormulaError(tr("At character {place}: {words}.", place=at + 1, words=words))


def quoted(text: str) -> str:
    """A part of a formula as a sentence names it."""
    text = text if text.isprintable() else f"U+{ord(text[0]):04X}"
    return tr("“{text}”", text=f"{text[:24]}…" if len(text) > 25 else text)


def _scan(text: str) -> list[Token]:
    tokens, at = list[Token](), 0
    if equals := re.search(r"(?<![=<>!])=(?!=)", text):
        raise error(equals.start(), tr("a formula has no “=”. Write only what stands to its right"))
    while at < len(text):
        match = _TOKEN.match(text, at)
        if place := _PLACE.match(text, at):
            coordinate = VARIABLES[int(place["number"])]
            called = tr(
                "the coordinates are called x and y. Write {coordinate} for {text}",
                coordinate=coordinate,
                text=quoted(place.group()),
            )
            raise error(at, called)
        if match is not None:
            tokens.append(Token(str(match.lastgroup), match.group(), at))
            _check_token(tokens[-1])
            at = match.end()
        elif text[at].isspace():
            at += 1
        else:
            raise _strange(text, at, tokens)
    if not tokens:
        raise error(0, tr("the formula is empty. Write one in x and y, such as x**2 + y**2"))
    if len(tokens) > MOST_TOKENS:
        words = tr("only {most} numbers, names and signs are read. Write fewer", most=MOST_TOKENS)
        raise error(tokens[MOST_TOKENS].at, words)
    return tokens


def _check_token(token: Token) -> None:
    kind, text, at = token
    if kind == "number":
        value = float(token.python)
        if value > LARGEST or 0 < value < SMALLEST:
            raise error(at, tr("{text} is out of range. Write a number from 1e-30 to 1e30", text=quoted(text)))
        if re.fullmatch(r"0+[1-9]\d*", text):
            instead = text.lstrip("0")
            raise error(at, tr("{text} begins with a zero. Write {instead}", text=quoted(text), instead=instead))
    elif kind == "name" and text in _FLAT:
        words = tr(
            "{text} is flat between its jumps, so no slope leads anywhere. Use tanh for a step", text=quoted(text)
        )
        raise error(at, words)
    elif kind == "name" and text not in (*VARIABLES, *CONSTANTS, *FUNCTIONS):
        if text in _INSTEAD:
            raise error(at, tr("{text} is not known. Write {instead}", text=quoted(text), instead=tr(_INSTEAD[text])))
        known = ", ".join(FUNCTIONS)
        raise error(at, tr("{text} is not known. Use x, y, pi, e, {known}", text=quoted(text), known=known))


def _strange(text: str, at: int, before: list[Token]) -> FormulaError:
    """The error for a character that no token begins with."""
    character = text[at]
    if character in _RAISED:
        base = "(…)" if before and before[-1].text == ")" else before[-1].text if before else "x"
        instead = f"{base}**{_RAISED[character]}"
        return error(at, tr("{text} is not read here. Write {instead}", text=quoted(character), instead=instead))
    if character in _INSTEAD:
        instead = tr(_INSTEAD[character])
        return error(at, tr("{text} is not read here. Write {instead}", text=quoted(character), instead=instead))
    if character in "<>=":
        return error(at, tr("nothing is compared in a formula. Use min, max or sign for its cases"))
    if character == ".":
        return error(at, tr("“.” belongs inside a number. Write 0.5, or leave it out"))
    words = tr("{text} has no meaning in a formula. Use x, y, numbers, + - * / ** and brackets", text=quoted(character))
    return error(at, words)


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
                words = tr("more than {most} brackets stand inside each other. Use fewer", most=DEEPEST)
                raise error(token.at, words)
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
        words = tr("nothing follows {text}. Write a number, x or y after it", text=quoted(last.text))
        raise error(last.at, words)
    if brackets:
        raise error(brackets[-1].at, tr("this bracket is never closed. Write “)” where it ends"))


def _check_bracket(token: Token, brackets: list[_Bracket]) -> None:
    if not brackets:
        closes = tr("this bracket closes nothing. Leave it out")
        comma = tr("a comma only separates the values of min, max and atan2. Write decimals with a point, as in 0.5")
        raise error(token.at, closes if token.text == ")" else comma)
    inner = brackets.pop()
    if token.text == ")":
        wanted = 2 if inner.function in TWO_VALUES else 1
        if inner.values != wanted:
            words = trn(
                "{name} takes one value, not {values}. Write {example}",
                "{name} takes two values, not {values}. Write {example}",
                wanted,
                name=inner.function or tr("a bracket"),
                values=inner.values,
                example=_example(inner.function),
            )
            raise error(inner.at, words)
    else:
        brackets.append(inner._replace(values=inner.values + 1))


def _bare(function: Token, following: list[Token]) -> FormulaError:
    """The error for a function without brackets: sin x, sin^2(x)."""
    example = _example(function.text)
    if following and following[0].kind != "sign" and function.text not in TWO_VALUES:
        example = f"{function.text}({following[0].text})"
    elif len(following) == 2 and following[0].python == "**" and following[1].kind == "number":
        example += following[0].text + following[1].text
    words = tr("{name} needs its value in brackets. Write {example}", name=function.text, example=example)
    return error(function.at, words)


def _lonely(before: Token | None, token: Token) -> FormulaError:
    """The error for a sign that needs a value before it and has none."""
    if before is not None and before.text not in "(,":
        words = tr(
            "{first} and {second} stand beside each other. Write one of them, or a number, x or y between them",
            first=quoted(before.text),
            second=quoted(token.text),
        )
        return error(token.at, words)
    return error(token.at, tr("nothing stands before {text}. Write a number, x or y there", text=quoted(token.text)))


def _example(function: str | None) -> str:
    return f"{function}(x, y)" if function in TWO_VALUES else f"{function or ''}(x)"


def _missing_product(before: Token, token: Token) -> FormulaError:
    left = before.text if before.text != ")" else "(…)"
    right = token.text if token.text != "(" else "(…)"
    words = tr(
        "a sign is missing between {left} and {right}. Write {instead}",
        left=quoted(left),
        right=quoted(right),
        instead=f"{left}*{right}",
    )
    return error(token.at, words)

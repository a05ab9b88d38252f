"""The rules of runners as a LaTeX file: what each computes in a step, with its numbers."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping

from locales import tr
from locales.formats import Value, spell
from optimizers.base import Hyper
from optimizers.notes import formula
from optimizers.schedules import EVERY, OWN_EPOCH, SCHEDULES
from optimizers.wrappers import WRAPPERS
from training.choice import Choice, form_label
from training.rules import put_on

HEAD = r"""% Names in other scripts than Latin need lualatex or xelatex, and a font that has their letters.
\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=2cm]{geometry}
\begin{document}
"""
LETTERS = {  # signs of words that are set as formulas
    **{"α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "ε": r"\epsilon", "η": r"\eta", "λ": r"\lambda", "μ": r"\mu"},
    **{"ξ": r"\xi", "ρ": r"\rho", "σ": r"\sigma", "Δ": r"\Delta", "Σ": r"\Sigma", "√": r"\surd", "±": r"\pm"},
    **{"∞": r"\infty", "≤": r"\le", "≥": r"\ge", "×": r"\times", "·": r"\cdot", "−": "-"},
    **{"²": "^2", "₁": "_1", "₂": "_2", "₃": "_3"},
}
SPECIAL = {letter: rf"\{letter}" for letter in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
OTHERS = {"\\": r"\textbackslash{}", "|": r"\textbar{}", "<": r"\textless{}", ">": r"\textgreater{}", "\u202f": r"\,"}
SIGNS = str.maketrans(SPECIAL | OTHERS | {letter: f"${text}$" for letter, text in LETTERS.items()})


def tex(title: str, link: str, runners: Mapping[str, Choice], gradients: int) -> str:
    """The file of ``runners`` by what they are called, of ``gradients`` each; ``link`` is where they are seen."""
    sections = "\n".join(_section(name, chosen, gradients // chosen.gradients) for name, chosen in runners.items())
    return f"% The same in the app: {link}\n{HEAD}\\section*{{{plain(title)}}}\n\n{sections}\n\\end{{document}}\n"


def plain(words: str) -> str:
    """Words of anybody as LaTeX sets them, none of which it obeys."""
    return words.translate(SIGNS)


def text(words: str) -> str:
    """Words of our own likewise; formulas between dollar signs stand as they are."""
    parts = re.split(r"(\$[^$]+\$)", words)
    return "".join(part if place % 2 else plain(part) for place, part in enumerate(parts))


def number(value: Value) -> str:
    """A number in a formula: 0.05, or 10^{-8} for 1e-08."""
    digits, _, power = spell(value).partition("e")
    if not power:
        return digits
    tens = f"10^{{{int(power)}}}"
    return tens if digits == "1" else rf"{digits} \cdot {tens}"


def _section(name: str, chosen: Choice, steps: int) -> str:
    spec, options = chosen.spec, dict(chosen.options)
    rule = formula(importlib.import_module(spec.module).__doc__ or "").strip()
    lines = put_on.completed(chosen, [line for line in spec.lines if line.when(options)])
    step = "\n".join(rf"  & {line.latex} && \text{{{text(tr(line.words))}}} \\" for line in lines)
    return "\n".join(
        (
            rf"\subsection*{{{plain(name)}}}",
            text(tr(spec.summary)),
            *([rf"\[{rule}\]"] if rule else []),
            tr("This form of it, step by step:"),
            f"\\begin{{align*}}\n{step.removesuffix(chr(92) * 2).rstrip()}\n\\end{{align*}}",
            *_numbers(chosen, steps),
            text(tr("Source: {source}.", source=spec.source)),
            "",
        )
    )


def _numbers(chosen: Choice, steps: int) -> Iterable[str]:
    """The lines with the numbers and forms of a rule, and of what is put on it."""
    spec, options = chosen.spec, dict(chosen.options)
    known = [(spec.hyper(name), value) for name, value in chosen.hypers]
    numbers = [f"{text(tr(h.label))} {_equation(h, value)}" for h, value in known if h.when(options)]
    yield ", ".join(numbers) + "." if numbers else tr("It has no numbers.")
    for option in spec.options:
        yield text(f"{form_label(spec, option)}: {tr(dict(option.choices)[options[option.name]])}.")
    for part in chosen.wrappers:
        wrapper = WRAPPERS[part.name]
        yield _part(tr(wrapper.label), wrapper.latex[part.form], _told(wrapper.forms[part.form], part.hypers))
    for part in chosen.schedules:
        hyper, schedule = spec.hyper(part.name.partition(".")[0]), SCHEDULES[part.form]
        latex = schedule.latex.replace(r"\alpha", hyper.symbol)
        end = [f"$T = {steps}$"] if "/ T)" in latex else []
        yield _part(f"{tr(hyper.label)}: {tr(schedule.label)}", latex, [*_told(schedule.hypers, part.hypers), *end])


def _told(hypers: Iterable[Hyper], values: Iterable[tuple[str, Value]]) -> Iterable[str]:
    """Each number of a part by its symbol, and steps with their factors as they were typed."""
    known = {hyper.name: hyper for hyper in hypers}
    for name, value in values:
        if name not in known:
            yield f"{name} {plain(spell(value))}"
        elif name == EVERY.name and value == OWN_EPOCH:
            yield tr("{symbol} the steps of an epoch", symbol=f"${EVERY.symbol}$")
        else:
            yield _equation(known[name], value)


def _equation(hyper: Hyper, value: Value) -> str:
    return f"${hyper.symbol} = {number(value)}$" if hyper.symbol else f"{text(tr(hyper.label))} ${number(value)}$"


def _part(label: str, latex: str, numbers: Iterable[str]) -> str:
    told = ", ".join(numbers)
    return f"{text(label)}: ${latex}$" + (tr(", with {numbers}.", numbers=told) if told else ".")

"""The rules of runners as a LaTeX file: what each computes in a step, with its numbers."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping

from optimizers.base import Value
from optimizers.notes import formula
from optimizers.schedules import SCHEDULES
from optimizers.wrappers import WRAPPERS
from training.choice import Choice, form_label
from training.configuration.links import spell
from training.rules import put_on

HEAD = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb}
\begin{document}
"""
LETTERS = {  # signs of words that are set as formulas
    **{"α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "ε": r"\epsilon", "η": r"\eta", "λ": r"\lambda", "μ": r"\mu"},
    **{"ξ": r"\xi", "ρ": r"\rho", "σ": r"\sigma", "Δ": r"\Delta", "Σ": r"\Sigma", "√": r"\surd", "±": r"\pm"},
    **{"∞": r"\infty", "≤": r"\le", "≥": r"\ge", "×": r"\times", "·": r"\cdot", "−": "-"},
    **{"²": "^2", "₁": "_1", "₂": "_2", "₃": "_3"},
}
SPECIAL = {letter: rf"\{letter}" for letter in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
SIGNS = str.maketrans(SPECIAL | {"\\": r"\textbackslash{}"} | {letter: f"${text}$" for letter, text in LETTERS.items()})


def tex(title: str, link: str, runners: Mapping[str, Choice]) -> str:
    """The file of ``runners`` by what they are called; ``link`` is where they are seen."""
    sections = "\n".join(_section(name, chosen) for name, chosen in runners.items())
    return f"% The same in the app: {link}\n{HEAD}\\section*{{{text(title)}}}\n\n{sections}\n\\end{{document}}\n"


def text(words: str) -> str:
    """Words as LaTeX sets them; formulas between dollar signs stand as they are."""
    parts = re.split(r"(\$[^$]+\$)", words)
    return "".join(part if place % 2 else part.translate(SIGNS) for place, part in enumerate(parts))


def _section(name: str, chosen: Choice) -> str:
    spec, options = chosen.spec, dict(chosen.options)
    rule = formula(importlib.import_module(spec.module).__doc__ or "").strip()
    lines = put_on.completed(chosen, [line for line in spec.lines if line.when(options)])
    step = "\n".join(rf"  & {line.latex} && \text{{{text(line.words)}}} \\" for line in lines)
    return "\n".join(
        (
            rf"\subsection*{{{text(name)}}}",
            text(spec.summary),
            *([rf"\[{rule}\]"] if rule else []),
            "This form of it, step by step:",
            f"\\begin{{align*}}\n{step.removesuffix(chr(92) * 2).rstrip()}\n\\end{{align*}}",
            *_numbers(chosen),
            text(f"Source: {spec.source}."),
            "",
        )
    )


def _numbers(chosen: Choice) -> Iterable[str]:
    """The lines with the numbers and forms of a rule, and of what is put on it."""
    spec, options = chosen.spec, dict(chosen.options)
    known = [(spec.hyper(name), value) for name, value in chosen.hypers]
    numbers = [f"{text(h.label)} ${h.symbol} = {spell(value)}$" for h, value in known if h.when(options)]
    yield ", ".join(numbers) + "." if numbers else "It has no numbers."
    for option in spec.options:
        yield text(f"{form_label(spec, option)}: {dict(option.choices)[options[option.name]]}.")
    for part in chosen.wrappers:
        yield _part(WRAPPERS[part.name].label, WRAPPERS[part.name].latex[part.form], part.hypers)
    for part in chosen.schedules:
        label = f"{spec.hyper(part.name.partition('.')[0]).label}: {SCHEDULES[part.form].label}"
        yield _part(label, SCHEDULES[part.form].latex, part.hypers)


def _part(label: str, latex: str, hypers: Iterable[tuple[str, Value]]) -> str:
    numbers = ", ".join(f"{name} {spell(value)}" for name, value in hypers)
    return f"{text(label)}: ${latex}$" + (f", with {text(numbers)}." if numbers else ".")

"""Histograms layer by layer as small pictures, which fill the width that there is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from training.initialization.measure import BINS, Figures, Spread
from ui.looks.words import number, power_of_ten

Pairs = tuple[np.ndarray, np.ndarray]
Ends = tuple[str, str]
TOLD = 0.005  # a smaller share of exact zeros is not told
ROOM = 0.86  # of the height for the other bars, beside the one of zeros
MOST = 10  # pictures in a row; of a deeper network that many layers are shown
STYLE = """<style>
.st-key-presets { overflow-x: auto; padding-bottom: 2px; }
.st-key-presets button { white-space: nowrap; }
.st-key-presets [data-testid=stBaseButton-primary] {
  color: inherit; background: none; box-shadow: inset 0 0 0 1px; font-weight: 600;
}
.deep-rows { container-type: inline-size; }
.deep-layers { display: grid; grid-template-columns: repeat(var(--wide), minmax(0, 1fr)); gap: 12px 8px; margin: 0; }
@container (max-width: 57rem) { .deep-layers { grid-template-columns: repeat(var(--middle), minmax(0, 1fr)); } }
@container (max-width: 29rem) { .deep-layers { grid-template-columns: repeat(var(--narrow), minmax(0, 1fr)); } }
.deep-layers figure { margin: 0; min-width: 0; font-size: 13px; font-variant-numeric: tabular-nums; line-height: 1.35; }
.deep-layers figcaption { opacity: 0.72; }
.deep-layers .bars { height: 60px; border-bottom: 1px solid rgb(128 140 155 / 45%); }
.deep-layers .bars div { height: 100%; background: currentColor; opacity: 0.55; }
.deep-layers .lost { display: grid; place-items: center; }
.deep-layers .lost div { background: none; height: auto; opacity: 1; }
.deep-layers .marks { position: relative; height: 14px; }
.deep-layers .marks i { position: absolute; height: 2px; background: currentColor; top: 4px; }
.deep-layers .marks i.theory { top: 9px; height: 0; background: none; border-top: 2px dashed; opacity: 0.6; }
.deep-layers .marks b { position: absolute; width: 7px; height: 7px; margin: 1.5px -3.5px; border-radius: 4px;
  background: currentColor; }
.deep-layers .marks b.theory { height: 12px; width: 0; margin: 0 -1px; border-radius: 0; background: none;
  border-left: 2px dashed; opacity: 0.6; }
.deep-layers .ends { display: flex; justify-content: space-between; opacity: 0.72; }
@media print {
  .st-key-presets { display: none; }
  .deep-layers { break-inside: avoid; }
  .deep-layers :is(.bars div, .marks i, .marks b):not(.theory) {
    background: currentColor !important; print-color-adjust: exact;
  }
  .deep-table { max-height: none !important; overflow: visible; font-size: 11px; white-space: normal !important; }
  .deep-table.deep-table :is(th, td) { padding: 3px 6px 3px 0; }
}
@media (forced-colors: active) {
  .deep-layers :is(.bars div, .marks i, .marks b):not(.theory) { forced-color-adjust: none; background: CanvasText; }
}
.deep-table { max-height: 420px; overflow: auto; }
.deep-table { font-size: 14px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.deep-table table { border-collapse: collapse; }
.deep-table :is(th, td) { padding: 5px 14px 5px 0; text-align: right; font-weight: 400; }
.deep-table thead { position: sticky; top: 0; backdrop-filter: blur(14px); }
.deep-table thead th { opacity: 0.72; vertical-align: bottom; }
.deep-table tbody tr { border-top: 1px solid rgb(128 140 155 / 22%); }
.deep-table tbody th, .deep-table thead tr:first-child th:first-child { text-align: left; }
</style>"""


def chosen(depth: int) -> list[int]:
    """The layers that are shown, first and last among them, counted from 0."""
    return sorted({round(place) for place in np.linspace(0, depth - 1, min(depth, MOST))})


def by_value(spread: Spread, found: Pairs, theory: Pairs) -> str:
    """Histograms on an axis of values, and under each mean and standard deviation as dot and bar, theory dashed.

    ``found`` and ``theory`` are means and standard deviations, (layers,) each.
    """

    def marks(layer: int) -> str:
        (mean, std), (wanted, wide) = ((m[layer], s[layer]) for m, s in (found, theory))
        dot = _dot(_share(spread, mean)) if math.isfinite(std) else ""
        return _bar(spread, mean, std) + dot + _bar(spread, wanted, wide, "theory")

    words = [f"mean {number(m)}, standard deviation {number(s)}" for m, s in zip(*found, strict=True)]
    under = [
        (f"std {number(s)}" if math.isfinite(s) else "") + (f", {share:.0%} at 0" if TOLD <= share < 1 else "")
        for s, share in zip(found[1], spread.zero, strict=True)
    ]
    return _grid(spread, marks, (number(spread.low, 2), number(spread.high, 2)), words, under, cut=True)


def by_size(spread: Spread, found: np.ndarray, theory: np.ndarray) -> str:
    """Histograms of absolute values on a logarithmic axis, and under each the root mean square, that of theory dashed.

    Exact zeros, which have no place there, are counted in words.
    """

    def marks(layer: int) -> str:
        return _dot(_power(spread, found[layer])) + _dot(_power(spread, theory[layer]), "theory")

    words = [f"root mean square {number(size)}" for size in found]
    under = [
        (number(size) if math.isfinite(size) else "") + (f", {share:.0%} zero" if TOLD <= share < 1 else "")
        for size, share in zip(found, spread.zero, strict=True)
    ]
    return _grid(spread, marks, (power_of_ten(spread.low), power_of_ten(spread.high)), words, under)


def size(figures: Figures) -> np.ndarray:
    """The root mean square of the activations of each layer."""
    with np.errstate(over="ignore"):
        return np.hypot(figures.act_mean, figures.act_std)


def _grid(
    spread: Spread,
    marks: Callable[[int], str],
    ends: Ends,
    words: Sequence[str],
    under: Sequence[str],
    cut: bool = False,
) -> str:
    """One picture for each of the chosen layers."""
    low, high = ends
    return "".join(
        [
            f'<div class="deep-rows"><div class="deep-layers" style="{_columns(len(chosen(len(words))))}">',
            *(
                f"<figure><figcaption>Layer {layer + 1}</figcaption>"
                f"{_histogram(spread, layer, f'Layer {layer + 1}: {words[layer]}', cut)}"
                f'<div class="marks">{marks(layer)}</div>'
                f'<div class="ends"><span>{low}</span><span>{high}</span></div><div>{under[layer]}</div></figure>'
                for layer in chosen(len(words))
            ),
            "</div></div>",
        ]
    )


def _columns(count: int) -> str:
    """In how many columns ``count`` pictures stand on a wide page, a narrower one and a phone."""
    return ";".join(f"--{name}:{columns(count, most)}" for name, most in (("wide", MOST), ("middle", 5), ("narrow", 3)))


def columns(count: int, most: int) -> int:
    """At most ``most`` columns for ``count`` pictures: rows as even as can be, and where possible no last one alone."""
    rows = range(math.ceil(count / most), count + 1)
    even = (math.ceil(count / row) for row in rows)
    return next((n for n in even if n > 1 and count % n != 1), min(count, most))


def _histogram(spread: Spread, layer: int, words: str, cut: bool) -> str:
    """The bars of a layer, the tallest as high as the picture; words where there is nothing to draw.

    Exact zeros would flatten all others: where they have a place on the axis, their bar is cut at the top.
    A shape cut from a block of colour: Streamlit takes SVG out of what a page writes.
    """
    counts = spread.counts[layer]
    if not counts.any():
        return f'<div class="bars lost"><div>{"all zero" if spread.zero[layer] == 1 else "not finite"}</div></div>'
    at_zero = _share(spread, 0.0) if cut and TOLD <= spread.zero[layer] < 1 else None
    room = 1.0 if at_zero is None else ROOM
    tops, corners = 100 * (1 - room * counts / counts.max()), ["0 100%"]
    for place, top in enumerate(tops):
        left, right = 100 * (place + 0.07) / BINS, 100 * (place + 0.93) / BINS
        corners += [f"{left:.1f}% 100%", f"{left:.1f}% {top:.1f}%", f"{right:.1f}% {top:.1f}%", f"{right:.1f}% 100%"]
    if at_zero is not None:
        corners += _cut_bar(min(max(at_zero, 1.2), 98.8))
    shape = f"clip-path:polygon({','.join(corners)})"
    return f'<div class="bars" role="img" aria-label="{escape(words)}"><div style="{shape}"></div></div>'


def _cut_bar(middle: float) -> list[str]:
    """The corners of a bar as high as the picture, with a slanted gap near its top, as part of one outline."""
    left, right = f"{middle - 1.2:.1f}%", f"{middle + 1.2:.1f}%"
    seam = f"{middle + 1.1:.1f}%"  # what joins the part above the gap to the rest is too thin to be seen
    upper = [f"{seam} 10%", f"{left} 16%", f"{left} 0", f"{right} 0", f"{right} 10%"]
    return [f"{left} 100%", f"{left} 24%", f"{seam} 18%", *upper, f"{right} 100%"]


def _bar(spread: Spread, mean: float, std: float, kind: str = "") -> str:
    """From one standard deviation below the mean to one above, as far as the axis goes."""
    left, right = _share(spread, mean - std), _share(spread, mean + std)
    if left is None or right is None:
        return ""
    left, right = max(0.0, left), min(100.0, right)
    return f'<i class="{kind}" style="left:{left:.1f}%;width:max(2px,{right - left:.1f}%)"></i>' if left < right else ""


def _dot(share: float | None, kind: str = "") -> str:
    inside = share is not None and 0 <= share <= 100
    return f'<b class="{kind}" style="left:{share:.1f}%"></b>' if inside else ""


def _share(spread: Spread, value: float) -> float | None:
    """Where on the axis a value stands, in percent of its length."""
    return 100 * (value - spread.low) / (spread.high - spread.low) if math.isfinite(value) else None


def _power(spread: Spread, size: float) -> float | None:
    """Where on an axis of powers of ten a size stands."""
    return _share(spread, math.log10(size)) if 0 < size < math.inf else None

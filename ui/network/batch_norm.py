"""Batch norm of one unit in numbers, as a panel."""

from __future__ import annotations

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import number
from training.configuration.ranges import Bound
from training.parts.batch_norm import apart, noise, normalized, slopes, undone
from ui.widgets.beside import bound_number, bound_numbers
from ui.widgets.folded import folded
from ui.widgets.tables import table

BATCH = (1.0, 2.0, 4.0, 9.0)
UPSTREAM = np.array([1.0, -2.0, 0.5, 3.0])  # the gradient that comes back to each normalized number
VALUE = Bound(-1e6, 1e6)
SIZES = (2, 4, 8, 32, 128, 512)
FORWARD: tuple[Words, ...] = ("Example", "z", "normalized u", "u of z + bias", "u with scale √(σ² + ε) and shift μ")
BACKWARD: tuple[Words, ...] = (
    "Example",
    "arrives",
    "through the batch",
    "by differences",
    "mean and variance held",
    "sign as printed",
)
DRAWN: tuple[Words, ...] = ("Examples", "deviation of the mean", "1/√B", "mean of the variance", "(B − 1)/B")
FORWARD_MEANS: Words = (
    "A bias does nothing before batch norm: the mean takes it off again. With this scale and shift, which can be "
    "learned, batch norm does nothing. Of a batch of two it always makes −1 and 1, however near they are: see the test "
    "with a batch of two under the preset “Batch norm of few”."
)
BACKWARD_MEANS: Words = (
    "Mean and variance depend on every example, so that each has a part in the gradient of all others. Whoever holds "
    "them as constants, or takes the sign of the variance’s part as one lecture prints it, is off by the relative "
    "error in the last row."
)
DRAWN_MEANS: Words = (
    "Mini-batches of normal numbers, mean 0 and variance 1. Their mean and variance are off by chance, a noise that "
    "regularizes as dropout does, and the less the more examples there are; the variance is too small by (B − 1)/B on "
    "average, which averages for the test make up for."
)


@folded("Batch norm by hand", key="batchnorm")
def batch_norm_by_hand() -> None:
    """The panel, which computes only while it is open."""
    usual = {f"batchnorm.{place}": value for place, value in enumerate(BATCH, 1)}
    z = np.array([*bound_numbers(usual, VALUE, lambda place: tr("Example {place}", place=place)).values()])
    bias = bound_number("batchnorm.bias", tr("Bias added"), VALUE, 7.0, linked=False)
    st.html(forward(z, bias))
    st.caption(tr(FORWARD_MEANS))
    st.html(backward(z))
    st.caption(tr(BACKWARD_MEANS))
    st.html(drawn())
    st.caption(tr(DRAWN_MEANS))


def forward(z: np.ndarray, bias: float) -> str:
    """What becomes of the batch as HTML, a row for each example."""
    columns = z, normalized(z), normalized(z + bias), undone(z)
    return table(tr("Batch norm forward"), [*map(tr, FORWARD)], _rows(columns))


def backward(z: np.ndarray) -> str:
    """The gradients that go back as HTML, a row for each example and one for the relative errors."""
    found = slopes(z, UPSTREAM)
    errors = ["", "", *(number(apart(one, found.exact), 2) for one in found[1:])]
    return table(
        tr("Batch norm backward"),
        [*map(tr, BACKWARD)],
        [*_rows((UPSTREAM, *found)), (tr("Relative error"), errors)],
    )


def drawn() -> str:
    """The noise of mini-batches as HTML, a row for each size."""
    rows = []
    for size in SIZES:
        seen = noise(size)
        values = seen.mean, size**-0.5, seen.variance, (size - 1) / size
        rows.append((str(size), [number(value, 3) for value in values]))
    return table(tr("Noise of the batch"), [*map(tr, DRAWN)], rows)


def _rows(columns: tuple[np.ndarray, ...]) -> list[tuple[str, list[str]]]:
    """A row for each example, with as many digits as tell them apart."""
    return [(f"{place + 1}", [number(float(one[place]), 4) for one in columns]) for place in range(len(columns[0]))]

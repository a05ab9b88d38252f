"""A grid of runs as a file that others read: CSV for a sheet, NPZ for numpy; the link of the map is in both."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import numpy as np

from training.many.runs import LEFT, LOST, MOVING, RESTING

RESULTS = ("loss", "outcome", "since", "reached")
LINK = "link"
WORDS = {RESTING: "at rest elsewhere", MOVING: "still moving", LEFT: "outside the frame", LOST: "not finite"}


def csv_text(found: Mapping[str, np.ndarray]) -> str:
    """What ``training.many.grid`` found, a run a line: its numbers, loss, outcome in words, and when; "" is never.

    The first line is the link, behind a #.
    """
    axes = [name for name in found if name not in (*RESULTS, LINK)]
    along = np.meshgrid(*(found[name] for name in axes))
    out = io.StringIO()
    out.write(f"# {found[LINK]}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*axes, *RESULTS])
    for row in zip(*(one.ravel() for one in along), *(found[name].ravel() for name in RESULTS), strict=True):
        *numbers, loss, outcome, since, reached = row
        words = WORDS.get(int(outcome), f"minimum {outcome + 1}")
        writer.writerow([*map(float, numbers), float(loss), words, int(since), "" if reached < 0 else int(reached)])
    return out.getvalue()


def npz_bytes(found: Mapping[str, np.ndarray]) -> bytes:
    """The same arrays by the same names, as ``numpy.load`` reads them."""
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **found)
    return out.getvalue()

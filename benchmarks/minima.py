"""Finds the minima of the registered surfaces in their own frames: python -m benchmarks.minima.

Writes ``surfaces/minima.json``: of each surface that has more minima than it lists x, y and the value of all of them,
in the order of :func:`surfaces.framed.minima_in`.
"""

from __future__ import annotations

import json

import numpy as np

from surfaces import SURFACES, Surface
from surfaces.framed import FOUND, MOST, ROOM, SIDE, Known, listed_first, slopes_of
from surfaces.minima import search

Row = tuple[float, float, float]


def rows(surface: Surface) -> list[Row]:
    """x, y and value of the minima that are found, behind those that are listed; one more than count says so."""
    function = slopes_of(surface)
    found = listed_first(surface, surface.domain, Known(*search(function, surface.domain, SIDE, 2 * MOST, ROOM)))
    minima = [*surface.minima, *(at for at in found.minima if at not in surface.minima)]
    values = function(*np.reshape(minima, (-1, 2)).T)[0]
    return [(x, y, float(value)) for (x, y), value in zip(minima, values, strict=True)][: MOST + 1]


def main() -> None:
    """Search on all surfaces, and write what was found."""
    found = {name: rows(surface) for name, surface in SURFACES.items()}
    more = {name: found[name] for name, surface in SURFACES.items() if len(found[name]) > len(surface.minima)}
    lines = [f"{json.dumps(name)}: {json.dumps(several)}" for name, several in more.items()]
    FOUND.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""What one takes home from a comparison of networks, as one ZIP file: scripts, a notebook, and the arrays for them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from locales import tr
from training.network.network import Network
from training.network.run import Run
from ui.network.takeaway import optax_script, torch_script
from ui.network.takeaway.comparison import Comparison, uncovered
from ui.network.takeaway.torch_script import refusal
from ui.network.takeaway.words import FILE, NPZ

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time of a ZIP file: equal content gives equal bytes


def archive(network: Network, runs: Mapping[str, Run]) -> bytes:
    """The ZIP file of the runners that have a run."""
    comparison = Comparison(network, runs)
    scripts = {"optax": optax_script.parts(comparison), "torch": torch_script.parts(comparison)}
    files: dict[str, str | bytes] = {f"comparison_{name}.py": script(parts) for name, parts in scripts.items()}
    files |= {"comparison.ipynb": notebook(scripts), NPZ: comparison.npz}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def left_out(network: Network, runs: Mapping[str, Run]) -> list[str]:
    """A sentence for each script that leaves runners out."""
    comparison = Comparison(network, runs)
    return [
        *_told(comparison.without(uncovered), tr("the scripts")),
        *_told(comparison.without(lambda runner: [] if uncovered(runner) else refusal(runner)), tr("that for torch")),
    ]


def _told(left_out: Mapping[str, list[str]], where: str) -> list[str]:
    """What ``listed`` says, in the language spoken; scripts themselves are English."""
    each = "; ".join(f"{name} ({', '.join(map(tr, reasons))})" for name, reasons in left_out.items())
    return [tr("Not in {where}: {runners}.", where=where, runners=each)] if each else []


def script(parts: Sequence[str]) -> str:
    """The parts of a script as one file."""
    return "\n\n\n".join(parts) + "\n"


def notebook(scripts: Mapping[str, Sequence[str]]) -> str:
    """The scripts as a Jupyter notebook, a cell for each part; it reads the arrays from its own folder."""
    cells: list[dict[str, Any]] = []
    for name, parts in scripts.items():
        cells.append({"cell_type": "markdown", "id": name, "metadata": {}, "source": f"# With {name}"})
        for place, part in enumerate(parts):
            text = part.replace(FILE, f'FILE = np.load("{NPZ}")')
            code = {"cell_type": "code", "id": f"{name}-{place}", "metadata": {}, "source": text}
            cells.append({**code, "outputs": [], "execution_count": None})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells})

"""Packs a reference file of trajectories into this folder: ``python -m tests.golden.pack path/to/public.json``."""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

import numpy as np

from tests.golden import FOLDER, GRAIN


def pack(source: Path) -> None:
    """Write traces.json.xz and points.xz from the reference file, each trace up to its last comparable step."""
    index, columns = [], []
    for trace in json.loads(source.read_text())["traces"]:
        rows = trace["compare_steps"] + 1
        points = np.asarray(trace["xy"], dtype=np.float64)[:rows].reshape(rows, -1)
        whole = np.rint(points / GRAIN).astype(np.int64)
        columns.append(np.diff(np.diff(whole, axis=0, prepend=0), axis=0, prepend=0).T.ravel())
        entry = {name: trace[name] for name in ("id", "problem", "hyper")} | {"variant": trace["optimizer"]}
        index.append(entry | {"start": np.ravel(trace["start"]).tolist(), "rows": rows})
    planes = np.ascontiguousarray(np.concatenate(columns)).view(np.uint8).reshape(-1, 8).T
    (FOLDER / "traces.json.xz").write_bytes(lzma.compress(json.dumps(index).encode(), preset=9))
    (FOLDER / "points.xz").write_bytes(lzma.compress(planes.tobytes(), preset=9))


if __name__ == "__main__":
    pack(Path(sys.argv[1]))

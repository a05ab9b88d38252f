"""Writes torch_scripts.json beside this file with torch: ``python -m tests.golden.torch_scripts``.

What the script for torch and the cells of the notebook print, each run by itself where the project is not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.golden.torch_techniques import defines, taken
from training.network.config import decode, each
from training.network.run import Run
from training.network.train import train

FILE = Path(__file__).with_suffix(".json")
# Rules, techniques and schedules of which all scripts are made, each a little.
LINK = (
    "data=moons&examples=60&hidden=4&batch=20&steps=12&a=sgd&a.norm=batch&b=adam&b.dropout=inverted"
    "&c=momentum&c.penalty=l2&c.lr.schedule=cosine&d=rmsprop&d.eps_mode=outside&d.lookahead=late"
)


def compared() -> tuple[dict[str, Run], dict[str, bytes]]:
    """The runs of a comparison as the screen has them, and its files."""
    network, sentences = decode(LINK)
    assert not sentences
    runs = {slot: train(own, network.choices[slot]) for slot, own in each(network).items()}
    return runs, taken(network, runs)


def scripts(content: dict[str, bytes]) -> dict[str, str]:
    """What needs torch to run: the script, and the cells of the notebook one after the other."""
    cells = json.loads(content["comparison.ipynb"])["cells"]
    code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
    return {"script": content["comparison_torch.py"].decode(), "notebook": f'"""Its cells."""\n{code}'}


def _printed(text: str, content: dict[str, bytes]) -> str:
    with TemporaryDirectory() as folder:
        (Path(folder) / "comparison.npz").write_bytes(content["comparison.npz"])
        (Path(folder) / "taken.py").write_text(text)
        command = [sys.executable, "-I", "taken.py"]  # isolated: no folder of the project is on the path
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def write() -> None:
    """Run both, and write what each prints."""
    _, content = compared()
    found: dict[str, Any] = {
        name: {"text": defines(text), "printed": _printed(text, content).splitlines()}
        for name, text in scripts(content).items()
    }
    FILE.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    write()

"""``python -m benchmarks [many crowd ...]``: measure those of TITLES that are named, by default all."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import browser, classroom, coarse, crowd, engine, gpu, hog, load, many, network, structure
from benchmarks.table import render

TITLES = {
    "engine": (engine, "Compute: twelve optimizers, 1,000 steps each, warm"),
    "many": (many, "Many runs: pictures of them beside C on as many threads"),
    "coarse": (coarse, "Maps: opened in a warm process, until the first coarse picture"),
    "crowd": (crowd, "All optimizers at once: 1,000 gradients each on Beale"),
    "network": (network, "Networks: the default one, 1,000 steps of Adam"),
    "structure": (structure, "Networks: a structure that the process has not seen"),
    "gpu": (gpu, "Devices: the same training on processor and graphics card"),
    "load": (load, "Server: what is sent, and a class of fifty"),
    "hog": (hog, "Server: ten visitors beside one who wants much"),
    "class": (classroom, "Server: a class of thirty, and its teacher's screen"),
    "browser": (browser, "Browser: headless, without a GPU, on the server's own cores"),
}


def main() -> int:
    """Print one table a benchmark; 1 if any target is missed, 2 for a name that is not known."""
    names = sys.argv[1:] or list(TITLES)
    if unknown := set(names) - set(TITLES):
        print(f"No benchmark is called {', '.join(unknown)}; there are {', '.join(TITLES)}.")
        return 2
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} before the start")
    missed = False
    for name in names:
        module, title = TITLES[name]
        figures = module.measure()
        missed |= any(figure.holds is False for figure in figures)
        print("\n" + render(title, figures), flush=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

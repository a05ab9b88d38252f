"""The README, and the files that it shows."""

from __future__ import annotations

import re
from pathlib import Path

README = (Path(__file__).resolve().parent.parent / "README.md").read_text()


def blocks(language):
    """The blocks of one language, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


GRID, NOTEBOOK, SURFACE, SURFACE_LINE, OPTIMIZER, OPTIMIZER_LINE, FIELD, ROW, *PAGE, PAGE_LINE = blocks("python")
PAGE_FILES = dict(zip(("training/parabola/config.py", "ui/parabola/page.py", "ui/parabola/view.py"), PAGE, strict=True))
PANEL, PANEL_IMPORT, PANEL_LINE = blocks("js")

"""The README, the guide for who adds something, and the files that they show."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


def blocks(text, language):
    """The blocks of one language in one of the two, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


GRID, NOTEBOOK, WIDGET = blocks(README, "python")
SURFACE, SURFACE_LINE, OPTIMIZER, OPTIMIZER_LINE, FIELD, ROW, *PAGE, PAGE_LINE = blocks(CONTRIBUTING, "python")
PAGE_FILES = dict(zip(("training/parabola/config.py", "ui/parabola/page.py", "ui/parabola/view.py"), PAGE, strict=True))
PANEL, PANEL_IMPORT, PANEL_LINE = blocks(CONTRIBUTING, "js")

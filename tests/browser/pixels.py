"""Reading a screenshot: where a point of the surface lies on it, and whether a head is drawn there."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from playwright.sync_api import Page

RADIUS = 8  # px around a point in which a head is looked for; its own radius is 6.5
NEAR = 60.0  # distance of colours, 0 to 441, that still counts as the same
FRAME = "document.querySelector('[data-testid=player] .op-stage').dataset.frame.split(' ').map(Number)"
# Pixels of the page at which data coordinates lie, by the frame that the stage says it shows.
AXES = f"""(points) => {{
  const [x0, x1, y0, y1] = {FRAME};
  const stage = document.querySelector('[data-testid=player] .op-stage');
  const {{ left, top, width, height }} = stage.getBoundingClientRect();
  return points.map(([x, y]) => [left + (width * (x - x0)) / (x1 - x0), top + (height * (y1 - y)) / (y1 - y0)]);
}}"""
READY = "player.querySelector('.op-stage')?.dataset.frame !== undefined"


def on_page(page: Page, points: np.ndarray) -> np.ndarray:
    """Pixels of the page at which points of the surface lie: (n, 2) to (n, 2)."""
    return np.array(page.evaluate(AXES, np.asarray(points, dtype=float).tolist()))


def screenshot(page: Page) -> np.ndarray:
    """What the window shows: (height, width, 3), 0 to 255."""
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), dtype=float)


def has_head(image: np.ndarray, at: np.ndarray, hue: str, area: int = 50, off: float = 2.5) -> bool:
    """Whether a head of colour ``hue`` is centred at the pixel ``at``, to within ``off`` pixels.

    A line of the same hue that ends there covers less than ``area`` pixels, or is not centred.
    """
    wanted = np.array([int(hue[i : i + 2], 16) for i in (1, 3, 5)])
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]]
    close = np.hypot(columns + 0.5 - at[0], rows + 0.5 - at[1]) <= RADIUS
    same = close & (np.linalg.norm(image - wanted, axis=2) < NEAR)
    if same.sum() < area:
        return False
    centre = np.array([columns[same].mean() + 0.5, rows[same].mean() + 0.5])
    return bool(np.linalg.norm(centre - at) <= off)

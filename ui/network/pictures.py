"""What the stage of the network page shows: the data, and what each runner makes of them at every frame that is kept.

Pictures are bytes. A share p of a class is kept as 1 + 254 s(logit(p) / c), with s the logistic function and c a number
of the frame, smaller where the network is unsure everywhere: near a boundary this is almost the logit, which a network
bends far less than p, so that the player may interpolate it. The byte 0 says that there is no finite value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from surfaces.base import Frame

ASPECT = 1.3  # width by height of the picture of a plane
COLUMNS, ROWS = 56, 43  # nodes of the picture of two classes
CURVE = 161  # nodes along a curve
BYTES = 700_000  # of the pictures of all runners together
MOST_FRAMES = 120
LEAST_FRAMES = 12
LARGE = 300_000  # weights from which on pictures are coarser
OPERATIONS = 8e9  # multiplications for the pictures of one runner: deep and wide networks get fewer frames
MOST_SHOWN = 600  # examples whose predicted class is kept
PATTERN = np.array([[-0.375, 0.125], [0.375, -0.125]])  # of a byte, added before rounding
GENTLE = 3.0 * 0.5 ** np.arange(7)  # what c may be
WIDEST = 2.5  # times c: the logits of a frame that c suits


def widened(frame: Frame, aspect: float = ASPECT) -> Frame:
    """The frame around the same middle with the shape of the picture: its shorter side is lengthened, none is cut.

    A frame whose sides differ has a scale of its own on each axis, and stays.
    """
    x0, x1, y0, y1 = frame
    if abs((x1 - x0) - (y1 - y0)) > 1e-6 * (x1 - x0):
        return frame
    width, height = max(x1 - x0, (y1 - y0) * aspect), max(y1 - y0, (x1 - x0) / aspect)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (x - width / 2, x + width / 2, y - height / 2, y + height / 2)


def nodes(frame: Frame, columns: int, rows: int) -> np.ndarray:
    """The nodes of a picture, row by row from the top, its edges included: (rows * columns, 2)."""
    x0, x1, y0, y1 = frame
    x, y = np.meshgrid(np.linspace(x0, x1, columns), np.linspace(y1, y0, rows))
    return np.column_stack([x.ravel(), y.ravel()])


def shape_of(classes: int, weights: int) -> tuple[int, int]:
    """Columns and rows of a plane's picture: coarser where many classes share its bytes, or a point costs much."""
    share = min(1.0, 2 / max(1, classes - 1), LARGE / max(1, weights))
    columns = max(32, round(COLUMNS * share**0.5))
    return columns, round(columns / ASPECT)


def frames_kept(frames: int, size: int, weights: int, points: int, runners: int) -> np.ndarray:
    """Which of ``frames`` get a picture of ``size`` bytes: the first, the last, and others evenly between them."""
    affordable = min(BYTES // max(1, size * runners), int(OPERATIONS / max(1, weights * points)), MOST_FRAMES)
    count = min(frames, max(LEAST_FRAMES, affordable))
    return np.unique(np.linspace(0, frames - 1, count).round().astype(int))


def of_frames(params: Sequence[Mapping[str, np.ndarray]], kept: np.ndarray) -> list[dict[str, np.ndarray]]:
    """The layers of ``params`` at the frames ``kept`` only."""
    return [{name: np.asarray(values)[kept] for name, values in layer.items()} for layer in params]


def count_weights(params: Sequence[Mapping[str, np.ndarray]]) -> int:
    """How many weights one frame of ``params`` has, biases left out."""
    return sum(int(np.prod(layer["w"].shape[1:])) for layer in params)


def logits(shares: np.ndarray) -> np.ndarray:
    """The logits of shares, none farther from zero than 16; NaN stays."""
    p = np.clip(np.asarray(shares, np.float64), 1e-7, 1 - 1e-7)
    return np.log(p) - np.log1p(-p)


def gentleness(z: np.ndarray) -> np.ndarray:
    """The c of each frame: the smallest that suits its logits (frames, ...)."""
    farthest = np.nan_to_num(np.abs(z)).reshape(len(z), -1).max(axis=1, initial=0)
    return GENTLE[np.maximum((farthest[:, None] <= WIDEST * GENTLE).sum(axis=1) - 1, 0)]


def logit_bytes(z: np.ndarray, gentle: np.ndarray | float, offset: np.ndarray | float = 0.0) -> np.ndarray:
    """Logits as bytes of the same shape; ``offset`` is added before they are rounded."""
    share = 1 / (1 + np.exp(-np.nan_to_num(z) / gentle))
    return np.where(np.isfinite(z), 1 + np.clip(np.round(254 * share + offset), 0, 254), 0).astype(np.uint8)


def plane(scores: np.ndarray, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of a plane's picture from shares (frames, cells) or (frames, cells, classes), class by class, and c.

    They are rounded up and down in a pattern that the player's smoothing over neighbours takes out again: what is left
    is finer than a byte, and bands across gentle slopes have no steps.
    """
    shares = scores if scores.ndim == 2 else np.moveaxis(scores, 2, 1)
    rows = shares.shape[-1] // columns
    pattern = np.tile(PATTERN, (-(-rows // 2), -(-columns // 2)))[:rows, :columns].ravel()
    z = logits(shares)
    gentle = gentleness(z)
    return logit_bytes(z, gentle.reshape(-1, *[1] * (z.ndim - 1)), pattern), gentle.astype(np.float32)


def predictions(scores: np.ndarray) -> np.ndarray:
    """The class said of each example, (frames, examples); 255 where the network's answer is not finite."""
    many = scores.ndim == 3
    with np.errstate(invalid="ignore"):
        said = scores.argmax(axis=2) if many else (scores > 0.5)
    finite = np.isfinite(scores).all(axis=2) if many else np.isfinite(scores)
    return np.where(finite, said, 255).astype(np.uint8)


def pixels(images: np.ndarray) -> np.ndarray:
    """Images as bytes from 0 (the smallest value among them) to 255."""
    images = np.asarray(images, np.float64)
    low, high = images.min(), images.max()
    return np.round(255 * (images - low) / max(high - low, 1e-12)).astype(np.uint8)


def affine(transform: Callable[[np.ndarray], np.ndarray], inputs: int) -> np.ndarray:
    """The pre-processing as numbers: (1 + inputs, inputs), the image of the origin and those of the axes beside it."""
    origin = np.asarray(transform(np.zeros((1, inputs))), np.float64)
    axes = np.asarray(transform(np.eye(inputs)), np.float64) - origin
    return np.vstack([origin, axes]).astype(np.float32)


def points(x: np.ndarray, y: np.ndarray, number: bool) -> dict[str, Any]:
    """Examples for the player: inputs (n, d) and classes or values (n,)."""
    return {"x": np.asarray(x, np.float32), "y": np.asarray(y, np.float32 if number else np.uint8)}

"""Pictures of the presets of networks, for assets/player/pictures/network.js."""

from __future__ import annotations

import numpy as np

from surfaces.base import Frame
from training.network.answers import answers
from training.network.config import each
from training.network.train import train
from ui.looks import tokens
from ui.network.data import Stage, stage
from ui.network.pictures import logits, nodes
from ui.network.presets import PRESETS
from ui.session.page import Preset
from ui.thumbs.outlines import outlines, simplified
from ui.thumbs.race import FILE, HEIGHT, NEARLY, WIDTH, covering, hued, joined, short, svg, write

NETWORK_FILE = FILE.with_name("network.js")
EDGE = 2  # px around the picture: there the outline of a region follows the edge unseen
SHOWN = 60  # examples
# Mark and region of the first two classes, each light and dark, and the shape of their examples.
CLASSES = tuple(
    ((light[0], dark[0]), (light[1], dark[1]), shape)
    for light, dark, shape in zip(tokens.CLASSES["light"], tokens.CLASSES["dark"], ("square", "round"), strict=False)
)
DIGIT = 3
SHADES = 5  # of its pixels


def main() -> None:
    """Write the file anew."""
    write(NETWORK_FILE, {name: picture(preset) for name, preset in PRESETS.items()}, "ui/thumbs/network.py")


def picture(preset: Preset) -> str:
    """A preset as an SVG of 66 x 42 px: examples and the border or the curve that a runner ends with, or an example as
    an image."""
    shown = stage(preset.config).of(each(preset.config)[preset.pictured])
    return svg({"image": _digit, "curve": _curve}.get(shown.data["kind"], _plane)(preset, shown))


def _plane(preset: Preset, shown: Stage) -> str:
    prepared = shown.task.prepared
    frame = prepared.frame if shown.plane is None else shown.plane.frame(prepared)
    assert frame is not None
    view = covering(frame)
    rings = outlines(_answers(preset, shown, view), 0.0)
    places = [simplified(np.array(ring) - EDGE, NEARLY) for ring in rings]
    border = "".join(f"M{joined((x, HEIGHT - y) for x, y in place)}Z" for place in places)
    shapes = f"M0 0H{WIDTH}V{HEIGHT}H0Z", border
    ground = "".join(hued(region, f'<path d="{d}"/>') for (_, region, _), d in zip(CLASSES, shapes, strict=True))
    examples = prepared.raw_train_x if shown.plane is None else shown.plane.project(prepared.raw_train_x)
    pixels = (examples - (view[0], view[2])) * (WIDTH / (view[1] - view[0]))
    marks = "".join(
        hued(mark, f'<path stroke-linecap="{shape}" d="{_dots(pixels[:SHOWN][prepared.train_y[:SHOWN] == k])}"/>')
        for k, (mark, _, shape) in enumerate(CLASSES)
    )
    return (
        f'<g fill="currentColor" fill-rule="evenodd">{ground}</g>'
        f'<path d="{border}" fill="none" stroke="currentColor" stroke-opacity=".6"/>'
        f'<g stroke="currentColor" stroke-width="2.6">{marks}</g>'
    )


def _curve(preset: Preset, shown: Stage) -> str:
    """The examples of a regression from one number, and the curve through them."""
    prepared, task = shown.task.prepared, shown.task
    assert prepared.frame is not None
    x0, x1, y0, y1 = prepared.frame
    x = np.linspace(x0, x1, WIDTH + 1)
    curve = np.stack([x, answers(task.structure, task.tested(_last(preset, shown)), shown.at(x[:, None]))[0, :, 0]], 1)
    examples = np.stack([prepared.raw_train_x[:, 0], prepared.train_y], axis=1)
    line, dots = ((part - (x0, y0)) * (WIDTH / (x1 - x0), HEIGHT / (y1 - y0)) for part in (curve, examples))
    line = simplified(line, NEARLY)
    return (
        f'<path d="M{joined((x, HEIGHT - y) for x, y in line)}" fill="none" stroke="currentColor" stroke-width="1.4"/>'
        f'<path stroke="currentColor" stroke-opacity=".6" stroke-width="2.6" stroke-linecap="round" d="{_dots(dots)}"/>'
    )


def _last(preset: Preset, shown: Stage) -> list[dict[str, np.ndarray]]:
    """The parameters with which the pictured runner ends, as the one frame that there is."""
    run = train(shown.task.network, preset.config.choices[preset.pictured])
    return [{name: values[-1:] for name, values in layer.items()} for layer in run.params]


def _answers(preset: Preset, shown: Stage, view: Frame) -> np.ndarray:
    """What the trained network says at every pixel and around the picture, as logits, the lowest row first."""
    task, last = shown.task, _last(preset, shown)
    pixel = (view[1] - view[0]) / WIDTH
    wider = view[0] - EDGE * pixel, view[1] + EDGE * pixel, view[2] - EDGE * pixel, view[3] + EDGE * pixel
    columns, rows = WIDTH + 2 * EDGE + 1, HEIGHT + 2 * EDGE + 1
    shares = answers(task.structure, task.tested(last), shown.at(nodes(wider, columns, rows)))
    return logits(shares[0, :, 0]).reshape(rows, columns)[::-1]


def _digit(preset: Preset, shown: Stage) -> str:
    """The first example of a digit: a square for each pixel that is not blank, in a few shades of ink."""
    data = shown.data
    image = data["image"]["pixels"][np.argmax(data["truth"] == DIGIT)].reshape(data["image"]["size"])
    cell, levels = HEIGHT / len(image), np.round(image / 255 * SHADES).astype(int)
    left = (WIDTH - cell * image.shape[1]) / 2
    side = short(cell)
    shades = []
    for level in range(1, SHADES + 1):
        spots = (f"{short(left + x * cell)} {short(y * cell)}" for y, x in np.argwhere(levels == level))
        squares = "".join(f"M{spot}h{side}v{side}h-{side}Z" for spot in spots)
        shades.append(f'<path fill-opacity="{short(level / SHADES)}" d="{squares}"/>')
    return f'<g fill="currentColor" shape-rendering="crispEdges">{"".join(shades)}</g>'


def _dots(points: np.ndarray) -> str:
    return "".join(f"M{short(x)} {short(HEIGHT - y)}h0" for x, y in points)

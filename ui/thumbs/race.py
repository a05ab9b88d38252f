"""Pictures of the presets of races, for assets/player/pictures/race.js."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from surfaces import find
from surfaces.base import Frame, grid
from training.race.config import each, fields_of
from training.race.descend import descend
from training.race.race import Race
from ui.looks.identity import Identity, identities
from ui.player.assets import ROOT
from ui.race.compute import lowest, steps_of
from ui.race.presets import PRESETS
from ui.race.relief import heights, scale_of
from ui.thumbs.outlines import outlines, simplified

FILE = ROOT / "assets" / "player" / "pictures" / "race.js"
WIDTH, HEIGHT = 66, 42  # px
COLUMNS, ROWS = 34, 22  # of the grid of the contour
SHARES = (0.2, 0.4, 0.6, 0.8)  # of the cells, below each of the levels
NEARLY = 0.25  # px that a path may be off
# Both themes in one picture: the player's root has this class in dark ones.
STYLE = ".op-hue{color:var(--light)}.op-dark .op-hue{color:var(--dark)}"


def main() -> None:
    """Write the file anew."""
    write(FILE, {name: picture(preset.config) for name, preset in PRESETS.items()}, "ui/thumbs/race.py")


def write(file: Path, pictures: Mapping[str, str], author: str) -> None:
    """Write the pictures of presets as a module of the player."""
    text = json.dumps(pictures, indent=2, ensure_ascii=False)
    file.write_text(f"/** Pictures of the presets by name. Written by {author}. */\n\nexport const THUMBS = {text};\n")


def picture(race: Race) -> str:
    """A race as an SVG of 66 x 42 px: four shades of height and the whole path of each runner."""
    own = each(race)
    shown = next(reversed(own.values()), race)  # that of the runner that is chosen where nobody chose
    view = covering(race.frame)
    shades = "".join(f'<path d="{d}"/>' for d in _bands(shown.surface_name, view) if d)
    people = identities(fields_of(race), race)
    paths = "".join(_path(_run(own[slot], slot, view), people[slot]) for slot in people)
    return svg(
        f'<g fill="currentColor" fill-opacity=".055" fill-rule="evenodd">{shades}</g>'
        f'<g fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round">{paths}</g>'
    )


def svg(content: str) -> str:
    """A picture of ``content``, which may be hued."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<style>{STYLE}</style>{content}</svg>"
    )


def hued(colours: tuple[str, str], content: str) -> str:
    """Content whose current colour is one of two: that for light themes, or that for dark ones."""
    light, dark = colours
    return f'<g class="op-hue" style="--light:{light};--dark:{dark}">{content}</g>'


def covering(frame: Frame) -> Frame:
    """The frame at equal scale, its shorter side widened to the picture's shape."""
    width, height = frame[1] - frame[0], frame[3] - frame[2]
    scale = max(width / WIDTH, height / HEIGHT) / 2
    x, y = (frame[0] + frame[1]) / 2, (frame[2] + frame[3]) / 2
    return x - scale * WIDTH, x + scale * WIDTH, y - scale * HEIGHT, y + scale * HEIGHT


def _bands(surface: str, view: Frame) -> list[str]:
    values = grid(find(surface), view, COLUMNS, ROWS).astype(np.float64)
    z = heights(values, scale_of(values, lowest(surface)))
    cell = WIDTH / (COLUMNS - 1), HEIGHT / (ROWS - 1)
    found = []
    for level in np.quantile(z[np.isfinite(z)], SHARES):
        rings = [np.array([(x * cell[0], HEIGHT - y * cell[1]) for x, y in r]) for r in outlines(z, float(level))]
        found.append("".join(f"M{joined(simplified(ring, NEARLY))}Z" for ring in rings))
    return found


def _run(race: Race, slot: str, view: Frame) -> np.ndarray:
    """The path of the runner of a race in pixels of the picture, up to where it is out of sight: (n, 2)."""
    choice = race.choices[slot]
    steps = steps_of(choice, race.steps)
    trace = descend(race.surface_name, (race.x, race.y), steps, race.seed, choice, race.noise, race.batch)
    params = trace.params.astype(np.float64)
    scale = WIDTH / (view[1] - view[0])
    pixels = np.stack([(params[:, 0] - view[0]) * scale, HEIGHT - (params[:, 1] - view[2]) * scale], axis=1)
    with np.errstate(invalid="ignore"):
        lost = ~(np.abs(pixels) < 4 * WIDTH).all(axis=1)
    return pixels[: np.argmax(lost)] if lost.any() else pixels


def _path(points: np.ndarray, who: Identity) -> str:
    x, y = points[-1]
    line = joined(simplified(points, NEARLY))
    head = f'<circle cx="{short(x)}" cy="{short(y)}" r="2" fill="currentColor" stroke="none"/>'
    return hued((who.light, who.dark), f'<path d="M{line}"/>{head}')


def joined(points: Iterable[tuple[float, float]]) -> str:
    """Points joined by lines, as a path spells them."""
    return "L".join(f"{short(x)} {short(y)}" for x, y in points)


def short(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{round(float(value), 1) + 0.0:g}"

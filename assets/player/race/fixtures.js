/** What stands still over the contour: controls, colour key, words at start and minimum, numbers on level lines. */

import { cachedLine } from "../draw/bands.js";
import { meets } from "../draw/boxes.js";
import { keySize, levelText } from "../draw/colourkey.js";
import { point } from "../draw/format.js";
import { tr } from "../draw/tr.js";

/** @import { Rectangle } from "../draw/boxes.js" */
/** @import { Relief } from "../draw/relief.js" */
/** @import { View } from "../draw/view.js" */
/** @import { RaceHeader, RaceSurface } from "../engine/header.js" */
/** @import { Cover } from "./paths.js" */
/** @import { Point } from "./handle.js" */
/** @import { SpaceView } from "./spaceview.js" */

/** @typedef {{kind: "start" | "minimum", x: number, y: number, text: string}} Word */
/** @typedef {{x: number, y: number, free?: number}} Spotted a place on the screen, and how far the nearest path is */

const COARSE = window.matchMedia("(pointer: coarse)").matches; // two buttons more
const CHOICE = 216; // pixels of width that the choice of a ground takes
const OFFER = 158; // pixels of width that the widest offer takes
const SMALL = 560; // pixels of width below which that offer lies at the left
const EDGE = 32; // pixels from the edge within which no number stands: ticks are there
const ROOM = 60; // pixels to the nearest path that are as good as any more
const SHORTEST = 90; // pixels of a level line that carries a number
const LOW = 160; // pixels of height below which the colour key would cover the paths
const PHONE = 480; // pixels of width below which the minimum's coordinates are left out
export const AIR = 8; // pixels around the colour key, of the plate that it lies on

/**
 * Place of the plate with the colour key: bottom right, above the ticks; none on a stage too low for it.
 *
 * @param {Relief} relief
 * @param {number} width
 * @param {number} height
 * @param {number} scale
 */
export function keyBox(relief, width, height, scale) {
  if (height < LOW * scale) return { x: width, y: height, w: 0, h: 0 };
  const [w, h] = keySize(relief, scale);
  const air = AIR * scale;
  return { x: width - w - 14 - air, y: height - h - 40 * scale - air / 2, w: w + 2 * air, h: h + 1.5 * air };
}

/**
 * True where a race offers a choice of what its stage shows: its loss, how sharp it is, or both.
 *
 * @param {RaceHeader} race
 */
export function offersGround(race) {
  return race.sharpness === "asked" || Boolean(race.surface.sharp);
}

/**
 * Rectangles that the stage's own controls take: the switch of 2-D and 3-D, the buttons, and the choice of a ground, which
 * is at the right of the second of two stages: words have the same places on both.
 *
 * @param {number} width
 * @param {number} scale
 * @param {RaceHeader} race
 */
export function controls(width, scale, race) {
  const [right, h] = [(race.surface.beside ? CHOICE : COARSE ? 180 : 92) * scale, 44 * scale];
  return [
    { x: 8 * scale, y: 8 * scale, w: 100 * scale, h },
    { x: width - 8 * scale - right, y: 8 * scale, w: right, h },
    ...(offersGround(race) && !race.surface.beside ? [{ x: 8 * scale, y: 52 * scale, w: CHOICE * scale, h }] : []),
  ];
}

/**
 * True where the middle of a stage has no room beside the colour key for the button that offers to show all of it.
 *
 * @param {number} width
 * @param {number} scale
 */
export function isSmall(width, scale) {
  return width < SMALL * scale;
}

/**
 * Rectangle of that button, which may also offer to go back.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} scale
 */
export function offerBox(width, height, scale) {
  const w = OFFER * scale;
  return { x: isSmall(width, scale) ? 8 * scale : (width - w) / 2, y: height - 86 * scale, w, h: 48 * scale };
}

/**
 * Words at start and first minimum in a view: [{kind, x, y, text}]; the others are crosses without a word.
 *
 * @param {RaceSurface} surface
 * @param {Point} start
 * @param {View | SpaceView} view
 */
export function wordsFor(surface, start, { frame, width }) {
  /** @type {Word[]} */
  const list = [{ kind: "start", x: start[0], y: start[1], text: tr("start {where}", { where: point(start, frame) }) }];
  const [first] = surface.minima;
  if (!first) return list;
  const plural = surface.minima.length > 1 || width < PHONE;
  const text = plural ? tr("minimum") : tr("minimum {where}", { where: point(first, frame) });
  list.push({ kind: "minimum", x: first[0], y: first[1], text });
  return list;
}

/**
 * Where runners begin, if not at the start that the stage tells of: [[x, y]], no place twice.
 *
 * @param {RaceHeader} race
 */
export function otherStarts({ runners, surface }) {
  const known = new Set([String(surface.start.map(Math.fround))]);
  /** @type {Point[]} */
  const list = [];
  for (const { params } of runners) {
    /** @type {Point} */
    const start = [params[0], params[1]];
    if (known.has(String(start))) continue;
    known.add(String(start));
    list.push(start);
  }
  return list;
}

/**
 * Distance in pixels from every cell of a cover to the nearest covered one, up to about `ROOM`.
 *
 * @param {Cover} cover
 * @param {number} cell
 */
function distances(cover, cell) {
  const { columns, rows, cells } = cover;
  const out = new Float32Array(columns * rows).fill(ROOM);
  const step = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ by) => {
    if (out[from] + by < out[at]) out[at] = out[from] + by;
  };
  for (let at = 0; at < out.length; at += 1) {
    if (cells[at]) out[at] = 0;
    if (at % columns) step(at, at - 1, cell);
    if (at >= columns) step(at, at - columns, cell);
  }
  for (let at = out.length - 1; at >= 0; at -= 1) {
    if ((at + 1) % columns) step(at, at + 1, cell);
    if (at + columns < out.length) step(at, at + columns, cell);
  }
  return out;
}

/**
 * Numbers on the labelled level lines: [{x, y, text}], each level at most twice, far from paths and from each other.
 *
 * @param {Relief} relief
 * @param {View} view
 * @param {Cover} cover
 * @param {Rectangle[]} taken
 */
export function levelNumbers(relief, view, cover, taken) {
  const cell = view.width / (cover.columns - 1);
  const room = distances(cover, cell);
  /** @type {(Spotted & {text: string})[]} */
  const placed = [];
  for (const level of relief.labelled) {
    const spots = visible(cachedLine(relief, level), view, taken);
    if (spots.length < 2) continue;
    const first = roomiest(spots, room, cover, cell, placed);
    if (!first) continue;
    placed.push({ ...first, text: levelText(relief, level) });
    const far = spots.filter(
      (spot) => Math.hypot(spot.x - first.x, spot.y - first.y) > 0.6 * Math.max(view.width, view.height),
    );
    const second = roomiest(far, room, cover, cell, placed);
    if (second && second.free >= ROOM * 0.7) placed.push({ ...second, text: levelText(relief, level) });
  }
  return placed;
}

/**
 * Middles of the visible segments of a line, none near an edge or under something; none if the line is short.
 *
 * @param {Float64Array} line
 * @param {View} view
 * @param {Rectangle[]} taken
 */
function visible(line, view, taken) {
  /** @type {Spotted[]} */
  const list = [];
  let length = 0;
  for (let i = 0; i < line.length; i += 4) {
    const [ax, ay, bx, by] = [view.px(line[i]), view.py(line[i + 1]), view.px(line[i + 2]), view.py(line[i + 3])];
    const spot = { x: (ax + bx) / 2, y: (ay + by) / 2 };
    if (!view.holds(spot.x, spot.y, -EDGE)) continue;
    length += Math.hypot(bx - ax, by - ay);
    const box = { x: spot.x - 24, y: spot.y - 16, w: 48, h: 32 };
    if (!taken.some((rect) => meets(rect, box))) list.push(spot);
  }
  return length < SHORTEST ? [] : list;
}

/**
 * The spot with most room to paths and to numbers already placed; null where there is hardly any.
 *
 * @param {Spotted[]} spots
 * @param {Float32Array} room
 * @param {Cover} cover
 * @param {number} cell
 * @param {Spotted[]} placed
 */
function roomiest(spots, room, cover, cell, placed) {
  /** @type {(Spotted & {free: number}) | null} */
  let best = null;
  let most = 16;
  for (const spot of spots) {
    const at = Math.floor(spot.y / cell) * cover.columns + Math.floor(spot.x / cell);
    let free = room[Math.min(at, room.length - 1)];
    for (const other of placed) free = Math.min(free, Math.hypot(spot.x - other.x, spot.y - other.y) * 0.8);
    if (free > most) {
      most = free;
      best = { ...spot, free };
    }
  }
  return best;
}

/** Names at heads: places that cover little, leaders where a name stands away, few moves while the race plays. */

import { overlap } from "../draw/boxes.js";

/** @import { Rectangle } from "../draw/boxes.js" */
/** @import { Cover } from "./paths.js" */

/**
 * What names keep clear of, in a picture of `width` x `height` px.
 *
 * @typedef {object} Around
 * @property {{slot: string, x: number, y: number}[]} heads
 * @property {Rectangle[]} fixed
 * @property {Cover} cover of the paths
 * @property {number} width
 * @property {number} height
 * @property {number} scale
 * @property {boolean} resting nothing plays that a move would distract from
 */

/**
 * A name of w x h px at a head at (x, y); `place` is a turn and 16 times the index of a distance, -1 without one.
 *
 * @typedef {{slot: string, x: number, y: number, w: number, h: number, place: number}} Label
 */

const TURNS = 16;
const DISTANCES = [15, 24, 36, 52, 70]; // pixels from the head to the name
const LEADER = 20; // distance from which a leader joins them
const ROUNDS = 3;
const KEEP = 0.7; // a name moves when its cost falls below this share
const RESTING = 0.9; // the same while nothing plays
const COST = { label: 8, head: 6, fixed: 3, path: 2.6, nearer: 7, over: 50, crossing: 120, outside: 4000 };
const AIR = 7; // between two names on one line, which would else read as one
const HEAD = 8; // half the side of the square that a head takes

/**
 * Rectangle of a name of size w x h at direction and distance `place` (turn + 16 * distance index) from (x, y).
 *
 * @param {Label} label
 * @param {number} place
 * @param {number} scale
 * @param {Rectangle} out
 */
function rectangle(label, place, scale, out) {
  const angle = ((place % TURNS) / TURNS) * 2 * Math.PI;
  const distance = DISTANCES[Math.floor(place / TURNS)] * scale;
  const ux = Math.cos(angle);
  const uy = Math.sin(angle);
  out.x = label.x + ux * distance + (Math.max(-1, Math.min(1, 1.5 * ux)) - 1) * (label.w / 2);
  out.y = label.y + uy * distance + (Math.max(-1, Math.min(1, 1.5 * uy)) - 1) * (label.h / 2);
  out.w = label.w;
  out.h = label.h;
  return out;
}

/**
 * Distance of a point to a rectangle, 0 inside.
 *
 * @param {Rectangle} rect
 * @param {number} x
 * @param {number} y
 */
function gap(rect, x, y) {
  return Math.hypot(Math.max(rect.x - x, 0, x - rect.x - rect.w), Math.max(rect.y - y, 0, y - rect.y - rect.h));
}

/**
 * Distance of a point to the segment a-b.
 *
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {number} x
 * @param {number} y
 */
function off(ax, ay, bx, by, x, y) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
  const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y);
}

/**
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {number} x
 * @param {number} y
 */
function side(ax, ay, bx, by, x, y) {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

/**
 * The point of a rectangle at which its leader ends: the nearest one to the head, in the middle of a side if that is short.
 *
 * @param {Rectangle} rect
 * @param {number} x
 * @param {number} y
 * @param {{x: number, y: number}} out
 */
export function anchor(rect, x, y, out) {
  out.x = Math.max(rect.x + 4, Math.min(rect.x + rect.w - 4, x));
  out.y = Math.max(rect.y + 2, Math.min(rect.y + rect.h - 2, y));
  return out;
}

const trial = { x: 0, y: 0, w: 0, h: 0 };
const other = { x: 0, y: 0, w: 0, h: 0 };
const end = { x: 0, y: 0 };
const end2 = { x: 0, y: 0 };

/**
 * Cost of a name at `place`; `labels` are all names, of which those with a place count.
 *
 * @param {Label} label
 * @param {number} place
 * @param {Label[]} labels
 * @param {Around} around
 */
function cost(label, place, labels, around) {
  const rect = rectangle(label, place, around.scale, trial);
  const distance = DISTANCES[Math.floor(place / TURNS)];
  let sum = distance + COST.path * around.cover.count(rect.x, rect.y, rect.w, rect.h);
  if (rect.x < 4 || rect.y < 4 || rect.x + rect.w > around.width - 4 || rect.y + rect.h > around.height - 4)
    sum += COST.outside;
  const leads = distance > LEADER;
  if (leads) anchor(rect, label.x, label.y, end);
  const own = gap(rect, label.x, label.y);
  const half = HEAD * around.scale;
  for (const head of around.heads) {
    other.x = head.x - half;
    other.y = head.y - half;
    other.w = other.h = 2 * half;
    sum += COST.head * overlap(rect, other);
    if (head.slot === label.slot) continue;
    sum += COST.nearer * Math.max(0, own - gap(rect, head.x, head.y));
    if (leads && off(label.x, label.y, end.x, end.y, head.x, head.y) < half) sum += COST.over;
  }
  for (const box of around.fixed) {
    sum += COST.fixed * overlap(rect, box);
    if (leads && runsOver(label.x, label.y, end.x, end.y, box)) sum += COST.over;
  }
  for (const mate of labels) {
    if (mate === label || mate.place < 0) continue;
    rectangle(mate, mate.place, around.scale, other);
    sum += COST.label * overlap(rect, other, AIR * around.scale);
    if (leads && crosses(label, mate)) sum += COST.crossing;
  }
  return sum;
}

/**
 * True if the segment a-b runs over a box in which it does not start.
 *
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {Rectangle} box
 */
function runsOver(ax, ay, bx, by, box) {
  if (gap(box, ax, ay) === 0) return false;
  for (let t = 0.2; t < 1.01; t += 0.2) if (gap(box, ax + t * (bx - ax), ay + t * (by - ay)) === 0) return true;
  return false;
}

/**
 * True if the leader of `label` (to `end`) crosses that of `mate`, whose rectangle is in `other`.
 *
 * @param {Label} label
 * @param {Label} mate
 */
function crosses(label, mate) {
  if (DISTANCES[Math.floor(mate.place / TURNS)] <= LEADER) return false;
  anchor(other, mate.x, mate.y, end2);
  const a = side(label.x, label.y, end.x, end.y, mate.x, mate.y) * side(label.x, label.y, end.x, end.y, end2.x, end2.y);
  const b = side(mate.x, mate.y, end2.x, end2.y, label.x, label.y) * side(mate.x, mate.y, end2.x, end2.y, end.x, end.y);
  return a < 0 && b < 0;
}

/**
 * The cheapest place of a name and its cost.
 *
 * @param {Label} label
 * @param {Label[]} labels
 * @param {Around} around
 */
function cheapest(label, labels, around) {
  let best = Infinity;
  let found = 0;
  for (let place = 0; place < TURNS * DISTANCES.length; place += 1) {
    if (DISTANCES[Math.floor(place / TURNS)] >= best) break; // farther ones cost more than that by distance alone
    const sum = cost(label, place, labels, around);
    if (sum < best) {
      best = sum;
      found = place;
    }
  }
  return [found, best];
}

/**
 * How crowded it is around a head: those with least room choose first.
 *
 * @param {Label} label
 * @param {Label[]} labels
 */
function crowd(label, labels) {
  let sum = 0;
  for (const mate of labels) if (mate !== label) sum += 1 / (20 + Math.hypot(mate.x - label.x, mate.y - label.y));
  return sum;
}

/**
 * One greedy pass over the labels without a place, then rounds in which one at a time may move.
 *
 * @param {Label[]} labels
 * @param {Around} around
 * @param {number} share
 */
function settle(labels, around, share) {
  const kept = new Set(labels.filter((label) => label.place >= 0));
  const fresh = labels.filter((label) => !kept.has(label)).sort((a, b) => crowd(b, labels) - crowd(a, labels));
  for (const label of fresh) [label.place] = cheapest(label, labels, around);
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (const label of labels) {
      const [place, sum] = cheapest(label, labels, around);
      const now = cost(label, label.place, labels, around);
      if (place === label.place || sum >= now * (kept.has(label) ? share : 1)) continue;
      label.place = place;
      kept.delete(label);
      moved = true;
    }
    if (!moved) break;
  }
  return labels.reduce((sum, label) => sum + cost(label, label.place, labels, around), 0);
}

/**
 * Give each label a place. Those that have one (place >= 0) keep it unless their cost,
 * or that of all together placed anew, falls below KEEP; at rest, where nothing distracts, below RESTING.
 *
 * @param {Label[]} labels
 * @param {Around} around
 */
export function placeLabels(labels, around) {
  const share = around.resting ? RESTING : KEEP;
  const any = labels.some((label) => label.place >= 0);
  const before = settle(labels, around, share);
  if (!any) return;
  const places = labels.map((label) => label.place);
  for (const label of labels) label.place = -1;
  if (settle(labels, around, 1) < share * before) return;
  labels.forEach((label, i) => {
    label.place = places[i];
  });
}

/**
 * Offset of a name's top left corner from its head, into `out`.
 *
 * @param {Label} label
 * @param {number} scale
 * @param {{x: number, y: number}} out
 */
export function offsetOf(label, scale, out) {
  rectangle(label, label.place, scale, trial);
  out.x = trial.x - label.x;
  out.y = trial.y - label.y;
  return out;
}

/**
 * True where a place is far enough from its head for a leader.
 *
 * @param {number} place
 */
export function hasLeader(place) {
  return DISTANCES[Math.floor(place / TURNS)] > LEADER;
}

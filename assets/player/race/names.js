/** The names on the stage: which heads carry one, where it stands, how it glides to a new place. */

import { meets } from "../draw/boxes.js";
import { eased } from "../draw/ease.js";
import { together } from "../draw/format.js";
import { haloText } from "../draw/text.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { anchor, hasLeader, offsetOf, placeLabels } from "./labels.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Fate, Head } from "./heads.js" */
/** @import { Around, Label } from "./labels.js" */

/**
 * How names are drawn, beside what they keep clear of: `now` in milliseconds, `still` without easing.
 *
 * @typedef {Around & {theme: Theme, pick: string | null, now: number, still: boolean}} Drawing
 */

/** @typedef {Head & {fate: Fate, group: Head[]}} Speaker speaks for those that met the same fate */

/**
 * A name on the stage: its text and font, where it glides from, to and is, as offsets from its head, and since when.
 *
 * @typedef {Label & {head: Head, text: string, font: string, since: number, fresh: boolean} & Glide} Placed
 * @typedef {{fx: number, fy: number, tx: number, ty: number, ox: number, oy: number}} Glide
 */

const PAUSE = 200; // milliseconds between two placements
const GLIDE = 120; // milliseconds
const MANY = 8; // heads above which only leader, last and chosen one are named
const SAME = 12; // pixels within which heads are at one place
const NARROW = 300; // pixels of width below which that is so too
const LONG = 24; // letters of a name from which on the short one stands on the stage
const target = { x: 0, y: 0 };
const spot = { x: 0, y: 0, w: 0, h: 0 };
const end = { x: 0, y: 0 };

/**
 * What a runner is called on the stage: a long name would lie over the paths.
 *
 * @param {{label: string, short?: string}} runner
 */
function called({ label, short }) {
  return label.length > LONG && short ? short : label;
}

/**
 * Write the texts of heads. Of those that met the same fate at the same place one speaks for all, and says when if that
 * was the same step; the others are `mute`.
 *
 * @param {Head[]} heads
 */
export function gather(heads) {
  /** @type {Speaker[]} */
  const speakers = [];
  for (const head of heads) {
    const { fate } = head;
    const near = (/** @type {Speaker} */ other) =>
      other.fate.what === fate?.what && Math.hypot(other.x - head.x, other.y - head.y) < SAME;
    const speaker = speakers.find(near);
    head.mute = Boolean(speaker);
    if (speaker) speaker.group.push(head);
    else if (fate) speakers.push(Object.assign(head, { fate, group: [head] }));
    else head.text = called(head.runner);
  }
  for (const head of speakers) {
    const { what, when } = head.fate;
    const same = head.group.every(({ fate }) => fate?.when === when);
    const who = together(head.group.map(({ runner }) => called(runner)));
    head.text = told(who, what, same ? when : null);
  }
}

/**
 * What became of some, in words.
 *
 * @param {string} who
 * @param {Fate["what"]} what
 * @param {number | null} step
 */
function told(who, what, step) {
  if (what === "left")
    return step === null ? tr("{who} left", { who }) : tr("{who} left at step {step}", { who, step });
  return step === null ? tr("{who} not finite", { who }) : tr("{who} not finite from step {step}", { who, step });
}

export class Names {
  constructor() {
    /** @type {Map<string, Placed>} */
    this.labels = new Map(); // by slot
    /** @type {Placed[]} */
    this.shown = [];
    this.placed = -Infinity; // time of the last placement
    this.key = ""; // what was placed then
    this.stuck = false; // there was no room for all
  }

  /** Forget all places: the view, the size or the race is another one. */
  reset() {
    for (const label of this.labels.values()) label.place = -1;
    this.placed = -Infinity;
  }

  /**
   * The heads that carry a name: all, or leader, last and chosen one where there are many, and those no longer in the race.
   *
   * @param {Head[]} heads
   * @param {string | null} pick
   * @param {number} width
   */
  chosen(heads, pick, width) {
    const here = heads.filter((head) => head.state !== "gone" && !head.mute);
    if (here.length <= MANY && width >= NARROW) return here;
    const ranked = here
      .filter((head) => head.state === "on" && Number.isFinite(head.loss))
      .sort((a, b) => Number(a.loss) - Number(b.loss));
    const wanted = new Set([ranked[0]?.slot, ranked[ranked.length - 1]?.slot, pick]);
    const room = width >= NARROW ? MANY - wanted.size : 0;
    for (const head of here.filter(({ fate }) => fate).slice(0, room)) wanted.add(head.slot);
    return here.filter((head) => wanted.has(head.slot));
  }

  /**
   * Draw the names of heads; true while a name glides or waits to be placed.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Head[]} heads
   * @param {Drawing} around
   */
  draw(ctx, heads, around) {
    ctx.font = `600 ${15 * around.scale}px ${around.theme.font}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    this.shown = this.chosen(heads, around.pick, around.width).map((head) => this.label(ctx, head, around));
    const waits = this.place(around);
    let glides = false;
    for (const label of this.shown) glides = this.drawOne(ctx, label, around) || glides;
    return waits || glides;
  }

  /**
   * The label of a head, brought up to date.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Head} head
   * @param {Drawing} around
   */
  label(ctx, head, around) {
    const { slot, x, y, text = "" } = head;
    const still = { fx: 0, fy: 0, tx: 0, ty: 0, ox: 0, oy: 0 };
    const fresh = { slot, head, x, y, w: 0, h: 0, place: -1, text: "", font: "", since: -Infinity, fresh: true };
    const label = this.labels.get(slot) ?? { ...fresh, ...still };
    this.labels.set(slot, label);
    if (label.text !== text || label.font !== ctx.font) {
      label.text = text;
      label.font = ctx.font;
      label.w = ctx.measureText(text).width;
      label.h = 18 * around.scale;
      label.place = -1;
    }
    label.x = head.x;
    label.y = head.y;
    label.head = head;
    return label;
  }

  /**
   * Place the names if something moved and the last time is long enough ago; true if that has to wait.
   *
   * @param {Drawing} around
   */
  place(around) {
    const missing = this.shown.some((label) => label.place < 0);
    let key = "";
    for (const label of this.shown) key += `${label.slot}${Math.round(label.x)},${Math.round(label.y)};`;
    if (key === this.key && !missing) return false;
    if (!missing && around.now - this.placed < PAUSE && (this.stuck || !this.collide())) return true;
    this.key = key;
    this.placed = around.now;
    placeLabels(this.shown, around);
    for (const label of this.shown) this.aim(label, around);
    this.stuck = this.collide();
    return false;
  }

  /** True where two names, carried along by their heads, cover each other. */
  collide() {
    const boxes = this.shown.map(({ x, y, tx, ty, w, h }) => ({ x: x + tx, y: y + ty, w, h }));
    return boxes.some((box, i) => boxes.slice(i + 1).some((other) => meets(box, other)));
  }

  /**
   * Send a label to its place: it glides there unless it is new or motion is unwanted.
   *
   * @param {Placed} label
   * @param {Drawing} around
   */
  aim(label, around) {
    offsetOf(label, around.scale, target);
    const moved = label.tx !== target.x || label.ty !== target.y;
    if (label.fresh || around.still) {
      label.fx = target.x;
      label.fy = target.y;
      label.since = -Infinity;
    } else if (moved) {
      label.fx = label.ox;
      label.fy = label.oy;
      label.since = around.now;
    }
    label.tx = target.x;
    label.ty = target.y;
    label.fresh = false;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Placed} label
   * @param {Drawing} around
   */
  drawOne(ctx, label, around) {
    const share = eased((around.now - label.since) / GLIDE);
    label.ox = label.fx + (label.tx - label.fx) * share;
    label.oy = label.fy + (label.ty - label.fy) * share;
    spot.x = label.x + label.ox;
    spot.y = label.y + label.oy;
    spot.w = label.w;
    spot.h = label.h;
    if (hasLeader(label.place)) this.leader(ctx, label, around);
    haloText(ctx, label.text, spot.x, spot.y + 0.78 * label.h, around.theme.ink, around.theme.page, 4 * around.scale);
    return share < 1;
  }

  /**
   * A thin line in the hue from the head towards the name.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Placed} label
   * @param {Drawing} around
   */
  leader(ctx, label, around) {
    anchor(spot, label.x, label.y, end);
    ctx.lineWidth = 1.2 * around.scale;
    ctx.strokeStyle = hue(label.head.runner, around.theme);
    ctx.beginPath();
    ctx.moveTo(label.x, label.y);
    ctx.lineTo(end.x, end.y);
    ctx.stroke();
  }
}

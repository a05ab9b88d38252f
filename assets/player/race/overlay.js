/** What lies over the contour and moves: start, minima, heads, arrows, names. Draws one step on a canvas. */

import { heightWord, paintKey } from "../draw/colourkey.js";
import { rowOf } from "../draw/ending.js";
import { drawMarker } from "../draw/marks.js";
import { haloText, shortened } from "../draw/text.js";
import { hue, tint } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { tr } from "../draw/tr.js";
import { drawArrows } from "./arrows.js";
import { besides } from "./besides.js";
import { AIR, controls, keyBox, offerBox, otherStarts, wordsFor } from "./fixtures.js";
import { drawFriction } from "./friction.js";
import { drawAhead, drawHead, drawMinimum, drawOtherStart, drawStart, drawTail, drawTip, fateOf } from "./heads.js";
import { Limits } from "./limits.js";
import { gather, Names } from "./names.js";

/** @import { Rectangle } from "../draw/boxes.js" */
/** @import { Relief } from "../draw/relief.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { View } from "../draw/view.js" */
/** @import { RaceHeader } from "../engine/header.js" */
/** @import { Head } from "./heads.js" */
/** @import { Path } from "./paths.js" */
/** @import { SpaceView } from "./spaceview.js" */
/** @import { Trails } from "./trails.js" */

const HEAD = 11; // px around the middle of a head that belong to it
const TEXT = 13.5; // pixels of the words at start and minimum
const LOST = new Set(["left", "not finite"]);
const WIDER = 1.3; // times the surface's frame from which its outline is drawn
const PLATE = { opacity: 0.85, corner: 6 }; // what the colour key lies on
const SPOT = 10; // pixels around start and minimum

/**
 * What an overlay lies over; where one of these changes, it is prepared anew.
 *
 * @typedef {object} Below
 * @property {RaceHeader} race
 * @property {Path[]} paths
 * @property {View | SpaceView} view in which they are projected
 * @property {Theme} theme
 * @property {number} scale
 * @property {Pick<Trails, "cover" | "future" | "widthOf">} trails
 */

/**
 * What may change from one drawing to the next.
 *
 * @typedef {object} Moment
 * @property {number} t
 * @property {number} now milliseconds
 * @property {[number, number]} start as it is shown, which need not be the race's yet
 * @property {boolean} arrows
 * @property {boolean} whole all of the paths is shown
 * @property {boolean} still nothing may ease
 * @property {boolean} resting nothing plays
 */

export class Overlay {
  /** @param {() => boolean} tinted whether paths show the friction of their rule */
  constructor(tinted) {
    this.tinted = tinted;
    this.names = new Names();
    this.limits = new Limits();
    /** @type {Head[]} */
    this.heads = [];
    /** @type {{text: string, rect: Rectangle}[]} */
    this.words = []; // at start and minimum, where they have room
    /** @type {Head[]} */
    this.order = []; // of the heads, in which they are drawn
    /** @type {Below | null} */
    this.prepared = null;
    /** @type {[number, number][]} */
    this.starts = []; // of runners that do not begin where the chosen one does
    /** @type {Rectangle[]} */
    this.fixed = []; // of words and controls
    /** @type {Rectangle[]} */
    this.obstacles = []; // and what else names stay away from
    this.lost = false; // a runner is out of sight
  }

  /** What it lies over. */
  get below() {
    return there(this.prepared, "What is below the overlay");
  }

  /**
   * A new race, theme, view or size.
   *
   * @param {Below} below
   */
  prepare(below) {
    this.prepared = below;
    const { paths, race } = below;
    const old = new Map(this.heads.map((head) => [head.slot, head]));
    this.heads = paths.map((path) => {
      const { runner } = path;
      const known = old.get(runner.slot) ?? { slot: runner.slot, x: 0, y: 0, row: 0, share: 0 };
      return Object.assign(known, { runner, path, state: /** @type {Head["state"]} */ ("gone") });
    });
    this.order = this.heads.slice().sort((a, b) => Number(a.slot === race.pick) - Number(b.slot === race.pick));
    this.starts = otherStarts(race);
  }

  /**
   * Find room for the words at start and minimum, where no path will ever run if possible; without room they are left out.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {[number, number]} start
   * @param {Relief} relief
   */
  placeWords(ctx, start, relief) {
    const { race, view, theme, scale, trails } = this.below;
    ctx.font = `500 ${TEXT * scale}px ${theme.font}`;
    const taken = controls(view.width, scale, race);
    if (!view.spatial) taken.push(keyBox(relief, view.width, view.height, scale));
    const told = wordsFor(race.surface, start, view).map((word) => ({
      ...word,
      spot: view.spot(word.x, word.y, race.surface),
    }));
    for (const { spot } of told) if (spot) taken.push({ x: spot.x - SPOT, y: spot.y - SPOT, w: 2 * SPOT, h: 2 * SPOT });
    this.words = [];
    for (const { spot, text, kind } of told) {
      if (!spot) continue;
      const size = ctx.measureText(text).width;
      const room = { cover: trails.future, taken, width: view.width, height: view.height };
      const first = kind === "start" ? "right" : "below";
      const rect = besides(spot.x, spot.y, size, 18 * scale, { ...room, first });
      if (!rect) continue;
      taken.push(rect);
      this.words.push({ text, rect });
    }
    this.fixed = taken;
  }

  /**
   * Draw a moment; true while something eases.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Relief} relief that the flat view shows
   * @param {Moment} moment
   */
  draw(ctx, relief, { t, now, start, arrows, whole, still, resting }) {
    const { view, theme, scale, race, trails } = this.below;
    ctx.clearRect(0, 0, view.width, view.height);
    if (!view.spatial) this.limits.draw(ctx, relief, { race, view, theme, scale, t, fixed: this.obstacles });
    this.drawGround(ctx, start);
    for (const head of this.heads) {
      head.path.head(t, view, head);
      head.loss = head.runner.loss[rowOf(head.runner, t)];
      head.blank = head.state === "dead" || !Number.isFinite(head.loss);
      head.fate = fateOf(head.runner, head, t);
    }
    this.drawSteps(ctx, arrows);
    this.drawKey(ctx, relief);
    this.lost = this.heads.some(({ state, runner }) => state === "out" && LOST.has(runner.outcome.kind));
    const shown = this.heads.filter((head) => head.state !== "gone");
    gather(shown);
    const offered = !view.spatial && (this.lost || whole);
    const fixed = offered ? [...this.obstacles, offerBox(view.width, view.height, scale)] : this.obstacles;
    const about = { heads: shown, fixed, cover: trails.cover, width: view.width, height: view.height };
    const easing = this.names.draw(ctx, shown, { ...about, theme, scale, pick: race.pick, still, resting, now });
    for (const head of this.order) if (head.state !== "gone") drawHead(ctx, head, theme, scale);
    return easing;
  }

  /**
   * Pieces of path below 1x, look-ahead points and the arrows of the chosen runner.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {boolean} arrows
   */
  drawSteps(ctx, arrows) {
    const { view, theme, scale, race, trails } = this.below;
    const tinted = this.tinted();
    for (const head of this.order) {
      if (head.state !== "gone") drawTail(ctx, head.path, head, view, theme, trails.widthOf(head.slot));
      drawTip(ctx, head.path, head, theme, trails.widthOf(head.slot));
      if (tinted && head.state !== "gone") drawFriction(ctx, head, theme, trails.widthOf(head.slot));
      drawAhead(ctx, head.path, head, view, theme, scale);
    }
    const chosen = this.order.find((head) => head.slot === race.inside?.slot);
    if (arrows && chosen && race.inside) drawArrows(ctx, chosen.path, chosen, race.inside.arrows, view, theme, scale);
  }

  /**
   * The colour key, over the paths.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Relief} relief
   */
  drawKey(ctx, relief) {
    const { view, theme, scale } = this.below;
    if (view.spatial === true) return;
    const { x, y, w, h } = keyBox(relief, view.width, view.height, scale);
    if (!w) return;
    ctx.fillStyle = tint(theme.page, PLATE.opacity);
    ctx.beginPath();
    ctx.roundRect(x, y, w, h, PLATE.corner * scale);
    ctx.fill();
    const air = AIR * scale;
    paintKey(ctx, relief, theme, x + air, y + air / 2, scale);
    this.drawOwner(ctx, relief, x + air, y + air / 2 + 10 * scale, w - 2 * air);
  }

  /**
   * Whose surface it is, where each runner has its own: behind the word over the colour key.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Relief} relief
   * @param {number} x
   * @param {number} y
   * @param {number} width
   */
  drawOwner(ctx, relief, x, y, width) {
    const { theme, scale, race } = this.below;
    const owner = race.runners.find(({ slot }) => slot === race.surface.of);
    if (!owner) return;
    const colour = hue(owner, theme);
    const look = { fill: colour, stroke: colour, width: 1.6 * scale, hollow: owner.hollow, paper: theme.page };
    ctx.textAlign = "left";
    const [height, of] = [heightWord(relief), ` ${tr("of")}`];
    const from = x + ctx.measureText(`${height}${of} `).width;
    haloText(ctx, of, x + ctx.measureText(height).width, y, theme.quiet, theme.page);
    drawMarker(ctx, owner.marker, from + 7 * scale, y - 4.5 * scale, 4.6 * scale, look);
    const left = from + 16 * scale;
    const name = shortened(ctx, owner.short || owner.label, x + width - left);
    haloText(ctx, name, left, y, theme.ink, theme.page);
  }

  /** Rectangles of the heads and of their names. */
  boxes() {
    const heads = this.heads
      .filter(({ state }) => state !== "gone")
      .map(({ x, y }) => ({ x: x - HEAD, y: y - HEAD, w: 2 * HEAD, h: 2 * HEAD }));
    return [...heads, ...this.names.shown.map(({ x, y, ox, oy, w, h }) => ({ x: x + ox, y: y + oy, w, h }))];
  }

  /**
   * Minima, starts, their words, and the surface's frame where much more than it is visible.
   *
   * @param {CanvasRenderingContext2D} ctx
   */
  drawGround(ctx, /** @type {[number, number]} */ start) {
    const { view, theme, scale, race } = this.below;
    this.drawFrame(ctx);
    for (const [x, y] of race.surface.minima) {
      const spot = view.spot(x, y, race.surface);
      if (spot) drawMinimum(ctx, spot.x, spot.y, theme, scale);
    }
    for (const [x, y] of this.starts) {
      const spot = view.spot(x, y, race.surface);
      if (spot) drawOtherStart(ctx, spot.x, spot.y, theme, scale);
    }
    const spot = view.spot(...start, race.surface);
    if (spot) drawStart(ctx, spot.x, spot.y, theme, scale);
    ctx.font = `500 ${TEXT * scale}px ${theme.font}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    for (const { text, rect } of this.words) {
      haloText(ctx, text, rect.x, rect.y + 0.76 * rect.h, theme.ink, theme.page, 3.5 * scale);
    }
  }

  /** @param {CanvasRenderingContext2D} ctx */
  drawFrame(ctx) {
    const { theme, race } = this.below;
    const { view } = this.below;
    if (view.spatial === true) return;
    const [x0, x1, y0, y1] = race.surface.frame;
    if ((view.frame[1] - view.frame[0]) / (x1 - x0) < WIDER || (view.frame[3] - view.frame[2]) / (y1 - y0) < WIDER)
      return;
    ctx.setLineDash([4, 4]);
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = theme.ink;
    ctx.strokeRect(view.px(x0), view.py(y1), (x1 - x0) * view.kx, (y1 - y0) * view.ky);
    ctx.setLineDash([]);
  }
}

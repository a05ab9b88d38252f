/** What lies over the contour and moves: start, minima, heads, arrows, names. Draws one step on a canvas. */

import { paintKey } from "../draw/bands.js";
import { rowOf } from "../draw/ending.js";
import { drawMarker } from "../draw/marks.js";
import { haloText, shortened } from "../draw/text.js";
import { hue, tint } from "../draw/theme.js";
import { besides, controls, keyBox, offerBox, otherStarts, wordsFor } from "./fixtures.js";
import { drawFriction } from "./friction.js";
import {
  drawAhead,
  drawArrows,
  drawHead,
  drawMinimum,
  drawOtherStart,
  drawStart,
  drawTail,
  drawTip,
  fateOf,
} from "./heads.js";
import { gather, Names } from "./names.js";

const HEAD = 11; // px around the middle of a head that belong to it
const TEXT = 13.5; // pixels of the words at start and minimum
const LOST = new Set(["left", "not finite"]);
const WIDER = 1.3; // times the surface's frame from which its outline is drawn
const PLATE = { air: 8, opacity: 0.85, corner: 6 }; // what the colour key lies on: pixels around it

export class Scene {
  constructor() {
    this.names = new Names();
    this.heads = [];
    this.words = [];
    this.starts = []; // of runners that do not begin where the chosen one does
    this.fixed = []; // rectangles of words and controls
    this.obstacles = []; // and what else names stay away from
    this.tinted = () => false; // whether paths show the friction of their rule
  }

  /** A new race, theme, view or size. `stage` has race, field, theme, scale, paths, trails and the view in use. */
  prepare(stage, ctx) {
    this.stage = stage;
    const old = new Map(this.heads.map((head) => [head.slot, head]));
    this.heads = stage.paths.map((path) => {
      const { slot } = path.runner;
      return Object.assign(old.get(slot) ?? { slot, x: 0, y: 0 }, { runner: path.runner, path, state: "gone" });
    });
    this.order = this.heads
      .slice()
      .sort((a, b) => Number(a.slot === stage.race.pick) - Number(b.slot === stage.race.pick));
    this.starts = otherStarts(stage.race);
    this.placeWords(ctx);
  }

  /** Find room for the words at start and minimum, where no path will ever run if possible. */
  placeWords(ctx) {
    const { race, view, theme, scale, trails, field } = this.stage;
    ctx.font = `500 ${TEXT * scale}px ${theme.font}`;
    const taken = controls(view.width, scale, race);
    if (!view.spatial) taken.push(keyBox(field, view.width, view.height, scale));
    this.fixed = taken.slice();
    this.words = wordsFor(race.surface, this.stage.startPoint(), view);
    for (const word of this.words) {
      const spot = view.spot(word.x, word.y, race.surface);
      word.rect = null;
      if (!spot) continue;
      const size = ctx.measureText(word.text).width;
      const room = { cover: trails.future, taken, width: view.width, height: view.height };
      word.rect = besides(spot.x, spot.y, size, 18 * scale, {
        ...room,
        first: word.kind === "start" ? "right" : "below",
      });
      taken.push(word.rect);
      this.fixed.push(word.rect, { x: spot.x - 10, y: spot.y - 10, w: 20, h: 20 });
    }
  }

  /** Draw step t at time `now`; true while something eases. `still`: nothing may ease, `resting`: nothing plays. */
  draw(ctx, t, now, { still, resting }) {
    const { view, theme, scale, race, trails } = this.stage;
    ctx.clearRect(0, 0, view.width, view.height);
    this.drawGround(ctx);
    for (const head of this.heads) {
      head.path.head(t, view, head);
      head.loss = head.runner.loss[rowOf(head.runner, t)];
      head.blank = head.state === "dead" || !Number.isFinite(head.loss);
      head.fate = fateOf(head.runner, head, t);
    }
    this.drawSteps(ctx);
    this.drawKey(ctx);
    this.lost = this.heads.some(({ state, runner }) => state === "out" && LOST.has(runner.outcome.kind));
    const shown = this.heads.filter((head) => head.state !== "gone");
    gather(shown);
    const offered = !view.spatial && (this.lost || this.stage.navigator.whole);
    const fixed = offered ? [...this.obstacles, offerBox(view.width, view.height, scale)] : this.obstacles;
    const about = { heads: shown, fixed, cover: trails.cover, width: view.width, height: view.height };
    const easing = this.names.draw(ctx, shown, { ...about, theme, scale, pick: race.pick, still, resting, now });
    for (const head of this.order) if (head.state !== "gone") drawHead(ctx, head, theme, scale);
    return easing;
  }

  /** Pieces of path below 1x, look-ahead points and the arrows of the chosen runner. */
  drawSteps(ctx) {
    const { view, theme, scale, race, trails, arrows } = this.stage;
    for (const head of this.order) {
      if (head.state !== "gone") drawTail(ctx, head.path, head, view, theme, trails.widthOf(head.slot));
      drawTip(ctx, head.path, head, theme, trails.widthOf(head.slot));
      if (this.tinted() && head.state !== "gone") drawFriction(ctx, head, theme, trails.widthOf(head.slot));
      drawAhead(ctx, head.path, head, view, theme, scale);
    }
    const chosen = this.order.find((head) => head.slot === race.inside?.slot);
    if (arrows && chosen) drawArrows(ctx, chosen.path, chosen, race.inside.arrows, view, theme, scale);
  }

  /** The colour key, over the paths. */
  drawKey(ctx) {
    const { view, theme, scale, field } = this.stage;
    if (view.spatial) return;
    const { x, y, w, h } = keyBox(field, view.width, view.height, scale);
    const air = PLATE.air * scale;
    ctx.fillStyle = tint(theme.page, PLATE.opacity);
    ctx.beginPath();
    ctx.roundRect(x - air, y - air / 2, w + 2 * air, h + 1.5 * air, PLATE.corner * scale);
    ctx.fill();
    paintKey(ctx, field, theme, x, y, scale);
    this.drawOwner(ctx, x, y + 10 * scale, w);
  }

  /** Whose surface it is, where each runner has its own: behind the word over the colour key. */
  drawOwner(ctx, x, y, width) {
    const { theme, scale, race } = this.stage;
    const owner = race.runners.find(({ slot }) => slot === race.surface.of);
    if (!owner) return;
    const colour = hue(owner, theme);
    const look = { fill: colour, stroke: colour, width: 1.6 * scale, hollow: owner.hollow, paper: theme.page };
    ctx.textAlign = "left";
    const from = x + ctx.measureText("Loss of ").width;
    haloText(ctx, " of", x + ctx.measureText("Loss").width, y, theme.quiet, theme.page);
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

  /** Minima, starts, their words, and the surface's frame where much more than it is visible. */
  drawGround(ctx) {
    const { view, theme, scale, race } = this.stage;
    this.drawFrame(ctx);
    for (const [x, y] of race.surface.minima) {
      const spot = view.spot(x, y, race.surface);
      if (spot) drawMinimum(ctx, spot.x, spot.y, theme, scale);
    }
    for (const [x, y] of this.starts) {
      const spot = view.spot(x, y, race.surface);
      if (spot) drawOtherStart(ctx, spot.x, spot.y, theme, scale);
    }
    const [x, y] = this.stage.startPoint();
    const spot = view.spot(x, y, race.surface);
    if (spot) drawStart(ctx, spot.x, spot.y, theme, scale);
    ctx.font = `500 ${TEXT * scale}px ${theme.font}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    for (const { text, rect } of this.words) {
      if (rect) haloText(ctx, text, rect.x, rect.y + 0.76 * rect.h, theme.ink, theme.page, 3.5 * scale);
    }
  }

  drawFrame(ctx) {
    const { view, theme, race } = this.stage;
    if (view.spatial) return;
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

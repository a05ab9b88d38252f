/** What lies under the paths: bands, level lines and their numbers, ticks of the axes. */

import { paintBands, paintLines, paintTicks } from "../draw/bands.js";
import { sameRelief } from "../draw/relief.js";
import { haloText } from "../draw/text.js";
import { tint } from "../draw/theme.js";
import { there } from "../draw/there.js";
import { keyBox, levelNumbers } from "./fixtures.js";

/** @import { Rectangle } from "../draw/boxes.js" */
/** @import { Relief } from "../draw/relief.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { Frame, View } from "../draw/view.js" */
/** @import { RaceHeader } from "../engine/header.js" */
/** @import { Cover } from "./paths.js" */

export class Backdrop {
  constructor() {
    /** @type {Relief | null} */
    this.base = null; // of the whole surface
    /** @type {Relief | null} */
    this.fine = null; // of the part that was zoomed to
    /** @type {(Relief | null)[]} */
    this.sharp = [null, null]; // the same of sharpness, where it is looked at
    this.plain = false; // the loss is shown even there
    /** @type {Relief | null} */
    this.picked = null; // that of these which is shown
    /** @type {{x: number, y: number, text: string}[]} */
    this.numbers = [];
  }

  /** The relief of the whole surface. */
  get whole() {
    return there(this.base, "The relief of a surface");
  }

  /** The relief that is shown. */
  get relief() {
    return there(this.picked, "The relief that is shown");
  }

  /**
   * Take the reliefs of a race; one that shows the same as before stays, so that its level lines stay known.
   *
   * @param {RaceHeader} race
   */
  setRace(race) {
    const base = race.surface.relief;
    const fine = race.view?.relief ?? null;
    this.base = sameRelief(this.base, base) ? this.base : base;
    this.fine = sameRelief(this.fine, fine) ? this.fine : fine;
    const sharp = [race.surface.sharp ?? null, race.view?.sharp ?? null];
    this.sharp = sharp.map((one, place) => (sameRelief(this.sharp[place], one) ? this.sharp[place] : one));
  }

  /**
   * Use the finer relief while it covers what is visible, else the one of the whole surface.
   *
   * @param {Frame} visible
   * @param {boolean} atHome
   */
  pick([x0, x1, y0, y1], atHome) {
    const by = (x1 - x0) * 0.01;
    /** @param {Frame} frame */
    const fits = ([a, b, c, d]) => a <= x0 + by && b >= x1 - by && c <= y0 + by && d >= y1 - by;
    const [base, fine] = this.sharp[0] && !this.plain ? this.sharp : [this.base, this.fine];
    this.picked = fine && !atHome && fits(fine.frame) ? fine : base;
  }

  /**
   * Find places for the numbers on level lines: far from `paths`, not under what is `fixed` there.
   *
   * @param {View} view
   * @param {number} scale
   * @param {Cover} paths
   * @param {Rectangle[]} fixed
   */
  findNumbers(view, scale, paths, fixed) {
    const taken = [keyBox(this.relief, view.width, view.height, scale), ...fixed];
    this.numbers = levelNumbers(this.relief, view, paths, taken).map(({ x, y, text }) => ({
      x: view.x(x),
      y: view.y(y),
      text,
    }));
  }

  /**
   * Rectangles in pixels that the numbers take.
   *
   * @param {View} view
   * @returns {Rectangle[]}
   */
  numberBoxes(view) {
    return this.numbers.map(({ x, y, text }) => {
      const w = 8 * text.length + 4;
      return { x: view.px(x) - w / 2, y: view.py(y) - 9, w, h: 18 };
    });
  }

  /**
   * Draw all of it, `ratio` pixels per CSS pixel.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Theme} theme
   * @param {number} scale
   * @param {number} ratio
   */
  paint(ctx, view, theme, scale, ratio) {
    const { relief } = this;
    ctx.clearRect(0, 0, view.width, view.height);
    paintBands(ctx, relief, view, theme, ratio);
    paintLines(ctx, relief, view, theme);
    paintTicks(ctx, view, theme, 13 * scale);
    ctx.font = `${13 * scale}px ${theme.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    for (const { x, y, text } of this.numbers) {
      haloText(ctx, text, view.px(x), view.py(y), theme.quiet, tint(theme.page, 0.85), 4 * scale);
    }
  }
}

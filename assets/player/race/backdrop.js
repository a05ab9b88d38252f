/** What lies under the paths: bands, level lines and their numbers, ticks of the axes. */

import { paintBands, paintLines, paintTicks } from "../draw/bands.js";
import { sameField } from "../draw/field.js";
import { haloText } from "../draw/text.js";
import { tint } from "../draw/theme.js";
import { controls, keyBox, levelNumbers } from "./fixtures.js";

export class Backdrop {
  /** `stage` has `race`, `theme`, `scale`, `flat`, `view`, `layers`, `trails`, `scene`, `atHome`. */
  constructor(stage) {
    this.stage = stage;
    this.base = this.fine = this.field = null;
    this.sharp = [null, null]; // the same of sharpness, where it is looked at
    this.numbers = [];
  }

  /** Take the fields of a race; one that shows the same as before stays, so that its level lines stay known. */
  setRace(race) {
    const base = race.surface.field;
    const fine = race.view?.field ?? null;
    this.base = sameField(this.base, base) ? this.base : base;
    this.fine = sameField(this.fine, fine) ? this.fine : fine;
    const sharp = [race.surface.sharp ?? null, race.view?.sharp ?? null];
    this.sharp = sharp.map((one, place) => (sameField(this.sharp[place], one) ? this.sharp[place] : one));
  }

  /** Use the finer field while it covers what is visible, else the one of the whole surface. */
  pick() {
    const [x0, x1, y0, y1] = this.stage.flat.frame;
    const by = (x1 - x0) * 0.01;
    const fits = ([a, b, c, d]) => a <= x0 + by && b >= x1 - by && c <= y0 + by && d >= y1 - by;
    const [base, fine] = this.sharp[0] ? this.sharp : [this.base, this.fine];
    this.field = fine && !this.stage.atHome && fits(fine.frame) ? fine : base;
  }

  /** Find places for the numbers on level lines: far from paths, not under controls and words. */
  findNumbers() {
    const { flat, scale, trails, scene, view } = this.stage;
    if (view.spatial) return;
    const taken = [
      ...controls(flat.width, scale, this.stage.race),
      keyBox(this.field, flat.width, flat.height, scale),
      ...scene.fixed,
    ];
    this.numbers = levelNumbers(this.field, flat, trails.future, taken).map((number) => ({
      x: flat.x(number.x),
      y: flat.y(number.y),
      text: number.text,
    }));
  }

  /** Rectangles in pixels that the numbers take. */
  numberBoxes() {
    const { flat, view } = this.stage;
    return view.spatial
      ? []
      : this.numbers.map(({ x, y, text }) => {
          const w = 8 * text.length + 4;
          return { x: flat.px(x) - w / 2, y: flat.py(y) - 9, w, h: 18 };
        });
  }

  /** Draw the lowest canvas. */
  paint(ctx = this.stage.layers.ctx.ground, ratio = window.devicePixelRatio || 1) {
    const { flat, theme, scale, view } = this.stage;
    const { field } = this;
    ctx.clearRect(0, 0, flat.width, flat.height);
    if (view.spatial) return;
    paintBands(ctx, field, flat, theme, ratio);
    paintLines(ctx, field, flat, theme);
    paintTicks(ctx, flat, theme, 13 * scale);
    ctx.font = `${13 * scale}px ${theme.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    for (const { x, y, text } of this.numbers) {
      haloText(ctx, text, flat.px(x), flat.py(y), theme.quiet, tint(theme.page, 0.85), 4 * scale);
    }
  }
}

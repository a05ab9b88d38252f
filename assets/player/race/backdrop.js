/** What lies under the paths: the contour, by canvas at once and by Plotly when it has drawn it, and numbers. */

import { haloText, paintBands, paintLines, paintTicks } from "../draw/bands.js";
import { route } from "../draw/dom.js";
import { sameField } from "../draw/field.js";
import { tint } from "../draw/theme.js";
import { controls, keyBox, levelNumbers } from "./fixtures.js";
import { Contour, loadPlotly } from "./plotly.js";

const FIRST = 60; // milliseconds that the first frame has before Plotly is loaded
const LATER = 30; // and that a change waits for the next one
const QUIET = 1500; // without a new picture before Plotly is loaded

export class Backdrop {
  /** `stage` has `race`, `theme`, `scale`, `flat`, `view`, `layers`, `trails`, `scene`, `atHome`; `moved` as for Contour. */
  constructor(stage, element, moved) {
    this.stage = stage;
    this.contour = new Contour(element, moved);
    this.base = this.fine = this.field = null;
    this.numbers = [];
    this.covered = true; // the canvas shows the contour because Plotly does not yet
    this.job = 0;
    this.wanted = "all";
    // Starting Plotly takes the main thread for up to a second: that waits until all is quiet or somebody points at it.
    this.calm = new Promise((resolve) => (this.settle = resolve));
  }

  /** The stage was drawn, while the race plays or not: nothing else may be drawn for a while before it counts as quiet. */
  drawn(playing) {
    clearTimeout(this.quiet);
    if (!playing && !this.contour.plotly) this.quiet = setTimeout(this.settle, QUIET);
  }

  /** Take the fields of a race; one that shows the same as before stays, so that nothing is drawn again for it. */
  setRace(race) {
    const base = race.surface.field;
    const fine = race.view?.field ?? null;
    this.base = sameField(this.base, base) ? this.base : base;
    this.fine = sameField(this.fine, fine) ? this.fine : fine;
  }

  /** Use the finer field while it covers what is visible, else the one of the whole surface. */
  pick(force) {
    const [x0, x1, y0, y1] = this.stage.flat.frame;
    const by = (x1 - x0) * 0.01;
    const fits = ([a, b, c, d]) => a <= x0 + by && b >= x1 - by && c <= y0 + by && d >= y1 - by;
    const field = this.fine && !this.stage.atHome && fits(this.fine.frame) ? this.fine : this.base;
    if (field === this.field && !force) return;
    this.field = field;
    this.renew("all");
  }

  /** The contour changed, in all or only in where we "look": the canvas shows it until Plotly has drawn it. */
  renew(how) {
    this.covered = true;
    this.wanted = this.wanted === "all" ? "all" : how;
    this.job += 1;
    const { job } = this;
    setTimeout(() => this.plot(job), this.contour.drawn ? LATER : FIRST);
  }

  /** Where the server has Plotly; the race says so where it knows. */
  address() {
    return this.stage.race.plotly ?? route("plotly/plotly.js");
  }

  async plot(job) {
    const { stage, contour } = this;
    const late = () => job !== this.job || this.gone;
    if (late() || stage.race.plotly === null) return;
    try {
      contour.plotly ??= await this.calm.then(() => loadPlotly(this.address()));
    } catch {
      return; // the canvas goes on showing the contour; moving the view works without Plotly too
    }
    if (late()) return;
    const all = this.wanted === "all" || !contour.drawn;
    this.wanted = null;
    if (all) await contour.show(stage.race.surface.figure, this.field, stage.flat, stage.theme, stage.scale);
    else await contour.look(stage.flat);
    if (late()) return;
    this.covered = false;
    this.paint();
  }

  /** Find places for the numbers on level lines: far from paths, not under controls and words. */
  findNumbers() {
    const { flat, scale, trails, scene, view } = this.stage;
    if (view.spatial) return;
    const taken = [...controls(flat.width, scale), keyBox(this.field, flat.width, flat.height, scale), ...scene.fixed];
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

  /** Draw the lowest canvas: the contour if it is wanted `whole`, numbers always. */
  paint(ctx = this.stage.layers.ctx.ground, ratio = window.devicePixelRatio || 1, whole = this.covered) {
    const { flat, theme, scale, view } = this.stage;
    const { field } = this;
    ctx.clearRect(0, 0, flat.width, flat.height);
    if (view.spatial) return;
    if (whole) {
      paintBands(ctx, field, flat, theme, ratio);
      paintLines(ctx, field, flat, theme);
      paintTicks(ctx, flat, theme, 13 * scale);
    }
    ctx.font = `${13 * scale}px ${theme.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    for (const { x, y, text } of this.numbers) {
      haloText(ctx, text, flat.px(x), flat.py(y), theme.quiet, tint(theme.page, 0.85), 4 * scale);
    }
  }

  destroy() {
    this.gone = true;
    clearTimeout(this.quiet);
    this.contour.destroy();
  }
}

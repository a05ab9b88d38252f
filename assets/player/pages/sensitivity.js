/**
 * The pictures of sensitivity: what becomes of a runner over two of its numbers, and what theory says of them.
 *
 * Data: the blob of a header, see ui/race/sensitivity/header.py. Nothing is reported: a press opens the race of a cell, a
 * box that is drawn with the mouse, the key +, or a press after the button that looks closer, opens the map of a part,
 * the button beside it or the key - a wider one.
 */

import { grouped, plain, short } from "../draw/format.js";
import { mix } from "../draw/theme.js";
import { inSentence, tr } from "../draw/tr.js";
import { mounts } from "../engine/mounts.js";
import { BAR, digitsOf, paintAxes, paintBar } from "./mapaxes.js";
import { fill, hatched, LOST, leftOrLost, outcomeSwatches, pair, swatch } from "./mapcolours.js";
import { MapZoom } from "./mapzoom.js";
import { cellsOf } from "./sensitivitycells.js";
import { limitSwatches, spot, strokeOver } from "./theorymarks.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { SensitivityHeader, SensitivityRunner } from "./headers.js" */
/** @import { MapPicture, Size } from "./mapkind.js" */

const KEYS = tr("Arrow keys move over it, Enter races with the numbers there, + looks closer, - steps back.");

/** Show the pictures in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Sensitivity(parent));

/** @typedef {{x: number, y: number, digits: number[], cell: number}} Place a cell, its numbers and how many digits these have */

/** @extends {MapZoom<SensitivityRunner, SensitivityHeader, Place>} */
class Sensitivity extends MapZoom {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    super(parent, "sensitivity", []);
  }

  /** @param {SensitivityRunner} runner */
  title(runner) {
    const title = tr("Map of {name}, {across} across, {up} up: {told}.", this.named(runner));
    return `${title} ${KEYS}`;
  }

  /**
   * The cell at a place of a picture, and its numbers; null beside it.
   *
   * @param {MapPicture<SensitivityRunner>} picture
   * @param {number} across
   * @param {number} up
   */
  placeAt({ runner: { side } }, across, up) {
    if (across < 0 || across >= 1 || up < 0 || up >= 1) return null;
    const { x, y } = this.header.axes;
    const [column, row] = [Math.floor(across * side), Math.floor(up * side)];
    const apart = x.values.length / side;
    const [right, above] = [column * apart, row * apart];
    const digits = [digitsOf(x.values, right), digitsOf(y.values, above)];
    return { x: x.values[right], y: y.values[above], digits, cell: row * side + column };
  }

  /**
   * @param {SensitivityRunner} runner
   * @param {Place} place
   */
  wordsAt({ fate, since, loss, reached }, { x, y, digits, cell }) {
    const { axes, minima, words, tolerance } = this.header;
    const kind = fate[cell];
    const [across, up] = [plain(x, digits[0]), plain(y, digits[1])];
    const at = `${axes.x.label} ${across}, ${inSentence(axes.y.label)} ${up}`;
    const soon =
      reached[cell] < 0
        ? tr("tolerance not reached")
        : tr("tolerance after {count} gradients", { count: grouped(reached[cell]) });
    const end =
      kind >= 0
        ? tr("reaches {minimum} after {count} gradients", {
            minimum: pair(minima[kind].at),
            count: grouped(since[cell]),
          })
        : words[kind];
    const told = [tr("loss {loss}", { loss: short(loss[cell]) }), tolerance ? soon : "", end];
    return `${at}: ${told.filter(Boolean).join(", ")}`;
  }

  /**
   * @param {SensitivityRunner} runner
   * @param {Place} place
   */
  addressOf(runner, { x, y }) {
    const { race, names } = this.header;
    const set = [...names.x.map((name) => `${name}=${x}`), ...names.y.map((name) => `${name}=${y}`)];
    return `./?${[race, ...set].join("&")}&pick=${runner.slot}`;
  }

  swatches() {
    const { shows, range, gradients, minima, words, lowest, bounded } = this.header;
    const lines = this.lines();
    if (!this.header.runners.length) return [];
    if (shows === "outcome") return [...outcomeSwatches(minima, words), ...lines];
    const gone = swatch(hatched(0.5, 0, 1), bounded ? words[LOST] : leftOrLost(words));
    if (shows === "reached") {
      const never = swatch((ctx, theme) => fill(ctx, mix(theme.page, theme.ink, 0.12)), tr("not reached"));
      return [
        swatch(paintBar, tr("0 to {count} gradients", { count: grouped(gradients) }), BAR),
        never,
        gone,
        ...lines,
      ];
    }
    if (!range) return [swatch(paintBar, tr("no run ends finite"), BAR), gone, ...lines];
    const [from, to] = range.map((v) => plain(v));
    const ends =
      Math.abs(lowest) < 1e-12
        ? tr("loss {from} to {to}", { from, to })
        : tr("loss {from} to {to} above {lowest}", { from, to, lowest: plain(lowest) });
    return [swatch(paintBar, ends, BAR), gone, ...lines];
  }

  /** The lines of the key for what theory says, of each runner for which it says something. */
  lines() {
    const { runners } = this.header;
    const drawn = limitSwatches(runners);
    if (!runners.some(({ line, fastest }) => line && fastest)) return drawn;
    const cross = (/** @type {CanvasRenderingContext2D} */ ctx, /** @type {Theme} */ theme) => {
      fill(ctx, theme.page);
      spot(ctx, 9, 9, 6, theme);
    };
    return [...drawn, swatch(cross, tr("fastest in theory"))];
  }

  /**
   * @param {SensitivityRunner} runner
   * @param {Theme} theme
   */
  shades(runner, theme) {
    return cellsOf(this.header, runner, theme);
  }

  ratio() {
    return 0.82;
  }

  /**
   * What theory says, the box that is drawn, and the axes.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {MapPicture<SensitivityRunner>} picture
   * @param {Size} size
   */
  over(ctx, picture, { width, height, theme }) {
    const { line, fastest } = picture.runner;
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, 0, width, height);
    ctx.clip();
    if (line) strokeOver(ctx, line, { width, height, theme });
    if (fastest) spot(ctx, fastest[0] * width, (1 - fastest[1]) * height, 7 * this.scale, theme);
    this.drawBox(ctx, picture, { width, height, theme });
    ctx.restore();
    paintAxes(ctx, this.header.axes, width, height, theme, this.scale);
  }
}

/**
 * The pictures of sensitivity: what becomes of a runner over two of its numbers, and what theory says of them.
 *
 * Data: the blob of a header, see ui/race/sensitivity/header.py. It reports {kind: "part", link} by the outbox: the part
 * that is looked at closer, which is a map of its own. Cells that are marked open as runs of a race, one or several side
 * by side.
 */

import { grouped, plain, short } from "../draw/format.js";
import { mix } from "../draw/theme.js";
import { inSentence, tr } from "../draw/tr.js";
import { mounts } from "../engine/mounts.js";
import { digitsOf, paintAxes } from "./mapaxes.js";
import {
  BAR,
  fill,
  hatched,
  LEFT,
  LOST,
  leftOrLost,
  outcomeSwatches,
  paintBar,
  pair,
  shadeAt,
  swatch,
} from "./mapcolours.js";
import { MapMarks } from "./mapmarks.js";
import { cellsOf } from "./sensitivitycells.js";
import { limitSwatches, spot, strokeOver } from "./theorymarks.js";
import { LETTER } from "./trialmarks.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { SensitivityHeader, SensitivityRunner } from "./headers.js" */
/** @import { MapPicture, Shares, Size } from "./mapkind.js" */
/** @import { Trial } from "./triallines.js" */

const WIDEST = 700; // px of the design: a map, and more than that is too far to its axis
const RATIO = 0.82; // of its height to its width, at most
const KEYS = tr("Arrow keys move over it, Enter marks a cell and then opens its run, + looks closer, - steps back.");

/** Show the pictures in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Sensitivity(parent));

/** @extends {MapMarks<SensitivityRunner, SensitivityHeader>} */
export class Sensitivity extends MapMarks {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    super(parent, "sensitivity", [], {
      page: "./",
      none: tr("Press a cell to mark it, and again to open its run. Several open side by side."),
      one: tr("Open this run"),
      several: (count) => tr("Open these {count} side by side", { count }),
    });
  }

  /** @param {SensitivityRunner} runner */
  title(runner) {
    const title = tr("Map of {name}, {across} across, {up} up: {told}.", this.named(runner));
    return `${title} ${KEYS}`;
  }

  /**
   * The cell at a place of a picture, among those of the whole map, which stays what it is in a finer picture; null beside it.
   *
   * @param {MapPicture<SensitivityRunner>} picture
   * @param {number} across
   * @param {number} up
   */
  placeAt({ runner: { slot, side } }, across, up) {
    if (!side || across < 0 || across >= 1 || up < 0 || up >= 1) return null;
    const apart = this.count / side;
    return { slot, place: apart * (Math.floor(up * side) * this.count + Math.floor(across * side)) };
  }

  /**
   * A press on a cell that is marked opens its run.
   *
   * @param {MapPicture<SensitivityRunner>} picture
   * @param {number} across
   * @param {number} up
   */
  open(picture, across, up) {
    const trial = this.aiming ? null : this.placeAt(picture, across, up);
    const marked = this.marked.find((one) => one.slot === trial?.slot && one.place === trial.place);
    if (marked) window.location.assign(this.linkTo([marked]));
    else super.open(picture, across, up);
  }

  /**
   * A press on the letter of a mark is one on its cell, which is much smaller.
   *
   * @param {MapPicture<SensitivityRunner>} picture
   * @param {MouseEvent} event
   */
  pressed(picture, event) {
    const at = super.pressed(picture, event);
    const { width, height } = this.size;
    const own = this.marked.filter(({ slot }) => slot === picture.runner.slot).map(({ place }) => this.middle(place));
    const under = (/** @type {Shares} */ [x, y]) =>
      Math.hypot((x - at[0]) * width, (y - at[1]) * height) <= LETTER * this.scale;
    return own.find(under) ?? at;
  }

  /**
   * The middle of a cell of the whole map.
   *
   * @param {number} place
   * @returns {Shares}
   */
  middle(place) {
    const [column, row] = this.cross(place);
    return [(column + 0.5) / this.count, (row + 0.5) / this.count];
  }

  /** How many numbers there are along each side. */
  get count() {
    return this.header.axes.x.values.length;
  }

  /**
   * Column and row of a place of the whole map.
   *
   * @param {number} place
   */
  cross(place) {
    return [place % this.count, Math.floor(place / this.count)];
  }

  /** @param {Trial} trial */
  numbersOf({ place }) {
    const [column, row] = this.cross(place);
    const { x, y } = this.header.axes;
    return { x: x.values[column], y: y.values[row] };
  }

  /**
   * @param {SensitivityRunner} runner
   * @param {Trial} trial
   */
  wordsAt({ side, fate, since, loss, reached }, trial) {
    const { axes, minima, words, tolerance } = this.header;
    const [column, row] = this.cross(trial.place);
    const { x, y } = this.numbersOf(trial);
    const apart = this.count / side;
    const cell = Math.floor(row / apart) * side + Math.floor(column / apart);
    const kind = fate[cell];
    const [across, up] = [plain(x, digitsOf(axes.x.values, column)), plain(y, digitsOf(axes.y.values, row))];
    const at = `${axes.x.label} ${across}, ${inSentence(axes.y.label)} ${up}`;
    const count = grouped(reached[cell]);
    const soon = reached[cell] < 0 ? tr("tolerance not reached") : tr("tolerance after {count} gradients", { count });
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

  swatches() {
    const { shows, range, gradients, minima, words, lowest, bounded } = this.header;
    const lines = this.lines();
    if (!this.header.runners.length) return [];
    if (shows === "outcome") return [...outcomeSwatches(minima, words, gradients), ...lines];
    const gone = swatch(hatched(0.5, 0, -1), bounded ? words[LOST] : leftOrLost(words));
    if (shows === "reached") {
      const never = swatch((ctx, theme) => fill(ctx, mix(theme.page, theme.ink, 0.12)), tr("not reached"));
      return [
        swatch(paintBar, tr("0 to {count} gradients, logarithmic", { count: grouped(gradients) }), BAR),
        never,
        gone,
        ...lines,
      ];
    }
    if (!range) return [...this.alike(), gone, ...lines];
    const [from, to] = range.map((v) => plain(v));
    const ends =
      Math.abs(lowest) < 1e-12
        ? tr("loss {from} to {to}, logarithmic", { from, to })
        : tr("loss {from} to {to} above {lowest}, logarithmic", { from, to, lowest: plain(lowest) });
    return [swatch(paintBar, ends, BAR), gone, ...lines];
  }

  /** The line of the key where no two losses are told apart: what all of them are, if there are any. */
  alike() {
    const { runners, bounded, lowest } = this.header;
    const counts = runners.some(({ loss, fate }) =>
      loss.some((one, cell) => Number.isFinite(one) && (bounded || fate[cell] !== LEFT)),
    );
    if (!counts) return [];
    const best = (/** @type {CanvasRenderingContext2D} */ ctx, /** @type {Theme} */ theme) =>
      fill(ctx, `rgb(${shadeAt(0, theme).join(", ")})`);
    return [swatch(best, tr("loss {loss}, all alike", { loss: plain(lowest) }))];
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

  /**
   * As wide as there is room: its two numbers have no scale in common.
   *
   * @param {number} width
   * @param {number} height
   * @returns {[width: number, height: number]}
   */
  fits(width, height) {
    const across = Math.min(width, WIDEST);
    return [across, Math.min(height, RATIO * across)];
  }

  /**
   * What theory says, the box that is drawn, the axes and the letters of marked cells.
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
    paintAxes(ctx, this.axesOf(picture.runner), width, height, theme, this.scale);
    const middle = (/** @type {number} */ place) => {
      const [across, up] = this.middle(place);
      return [across * width, (1 - up) * height];
    };
    this.letters(ctx, picture.runner, middle, theme);
  }
}

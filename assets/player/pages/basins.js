/**
 * The pictures of basins: which minimum is reached from every start of a frame, and how soon.
 *
 * Data: the blob of a header, see ui/race/basins/header.py. Nothing is reported; a press opens the race from that start. The
 * gradient that is shown stands in the address.
 */

import { el, iconButton } from "../draw/dom.js";
import { grouped } from "../draw/format.js";
import { drawMarker } from "../draw/marks.js";
import { haloText } from "../draw/text.js";
import { tint } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { Clock } from "../engine/clock.js";
import { mounts } from "../engine/mounts.js";
import { readView } from "../engine/viewlink.js";
import { axesOf, FOOT_ROOM, paintAxes, roomOf } from "./mapaxes.js";
import { basinColours, LEFT, outcomeSwatches, pair } from "./mapcolours.js";
import { MapFrame } from "./mapframe.js";
import { playBy, showPlaying, stand } from "./pagetime.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { BasinsHeader, BasinsRunner } from "./headers.js" */
/** @import { MapPicture, Size } from "./mapkind.js" */

const CROWD = 16; // of more minima than these, those without a hue of their own are small and have no numbers
const KEYS = tr("Arrow keys move a start over it, Enter races from there, the space bar plays.");

/** Show the pictures in `component.parentElement`; returns the function that takes them down. */
export const mount = mounts((parent) => new Basins(parent));

/** @typedef {{x: number, y: number, cell: number}} Place a start, and the cell that it is in */

/** @extends {MapFrame<BasinsRunner, BasinsHeader, Place>} */
class Basins extends MapFrame {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    const slider = el("input", { type: "range", min: "0", "aria-label": tr("Gradients") });
    const play = iconButton("play", tr("Play"));
    const after = el("output", { "aria-live": "off" }); // the slider says its value
    const time = el("div", { class: "op-basins-time" }, play, slider, after);
    super(parent, "basins", [time], { foot: FOOT_ROOM });
    this.t = -1; // the gradient that is shown
    /** @type {{t?: number} | null} */
    this.waits = readView(window.location.search); // the one at which the next header begins, undefined is the last
    this.time = time;
    this.slider = slider;
    this.after = after;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.clock = new Clock({
      show: () => this.show(),
      changed: () => showPlaying(play, this.clock.playing),
      reducedMotion: () => still.matches,
    });
    play.addEventListener("click", () => this.clock.toggle());
    slider.addEventListener("input", () => {
      this.clock.pause();
      this.clock.seek(Number(slider.value));
    });
    playBy(this.clock, (t, same) => {
      this.clock.pause();
      if (same) this.clock.seek(t ?? this.clock.steps);
      else this.waits = { t };
    });
  }

  taken() {
    const { gradients } = this.header;
    this.room.left = roomOf(axesOf(this.header.frame).y);
    const ended = this.clock.position >= this.clock.steps;
    this.clock.setSteps(gradients);
    if (ended || this.waits) this.clock.seek(this.waits?.t ?? gradients);
    this.waits = null;
    this.time.hidden = this.pictures.size === 0;
    this.slider.max = String(gradients);
    this.tell();
  }

  /** Draw the gradient at which the clock is, where that is another one. */
  show() {
    if (!this.given || Math.floor(this.clock.t) === this.t) return false;
    this.tell();
    this.draw();
    return false;
  }

  upward() {
    return axesOf(this.header.frame).y.label;
  }

  /** @param {BasinsRunner} runner */
  title(runner) {
    return `${tr("Basins of {name}: {told}.", { name: runner.label, told: runner.told })} ${KEYS}`;
  }

  /**
   * The start at a place of a picture, to four digits of the frame, and its cell; null beside the picture.
   *
   * @param {MapPicture<BasinsRunner>} picture
   * @param {number} across
   * @param {number} up
   */
  placeAt({ runner: { side } }, across, up) {
    const [x0, x1, y0, y1] = this.header.frame;
    if (!side || across < 0 || across >= 1 || up < 0 || up >= 1) return null;
    const digits = 4 - Math.floor(Math.log10(Math.max(x1 - x0, y1 - y0)));
    const [x, y] = [x0 + across * (x1 - x0), y0 + up * (y1 - y0)].map((v) => Number(v.toFixed(Math.max(0, digits))));
    return { x, y, cell: Math.floor(up * side) * side + Math.floor(across * side) };
  }

  /**
   * What becomes of a start, in words.
   *
   * @param {BasinsRunner} runner
   * @param {Place} place
   */
  wordsAt({ fate, steps }, { x, y, cell }) {
    const { minima, gradients, words } = this.header;
    const kind = fate[cell];
    const [start, count] = [pair([x, y]), grouped(kind >= 0 || kind === LEFT ? steps[cell] : gradients)];
    return kind >= 0
      ? tr("{start} reaches {minimum} after {count} gradients", { start, minimum: pair(minima[kind].at), count })
      : tr("{start} {fate} after {count} gradients", { start, fate: words[kind], count });
  }

  /**
   * @param {BasinsRunner} runner
   * @param {Place} place
   */
  addressOf(runner, { x, y }) {
    return `./?${this.header.race}&x=${x}&y=${y}&pick=${runner.slot}`;
  }

  /** Say at which gradient the clock is. */
  tell() {
    this.t = Math.floor(this.clock.t);
    this.slider.value = String(this.t);
    this.after.textContent = tr("after {count} gradients", { count: grouped(this.t) });
    stand(this.t < this.header.gradients ? this.t : undefined);
  }

  swatches() {
    const { minima, words, gradients } = this.header;
    return outcomeSwatches(minima, words, gradients);
  }

  /**
   * @param {BasinsRunner} runner
   * @param {Theme} theme
   */
  shades({ fate, steps, side }, theme) {
    const { minima, gradients } = this.header;
    return { cells: basinColours({ fate, since: steps, side }, minima, gradients, this.t, theme), side };
  }

  /**
   * As the frame is, within bounds.
   *
   * @param {number} width
   * @param {number} height
   * @returns {[width: number, height: number]}
   */
  fits(width, height) {
    const [x0, x1, y0, y1] = this.header.frame;
    const ratio = Math.min(1.4, Math.max(0.5, (y1 - y0) / (x1 - x0)));
    const across = Math.min(width, height / ratio);
    return [across, across * ratio];
  }

  /**
   * The minima in the frame, and its axes.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {MapPicture<BasinsRunner>} picture
   * @param {Size} size
   */
  over(ctx, picture, { width, height, theme }) {
    const { frame, minima } = this.header;
    const [x0, x1, y0, y1] = frame;
    ctx.font = `600 ${13 * this.scale}px ${theme.font}`;
    for (const [number, { at, other }] of minima.entries()) {
      if (at[0] < x0 || at[0] > x1 || at[1] < y0 || at[1] > y1) continue;
      const small = other && minima.length > CROWD;
      const [x, y] = [((at[0] - x0) / (x1 - x0)) * width, ((y1 - at[1]) / (y1 - y0)) * height];
      const look = { fill: theme.ink, stroke: theme.page, width: small ? 1 : 2 };
      drawMarker(ctx, "cross", x, y, (small ? 2.5 : 5) * this.scale, look);
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      if (minima.length > 1 && !small)
        haloText(ctx, String(number + 1), x + 8 * this.scale, y - 8 * this.scale, theme.ink, tint(theme.page, 0.9));
    }
    paintAxes(ctx, axesOf(frame), width, height, theme, this.scale);
  }

  destroy() {
    this.clock.destroy();
    playBy(null);
    stand(undefined);
    super.destroy();
  }
}

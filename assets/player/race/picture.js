/** The picture of a race: contour below, paths and heads above, on canvases of their own, all in one view. */

import { rowOf } from "../draw/ending.js";
import { there } from "../draw/there.js";
import { View } from "../draw/view.js";
import { Backdrop } from "./backdrop.js";
import { Canvases, drawnSheets, sheets } from "./canvases.js";
import { runnerAt } from "./hits.js";
import { Overlay } from "./overlay.js";
import { Path, sameNumbers } from "./paths.js";
import { preparedTrails, Trails } from "./trails.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { RaceHeader } from "../engine/header.js" */
/** @import { Contexts } from "./canvases.js" */
/** @import { Moment } from "./overlay.js" */
/** @import { Surface } from "./stage3d.js" */
/** @import { SpaceView } from "./spaceview.js" */
/** @import { Seen } from "./trails.js" */

export class Picture {
  /**
   * @param {HTMLElement} parent
   * @param {() => boolean} tinted whether paths show the friction of their rule
   */
  constructor(parent, tinted) {
    /** @type {RaceHeader | null} */
    this.given = null;
    /** @type {Theme | null} */
    this.colours = null;
    this.scale = 1;
    this.flat = new View([0, 1, 0, 1], 1, 1);
    /** @type {View | SpaceView} */
    this.view = this.flat;
    /** @type {Path[]} */
    this.paths = [];
    /** @type {Int32Array | null} */
    this.rows = null; // row of every runner at the step shown
    this.canvases = new Canvases(parent);
    this.trails = new Trails(this.canvases.ctx);
    this.backdrop = new Backdrop();
    this.overlay = new Overlay(tinted);
  }

  /** True once there is something to draw and room for it. */
  get ready() {
    return Boolean(this.given && this.colours && this.flat.width > 1);
  }

  get race() {
    return there(this.given, "The race");
  }

  get theme() {
    return there(this.colours, "The theme");
  }

  set theme(theme) {
    this.colours = theme;
  }

  /**
   * How trails are seen.
   *
   * @returns {Seen}
   */
  get seen() {
    return { view: this.view, theme: this.theme, pick: this.race.pick, scale: this.scale };
  }

  /**
   * What is drawn in space.
   *
   * @returns {Surface}
   */
  get surface() {
    const { race, theme, scale, flat } = this;
    const { frame } = race.surface;
    return { frame, relief: this.backdrop.whole, size: [flat.width, flat.height], theme, scale };
  }

  /** The letter of the runner at the pixel (x, y), or null. */
  runnerAt(/** @type {number} */ x, /** @type {number} */ y, /** @type {boolean} */ finger) {
    const { overlay, paths, rows, scale } = this;
    if (!rows) return null; // nothing has been drawn yet
    return runnerAt({ heads: overlay.order, names: overlay.names.shown, paths, rows }, x, y, scale, finger);
  }

  /** Rectangles of what a reading leaves free. */
  taken() {
    return [...this.overlay.boxes(), ...this.overlay.fixed];
  }

  /** @param {RaceHeader} race */
  setRace(race) {
    this.given = race;
    this.backdrop.setRace(race);
    this.paths = race.runners.map((runner) => new Path(runner, this.backdrop.whole));
  }

  /** Leave old paths of runners that changed, faint, for a moment; `still`: they do not fade. */
  showGhosts(/** @type {Path[]} */ old, /** @type {boolean} */ still) {
    const changed = old.filter((path) => {
      const now = this.race.runners.find(({ slot, name }) => slot === path.runner.slot && name === path.runner.name);
      return now && !sameNumbers(now.params, path.runner.params);
    });
    if (!changed.length) return;
    const paint = (/** @type {CanvasRenderingContext2D} */ ctx) =>
      preparedTrails({ later: ctx, casing: ctx, line: ctx }, changed, this.seen);
    this.canvases.ghost(this.flat.width, this.flat.height, paint, still);
  }

  /** What was drawn is out of place: ghosts go at once, and names look for new places. */
  forget() {
    this.canvases.hideGhost();
    this.overlay.names.reset();
  }

  /**
   * Another size of the box, of which the view has been told; all canvases are blank after it.
   *
   * @param {number} scale
   */
  resize(scale) {
    this.scale = scale;
    this.canvases.resize(this.flat.width, this.flat.height);
    this.trails.sheets = this.canvases.ctx;
    this.forget();
  }

  /**
   * Project all paths anew and draw what follows from view, theme or data; a moment is drawn over it then.
   *
   * @param {[number, number]} start
   * @param {boolean} moving the view does not rest: numbers on level lines stay where they are
   */
  arrange(start, moving) {
    const { race, paths, view, theme, scale, trails } = this;
    trails.setPaths(paths);
    for (const path of paths) path.project(view);
    trails.prepare(this.seen);
    this.overlay.prepare({ race, paths, view, theme, scale, trails });
    this.placeWords(start);
    this.rows = new Int32Array(paths.length);
    if (!moving) this.findNumbers();
    this.overlay.obstacles = [...this.overlay.fixed, ...(view.spatial ? [] : this.backdrop.numberBoxes(this.flat))];
    this.paintGround();
  }

  /** @param {[number, number]} start */
  placeWords(start) {
    this.overlay.placeWords(this.canvases.ctx.top, start, this.backdrop.relief);
  }

  findNumbers() {
    if (this.view.spatial) return;
    this.backdrop.findNumbers(this.flat, this.scale, this.trails.future, this.overlay.fixed);
  }

  /** The flat view rests: show the relief that fits it, with its numbers. */
  settle(/** @type {boolean} */ atHome) {
    this.backdrop.pick(this.flat.frame, atHome);
    this.findNumbers();
    this.paintGround();
  }

  /** Draw the lowest canvas, or that of another picture; in space the surface lies there. */
  paintGround(ctx = this.canvases.ctx.ground, ratio = window.devicePixelRatio || 1) {
    if (this.view.spatial) ctx.clearRect(0, 0, this.flat.width, this.flat.height);
    else this.backdrop.paint(ctx, this.flat, this.theme, this.scale, ratio);
  }

  /**
   * Draw a moment; true while something still eases.
   *
   * @param {Moment} moment
   * @param {boolean} moving
   */
  draw(moment, moving) {
    const rows = there(this.rows, "What is arranged");
    for (const [i, { runner }] of this.paths.entries()) rows[i] = rowOf(runner, moment.t);
    this.trails.show(rows, moving);
    return this.overlay.draw(this.canvases.ctx.top, this.backdrop.relief, moment);
  }

  /**
   * All of it on one canvas, `ratio` pixels per CSS pixel; `paintSpace` puts the surface there that lies in space.
   *
   * @param {number} ratio
   * @param {Moment} moment
   * @param {(ctx: CanvasRenderingContext2D, width: number, height: number) => void} paintSpace
   */
  snapshot(ratio, moment, paintSpace) {
    const { ctx, merge } = sheets(this.flat.width, this.flat.height, ratio);
    this.paint(ctx, ratio, moment, paintSpace);
    return merge(this.theme.page);
  }

  /**
   * The same as markup of SVG: what lies lowest is an image of `ratio` pixels per CSS pixel.
   *
   * @param {number} ratio
   * @param {Moment} moment
   * @param {(ctx: CanvasRenderingContext2D, width: number, height: number) => void} paintSpace
   */
  drawing(ratio, moment, paintSpace) {
    const { width, height } = this.flat;
    const { ctx, markup } = drawnSheets(width, height, ratio);
    this.paint(ctx, ratio, moment, paintSpace);
    return { markup: markup(), width, height };
  }

  /**
   * @param {Contexts} ctx
   * @param {number} ratio
   * @param {Moment} moment
   * @param {(ctx: CanvasRenderingContext2D, width: number, height: number) => void} paintSpace
   */
  paint(ctx, ratio, moment, paintSpace) {
    this.paintGround(ctx.ground, ratio);
    if (this.view.spatial) paintSpace(ctx.ground, this.flat.width, this.flat.height);
    preparedTrails(ctx, this.paths, this.seen).show(there(this.rows, "What is arranged"), false);
    this.overlay.draw(ctx.top, this.backdrop.relief, moment);
  }
}

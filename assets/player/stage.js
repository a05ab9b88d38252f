/** The stage: contour below, paths and heads above, one view for all of them; the clock only asks for steps. */

import { paintBands, paintKey, paintLines, paintTicks, haloText } from "./bands.js";
import { createControls } from "./controls.js";
import { el, route } from "./dom.js";
import { sameField } from "./field.js";
import { controls, keyBox, levelNumbers } from "./fixtures.js";
import { Layers, sheets } from "./layers.js";
import { Path, rowOf } from "./paths.js";
import { Contour, loadPlotly } from "./plotly.js";
import { createHandle, listenClicks, listenMoves, pointAt } from "./pointer.js";
import { Scene } from "./scene.js";
import { Space } from "./stage3d.js";
import { tint } from "./theme.js";
import { Trails } from "./trails.js";
import { sameFrame, View, widened, zoomed } from "./view.js";

const SETTLE = 200; // milliseconds after the last move before a finer field is asked for
const FARTHEST = 12; // "show all of it" shows at most this many times the frame
const PATIENCE = 4000; // milliseconds that a new start is shown before the server has answered
let count = 0;

/** The stage as a panel; `bus` as in player.js. */
export function createStage(parent, bus) {
  return new Stage(parent, bus);
}

class Stage {
  constructor(parent, bus) {
    this.bus = bus;
    this.race = this.theme = this.field = null;
    this.paths = [];
    this.t = 0;
    this.scale = 1;
    this.arrows = false;
    this.draft = null; // a start that is not yet the race's
    this.atHome = true;
    this.whole = false; // "show all of it" is on
    this.sent = null; // the frame last reported
    this.numbers = [];
    this.covered = true; // the canvas shows the contour because Plotly does not yet
    this.jobs = 0;
    this.build(parent);
  }

  build(parent) {
    count += 1;
    const text = el("p", { class: "op-unseen", "id": `op-stage-text-${count}` });
    this.text = text;
    this.plot = el("div", { class: "op-plot" });
    const space = el("div", { class: "op-scene" });
    this.element = el("div", { class: "op-stage", role: "group", "aria-label": "Stage", "aria-describedby": text.id }, this.plot, space);
    this.element.dataset.mode = "2d";
    this.layers = new Layers(this.element);
    this.trails = new Trails(this.layers.ctx);
    this.scene = new Scene();
    this.handle = createHandle({
      place: () => this.startPoint(),
      at: (x, y) => this.at(x, y),
      frame: () => this.flat.frame,
      preview: (point) => this.preview(point),
      apply: (point) => this.apply(point),
    });
    this.element.append(this.handle.element, text);
    this.controls = createControls(this.element, {
      mode: (mode) => this.setMode(mode),
      arrows: () => this.setArrows(!this.arrows),
      reset: () => this.reset(),
      zoom: (factor) => this.zoom(factor),
      all: () => this.showAll(),
    });
    this.controls.setMode("2d");
    parent.append(this.element);
    this.flat = new View([0, 1, 0, 1], 1, 1);
    this.view = this.flat;
    this.contour = new Contour(this.plot, (frame, settled) => this.moved(frame, settled));
    this.space = new Space(space, () => this.turned());
    this.listen();
  }

  listen() {
    listenClicks(this.element, {
      flat: () => !this.view.spatial && Boolean(this.race),
      at: (x, y) => this.at(x, y),
      home: () => this.atHome,
      preview: (point) => this.preview(point),
      apply: (point) => this.apply(point),
      reset: () => this.reset(),
    });
    const stage = this;
    this.unlisten = listenMoves(this.element, {
      flat: () => !this.view.spatial && Boolean(this.race),
      own: () => !this.contour.drawn,
      go: (frame) => this.go(frame),
      get view() {
        return stage.flat;
      },
    });
  }

  // What the race says

  setData(race, previous) {
    const before = this.race && previous ? this.race : null;
    const same = before && before.surface.name === race.surface.name && String(before.surface.frame) === String(race.surface.frame);
    const old = this.paths;
    this.race = race;
    clearTimeout(this.patience);
    this.draft = null;
    if (!same) {
      this.atHome = true;
      this.whole = false;
      this.sent = null;
    }
    const base = race.surface.field;
    this.base = sameField(this.base, base) ? this.base : base;
    const fine = race.view?.field ?? null;
    this.fine = sameField(this.fine, fine) ? this.fine : fine;
    if (!this.text.textContent) this.describe(race.surface.description);
    if (!this.theme || this.flat.width <= 1) {
      this.paths = race.runners.map((runner) => new Path(runner, this.base));
      return;
    }
    if (!same) this.flat.set(this.homeFrame(), this.flat.width, this.flat.height);
    if (same) this.haunt(old, race);
    this.paths = race.runners.map((runner) => new Path(runner, this.base));
    this.pickField(!same);
    this.arrange();
  }

  /** Leave the old paths of runners that changed as a faint ghost. */
  haunt(old, race) {
    const changed = old.filter((path) => {
      const now = race.runners.find(({ slot, name }) => slot === path.runner.slot && name === path.runner.name);
      return now && !sameNumbers(now.params, path.runner.params);
    });
    if (!changed.length) return;
    const { width, height } = this.flat;
    this.layers.ghost(width, height, (ctx) => {
      const ghost = new Trails({ later: ctx, casing: ctx, line: ctx });
      ghost.setPaths(changed);
      ghost.prepare(this.view, this.theme, race.pick, this.scale);
    }, this.bus.reducedMotion);
  }

  setTheme(theme) {
    this.theme = theme;
    if (!this.race || this.flat.width <= 1) return;
    this.renew();
    if (this.view.spatial) this.showSpace();
    this.arrange();
  }

  describe(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  startPoint() {
    return this.draft ?? this.race.surface.start;
  }

  // Size and view

  resize() {
    const width = this.element.clientWidth;
    const height = this.element.clientHeight;
    const key = `${width} ${height} ${window.devicePixelRatio} ${this.bus.scale}`;
    if (!width || !height || key === this.size || !this.race || !this.theme) return;
    this.size = key;
    this.scale = this.bus.scale ?? 1;
    const frame = this.atHome ? widened(this.race.surface.frame, width, height) : widened(this.flat.frame, width, height);
    this.flat.set(frame, width, height);
    this.layers.resize(width, height);
    this.trails.layers = this.layers.ctx;
    this.pickField(true);
    if (this.view.spatial) this.showSpace();
    this.arrange();
  }

  homeFrame() {
    return widened(this.race.surface.frame, this.flat.width, this.flat.height);
  }

  /** Project all paths anew and draw everything that follows from view, theme or data. */
  arrange() {
    const { ctx } = this.layers;
    this.trails.setPaths(this.paths);
    for (const path of this.paths) path.project(this.view);
    this.trails.prepare(this.view, this.theme, this.race.pick, this.scale);
    this.scene.prepare(this, ctx.top);
    this.rows = new Int32Array(this.paths.length);
    if (!this.moving) this.findNumbers();
    this.paintGround();
    this.draw(this.t, false);
    this.bus.redraw?.();
  }

  /** The user moves the view through Plotly. */
  moved(frame, settled) {
    if (sameFrame(frame, this.flat.frame) && !settled) return;
    this.flat.set(frame, this.flat.width, this.flat.height);
    this.atHome = sameFrame(frame, this.homeFrame());
    this.follow();
  }

  /** Show a frame that is not from Plotly: own gestures, buttons. */
  go(frame) {
    this.flat.set(frame, this.flat.width, this.flat.height);
    this.atHome = sameFrame(frame, this.homeFrame());
    this.renew("look");
    this.follow();
  }

  /** After a move: overlays at once, a finer field once it rests. */
  follow() {
    this.layers.banish();
    this.scene.names.reset();
    this.moving = true;
    this.arrange();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settled(), SETTLE);
  }

  settled() {
    this.moving = false;
    const frame = this.atHome ? null : this.flat.frame.slice();
    if (String(frame) !== String(this.sent) && this.bus.live !== false) this.bus.send({ kind: "view", frame });
    this.sent = frame;
    this.pickField(false);
    this.findNumbers();
    this.paintGround();
  }

  zoom(factor) {
    const [x0, x1, y0, y1] = this.flat.frame;
    if (!this.view.spatial) this.go(zoomed(this.flat.frame, factor, (x0 + x1) / 2, (y0 + y1) / 2));
    else this.space.zoom(factor);
  }

  reset() {
    this.whole = false;
    if (this.view.spatial) this.space.reset();
    else this.go(this.homeFrame());
  }

  /** Zoom out until every path is visible, up to a bound; and back. */
  showAll() {
    if (this.whole) {
      this.reset();
      return;
    }
    const [x0, x1, y0, y1] = this.race.surface.frame;
    const near = zoomed([x0, x1, y0, y1], FARTHEST, (x0 + x1) / 2, (y0 + y1) / 2);
    const all = [x0, x1, y0, y1];
    for (const { params } of this.race.runners) {
      for (let i = 0; i < params.length; i += 2) {
        const [x, y] = [params[i], params[i + 1]];
        if (!(x > near[0] && x < near[1] && y > near[2] && y < near[3])) continue;
        all[0] = Math.min(all[0], x);
        all[1] = Math.max(all[1], x);
        all[2] = Math.min(all[2], y);
        all[3] = Math.max(all[3], y);
      }
    }
    this.whole = true;
    this.go(widened(zoomed(all, 1.15, (all[0] + all[1]) / 2, (all[2] + all[3]) / 2), this.flat.width, this.flat.height));
  }

  // The contour

  /** Use the finer field while it covers what is visible, else the one of the whole surface. */
  pickField(force) {
    const [x0, x1, y0, y1] = this.flat.frame;
    const by = (x1 - x0) * 0.01;
    const fits = ([a, b, c, d]) => a <= x0 + by && b >= x1 - by && c <= y0 + by && d >= y1 - by;
    const field = this.fine && !this.atHome && fits(this.fine.frame) ? this.fine : this.base;
    if (field === this.field && !force) return;
    this.field = field;
    this.renew();
  }

  /** The contour changed: the canvas shows it at once, Plotly when it has drawn it. */
  renew(how = "all") {
    this.covered = true;
    this.paintGround();
    this.wanted = this.wanted === "all" ? "all" : how;
    this.jobs += 1;
    const job = this.jobs;
    setTimeout(() => this.plotNow(job), this.contour.drawn ? 30 : 60);
  }

  async plotNow(job) {
    if (job !== this.jobs || this.gone || this.race.plotly === null) return;
    try {
      this.contour.plotly ??= await loadPlotly(this.race.plotly ?? route("plotly/plotly.js"));
    } catch {
      return; // the canvas goes on showing the contour; moving the view works without Plotly too
    }
    if (job !== this.jobs || this.gone) return;
    const how = this.contour.drawn ? this.wanted : "all";
    this.wanted = null;
    if (how === "all") await this.contour.show(this.race.surface.figure, this.field, this.flat, this.theme, this.scale);
    else await this.contour.look(this.flat);
    if (job !== this.jobs || this.gone) return;
    this.covered = false;
    this.paintGround();
  }

  findNumbers() {
    if (this.view.spatial) return;
    const { width, height } = this.flat;
    const taken = [...controls(width, this.scale), keyBox(this.field, width, height, this.scale), ...this.scene.fixed];
    this.numbers = levelNumbers(this.field, this.flat, this.trails.future, taken).map((number) => ({
      x: this.flat.x(number.x), y: this.flat.y(number.y), text: number.text,
    }));
  }

  /** The lowest canvas: the whole contour while Plotly has not drawn it, then only numbers and key. */
  paintGround(ctx = this.layers.ctx.ground, ratio = window.devicePixelRatio || 1, whole = this.covered) {
    const { flat, theme, field, scale } = this;
    ctx.clearRect(0, 0, flat.width, flat.height);
    if (this.view.spatial) return;
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
    const box = keyBox(field, flat.width, flat.height, scale);
    paintKey(ctx, field, theme, box.x, box.y, scale);
  }

  // Start

  /** Data coordinates of a place on the screen, through Plotly's own axes where it is there. */
  at(clientX, clientY) {
    const box = this.element.getBoundingClientRect();
    return pointAt(this.flat, clientX - box.left, clientY - box.top);
  }

  preview(point) {
    this.draft = point;
    this.scene.placeWords(this.layers.ctx.top);
    this.draw(this.t, false);
    this.bus.redraw?.();
  }

  apply([x, y]) {
    this.preview([x, y]);
    this.bus.send({ kind: "start", x, y });
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.preview(null), PATIENCE);
  }

  setArrows(on) {
    this.arrows = on;
    this.controls.setArrows(on);
    this.bus.redraw?.();
  }

  // Space

  async setMode(mode) {
    if (mode === (this.view.spatial ? "3d" : "2d") || !this.race) return;
    if (mode === "3d" && !(await this.showSpace())) return;
    this.view = mode === "3d" ? this.space.view : this.flat;
    this.element.dataset.mode = mode;
    this.controls.setMode(mode);
    this.scene.names.reset();
    this.layers.banish();
    if (mode === "2d") this.space.stop();
    this.arrange();
  }

  /** Draw the surface in space; false, with a sentence, where that cannot be. */
  async showSpace() {
    const sentence = await this.space.show(this);
    if (!sentence) return true;
    this.controls.say(sentence);
    return false;
  }

  turned() {
    this.scene.names.reset();
    this.arrange();
  }

  // The clock

  draw(t, moving) {
    this.t = t;
    if (!this.race || !this.theme || !this.layers.ctx.top || !this.rows) return false;
    for (let i = 0; i < this.paths.length; i += 1) this.rows[i] = rowOf(this.paths[i].runner, t);
    this.trails.show(this.rows);
    const easing = this.scene.draw(this.layers.ctx.top, t, performance.now(), this.bus.reducedMotion || !moving);
    const spot = this.view.spatial ? null : this.flat.spot(...this.startPoint());
    this.handle.move(spot?.x ?? 0, spot?.y ?? 0, this.startPoint(), this.flat.frame, spot !== null);
    const left = this.scene.heads.some(({ state, runner }) => state === "out" && runner.outcome.kind !== "moving");
    this.controls.offer(this.view.spatial ? null : this.whole ? "Back to the frame" : left ? "Show all of it" : null);
    return easing;
  }

  /** A picture of the stage, `ratio` pixels per CSS pixel, as a canvas. */
  snapshot(ratio) {
    const { width, height } = this.flat;
    const { ctx, merge } = sheets(width, height, ratio);
    this.paintGround(ctx.ground, ratio, true);
    if (this.view.spatial) this.space.paint(ctx.ground, width, height);
    const trails = new Trails(ctx);
    trails.setPaths(this.paths);
    trails.prepare(this.view, this.theme, this.race.pick, this.scale);
    trails.show(this.rows);
    this.scene.draw(ctx.top, this.t, performance.now(), true);
    return merge(this.theme.page);
  }

  destroy() {
    this.gone = true;
    clearTimeout(this.settling);
    clearTimeout(this.patience);
    this.controls.destroy();
    this.unlisten();
    this.contour.destroy();
    this.space.destroy();
    this.element.remove();
  }
}

/** True if two arrays hold the same numbers, "not a number" included. */
function sameNumbers(a, b) {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

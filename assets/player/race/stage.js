/** The stage: contour below, paths and heads above, one view for all of them; the clock only asks for steps. */

import { el } from "../draw/dom.js";
import { rowOf } from "../draw/ending.js";
import { View } from "../draw/view.js";
import { Backdrop } from "./backdrop.js";
import { createControls } from "./controls.js";
import { isSmall } from "./fixtures.js";
import { runnerAt } from "./hits.js";
import { Layers, sheets } from "./layers.js";
import { Navigator } from "./navigate.js";
import { Path, sameNumbers } from "./paths.js";
import { createHandle, listenClicks, listenMoves, pointAt } from "./pointer.js";
import { createReading } from "./reading.js";
import { Scene } from "./scene.js";
import { Space } from "./stage3d.js";
import { sameGround, whenHeard } from "./stageview.js";
import { preparedTrails, Trails } from "./trails.js";

const PATIENCE = 4000; // milliseconds that a new start is shown before the server has answered
let count = 0;

/** The stage as a panel; `bus` as in engine/panel.js. */
export function createStage(parent, bus) {
  return new Stage(parent, bus);
}

class Stage {
  constructor(parent, bus) {
    this.bus = bus;
    this.race = this.theme = null;
    this.paths = [];
    this.rows = null; // row of every runner at the step shown
    this.t = 0;
    this.scale = 1;
    this.arrows = false;
    this.draft = null; // a start that is not yet the race's
    this.flat = new View([0, 1, 0, 1], 1, 1);
    /** @type {any} */
    this.view = this.flat; // or the view in space, which has the same interface
    this.scene = new Scene();
    this.navigator = new Navigator(this);
    this.build(parent);
    this.listen();
  }

  build(parent) {
    count += 1;
    this.text = el("p", { class: "op-unseen" });
    this.text.id = `op-stage-text-${count}`;
    const space = el("div", { class: "op-scene" });
    const named = { class: "op-stage", role: "group", "aria-label": "Stage", "aria-describedby": this.text.id };
    this.element = el("div", named, space);
    this.element.dataset.mode = "2d";
    this.layers = new Layers(this.element);
    this.trails = new Trails(this.layers.ctx);
    this.backdrop = new Backdrop(this);
    this.space = new Space(space, () => this.viewMoved());
    this.handle = createHandle({
      place: () => this.startPoint(),
      at: (x, y) => this.at(x, y),
      frame: () => this.flat.frame,
      preview: (point) => this.preview(point),
      apply: (point) => this.apply(point),
    });
    this.reading = createReading(this.element, {
      view: () => (this.view.spatial || !this.rows ? null : this.flat),
      field: () => this.field,
      taken: () => [...this.scene.boxes(), ...this.scene.fixed],
    });
    this.element.append(this.handle.element, this.text);
    this.controls = createControls(this.element, {
      mode: (mode) => this.setMode(mode),
      arrows: () => this.setArrows(!this.arrows),
      reset: () => this.navigator.reset(),
      zoom: (factor) => this.navigator.zoom(factor),
      all: () => this.navigator.toggleAll(),
    });
    this.controls.setMode("2d");
    parent.append(this.element);
  }

  listen() {
    const flat = () => !this.view.spatial && Boolean(this.race);
    const forgetClick = listenClicks(this.element, {
      flat,
      runner: (event) => runnerAt(this, event),
      pick: (slot) => this.bus.pick(slot),
      at: (x, y) => this.at(x, y),
      home: () => this.atHome,
      preview: (point) => this.preview(point),
      apply: (point) => this.apply(point),
      reset: () => this.navigator.reset(),
    });
    const unlisten = listenMoves(this.element, {
      flat,
      home: () => this.atHome,
      go: (frame) => this.navigator.go(frame),
      view: this.flat,
    });
    this.unlisten = [forgetClick, unlisten];
  }

  /** True while the surface's own frame is shown. */
  get atHome() {
    return this.navigator.atHome;
  }

  /** The field that the flat view shows. */
  get field() {
    return this.backdrop.field;
  }

  /** True once there is something to draw and room for it. */
  get ready() {
    return Boolean(this.race && this.theme && this.flat.width > 1);
  }

  // What the race says

  setData(race) {
    const before = this.race;
    const same = before && sameGround(before.surface, race.surface);
    this.race = race;
    if (!same || (this.forget && !this.bus.waiting())) this.drop(null); // else it is being moved, or not heard of yet
    const ground = this.backdrop.base;
    this.backdrop.setRace(race);
    if (!this.text.textContent) this.describe(race.surface.description);
    const old = this.paths;
    this.paths = race.runners.map((runner) => new Path(runner, this.backdrop.base));
    if (!same) this.navigator.restart();
    if (!this.ready) return;
    if (same) this.haunt(old);
    this.backdrop.pick();
    if ((!same || this.backdrop.base !== ground) && this.view.spatial) this.showSpace();
    this.arrange();
  }

  /** Leave the old paths of runners that changed as a faint ghost. */
  haunt(old) {
    const { race } = this;
    const changed = old.filter((path) => {
      const now = race.runners.find(({ slot, name }) => slot === path.runner.slot && name === path.runner.name);
      return now && !sameNumbers(now.params, path.runner.params);
    });
    if (!changed.length) return;
    const draw = (ctx) => preparedTrails({ later: ctx }, changed, this);
    this.layers.ghost(this.flat.width, this.flat.height, draw, this.bus.reducedMotion);
  }

  setTheme(theme) {
    this.theme = theme;
    if (!this.ready) return;
    if (this.view.spatial) this.showSpace();
    this.arrange();
  }

  /** The text that screen readers get as the stage's description. */
  describe(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  startPoint() {
    return this.draft ?? this.race.surface.start;
  }

  // Size and view

  resize() {
    const { clientWidth: width, clientHeight: height } = this.element;
    const key = `${width} ${height} ${window.devicePixelRatio} ${this.bus.scale}`;
    if (!width || !height || key === this.size || !this.race || !this.theme) return;
    this.size = key;
    this.scale = this.bus.scale ?? 1;
    this.element.classList.toggle("op-small", isSmall(width, this.scale));
    this.navigator.resize(width, height);
    this.layers.resize(width, height);
    this.layers.banish();
    this.trails.layers = this.layers.ctx;
    this.scene.names.reset();
    this.backdrop.pick();
    if (this.view.spatial) this.showSpace();
    this.arrange();
  }

  /** Project all paths anew and draw everything that follows from view, theme or data. */
  arrange() {
    this.trails.setPaths(this.paths);
    for (const path of this.paths) path.project(this.view);
    this.trails.prepare(this.view, this.theme, this.race.pick, this.scale);
    this.scene.prepare(this, this.layers.ctx.top);
    this.rows = new Int32Array(this.paths.length);
    if (!this.navigator.moving) this.backdrop.findNumbers();
    this.scene.obstacles = [...this.scene.fixed, ...this.backdrop.numberBoxes()];
    this.backdrop.paint();
    this.element.dataset.frame = this.flat.frame.join(" ");
    this.draw(this.t, false);
    this.bus.redraw();
  }

  /** The flat view or the camera moved: what lies over the contour follows at once. */
  viewMoved() {
    this.bus.settle();
    this.layers.banish();
    this.scene.names.reset();
    this.arrange();
  }

  async setMode(mode) {
    if (mode === (this.view.spatial ? "3d" : "2d") || !this.race) return;
    if (mode === "3d" && !(await this.showSpace())) return;
    if (mode === "2d") this.space.stop();
    this.view = mode === "3d" ? this.space.view : this.flat;
    this.element.dataset.mode = mode;
    this.controls.setMode(mode);
    this.viewMoved();
  }

  /** Draw the surface in space; false, with a sentence, where that cannot be. */
  async showSpace() {
    const sentence = await this.space.show(this);
    if (!sentence) return true;
    this.controls.say(sentence);
    return false;
  }

  setArrows(on) {
    this.arrows = on;
    this.bus.settle();
    this.controls.setArrows(on);
    this.bus.redraw();
  }

  // The start

  /** Data coordinates of a place on the screen. */
  at(clientX, clientY) {
    const box = this.element.getBoundingClientRect();
    return pointAt(this.flat, clientX - box.left, clientY - box.top);
  }

  /** Show a start that is not the race's yet; null shows the race's again. */
  preview(point) {
    this.drop(point);
    this.scene.placeWords(this.layers.ctx.top);
    this.draw(this.t, false);
    this.bus.redraw();
  }

  /** Let go of the draft, and of what was to end it; `point` is the next one. */
  drop(point) {
    this.forget?.();
    [this.forget, this.draft] = [null, point];
  }

  apply([x, y]) {
    this.preview([x, y]);
    this.bus.send({ kind: "start", x, y });
    this.forget = whenHeard(this.bus, PATIENCE, () => this.preview(null));
  }

  // The clock

  /** Draw step t; true while something still eases. */
  draw(t, moving) {
    this.t = t;
    if (!this.ready || !this.rows) return false;
    for (let i = 0; i < this.paths.length; i += 1) this.rows[i] = rowOf(this.paths[i].runner, t);
    this.trails.show(this.rows, moving);
    const rest = { still: this.bus.reducedMotion || !moving, resting: !moving };
    const easing = this.scene.draw(this.layers.ctx.top, t, performance.now(), rest);
    const spot = this.view.spatial ? null : this.flat.spot(...this.startPoint());
    this.handle.move(spot, this.startPoint(), this.flat.frame);
    this.reading.draw();
    const offered = this.navigator.whole ? "Back to the frame" : this.scene.lost ? "Show all of it" : null;
    this.controls.offer(this.view.spatial ? null : offered);
    return easing;
  }

  /** A picture of the stage, `ratio` pixels per CSS pixel, as a canvas. */
  snapshot(ratio) {
    const { width, height } = this.flat;
    const { ctx, merge } = sheets(width, height, ratio);
    this.backdrop.paint(ctx.ground, ratio);
    if (this.view.spatial) this.space.paint(ctx.ground, width, height);
    preparedTrails(ctx, this.paths, this).show(this.rows, false);
    this.scene.draw(ctx.top, this.t, performance.now(), { still: true, resting: true });
    return merge(this.theme.page);
  }

  destroy() {
    this.forget?.();
    this.navigator.destroy();
    this.controls.destroy();
    for (const stop of this.unlisten) stop();
    this.space.destroy();
    this.element.remove();
  }
}

/** The stage: the picture of a race, a hand on it and buttons over it; the clock only asks for steps. */

import { el } from "../draw/dom.js";
import { there } from "../draw/there.js";
import { tr } from "../draw/tr.js";
import { createControls } from "./controls.js";
import { isSmall } from "./fixtures.js";
import { listenTo } from "./hand.js";
import { Navigator } from "./navigate.js";
import { Picture } from "./picture.js";
import { pixelOn, pointAt } from "./pointer.js";
import { createReading } from "./reading.js";
import { Space } from "./stage3d.js";
import { isFrame, sameGround } from "./stageview.js";
import { Start } from "./start.js";
import { Twin } from "./twin.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { RaceHeader } from "../engine/header.js" */
/** @import { Bus, StagePanel } from "../engine/panel.js" */
/** @import { LinkView } from "../engine/viewlink.js" */
/** @import { Moment } from "./overlay.js" */

let count = 0;

/**
 * The panel. Its parts are handed what they draw from; it alone asks the bus.
 *
 * @implements {StagePanel<RaceHeader>}
 */
export class Stage {
  /**
   * @param {HTMLElement} parent
   * @param {Bus} bus
   * @param {() => boolean} tinted whether paths show the friction of their rule
   */
  constructor(parent, bus, tinted) {
    this.bus = bus;
    /** @type {RaceHeader | null} */
    this.given = null;
    /** @type {Twin | null} */
    this.twin = null; // beside it, where loss and sharpness are looked at together
    this.t = 0;
    this.arrows = false;
    this.size = ""; // for which it is laid out
    count += 1;
    this.text = el("p", { class: "op-unseen" });
    this.text.id = `op-stage-text-${count}`;
    const space = el("div", { class: "op-space" });
    const named = { class: "op-stage", role: "group", "aria-describedby": this.text.id };
    this.element = el("div", named, space);
    this.element.dataset.mode = "2d";
    this.picture = new Picture(this.element, tinted);
    this.space = new Space(space, () => this.viewMoved());
    this.navigator = new Navigator(this.picture.flat, {
      frame: () => this.race.surface.frame,
      points: () => this.race.runners.map(({ params }) => params),
      moved: () => this.viewMoved(),
      settled: () => this.viewSettled(),
      report: (frame) => this.bus.live !== false && this.bus.send({ kind: "view", frame }),
    });
    this.start = new Start(this.bus, this.picture.flat, {
      start: () => this.race.surface.start,
      at: (x, y) => this.at(x, y),
      changed: () => this.startMoved(),
    });
    this.reading = createReading(this.element, {
      view: () => (this.spatial || !this.picture.rows ? null : this.picture.flat),
      relief: () => this.picture.backdrop.relief,
      taken: () => this.picture.taken(),
      moved: (pixel) => this.twin?.reading.point(pixel),
    });
    this.element.append(this.start.handle.element, this.text);
    this.controls = createControls(this.element, {
      mode: (mode) => this.setMode(mode),
      arrows: () => this.setArrows(!this.arrows),
      reset: () => this.eye.reset(),
      zoom: (factor) => this.eye.zoom(factor),
      all: () => this.navigator.toggleAll(),
    });
    this.controls.setMode("2d");
    this.box = parent;
    parent.append(this.element);
    this.unlisten = listenTo(this, this.element, this.picture);
  }

  /** The race that is shown. */
  get race() {
    return there(this.given, "The race");
  }

  /** True while the race is seen in space. */
  get spatial() {
    return this.picture.view.spatial;
  }

  /** What zooms and resets the view that is shown. */
  get eye() {
    return this.spatial ? this.space : this.navigator;
  }

  // What the race says

  /** @param {RaceHeader} race */
  setData(race) {
    const { picture, navigator } = this;
    const same = this.given !== null && sameGround(this.given.surface, race.surface);
    this.given = race;
    this.controls.offerSpace(Boolean(race.plotly));
    if (same) this.start.heard();
    else this.start.drop();
    const [ground, old] = [picture.backdrop.base, picture.paths];
    picture.setRace(race);
    if (!same) navigator.restart();
    this.twin?.setData(race, same);
    this.split();
    if (!picture.ready) return;
    if (same) picture.showGhosts(old, this.bus.reducedMotion);
    picture.backdrop.pick(picture.flat.frame, navigator.atHome);
    if ((!same || picture.backdrop.base !== ground) && this.spatial) this.showSpace();
    this.arrange();
  }

  /** @param {Theme} theme */
  async setTheme(theme) {
    this.picture.theme = theme;
    this.twin?.setTheme(theme);
    if (!this.picture.ready) return;
    const shown = this.spatial && this.showSpace();
    this.arrange();
    await shown;
  }

  /** The text that screen readers get as the stage's description. */
  describe(/** @type {string} */ text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  /** Two pictures where the race has sharpness beside its loss, in the plane; else one. */
  split() {
    const both = Boolean(this.race.surface.beside) && !this.spatial;
    this.element.setAttribute("aria-label", both ? tr("Stage by loss") : tr("Stage"));
    if (both === Boolean(this.twin)) return;
    this.box.classList.toggle("op-pair", both);
    this.picture.backdrop.plain = both;
    this.twin?.destroy();
    this.twin = both ? new Twin(this) : null;
    this.resize();
  }

  // Size and view

  resize() {
    const { picture, navigator } = this;
    const { clientWidth: width, clientHeight: height } = this.element;
    const key = `${width} ${height} ${window.devicePixelRatio} ${this.bus.scale}`;
    if (!width || !height || key === this.size || !this.given || !picture.colours) return;
    this.size = key;
    const scale = this.bus.scale ?? 1;
    this.element.classList.toggle("op-small", isSmall(width, scale));
    navigator.resize(width, height);
    picture.resize(scale);
    this.twin?.resize();
    picture.backdrop.pick(picture.flat.frame, navigator.atHome);
    if (this.spatial) this.showSpace();
    this.arrange();
  }

  /** Draw anew all that follows from view, theme or data. */
  arrange() {
    const { atHome, moving } = this.navigator;
    this.element.classList.toggle("op-moved", !atHome);
    this.picture.arrange(this.start.point, moving);
    this.twin?.arrange();
    this.element.dataset.frame = this.picture.flat.frame.join(" ");
    this.draw(this.t, false);
    this.bus.redraw();
  }

  /** The flat view or the camera moved: what lies over the contour follows at once. */
  viewMoved() {
    this.bus.settle();
    for (const one of [this, this.twin]) one?.picture.forget();
    this.arrange();
  }

  /** The flat view rests. */
  viewSettled() {
    for (const one of [this, this.twin]) one?.picture.settle(this.navigator.atHome);
  }

  /** @param {string} mode "2d" or "3d" */
  async setMode(mode) {
    if (mode === (this.spatial ? "3d" : "2d") || !this.given) return;
    if (mode === "3d" && !(await this.showSpace())) return;
    if (mode === "2d") this.space.stop();
    this.picture.view = mode === "3d" ? this.space.view : this.picture.flat;
    this.element.dataset.mode = mode;
    this.controls.setMode(mode);
    this.split();
    this.viewMoved();
  }

  /** Draw the surface in space; false, with a sentence, where that cannot be. */
  async showSpace() {
    const sentence = await this.space.show(this.race.plotly, () => this.picture.surface);
    if (!sentence) return true;
    this.controls.say(sentence);
    return false;
  }

  /** @param {boolean} on */
  setArrows(on) {
    this.arrows = on;
    this.bus.settle();
    this.controls.setArrows(on);
    this.bus.redraw();
  }

  /**
   * How it is seen now: only what differs from how a race opens.
   *
   * @returns {LinkView}
   */
  shows() {
    return {
      view: this.spatial ? "3d" : null,
      camera: this.spatial ? this.space.camera() : null,
      zoom: this.spatial || this.navigator.atHome ? null : this.picture.flat.frame.slice(),
      arrows: this.arrows ? "on" : null,
    };
  }

  /** Be seen as a link says; what it does not name is as a race opens. */
  async look(/** @type {LinkView} */ { view, camera, zoom, arrows }) {
    this.setArrows(arrows === "on");
    this.space.aim(camera);
    await this.setMode(view ?? "2d");
    this.navigator.show(isFrame(zoom) ? zoom : null);
  }

  // The pointer

  /** Data coordinates of a place on the screen. */
  at(/** @type {number} */ clientX, /** @type {number} */ clientY) {
    return pointAt(this.picture.flat, ...pixelOn(this.element, clientX, clientY));
  }

  /** Another start is shown. */
  startMoved() {
    for (const one of [this, this.twin]) one?.picture.placeWords(this.start.point);
    this.draw(this.t, false);
    this.bus.redraw();
  }

  // The clock

  /** @param {Pick<Moment, "still" | "resting">} rest as in a picture of it */
  moment(rest = { still: true, resting: true }) {
    const { t, arrows } = this;
    return { t, now: performance.now(), start: this.start.point, arrows, whole: this.navigator.whole, ...rest };
  }

  /** Draw step t; true while something still eases. */
  draw(/** @type {number} */ t, /** @type {boolean} */ moving) {
    const { picture, navigator } = this;
    this.t = t;
    if (!picture.ready || !picture.rows) return false;
    const still = this.bus.reducedMotion || !moving;
    const moment = this.moment({ still, resting: !moving });
    const own = picture.draw(moment, moving);
    const easing = this.twin?.draw(moment, moving) || own;
    this.start.draw(this.spatial);
    this.reading.draw();
    const offered = navigator.whole ? tr("Back to the frame") : picture.overlay.lost ? tr("Show all of it") : null;
    this.controls.offer(this.spatial ? null : offered);
    return easing;
  }

  /** A picture of the stage, `ratio` pixels per CSS pixel, as a canvas. */
  snapshot(/** @type {number} */ ratio) {
    const own = this.picture.snapshot(ratio, this.moment(), (...on) => this.space.paint(...on));
    return this.twin?.beside(own, ratio, this.moment()) ?? own;
  }

  drawings(/** @type {number} */ ratio) {
    const own = this.picture.drawing(ratio, this.moment(), (...on) => this.space.paint(...on));
    return [this.twin?.drawnBeside(own, ratio, this.moment()) ?? own];
  }

  destroy() {
    this.start.drop();
    this.unlisten();
    this.twin?.destroy();
    for (const part of [this.navigator, this.controls, this.space]) part.destroy();
    this.element.remove();
  }
}

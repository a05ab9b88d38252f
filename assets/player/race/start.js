/** The start of a race: its handle, and the start that is shown before the server has made it the race's. */

import { createHandle } from "./handle.js";
import { whenHeard } from "./stageview.js";

/** @import { View } from "../draw/view.js" */
/** @import { Bus } from "../engine/panel.js" */
/** @import { Point } from "./handle.js" */

const PATIENCE = 4000; // milliseconds that a new start is shown before the server has answered

export class Start {
  /**
   * @param {Bus} bus
   * @param {View} view
   * @param {object} stage
   * @param {() => Point} stage.start of the race
   * @param {(clientX: number, clientY: number) => Point} stage.at
   * @param {() => void} stage.changed another start is shown
   */
  constructor(bus, view, { start, at, changed }) {
    this.bus = bus;
    this.view = view;
    this.own = start;
    this.changed = changed;
    /** @type {Point | null} */
    this.draft = null; // one that is not yet the race's
    /** @type {(() => void) | null} */
    this.forget = null;
    this.handle = this.handleOn(at, true);
  }

  /**
   * A handle of it on a picture.
   *
   * @param {(clientX: number, clientY: number) => Point} at what lies on that picture at a place on the screen
   * @param {boolean} keys whether it is the one that keys move
   */
  handleOn(at, keys) {
    const own = { place: () => this.point, frame: () => this.view.frame };
    const acts = {
      preview: (/** @type {Point | null} */ to) => this.preview(to),
      apply: (/** @type {Point} */ to) => this.apply(to),
    };
    return createHandle({ at, ...own, ...acts }, keys);
  }

  /** Where the race starts, or would. */
  get point() {
    return this.draft ?? this.own();
  }

  /** Show a start that is not the race's yet; null shows the race's again. */
  preview(/** @type {Point | null} */ point) {
    this.drop(point);
    this.changed();
  }

  /** Let go of the draft, and of what was to end it; `point` is the next one. */
  drop(/** @type {Point | null} */ point = null) {
    this.forget?.();
    [this.forget, this.draft] = [null, point];
  }

  /** @param {Point} point */
  apply([x, y]) {
    this.preview([x, y]);
    this.bus.send({ kind: "start", x, y });
    this.forget = whenHeard(this.bus, PATIENCE, () => this.preview(null));
  }

  /** A race on the same ground has come: what is being moved, or not heard of yet, stays. */
  heard() {
    if (this.forget && !this.bus.waiting()) this.drop();
  }

  /** Put the handle where the start is; in space there is none. */
  draw(/** @type {boolean} */ spatial) {
    this.handle.move(spatial ? null : this.view.spot(...this.point), this.point, this.view.frame);
  }
}

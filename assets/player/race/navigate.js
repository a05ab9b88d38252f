/** How the flat view moves: by gestures and by buttons; only ever because somebody asked for it. */

import { sameFrame, widened, zoomed } from "../draw/view.js";

/** @import { Frame, View } from "../draw/view.js" */

const SETTLE = 200; // milliseconds after the last move before a finer relief is asked for
const FARTHEST = 12; // "show all of it" shows at most this many times the frame
const AIR = 1.15; // and leaves this much room around the paths

/**
 * What there is to see, and who is told that it is seen otherwise.
 *
 * @typedef {object} Sights
 * @property {() => Frame} frame of the surface
 * @property {() => Float32Array[]} points of every path: x and y of one after the other
 * @property {() => void} moved the view shows another frame
 * @property {() => void} settled and rests there
 * @property {(frame: Frame | null) => void} report where it rests, if that is another frame than last time; null at home
 */

export class Navigator {
  /**
   * @param {View} view
   * @param {Sights} sights
   */
  constructor(view, sights) {
    this.view = view;
    this.sights = sights;
    this.atHome = true;
    this.whole = false; // "show all of it" is on
    this.moving = false;
    this.timer = 0;
    /** @type {Frame | null} */
    this.sent = null; // the frame last reported
  }

  /** Another surface: back to its own frame. */
  restart() {
    this.atHome = true;
    this.whole = false;
    this.sent = null;
    this.view.set(this.home(), this.view.width, this.view.height);
  }

  /** The surface's frame, widened to the box. */
  home(width = this.view.width, height = this.view.height) {
    return widened(this.sights.frame(), width, height);
  }

  /**
   * Another size of the box: the frame at home, else what was visible.
   *
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    const { view } = this;
    view.set(this.atHome ? this.home(width, height) : widened(view.frame, width, height), width, height);
  }

  /**
   * Show a frame.
   *
   * @param {Frame} frame
   */
  go(frame) {
    const { view } = this;
    view.set(frame, view.width, view.height);
    this.atHome = sameFrame(frame, this.home());
    this.moving = true;
    this.sights.moved();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), SETTLE);
  }

  /** Show a frame, widened to the box; null is the surface's own. */
  show(/** @type {Frame | null} */ frame) {
    if (frame) this.go(widened(frame, this.view.width, this.view.height));
    else if (!this.atHome) this.go(this.home());
  }

  /** The view rests: a finer relief is wanted, or none is needed any more. */
  settle() {
    this.moving = false;
    const frame = this.atHome ? null : /** @type {Frame} */ (this.view.frame.slice());
    if (String(frame) !== String(this.sent)) this.sights.report(frame);
    this.sent = frame;
    this.sights.settled();
  }

  /** @param {number} factor of the frame's size */
  zoom(factor) {
    const [x0, x1, y0, y1] = this.view.frame;
    this.go(zoomed(this.view.frame, factor, (x0 + x1) / 2, (y0 + y1) / 2));
  }

  reset() {
    this.whole = false;
    this.go(this.home());
  }

  /** Zoom out until every path is visible, up to a bound; and back. */
  toggleAll() {
    if (this.whole) {
      this.reset();
      return;
    }
    const all = /** @type {Frame} */ (this.sights.frame().slice());
    const near = zoomed(all, FARTHEST, (all[0] + all[1]) / 2, (all[2] + all[3]) / 2);
    for (const points of this.sights.points()) {
      for (let i = 0; i < points.length; i += 2) {
        const [x, y] = [points[i], points[i + 1]];
        if (!(x > near[0] && x < near[1] && y > near[2] && y < near[3])) continue;
        all[0] = Math.min(all[0], x);
        all[1] = Math.max(all[1], x);
        all[2] = Math.min(all[2], y);
        all[3] = Math.max(all[3], y);
      }
    }
    this.whole = true;
    this.go(widened(zoomed(all, AIR, (all[0] + all[1]) / 2, (all[2] + all[3]) / 2), this.view.width, this.view.height));
  }

  destroy() {
    clearTimeout(this.timer);
  }
}

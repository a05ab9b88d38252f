/** How the view moves: by gestures and by buttons; only ever because somebody asked for it. */

import { sameFrame, widened, zoomed } from "../draw/view.js";

const SETTLE = 200; // milliseconds after the last move before a finer field is asked for
const FARTHEST = 12; // "show all of it" shows at most this many times the frame
const AIR = 1.15; // and leaves this much room around the paths

export class Navigator {
  constructor(stage) {
    this.stage = stage;
    this.atHome = true;
    this.whole = false; // "show all of it" is on
    this.moving = false;
    this.sent = null; // the frame last reported
  }

  /** Another surface: back to its own frame. */
  restart() {
    this.atHome = true;
    this.whole = false;
    this.sent = null;
    const { flat, element } = this.stage;
    element.classList.remove("op-moved");
    flat.set(this.home(), flat.width, flat.height);
  }

  /** The surface's frame, widened to the box. */
  home(width = this.stage.flat.width, height = this.stage.flat.height) {
    return widened(this.stage.race.surface.frame, width, height);
  }

  /** Another size of the box: the frame at home, else what was visible. */
  resize(width, height) {
    const { flat } = this.stage;
    flat.set(this.atHome ? this.home(width, height) : widened(flat.frame, width, height), width, height);
  }

  /** Show a frame. */
  go(frame) {
    const { flat } = this.stage;
    flat.set(frame, flat.width, flat.height);
    this.atHome = sameFrame(frame, this.home());
    this.stage.element.classList.toggle("op-moved", !this.atHome);
    this.moving = true;
    this.stage.viewMoved();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), SETTLE);
  }

  /** The view rests: ask for a finer field, or say that none is needed. */
  settle() {
    this.moving = false;
    const { flat, bus, backdrop } = this.stage;
    const frame = this.atHome ? null : flat.frame.slice();
    if (String(frame) !== String(this.sent) && bus.live !== false) bus.send({ kind: "view", frame });
    this.sent = frame;
    backdrop.pick();
    backdrop.findNumbers();
    backdrop.paint();
  }

  zoom(factor) {
    const { view, flat, space } = this.stage;
    const [x0, x1, y0, y1] = flat.frame;
    if (view.spatial) space.zoom(factor);
    else this.go(zoomed(flat.frame, factor, (x0 + x1) / 2, (y0 + y1) / 2));
  }

  reset() {
    this.whole = false;
    if (this.stage.view.spatial) this.stage.space.reset();
    else this.go(this.home());
  }

  /** Zoom out until every path is visible, up to a bound; and back. */
  toggleAll() {
    if (this.whole) {
      this.reset();
      return;
    }
    const { race, flat } = this.stage;
    const all = race.surface.frame.slice();
    const near = zoomed(all, FARTHEST, (all[0] + all[1]) / 2, (all[2] + all[3]) / 2);
    for (const { params } of race.runners) {
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
    this.go(widened(zoomed(all, AIR, (all[0] + all[1]) / 2, (all[2] + all[3]) / 2), flat.width, flat.height));
  }

  destroy() {
    clearTimeout(this.timer);
  }
}

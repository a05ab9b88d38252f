/** A rectangle drawn by the mouse with the shift key held: the view zooms into it. */

import { el } from "../draw/dom.js";
import { widened } from "../draw/view.js";

/** @typedef {{id: number, from: Pixel, to: Pixel}} Held */

const SMALLEST = 12; // px of a side: a smaller one was hardly meant

/** @import { Frame, View } from "../draw/view.js" */
/** @import { Pixel } from "./handle.js" */

/**
 * Rectangles on `parent`, from pointer to pointer.
 *
 * @param {HTMLElement} parent
 * @param {View} view
 * @param {(frame: Frame) => void} go
 */
export function createRectangle(parent, view, go) {
  const element = el("div", { class: "op-rectangle", "aria-hidden": "true", hidden: true });
  parent.append(element);
  /** @type {Held | null} */
  let held = null; // the pointer that draws, where it began and where it is
  const box = (/** @type {Held} */ { from, to }) => ({
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    w: Math.abs(from.x - to.x),
    h: Math.abs(from.y - to.y),
  });
  return {
    /**
     * @param {number} id
     * @param {Pixel} at
     */
    start(id, at) {
      held = { id, from: at, to: at };
    },
    /**
     * @param {number} id
     * @param {Pixel} at
     */
    move(id, at) {
      if (held?.id !== id) return;
      held.to = at;
      const { x, y, w, h } = box(held);
      if (element.hidden) parent.setPointerCapture(id);
      element.hidden = false;
      Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
    },
    /**
     * @param {number} id
     * @param {boolean} wanted
     */
    end(id, wanted) {
      if (held?.id !== id) return;
      const { x, y, w, h } = box(held);
      held = null;
      element.hidden = true;
      if (wanted && Math.min(w, h) >= SMALLEST)
        go(widened([view.x(x), view.x(x + w), view.y(y + h), view.y(y)], view.width, view.height));
    },
  };
}

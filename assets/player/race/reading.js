/** What the surface is under the mouse: x, y and the loss, beside the pointer and clear of heads and names. */

import { overlap } from "../draw/boxes.js";
import { el, targetIn } from "../draw/dom.js";
import { coordinate, long } from "../draw/format.js";
import { heightAt, lossAt } from "../draw/relief.js";
import { inSentence, tr } from "../draw/tr.js";

/** @import { Rectangle } from "../draw/boxes.js" */
/** @import { Relief } from "../draw/relief.js" */
/** @import { Frame, View } from "../draw/view.js" */
/** @import { Point } from "./handle.js" */

const AWAY = 14; // px from the pointer

/**
 * What is read at (x, y): the loss is unknown beyond the relief, and at most the lowest height that a relief knows.
 *
 * @param {Relief} relief
 * @param {Frame} frame
 * @param {number} x
 * @param {number} y
 */
export function readAt(relief, [x0, x1, y0, y1], x, y) {
  const place = `x ${coordinate(x, x0, x1)}\ny ${coordinate(y, y0, y1)}`;
  const [a, b, c, d] = relief.frame;
  if (!(x >= a && x <= b && y >= c && y <= d)) return place;
  const z = heightAt(relief, x, y);
  const low = z - relief.zlo < 1e-4 * (relief.zhi - relief.zlo);
  const least = low && (relief.log || relief.of); // sharpness ends at 0
  return `${place}\n${inSentence(relief.of ? tr("Sharpness") : tr("Loss"))} ${least ? "≤ " : ""}${long(lossAt(relief, z))}`;
}

/** @typedef {[right: boolean, below: boolean]} Side of the pointer */

/**
 * The corner of a box of `size` at (x, y) on a side of the pointer.
 *
 * @param {number} x
 * @param {number} y
 * @param {number[]} size
 * @param {Side} side
 */
function corner(x, y, [w, h], [right, below]) {
  return { x: right ? x + AWAY : x - AWAY - w, y: below ? y + AWAY : y - AWAY - h, w, h };
}

/** @type {Side[]} */
const SIDES = [
  [true, true],
  [false, true],
  [true, false],
  [false, false],
];

/**
 * What can be read, asked for at each move.
 *
 * @typedef {object} Read
 * @property {() => View | null} view null while there is nothing to read
 * @property {() => Relief} relief
 * @property {() => Rectangle[]} taken what stays free
 * @property {(pixel: Point | null) => void} moved told where the pointer is, so that others can read there, too
 */

/**
 * The reading under the mouse. A side of the pointer once taken is left only for one that covers less.
 *
 * @param {HTMLElement} parent
 * @param {Read} about
 */
export function createReading(parent, about) {
  const element = el("p", { class: "op-reading", "aria-hidden": "true", hidden: true });
  const spot = el("span", { class: "op-spot", "aria-hidden": "true", hidden: true });
  parent.append(spot, element);
  let side = SIDES[0];
  /** @type {[width: number, height: number]} */
  let size = [0, 0];
  /** @type {Point | null} */
  let pointer = null;
  const move = (/** @type {Point | null} */ pixel) => {
    spot.hidden = true;
    pointer = pixel;
    about.moved(pixel);
    draw();
  };
  const follow = (/** @type {PointerEvent} */ event) => {
    const free = event.pointerType !== "touch" && !event.buttons && !targetIn(event, "button, .op-handle");
    const box = parent.getBoundingClientRect();
    move(free ? [event.clientX - box.left, event.clientY - box.top] : null);
  };
  const draw = () => {
    const view = pointer && about.view();
    element.hidden = !view;
    if (!view || !pointer) return;
    const text = readAt(about.relief(), view.frame, view.x(pointer[0]), view.y(pointer[1]));
    if (text !== element.textContent || !size[0]) {
      element.textContent = text;
      size = [element.offsetWidth, element.offsetHeight];
    }
    place(view, pointer);
  };
  const place = (/** @type {View} */ view, /** @type {[x: number, y: number]} */ at) => {
    const taken = about.taken();
    const inside = { x: 0, y: 0, w: view.width, h: view.height };
    const covers = (/** @type {Side} */ one) => {
      const box = corner(...at, size, one);
      return taken.reduce((sum, other) => sum + overlap(box, other), 10 * (box.w * box.h - overlap(box, inside)));
    };
    side = SIDES.reduce((best, one) => (covers(one) < covers(best) ? one : best), side);
    const { x, y } = corner(...at, size, side);
    element.style.transform = `translate(${x}px, ${y}px)`;
  };
  for (const type of /** @type {const} */ (["pointermove", "pointerdown"])) parent.addEventListener(type, follow);
  parent.addEventListener("pointerleave", () => move(null));
  return {
    draw,
    /** Read at a pixel at which the pointer is on another picture, and mark it. */
    point(/** @type {Point | null} */ pixel) {
      pointer = pixel;
      spot.hidden = !pixel;
      if (pixel) spot.style.transform = `translate(${pixel[0]}px, ${pixel[1]}px) translate(-50%, -50%)`;
      draw();
    },
  };
}

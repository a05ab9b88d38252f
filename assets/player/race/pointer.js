/**
 * The hand on the stage: a click chooses a runner or sets the start, its handle can be dragged or moved by keys; fingers,
 * mouse and wheel move the view.
 */

import { targetIn } from "../draw/dom.js";
import { within, zoomed } from "../draw/view.js";
import { rounded, SLOP } from "./handle.js";
import { createRectangle } from "./rectangle.js";

/** @import { Frame, View } from "../draw/view.js" */
/** @import { Pixel, Point } from "./handle.js" */

const TWICE = 280; // milliseconds within which a second click makes a double click
/** @type {Record<number, number>} */
const WHEEL = { 0: 0.0016, 1: 0.035, 2: 0.7 }; // zoom per pixel, line and page of the wheel
const PINCH = 8; // times as much for a pinch on a touchpad, which comes as a wheel with the control key
const FASTEST = 0.25; // zoom at once, whatever the wheel says
/** @type {["pointerup", "pointercancel"]} */
const ENDS = ["pointerup", "pointercancel"];

/**
 * What a click may mean, and what is done then.
 *
 * @typedef {object} Targets
 * @property {() => boolean} flat whether it is the plane that is clicked on
 * @property {() => boolean} home whether that shows what it opened with
 * @property {(event: PointerEvent) => string | null} runner the letter of the one under the pointer
 * @property {(clientX: number, clientY: number) => Point} at
 * @property {(slot: string) => void} pick
 * @property {(point: Point | null) => void} preview
 * @property {(point: Point) => void} apply
 * @property {() => void} reset
 */

/**
 * Clicks on the stage: one on a runner chooses it, one elsewhere sets the start, two reset the view. A second click can
 * only be meant for the view where that is moved, so only then does the first one wait. Returns what calls that off.
 *
 * @param {HTMLElement} element
 * @param {Targets} on
 */
export function listenClicks(element, on) {
  let waiting = 0;
  /** @type {{x: number, y: number} | null} */
  let down = null;
  listenHover(element, on);
  element.addEventListener(
    "pointerdown",
    (event) => {
      down = { x: event.clientX, y: event.clientY };
    },
    true,
  );
  element.addEventListener(
    "click",
    (event) => {
      const others = waiting ? "button" : "button, .op-handle, .op-empty, .op-notice"; // the handle follows the first click
      if (event.button !== 0 || targetIn(event, others)) return;
      if (down && Math.hypot(event.clientX - down.x, event.clientY - down.y) > SLOP) return;
      const slot = waiting ? null : on.runner(event);
      if (slot) on.pick(slot);
      if (slot || !on.flat()) return;
      const point = on.at(event.clientX, event.clientY);
      if (waiting) {
        clearTimeout(waiting);
        waiting = 0;
        on.preview(null);
        on.reset();
      } else if (on.home()) {
        on.apply(point);
      } else {
        on.preview(point);
        waiting = setTimeout(() => {
          waiting = 0;
          on.apply(point);
        }, TWICE);
      }
    },
    true,
  );
  return () => clearTimeout(waiting);
}

/**
 * Show, by a class of the stage, while the pointer is over a runner, which a press would choose.
 *
 * @param {HTMLElement} element
 * @param {Pick<Targets, "runner">} on
 */
function listenHover(element, on) {
  element.addEventListener("pointermove", (event) => {
    const free = event.pointerType === "mouse" && !event.buttons && !targetIn(event, "button, .op-handle");
    element.classList.toggle("op-on-runner", free && on.runner(event) !== null);
  });
}

/**
 * The pixel of an element at a place on the screen.
 *
 * @param {HTMLElement} element
 * @param {number} clientX
 * @param {number} clientY
 * @returns {Point}
 */
export function pixelOn(element, clientX, clientY) {
  const box = element.getBoundingClientRect();
  return [clientX - box.left, clientY - box.top];
}

/**
 * A point under the pointer, in data coordinates, rounded.
 *
 * @param {View} view
 * @param {number} px
 * @param {number} py
 * @returns {Point}
 */
export function pointAt(view, px, py) {
  return [rounded(view.x(px), 1 / view.kx), rounded(view.y(py), 1 / view.ky)];
}

/**
 * Move and zoom by hand: the mouse and two fingers always, one finger once the view is moved (before that it scrolls the
 * page). Returns what ends that.
 *
 * @param {HTMLElement} element
 * @param {View} view which is moved by `go` alone
 * @param {Pick<Targets, "flat" | "home"> & {go: (frame: Frame) => void}} on
 */
export function listenMoves(element, view, on) {
  /** @type {Map<number, Pixel>} */
  const fingers = new Map(); // by the number of their pointer
  const local = (/** @type {MouseEvent} */ event) => {
    const [x, y] = pixelOn(element, event.clientX, event.clientY);
    return { x, y };
  };
  const rectangle = createRectangle(element, view, on.go);
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !on.flat() || targetIn(event, "button, .op-handle")) return;
    if (event.shiftKey) rectangle.start(event.pointerId, local(event));
    else fingers.set(event.pointerId, local(event));
  });
  element.addEventListener("pointermove", (event) => {
    rectangle.move(event.pointerId, local(event));
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = local(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    const slow = !before.moved && Math.hypot(now.x - before.x, now.y - before.y) < SLOP;
    if (!other && (slow || (event.pointerType === "touch" && on.home()))) return;
    if (!before.moved) element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { ...now, moved: true });
    const factor = other ? apart(before, other) / Math.max(1, apart(now, other)) : 1;
    on.go(carried(view, middle(before, other), middle(now, other), factor));
  });
  /** @param {PointerEvent} event */
  const end = ({ type, pointerId }) => {
    fingers.delete(pointerId);
    rectangle.end(pointerId, type === "pointerup");
  };
  for (const name of ENDS) window.addEventListener(name, end);
  element.addEventListener(
    "wheel",
    (event) => {
      if (!on.flat()) return;
      event.preventDefault();
      const at = local(event);
      const by = event.deltaY * WHEEL[event.deltaMode] * (event.ctrlKey ? PINCH : 1);
      on.go(zoomed(view.frame, Math.exp(within(by, -FASTEST, FASTEST)), view.x(at.x), view.y(at.y)));
    },
    { passive: false },
  );
  return () => {
    for (const name of ENDS) window.removeEventListener(name, end);
  };
}

/**
 * @param {Pixel} a
 * @param {Pixel} b
 */
function apart(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/**
 * @param {Pixel} a
 * @param {Pixel | undefined} b
 */
function middle(a, b) {
  return b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : a;
}

/**
 * The frame enlarged by `factor` such that what was at the pixel `from` is at the pixel `to`.
 *
 * @param {View} view
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @param {number} factor
 * @returns {Frame}
 */
function carried(view, from, to, factor) {
  const [x0, x1, y0, y1] = zoomed(view.frame, factor, view.x(from.x), view.y(from.y));
  const dx = ((from.x - to.x) / view.kx) * factor;
  const dy = ((to.y - from.y) / view.ky) * factor;
  return [x0 + dx, x1 + dx, y0 + dy, y1 + dy];
}

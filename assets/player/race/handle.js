/** The start's handle, which a hand drags and keys move. */

import { el } from "../draw/dom.js";
import { coordinate } from "../draw/format.js";
import { tr } from "../draw/tr.js";

/** @import { Frame } from "../draw/view.js" */

export const SLOP = 4; // pixels that a click may move

/** @typedef {[x: number, y: number]} Point of the plane */
/** @typedef {{x: number, y: number, moved?: boolean}} Pixel */

/**
 * `value` rounded to a power of ten under a quarter of `unit`, so that links stay short.
 *
 * @param {number} value
 * @param {number} unit
 */
export function rounded(value, unit) {
  const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(unit / 4))));
  return Number(value.toFixed(digits));
}

/**
 * What a hand may do with the start, and where that is.
 *
 * @typedef {object} Grip
 * @property {() => Point} place
 * @property {(clientX: number, clientY: number) => Point} at what lies at a place on the screen
 * @property {() => Frame} frame that is visible
 * @property {(point: Point | null) => void} preview show a start that is not yet the race's; null ends that
 * @property {(point: Point) => void} apply
 */

/**
 * The start's handle: a focusable point of 44 px; one that is not for `keys` is for the pointer alone.
 *
 * @param {Grip} grip
 * @param {boolean} keys
 */
export function createHandle(grip, keys) {
  const label = tr("Start point, arrow keys move it, enter applies");
  const named = keys ? { role: "slider", tabIndex: 0, "aria-label": label } : { "aria-hidden": "true" };
  const element = el("div", { class: "op-handle", ...named });
  /** @type {Point | null} */
  let draft = null; // where the keys have put it, not yet applied
  /** @type {{x: number, y: number, moved: boolean} | null} */
  let held = null; // where the pointer went down
  let shown = ""; // what the element says now
  const show = (/** @type {Point | null} */ point) => {
    draft = point;
    grip.preview(point);
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY, moved: false };
    element.setPointerCapture(event.pointerId);
    event.stopPropagation();
  });
  element.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < SLOP) return;
    held.moved = true;
    show(grip.at(event.clientX, event.clientY));
  });
  const release = (/** @type {PointerEvent} */ event) => {
    const moved = held?.moved && event.type === "pointerup";
    held = null;
    if (moved && draft) grip.apply(draft);
    else if (draft) show(null);
    draft = null;
  };
  element.addEventListener("pointerup", release);
  element.addEventListener("pointercancel", release);
  element.addEventListener("click", (event) => event.stopPropagation());
  element.addEventListener("keydown", (event) => {
    const next = byKey(event, draft ?? grip.place(), grip.frame());
    if (next) show(next);
    else if (event.key === "Enter" && draft) grip.apply(draft);
    else if (event.key === "Escape" && draft) show(null);
    else return;
    if (event.key === "Enter") draft = null;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener("blur", () => {
    if (draft && !held) show(null);
  });
  return {
    element,
    /**
     * Put the handle at a pixel, or away where that is null; what it says follows the point.
     *
     * @param {{x: number, y: number} | null} spot
     * @param {Point} point
     * @param {Frame} frame
     */
    move(spot, point, frame) {
      const key = `${spot?.x} ${spot?.y} ${point}`;
      if (key === shown) return;
      shown = key;
      element.hidden = !spot;
      if (spot) element.style.transform = `translate(${spot.x}px, ${spot.y}px) translate(-50%, -50%)`;
      element.setAttribute(
        "aria-valuetext",
        `x ${coordinate(point[0], frame[0], frame[1])}, y ${coordinate(point[1], frame[2], frame[3])}`,
      );
      element.setAttribute("aria-valuenow", String(point[0]));
      element.setAttribute("aria-valuemin", String(frame[0]));
      element.setAttribute("aria-valuemax", String(frame[1]));
    },
  };
}

/**
 * The point moved by an arrow key: 1 % of the frame, with shift 0.1 %; null for other keys.
 *
 * @param {KeyboardEvent} event
 * @param {Point} point
 * @param {Frame} frame
 * @returns {Point | null}
 */
function byKey(event, [x, y], frame) {
  const share = event.shiftKey ? 0.001 : 0.01;
  const dx = (frame[1] - frame[0]) * share;
  const dy = (frame[3] - frame[2]) * share;
  /** @type {Record<string, Point>} */
  const moves = { ArrowLeft: [-dx, 0], ArrowRight: [dx, 0], ArrowUp: [0, dy], ArrowDown: [0, -dy] };
  const move = moves[event.key];
  return move && !event.ctrlKey && !event.metaKey && !event.altKey
    ? [rounded(x + move[0], dx / 10), rounded(y + move[1], dy / 10)]
    : null;
}

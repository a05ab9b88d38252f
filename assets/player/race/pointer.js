/**
 * The hand on the stage: a click chooses a runner or sets the start, its handle can be dragged or moved by keys; fingers,
 * mouse and wheel move the view.
 */

import { el, targetIn } from "../draw/dom.js";
import { coordinate } from "../draw/format.js";
import { within, zoomed } from "../draw/view.js";
import { createRectangle } from "./rectangle.js";

/** @import { Frame, View } from "../draw/view.js" */

const SLOP = 4; // pixels that a click may move
const TWICE = 280; // milliseconds within which a second click makes a double click
const WHEEL = { 0: 0.0016, 1: 0.035, 2: 0.7 }; // zoom per pixel, line and page of the wheel
const PINCH = 8; // times as much for a pinch on a touchpad, which comes as a wheel with the control key
const FASTEST = 0.25; // zoom at once, whatever the wheel says
/** @type {["pointerup", "pointercancel"]} */
const ENDS = ["pointerup", "pointercancel"];

/** `value` rounded to a power of ten under a quarter of `unit`, so that links stay short. */
function rounded(value, unit) {
  const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(unit / 4))));
  return Number(value.toFixed(digits));
}

/** @typedef {[x: number, y: number]} Point of the plane */

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
 * The start's handle: a focusable point of 44 px.
 *
 * @param {Grip} grip
 */
export function createHandle(grip) {
  const element = el("div", {
    class: "op-handle",
    role: "slider",
    tabIndex: 0,
    "aria-label": "Start point, arrow keys move it, enter applies",
  });
  let draft = null; // where the keys have put it, not yet applied
  let held = null; // where the pointer went down
  let shown = ""; // what the element says now
  const show = (point) => {
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
  const release = (event) => {
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
    /** Put the handle at a pixel, or away where that is null; what it says follows the point. */
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
      element.setAttribute("aria-valuenow", point[0]);
      element.setAttribute("aria-valuemin", frame[0]);
      element.setAttribute("aria-valuemax", frame[1]);
    },
  };
}

/** The point moved by an arrow key: 1 % of the frame, with shift 0.1 %; null for other keys. */
function byKey(event, [x, y], frame) {
  const share = event.shiftKey ? 0.001 : 0.01;
  const dx = (frame[1] - frame[0]) * share;
  const dy = (frame[3] - frame[2]) * share;
  const moves = { ArrowLeft: [-dx, 0], ArrowRight: [dx, 0], ArrowUp: [0, dy], ArrowDown: [0, -dy] };
  const move = moves[event.key];
  return move && !event.ctrlKey && !event.metaKey && !event.altKey
    ? [rounded(x + move[0], dx / 10), rounded(y + move[1], dy / 10)]
    : null;
}

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

/** Show, by a class of the stage, while the pointer is over a runner, which a press would choose. */
function listenHover(element, on) {
  element.addEventListener("pointermove", (event) => {
    const free = event.pointerType === "mouse" && !event.buttons && !targetIn(event, "button, .op-handle");
    element.classList.toggle("op-on-runner", free && on.runner(event) !== null);
  });
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
  const fingers = new Map();
  const local = (event) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
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

function apart(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

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

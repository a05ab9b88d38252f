/**
 * Streamlit's sliders take every touch, at once: a swipe that was to scroll the drawer of a phone changed a number. Here a
 * touch waits until it is known what it is: a tap or a drag sideways goes to the slider, a swipe up or down scrolls.
 */

import { targetIn } from "../draw/dom.js";

const TRACK = "[data-testid=stSlider] [data-rac]"; // ui/looks/style.py lets it scroll: touch-action is pan-y
const SLOP = 6; // px of a touch that is still a tap

/** Listen on the document, once for all sliders of all pages. */
export function swipes() {
  /** @type {PointerEvent | null} */
  let held = null; // the touch that waits: its pointerdown
  const release = () => {
    const event = held;
    held = null;
    event?.target?.dispatchEvent(copyOf(event));
  };
  /** @type {<K extends keyof DocumentEventMap>(kind: K, act: (event: DocumentEventMap[K]) => void) => void} */
  const on = (kind, act) => document.addEventListener(kind, act, { capture: true });
  on("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !event.isTrusted || !targetIn(event, TRACK)) return;
    held = event.isPrimary ? event : null;
    event.stopPropagation();
  });
  on("touchstart", (event) => {
    if (held && targetIn(event, TRACK)) event.stopPropagation();
  });
  on("pointermove", (event) => {
    if (held?.pointerId === event.pointerId && Math.abs(event.clientX - held.clientX) > SLOP) release();
  });
  on("pointerup", (event) => {
    if (held?.pointerId === event.pointerId) release();
  });
  on("pointercancel", () => {
    held = null; // the browser scrolls
  });
}

/** @param {PointerEvent} event */
function copyOf({ type, pointerId, pointerType, isPrimary, button, buttons, clientX, clientY, screenX, screenY }) {
  const copied = { pointerId, pointerType, isPrimary, button, buttons, clientX, clientY, screenX, screenY };
  return new PointerEvent(type, { ...copied, bubbles: true, cancelable: true, composed: true });
}

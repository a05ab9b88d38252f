/** Small panels that a button opens and closes. */

import { targetIn } from "./dom.js";

const EDGE = 8; // px between a panel and the sides of the window

/**
 * Move a panel that is open into the width of the window, and the page so that it is seen.
 *
 * @param {HTMLElement} panel
 */
function within(panel) {
  panel.style.translate = "";
  const { left, right } = panel.getBoundingClientRect();
  const most = document.documentElement.clientWidth - EDGE;
  const by = left < EDGE ? EDGE - left : Math.min(0, most - right);
  if (by) panel.style.translate = `${by}px`;
  panel.scrollIntoView({ block: "nearest" });
}

/**
 * Let `button` open and close `panel`; escape closes it, a press elsewhere, and the focus where it goes elsewhere, but not
 * to a dialog that it has opened.
 * `open` fills it first, or returns false to leave it closed. With `anew` another press fills it again.
 *
 * @param {HTMLElement} wrapper
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} panel
 * @param {() => unknown} open
 */
export function popover(wrapper, button, panel, open, anew = false) {
  const close = (/** @type {boolean} */ focus) => {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (focus) button.focus();
  };
  const outside = (/** @type {PointerEvent} */ event) => {
    if (!wrapper.isConnected || !(wrapper.contains(/** @type {Node} */ (event.target)) || targetIn(event, "dialog")))
      close(false);
  };
  button.addEventListener("click", async () => {
    if (!panel.hidden && !anew) return close(false);
    if ((await open()) === false) return close(false);
    panel.hidden = false;
    within(panel);
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside, true);
    return null;
  });
  wrapper.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (!panel.hidden && to instanceof Element && !wrapper.contains(to) && !to.closest("dialog")) close(false);
  });
  wrapper.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    close(true);
  });
  return close;
}

/**
 * What Streamlit opens over a page, for the keyboard. A popover stands at the end of the page, far from its button: here it
 * has the focus while it is open, and is closed where the focus leaves it. A dialog gives the focus back to nobody: here
 * the button that asked for it has it again.
 */

import { targetIn } from "../draw/dom.js";

const [POPOVER, ITS_BUTTON] = ["[data-testid=stPopoverBody]", "[data-testid=stPopoverButton]"];
const [DIALOG, BUTTON] = ["[data-testid=stDialog]", "[data-testid=stButton] button"];
const STOPS = ":is(a[href], button, input, select, textarea, [tabindex='0']):not(:disabled)"; // of the tab key

/** Listen on the whole page. */
export function popups() {
  /** @type {Element | null} */
  let asked = null; // the button that was pressed last
  let open = false; // a dialog
  document.addEventListener("click", (event) => {
    if (targetIn(event, ITS_BUTTON)) requestAnimationFrame(enter);
    if (!open) asked = targetIn(event, BUTTON);
  });
  document.addEventListener("keydown", leave, true);
  new MutationObserver(() => {
    const before = open;
    open = document.querySelector(DIALOG) !== null;
    if (before && !open && document.activeElement === document.body && asked instanceof HTMLElement) asked.focus();
  }).observe(document.body, { childList: true });
}

/** Into the popover that was opened by the last press, if that opened one. */
function enter() {
  /** @type {HTMLElement | null} */
  const popover = document.querySelector(POPOVER);
  if (!popover || popover.contains(document.activeElement)) return;
  popover.tabIndex = -1;
  popover.focus();
}

/**
 * The tab key leads from a popover's end to what follows its button, and from its start back to the button.
 *
 * @param {KeyboardEvent} event
 */
function leave(event) {
  const popover = event.key === "Tab" ? targetIn(event, POPOVER) : null;
  if (!popover) return;
  const stops = [...popover.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility());
  const end = event.shiftKey ? [stops[0], popover] : [stops.at(-1) ?? popover];
  if (!end.includes(/** @type {Element} */ (event.target))) return;
  if (event.shiftKey) event.preventDefault();
  popover.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })); // its button has the focus then
}

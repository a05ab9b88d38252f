/**
 * What Streamlit opens over a page, for the keyboard. A popover stands at the end of the page, far from its button: here it
 * has the focus while it is open, and is closed where the focus leaves it. On a slow line the answer to the press that
 * opened it opens one again that was closed since: here it stays closed. A dialog gives the focus back to nobody: here the
 * button that asked for it has it again.
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
  /** @type {Element | null} */
  let pressed = null; // the button of a popover, until that opens or closes
  document.addEventListener("click", (event) => {
    if (targetIn(event, ITS_BUTTON)) requestAnimationFrame(enter);
    if (!open) asked = targetIn(event, BUTTON);
  });
  document.addEventListener("keydown", leave, true);
  document.addEventListener("click", (event) => (pressed = targetIn(event, ITS_BUTTON)), true);
  new MutationObserver((records) => {
    for (const { target } of records) {
      if (!(target instanceof HTMLElement && target.matches(ITS_BUTTON))) continue;
      if (target.ariaExpanded === "true" && target !== pressed) shut(target);
      pressed = null;
    }
  }).observe(document.body, { subtree: true, attributeFilter: ["aria-expanded"] });
  new MutationObserver(() => {
    const before = open;
    open = document.querySelector(DIALOG) !== null;
    if (before && !open && document.activeElement === document.body && asked instanceof HTMLElement) asked.focus();
  }).observe(document.body, { childList: true });
}

/**
 * Close what nobody has opened, unseen and with the focus where it is; Streamlit may take some frames to listen.
 *
 * @param {HTMLElement} button of the popover
 */
function shut(button) {
  if (!button.isConnected || button.ariaExpanded !== "true") return;
  /** @type {HTMLElement | null} */
  const popover = document.querySelector(POPOVER);
  const { activeElement } = document;
  if (popover) {
    popover.style.visibility = "hidden";
    dismiss(popover);
  }
  if (activeElement instanceof HTMLElement && activeElement.isConnected) activeElement.focus({ preventScroll: true });
  requestAnimationFrame(() => shut(button));
}

/** @param {Element} popover */
function dismiss(popover) {
  popover.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
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
  dismiss(popover); // its button has the focus then
}

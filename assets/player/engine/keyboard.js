/** The keyboard of the player: space, arrows, home, end, page up and down, L, F, escape; never while a field has the focus. */

import { targetIn } from "../draw/dom.js";

/** @import { Bus } from "./panel.js" */

const FIELDS = [
  "input",
  "select",
  "textarea",
  "[contenteditable]",
  "[role=slider]",
  "[role=spinbutton]",
  "[role=listbox]",
  "[role=menu]",
  "[role=tab]",
  "[role=radio]",
  "[role=grid]",
  "[role=combobox]",
  "[role=option]",
  "[role=dialog]",
  "canvas",
  "video",
  "audio",
].join(",");
const PRESSED = "button,a[href],summary,[role=button],[role=link]";
const CHOSEN = ".op-preset[aria-pressed=true]";

/**
 * Listen for keys on the whole page; returns the function that stops it.
 *
 * The space bar presses the button that the focus was led to, as everywhere. It plays and pauses where that would make no
 * sense: on a button of the transport or a preset that the hand has just pressed, and on the preset that is chosen.
 *
 * @param {HTMLElement} root
 * @param {Bus} bus
 * @param {HTMLElement} scrubber
 */
export function listen(root, bus, scrubber) {
  /** @type {Element | string | null} */
  let held = null; // the button that the hand pressed last, by what stays the same where it is drawn anew
  const named = (/** @type {Element | null} */ button) => button && (button.getAttribute("data-name") ?? button);
  const press = (/** @type {Event} */ event) => {
    held = named(targetIn(event, ".op-transport button, .op-preset"));
  };
  const ours = (/** @type {KeyboardEvent} */ event, /** @type {Element} */ target) => {
    const button = target.closest(PRESSED);
    return event.key === " " && button !== null && (button.matches(CHOSEN) || named(button) === held);
  };
  const release = (/** @type {KeyboardEvent} */ event) => {
    if (event.target instanceof Element && ours(event, event.target)) event.preventDefault();
  };
  const handler = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Tab") held = null;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !bus.race() || bus.race().empty)
      return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target !== scrubber && target.closest(FIELDS)) return;
    if (event.key === " " && target.closest(PRESSED) && !ours(event, target)) return; // the space bar presses that button
    if (act(event, root, bus)) event.preventDefault();
  };
  root.addEventListener("pointerdown", press);
  window.addEventListener("keydown", handler);
  window.addEventListener("keyup", release);
  return () => {
    root.removeEventListener("pointerdown", press);
    window.removeEventListener("keydown", handler);
    window.removeEventListener("keyup", release);
  };
}

/**
 * Do what the key says; false where it says nothing here.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 * @param {Bus} bus
 */
function act(event, root, bus) {
  const by = event.shiftKey ? 10 : 1;
  const { clock } = bus;
  if (event.key === " ") {
    if (!event.repeat) clock.toggle();
  } else if (event.key === "ArrowLeft") bus.seek(bus.next(-by));
  else if (event.key === "ArrowRight") bus.seek(bus.next(by));
  else if (event.key === "Home") bus.seek(0);
  else if (event.key === "End") bus.seek(clock.steps);
  else if (event.key === "PageUp" || event.key === "PageDown")
    return turns(event, root) && bus.turn(event.key === "PageUp" ? -1 : 1);
  else if (event.key === "Escape") return leave(root, bus);
  else if (event.shiftKey) return false;
  else if (event.key.toLowerCase() === "l") clock.setLoop(!clock.loop);
  else if (event.key.toLowerCase() === "f") bus.full();
  else return false;
  return true;
}

/**
 * Pages scroll by these keys: they go from preset to preset in full screen, among the presets, and with shift.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 */
function turns(event, root) {
  return root.classList.contains("op-full") || event.shiftKey || Boolean(targetIn(event, ".op-presets"));
}

/**
 * @param {HTMLElement} root
 * @param {Bus} bus
 */
function leave(root, bus) {
  if (!root.classList.contains("op-full")) return false;
  bus.full();
  return true;
}

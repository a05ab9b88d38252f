/**
 * The list of optimizers under "Add", for the keyboard: what is typed after it was opened reaches the field "Find", Enter
 * and the arrow key go from there to the first of the list, and whoever takes one with Enter is back where the list hung.
 */

import { setValue, targetIn } from "../draw/dom.js";
import { running } from "../engine/server.js";

const ADD = ".st-key-add button"; // Streamlit's classes for the keys of ui/widgets/runners.py
const FIND = ".st-key-find input";
const FROM = `${ADD}, [data-testid=stPopoverBody]`; // where the focus is until the list is there
const ITEM = "[class*=st-key-add-] button:not(:disabled)";
const PATIENCE = 5000; // milliseconds in which the list comes
const CALM = 700; // milliseconds after which a list that does not say what was looked for is the one that was found
const GLANCE = 50; // milliseconds between two looks whether the list is there
const COARSE = window.matchMedia("(pointer: coarse)"); // a keyboard on the screen would cover the list

/** @type {{typed: string, stop: () => void} | null} */
let waiting = null; // {typed, stop} between the press on "Add" and the list

/** Listen on the whole page. */
export function listenFinder() {
  document.addEventListener("click", (event) => {
    if (targetIn(event, ADD)) opened();
    else if (event.detail === 0 && event.target instanceof Element && targetIn(event, ITEM)) leave(event.target);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape") waiting?.stop();
      else if (waiting && targetIn(event, FROM)) keep(event);
      else if (targetIn(event, FIND) && (event.key === "Enter" || event.key === "ArrowDown")) down(event);
    },
    true,
  );
}

/** The list was asked for, or closed: it comes from the server, and has the focus as soon as it is here. */
function opened() {
  waiting?.stop();
  if (COARSE.matches || document.querySelector(FIND)) return;
  const look = () => {
    const field = document.querySelector(FIND);
    if (!(field instanceof HTMLInputElement)) return;
    const typed = waiting?.typed;
    waiting?.stop();
    if (!document.activeElement?.closest(FROM)) return; // the focus is elsewhere since
    field.focus();
    if (!typed) return;
    setValue(field, typed);
  };
  const observer = new MutationObserver(look);
  const timer = setTimeout(() => waiting?.stop(), PATIENCE);
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
    waiting = null;
  };
  waiting = { typed: "", stop };
  observer.observe(document.body, { childList: true, subtree: true });
}

/**
 * Keep what is typed before the field is there; it is meant for no shortcut of the page.
 *
 * @param {KeyboardEvent} event
 */
function keep(event) {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  if (waiting) waiting.typed += event.key;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * From the field to the first of the list, once that is the list of what stands in the field. A list that may be another
 * one's has the focus for the time being: should it be replaced by the right one, the focus goes along.
 *
 * @param {KeyboardEvent} event
 */
function down(event) {
  if (event.key === "ArrowDown") event.preventDefault();
  const field = event.target;
  if (!(field instanceof HTMLInputElement)) return;
  const began = performance.now();
  let busy = began; // when the server was seen at work last
  /** @type {HTMLElement | null} */
  let given = null; // the one of the list that has the focus for the time being
  const go = () => {
    const at = document.activeElement;
    const lost = given && !given.isConnected && (!at || at === document.body);
    if (at !== field && at !== given && !lost) return; // the focus is elsewhere since
    /** @type {HTMLElement | null} */
    const first = document.querySelector(ITEM);
    const now = performance.now();
    if (running()) busy = now;
    const found = first?.textContent.toLowerCase().includes(field.value.trim().toLowerCase());
    if (found || (now > busy + CALM && (at === field || lost))) {
      given = first;
      first?.focus();
    }
    if (!found && now < began + PATIENCE) setTimeout(go, GLANCE);
  };
  go();
}

/**
 * Close the list, which gives the focus back to the button that it hangs from.
 *
 * @param {Element} target
 */
function leave(target) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
}

/** What Streamlit's frame of a page lacks: full screen and play by the keyboard, and a drawer that closes behind a choice. */

import { pressFirst, targetIn } from "../draw/dom.js";
import { SCREEN } from "../engine/layout.js";
import { toggled } from "./pagetime.js";

const PLAYER = ".player[data-kind]"; // has a full screen of its own
const STRIP = ".st-key-presets";
const PRESETS = `${STRIP} button`;
const CHOSEN = "[data-testid=stBaseButton-primary]";
const FIELDS = "input, select, textarea, [contenteditable], [role=combobox], [role=slider], [role=dialog]";
const PRESSED = "button, a[href], summary, [role=button], [role=link], [role=radio], [role=tab]"; // by the space bar
const ON = "op-projector"; // class of the root: see ui/looks/style.py
const PAPER = 700; // px of a sheet of A4 between its margins
const COLUMN = "[data-testid=stMainBlockContainer] > [data-testid=stVerticalBlock]";
const DRAWER = 768; // px of the window up to which the sidebar lies over the page

let listening = false;
let replaced = new MutationObserver(() => {}); // of the preset that was pressed last
let told = () => {}; // whoever keeps the address of the page

/** True while the page alone is shown, as large as the screen. */
export const projected = () => document.documentElement.classList.contains(ON);

/**
 * Call `tell` from now on whenever that begins or ends.
 *
 * @param {() => void} tell
 */
export function whenProjected(tell) {
  told = tell;
}

/** Listen on the document, once for all pages. */
export function frame() {
  if (listening) return;
  listening = true;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (document.querySelector(PLAYER) || targetIn(event, FIELDS)) return;
    if (event.key === " " && (event.repeat || targetIn(event, PRESSED))) return;
    if (act(event)) event.preventDefault();
  });
  document.addEventListener("fullscreenchange", () => project(document.fullscreenElement === document.documentElement));
  window.addEventListener("resize", size);
  document.addEventListener("click", closeDrawer);
  document.addEventListener("click", keepFocus);
  window.addEventListener("beforeprint", shrink);
  size();
}

/**
 * Do what the key says; false where it says nothing here.
 *
 * @param {KeyboardEvent} event
 */
function act({ key }) {
  const on = projected();
  if (key === " ") return toggled();
  if (key.toLowerCase() === "f" || (key === "Escape" && on)) toggle(!on);
  else if (on && key === "PageDown") return turn(1);
  else if (on && key === "PageUp") return turn(-1);
  else return false;
  return true;
}

/** @param {boolean} on */
function toggle(on) {
  const root = document.documentElement;
  if (!on && document.fullscreenElement) document.exitFullscreen();
  else if (on && root.requestFullscreen)
    root.requestFullscreen().catch(() => project(true)); // refused: fill the page
  else project(on);
}

/**
 * Show the page alone, as large as the screen's height asks for; or as before.
 *
 * @param {boolean} on
 */
export function project(on) {
  document.documentElement.classList.toggle(ON, on);
  size();
  told();
  window.dispatchEvent(new Event("resize")); // what is drawn in a width measures it anew
}

function size() {
  const text = Math.min(window.innerWidth / SCREEN[0], window.innerHeight / SCREEN[1]);
  document.documentElement.style.setProperty("--op-projector", String(Math.max(1, text)));
}

/**
 * Press the preset after the chosen one, or before it.
 *
 * @param {number} by
 */
function turn(by) {
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(PRESETS);
  const presets = [...found];
  const next = presets[presets.findIndex((one) => one.matches(CHOSEN)) + by];
  next?.click();
  return presets.length > 0;
}

/**
 * A preset that is chosen becomes another element of Streamlit's, and so does the one before: the focus goes along.
 *
 * @param {Event} event
 */
function keepFocus(event) {
  const pressed = targetIn(event, PRESETS);
  const strip = pressed?.closest(STRIP);
  if (!pressed || !strip) return;
  replaced.disconnect();
  replaced = new MutationObserver(() => {
    if (pressed.isConnected) return;
    replaced.disconnect();
    /** @type {NodeListOf<HTMLElement>} */
    const there = strip.querySelectorAll("button");
    if (document.activeElement !== document.body) return;
    [...there].find((one) => one.textContent === pressed.textContent)?.focus({ preventScroll: true });
  });
  replaced.observe(strip, { childList: true, subtree: true });
}

/** Charts of Plotly keep the width of the screen when the page is printed: the style sheet shrinks them to the paper's. */
function shrink() {
  const width = document.querySelector(COLUMN)?.clientWidth ?? 0;
  if (width) document.documentElement.style.setProperty("--op-paper", String(Math.min(1, PAPER / width)));
}

/**
 * On a phone the sidebar is a drawer over the page: who chose a page in it wants to see that page.
 *
 * @param {Event} event
 */
function closeDrawer(event) {
  if (window.innerWidth > DRAWER || !targetIn(event, "[data-testid=stSidebarNavLink]")) return;
  pressFirst("[data-testid=stSidebarCollapseButton] button");
}

/**
 * Buttons that are no elements of Streamlit's, since each of these is work at every edit: small ones at fields, that open
 * the choice of what is compared in them, and rows at the end of a box, of what can be done with a runner.
 *
 * Streamlit draws its own elements anew as it likes, so that a button is put back where it went.
 */

import { el } from "../draw/dom.js";

const SIDEBAR = "[data-testid=stSidebar]";
const VALUES = ".st-key-compare"; // as ui/widgets/compare.py has it
const OPENED = "op-compared"; // the id of what a small one has opened
const BUTTON = "op-press"; // see ui/looks/style.py
const SMALL = "op-compare";
const ROW = "op-presses";
const LOADED = 1000; // milliseconds
const TIGHT = "op-tight";
const ROOM = 26; // px: of a button
const HELP = 22; // px: of Streamlit's button for help beside it

/** @typedef {{name: string, at: string, words: string, opened: boolean | null, disabled: boolean}} Press */

/**
 * A function that shows buttons as ui/session/presses.py tells of them; `press(name)` hears of a press.
 *
 * @param {(name: string) => void} press
 */
export function presses(press) {
  /** @type {Press[]} */
  let known = [];
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries)
      target.querySelector(`:scope > .${SMALL}`)?.classList.toggle(TIGHT, tight(target));
  });
  const place = () => {
    /** @type {Set<Element>} */
    const wanted = new Set();
    for (const one of known) {
      const host = document.querySelector(`${SIDEBAR} .st-key-${one.at.replace(/[^\w-]/g, "-")}`);
      if (!host) continue;
      const small = one.opened !== null;
      if (small) widths.observe(host);
      const parent = small ? host : last(host);
      const button = parent.querySelector(`:scope > [data-name="${one.name}"]`) ?? parent.appendChild(made(press));
      write(button, one);
      wanted.add(button);
    }
    document.querySelector(VALUES)?.setAttribute("id", OPENED);
    for (const button of document.querySelectorAll(`.${BUTTON}`)) if (!wanted.has(button)) button.remove();
  };
  new MutationObserver((records) => {
    if (records.some(({ target }) => target instanceof Element && target.closest(SIDEBAR))) place();
  }).observe(document.body, { childList: true, subtree: true });
  return (/** @type {Press[]} */ all) => {
    const before = known.find(({ opened }) => opened);
    known = all;
    place();
    const now = known.find(({ opened }) => opened);
    if (now && now.name !== before?.name) bring(document.querySelector(VALUES));
  };
}

/**
 * The row of buttons at the end of a box.
 *
 * @param {Element} box
 */
function last(box) {
  const row = box.querySelector(`:scope > .${ROW}`) ?? el("div", { class: ROW });
  if (box.lastElementChild !== row) box.append(row);
  return row;
}

/** @param {(name: string) => void} press */
function made(press) {
  const button = el("button", { class: BUTTON, type: "button" });
  button.addEventListener("click", () => press(button.dataset.name ?? ""));
  return button;
}

/**
 * @param {Element} button
 * @param {Press} press
 */
function write(button, { name, words, opened, disabled }) {
  if (!(button instanceof HTMLButtonElement)) return;
  button.dataset.name = name;
  button.disabled = disabled;
  if (opened === null) {
    if (button.textContent !== words) button.textContent = words; // else whoever waits for changes would wait for ever
    return;
  }
  button.classList.add(SMALL);
  button.title = words; // which names it, too
  button.ariaExpanded = String(opened);
  if (opened) button.setAttribute("aria-controls", OPENED);
  else button.removeAttribute("aria-controls");
}

/**
 * Scroll to all of the values, the lower end with its button too, while Streamlit loads what draws them.
 *
 * @param {Element | null} values
 */
function bring(values) {
  if (!values) return;
  const grows = new ResizeObserver(() => values.scrollIntoView({ block: "nearest" }));
  grows.observe(values);
  setTimeout(() => grows.disconnect(), LOADED);
}

/**
 * Whether the label of a field has no room for a button beside it.
 *
 * @param {Element} host
 */
function tight(host) {
  const label = host.querySelector("[data-testid=stWidgetLabel]");
  const words = label?.querySelector("p");
  if (!label || !words) return false;
  const range = document.createRange();
  range.selectNodeContents(words);
  const help = label.querySelector("button") ? HELP : 0;
  return range.getBoundingClientRect().width + help + ROOM > host.clientWidth;
}

/**
 * A small button at each field whose values can be compared: it opens the choice of values beneath the field.
 *
 * As buttons of Streamlit's they would be twenty more elements of every edit. Streamlit draws fields anew as it likes,
 * so that a button is put back where it went.
 */

import { el } from "../draw/dom.js";

const SIDEBAR = "[data-testid=stSidebar]";
const VALUES = ".st-key-compare"; // as ui/widgets/compare.py has it
const BUTTON = "op-compare"; // see ui/looks/style.py
const LOADED = 1000; // milliseconds
const TIGHT = "op-tight";
const ROOM = 26; // px: of a button
const HELP = 22; // px: of Streamlit's button for help beside it

/** @typedef {{at: string, row: string, words: string}} Offer key of a widget, row of the table, name of the button */

/**
 * A function that shows a button for each offer, and which row is `open`; `press(row)` hears of a press.
 *
 * @param {(row: string) => void} press
 */
export function compares(press) {
  /** @type {Offer[]} */
  let offers = [];
  let opened = "";
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries)
      target.querySelector(`:scope > .${BUTTON}`)?.classList.toggle(TIGHT, tight(target));
  });
  const place = () => {
    const wanted = new Set();
    for (const { at, row, words } of offers) {
      const host = document.querySelector(`${SIDEBAR} .st-key-${at.replace(/[^\w-]/g, "-")}`);
      if (!(host instanceof HTMLElement)) continue;
      const button = host.querySelector(`:scope > .${BUTTON}`) ?? host.appendChild(made(press));
      widths.observe(host);
      for (const [name, value] of Object.entries({ "data-row": row, "aria-label": words, title: words }))
        button.setAttribute(name, value);
      button.setAttribute("aria-expanded", String(row === opened));
      wanted.add(button);
    }
    for (const button of document.querySelectorAll(`.${BUTTON}`)) if (!wanted.has(button)) button.remove();
  };
  new MutationObserver((records) => {
    if (records.some(({ target }) => target instanceof Element && target.closest(SIDEBAR))) place();
  }).observe(document.body, { childList: true, subtree: true });
  return (/** @type {Offer[]} */ all, /** @type {string} */ open) => {
    const fresh = open && open !== opened;
    [offers, opened] = [all, open];
    place();
    if (fresh) bring(document.querySelector(VALUES));
  };
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

/** @param {(row: string) => void} press */
function made(press) {
  const button = el("button", { class: BUTTON, type: "button" });
  button.addEventListener("click", () => press(button.dataset.row ?? ""));
  return button;
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

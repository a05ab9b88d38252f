/** The head of the page: title, link, QR code, things to take away, and the strip of presets. */

import { beside, el, focusedIn, targetIn } from "../draw/dom.js";
import { tr } from "../draw/tr.js";
import { copyButton, qrButton } from "./share.js";
import { createTakeaway } from "./takeaway.js";

/** @import { Header, Preset } from "../engine/header.js" */
/** @import { Bus, PageWords } from "../engine/panel.js" */

const PIECE = 40; // px

/**
 * Title row and presets; beside the title, what the chosen preset shows and what is equal for all. Links and presets need
 * a server: a page read from a file shows the title alone. `turn(by)` goes on to the next preset, or back; false where
 * there is none.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @param {PageWords} words
 */
export function createHead(parent, bus, words) {
  const title = el("h1", { class: "op-title" });
  const shows = el("span", { class: "op-shows" });
  const equal = el("span", {});
  const subtitle = el("p", { class: "op-subtitle" }, shows, equal);
  const actions = el("div", { class: "op-actions" });
  if (bus.live) actions.append(copyButton(bus), qrButton(bus, words));
  actions.append(createTakeaway(bus, words));
  const place = el("span", { class: "op-place op-quiet" });
  const element = el(
    "header",
    { class: "op-head" },
    el("div", { class: "op-titles" }, title, subtitle, place, actions),
  );
  const strip = bus.live ? createStrip(element, bus, words) : null;
  parent.append(element);
  return {
    element,
    /** @param {Header} race */
    setData(race) {
      title.textContent = race.title;
      shows.textContent = race.presets.find(({ active }) => active)?.shows ?? "";
      equal.textContent = equal.title = race.subtitle; // where it is cut, the rest is read off by the pointer
      strip?.setData(race.presets);
      place.textContent = strip ? placeOf(race.presets) : "";
    },
    turn: (/** @type {number} */ by) => strip?.turn(by) ?? false,
    setTheme() {},
    draw() {},
    resize() {},
  };
}

/**
 * Which preset it is and the keys that lead to others, for full screen, where the strip is not shown.
 *
 * @param {Preset[]} presets
 */
function placeOf(presets) {
  const at = presets.findIndex(({ active }) => active);
  if (!presets.length) return "";
  const count = presets.length;
  return at < 0
    ? tr("{count} presets: Page Up, Page Down", { count })
    : tr("{place} of {count}: Page Up, Page Down", { place: at + 1, count });
}

/**
 * The strip of presets; the one in hand keeps the focus when another becomes active.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @param {PageWords} words
 */
function createStrip(parent, bus, words) {
  const strip = el("div", { class: "op-presets", role: "group", "aria-label": words.presets });
  // Browsers leave a button cut that shows a little. Under a pointer nothing may move.
  strip.addEventListener("focusin", (event) => reveal(strip, targetIn(event, ":focus-visible")));
  parent.append(strip);
  /** @type {Record<string, string>} */
  let pictures = {};
  /** @type {Preset[]} */
  let presets = [];
  /** @type {number | null} */
  let turned = null; // to which one the keys have gone, until it is here
  const draw = () => {
    const focused = focusedIn(strip, "name");
    const buttons = presets.map((preset) => presetButton(preset, pictures[preset.name], bus));
    strip.replaceChildren(...buttons);
    strip.hidden = presets.length === 0;
    reveal(strip, strip.querySelector("[aria-pressed=true]"));
    if (focused) buttons.find((button) => button.dataset.name === focused)?.focus();
  };
  import(beside(words.pictures)).then(
    (module) => {
      pictures = module.THUMBS;
      draw();
    },
    () => null, // no pictures: the names stand alone
  );
  return {
    /** @param {Preset[]} next */
    setData(next) {
      if (JSON.stringify(presets) === JSON.stringify(next)) return;
      presets = next;
      turned = null;
      draw();
    },
    /** @param {number} by */
    turn(by) {
      if (!presets.length) return false;
      const at = turned ?? presets.findIndex(({ active }) => active);
      const next = at < 0 && by < 0 ? presets.length - 1 : Math.min(presets.length - 1, Math.max(0, at + by));
      if (next !== at) choose(presets[next], bus);
      turned = next;
      return true;
    },
  };
}

/**
 * Scroll a strip, and nothing else of the page, so far that a button in it is seen and a piece of its neighbour.
 *
 * @param {HTMLElement} strip
 * @param {Element | null} button
 */
function reveal(strip, button) {
  if (!button) return;
  const [inner, outer] = [button, strip].map((element) => element.getBoundingClientRect());
  if (inner.right > outer.right) strip.scrollLeft += inner.right - outer.right + PIECE;
  else if (inner.left < outer.left) strip.scrollLeft -= outer.left - inner.left + PIECE;
}

/**
 * @param {Preset} preset
 * @param {Bus} bus
 */
function choose(preset, bus) {
  bus.send({ kind: "preset", name: preset.name });
  bus.await(preset.name);
}

/**
 * @param {Preset} preset
 * @param {string | undefined} picture
 * @param {Bus} bus
 */
function presetButton(preset, picture, bus) {
  const send = () => choose(preset, bus);
  const button = el("button", {
    type: "button",
    class: "op-preset",
    "aria-pressed": String(preset.active),
    title: preset.shows ?? "",
    onclick: send,
  });
  button.dataset.name = preset.name;
  if (picture) button.append(el("span", { class: "op-thumb", "aria-hidden": "true", html: picture }));
  button.append(el("span", {}, preset.label));
  return button;
}

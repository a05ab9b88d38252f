/**
 * The part of an address that is only view, checked as the server checks it: see training/configuration/view_links.py.
 *
 * t       the step at which the race stands still, or how many of what time counts
 * time    "epochs" or "examples": what time counts; "steps" where others are usual
 * view    "3d"; camera: where its eye is and, where that was moved, what it looks at, as 3 or 6 numbers
 * zoom    the part of the plane that the stage shows, [x0, x1, y0, y1]
 * arrows  "on": arrows at the chosen runner
 * curves  the curves that are shown in the place of the usual ones
 * inside  "source": the source in the place of the numbers
 * layers  "all": the layers of all runners in the place of those of the chosen one, which the server reads
 * ground  "pieces": the linear pieces of a network in the place of its decision, which the server reads; "sharpness" of
 *         a surface in the place of its loss; "both", the one beside the other
 * pick    the chosen runner, which the server reads
 * lesson  the step of a lesson whose text stands beside the page, which the server reads
 * room    the class whose question that is, which the server reads
 * lang    the language of the page, which the server reads; only in the address bar: who is sent a link has their own
 * full, embed, embed_options    how the page is shown: all of the window; inside another page
 */

import { STEPS, UNITS } from "../draw/timeline.js";

/**
 * How the page is seen, as a link says it.
 *
 * @typedef {object} LinkView
 * @property {number} [t]
 * @property {string | null} [time]
 * @property {string | null} [view]
 * @property {number[] | null} [camera]
 * @property {number[] | null} [zoom]
 * @property {string | null} [arrows]
 * @property {string | null} [inside]
 * @property {string | null} [layers]
 * @property {string | null} [ground]
 * @property {string[]} [curves]
 * @property {string} [full]
 * @property {string} [embed]
 * @property {string} [lang]
 */

/** @type {Record<string, string[]>} */
const WORDS = {
  view: ["3d"],
  arrows: ["on"],
  inside: ["source"],
  layers: ["all"],
  ground: ["pieces", "sharpness", "both"],
  full: ["1"],
  embed: ["true"],
};
/** @type {Record<string, number[]>} */
const LISTS = { camera: [3, 6], zoom: [4] }; // of how many numbers
const KEPT = ["embed", "embed_options", "full", "lesson", "room"]; // of the address as it stands
const NAMES = [
  "t",
  "time",
  "pick",
  "camera",
  "zoom",
  "curves",
  "embed_options",
  "lang",
  "lesson",
  "room",
  ...Object.keys(WORDS),
];
/** @type {Record<string, number>} */
const DIGITS = { camera: 4, zoom: 9, t: 9 };

/**
 * What a query says of the view; what is not understood is left out.
 *
 * @param {string} search
 * @returns {LinkView}
 */
export function readView(search) {
  const query = new URLSearchParams(search);
  /** @type {LinkView & Record<string, any>} */
  const view = {};
  for (const name of NAMES) {
    const text = query.get(name);
    if (text !== null) view[name] = read(name, text);
    if (view[name] === undefined) delete view[name];
  }
  if ((view.time ?? STEPS) === STEPS && !Number.isInteger(view.t)) delete view.t;
  return view;
}

/**
 * @param {string} name
 * @param {string} text
 */
function read(name, text) {
  if (name === "t") return /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
  const words = name === "time" ? UNITS : WORDS[name];
  if (words) return words.includes(text.toLowerCase()) ? text.toLowerCase() : undefined;
  if (name === "curves") return text.split(",");
  if (!LISTS[name]) return text;
  const numbers = text.split(",").map((part) => (part.trim() ? Number(part) : NaN));
  return LISTS[name].includes(numbers.length) && numbers.every(Number.isFinite) ? numbers : undefined;
}

/**
 * The unit of time that a view names; one that names a step counts in steps, unless it says otherwise. Null for the usual.
 *
 * @param {LinkView} view
 */
export function unitOf({ time, t }) {
  return time ?? (t === undefined ? null : STEPS);
}

/**
 * The unit of a race's time as a view with this `t` has to name it, null where that is understood.
 *
 * @param {{timeline: {unit: string}, time?: string}} race
 * @param {number | null} t
 */
export function unitTold({ timeline: { unit }, time: usual = STEPS }, t) {
  const understood = t === null ? usual : STEPS;
  return unit === usual && unit === understood ? null : unit;
}

/**
 * The view as the end of a link, "&t=5&view=3d"; what is null or undefined is left out.
 *
 * @param {LinkView} view
 */
export function spellView(view) {
  /** @type {Record<string, any>} */
  const told = view;
  return NAMES.filter((name) => String(told[name] ?? "") !== "")
    .map(
      (name) =>
        `&${name}=${[told[name]]
          .flat()
          .map((part) => spell(part, DIGITS[name]))
          .join(",")}`,
    )
    .join("");
}

const spell = (/** @type {string | number} */ part, digits = 15) =>
  typeof part === "number" ? String(Number(part.toPrecision(digits))) : encodeURIComponent(part);

/**
 * What the address says of how the page is shown, which no page changes by itself.
 *
 * @param {string} search
 */
export function keptOf(search) {
  /** @type {Record<string, any>} */
  const view = readView(search);
  return Object.fromEntries(KEPT.map((name) => [name, view[name]]));
}

/**
 * A query without its question mark and without what is only view.
 *
 * @param {string} search
 */
export function plain(search) {
  const bare = search.replace(/^\?/, "").split("&");
  return bare.filter((pair) => !NAMES.includes(pair.split("=", 1)[0])).join("&");
}

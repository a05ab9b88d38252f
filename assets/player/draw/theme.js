/** Colour roles of the interface, light and dark, and which of the two the page shows. */

import { pictured } from "./redrawn.js";
import { TOKENS } from "./tokens.js";

const LIGHT = { dark: false, ...TOKENS.theme.light };
const DARK = { dark: true, ...TOKENS.theme.dark };
const ROLES = /** @type {(keyof typeof TOKENS.theme.light)[]} */ (Object.keys(TOKENS.theme.light));
const HUES = [
  ...ROLES.map((role) => [LIGHT[role], DARK[role]]),
  ...Object.values(TOKENS.hues),
  ...TOKENS.copies,
  ...TOKENS.greys,
];
// The light colour for each dark one: ours, and what Streamlit draws legends, axes and grids of charts with.
/** @type {Record<string, string>} */
const ON_WHITE = {
  ...Object.fromEntries(HUES.map(([light, dark]) => [dark, light])),
  "#FAFAFA": LIGHT.ink,
  "#E6EAF1": LIGHT.quiet,
  "#31333F": LIGHT.hairline,
};
const TURNED = [60, 200, 600, 1500]; // milliseconds after the system at which the page may have turned

/**
 * All colour roles, whether they are the dark ones, and the font of the page.
 *
 * @typedef {typeof LIGHT & {font: string}} Theme
 * @typedef {{theme: Theme, scale: number}} Ink what all is drawn with, and how large
 */

/**
 * [r, g, b] of a CSS colour "#RGB", "#RRGGBB" or "rgb(...)"; null if it is none of these or transparent.
 *
 * @param {string} text
 * @returns {number[] | null}
 */
export function solid(text) {
  const value = String(text).trim();
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(value);
  if (hex) {
    const full = hex[1].length === 3 ? Array.from(hex[1], (c) => c + c).join("") : hex[1];
    return [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16));
  }
  const parts = /^rgba?\(([^)]*)\)$/i.exec(value);
  if (!parts) return null;
  const numbers = parts[1]
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map(Number);
  return numbers.length === 4 && numbers[3] === 0 ? null : numbers.slice(0, 3);
}

/**
 * The same of a colour of ours, which is one of these.
 *
 * @param {string} text
 * @returns {number[]}
 */
export function rgb(text) {
  const parts = solid(text);
  if (!parts) throw new Error(`${text} is no colour`);
  return parts;
}

/**
 * A colour with opacity: `tint("#123456", 0.07)`.
 *
 * @param {string} colour
 * @param {number} alpha
 */
export function tint(colour, alpha) {
  const [r, g, b] = rgb(colour);
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

/**
 * The colour at `share` (0 to 1) of the way from `from` to `to`, as "rgb(...)".
 *
 * @param {string} from
 * @param {string} to
 * @param {number} share
 */
export function mix(from, to, share) {
  const a = rgb(from);
  const b = rgb(to);
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * share)).join(", ")})`;
}

/**
 * True where the page behind `element` is dark: an explicit data-theme, Streamlit's variable, or the background. Where the
 * system forces its colours, it says which they are.
 *
 * @param {Element} element
 */
function isDark(element) {
  if (window.matchMedia("(forced-colors: active)").matches)
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  const explicit = element.closest("[data-theme]");
  if (explicit) return explicit.getAttribute("data-theme") === "dark";
  const variable = solid(getComputedStyle(element).getPropertyValue("--st-background-color"));
  /** @type {Element | null} */
  let node = variable ? null : element;
  for (; node && !node.shadowRoot; node = node.parentElement) {
    const colour = solid(getComputedStyle(node).backgroundColor);
    if (colour) return colour[0] + colour[1] + colour[2] < 384;
  }
  if (variable) return variable[0] + variable[1] + variable[2] < 384;
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

/**
 * Call `then` whenever the system turns light or dark, and again once the page around has turned, which is some frames
 * later, or many on a busy machine; the answer ends that.
 *
 * @param {() => void} then
 * @returns {() => void}
 */
export function listenColours(then) {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  /** @type {ReturnType<typeof setTimeout>[]} */
  let later = [];
  const end = () => later.forEach(clearTimeout);
  const turn = () => {
    end();
    then();
    later = TURNED.map((delay) => setTimeout(then, delay));
  };
  dark.addEventListener("change", turn);
  return () => {
    end();
    dark.removeEventListener("change", turn);
  };
}

/**
 * The theme that the page around `element` shows, the light one on paper and in pictures: all colour roles, `dark`, `font`.
 *
 * @param {Element} element
 * @returns {Theme}
 */
export function readTheme(element) {
  const paper = pictured() || element.classList.contains("op-paper");
  const style = getComputedStyle(element);
  const font = style.getPropertyValue("--st-font").trim() || style.fontFamily || "sans-serif";
  return { ...(isDark(element) && !paper ? DARK : LIGHT), font };
}

/**
 * Markup of a dark page in the colours of a light one. What has been drawn anew for the picture has them already.
 *
 * @param {string} markup
 */
export function onWhite(markup) {
  return markup
    .replace(/(#|%23)([0-9a-f]{6})\b/gi, (all, sign, digits) => {
      const light = ON_WHITE[`#${digits.toUpperCase()}`];
      return light ? sign + light.slice(1) : all;
    })
    .replace(/rgb(a?)\((\d+), (\d+), (\d+)/g, (all, alpha, ...parts) => {
      const digits = parts.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0"));
      const light = ON_WHITE[`#${digits.join("").toUpperCase()}`];
      return light ? `rgb${alpha}(${rgb(light).join(", ")}` : all;
    });
}

/**
 * Set the variables --op-page, --op-ink and so on of `root`, for the style sheet.
 *
 * @param {HTMLElement} root
 * @param {Theme} theme
 */
export function applyTheme(root, theme) {
  for (const role of ROLES) root.style.setProperty(`--op-${role}`, theme[role]);
  root.classList.toggle("op-dark", theme.dark);
}

/**
 * The colour of a runner.
 *
 * @param {{light: string, dark: string}} runner
 * @param {Theme} theme
 */
export function hue(runner, theme) {
  return theme.dark ? runner.dark : runner.light;
}

/** How a player is laid out: in two columns, in one, or as on a phone; and how large a pixel of the design is. */

const ROOT = 16; // px of the root's font size at which a pixel of the design is one of the page
// All that follows is in pixels of the design.
const WIDE = 825; // of the player: a window of 1181 less sidebar and padding
const FULL = 700; // of a full screen that has two columns
export const PHONE = 760; // of the window
const TIGHT = 1040; // of the player below which the facts of an update go under its table
const NARROW = 520; // of the player below which it is laid out as on a phone
const SLIM = 390; // of the page below which the transport shows less
const LOW = 480; // of the window's height below which a phone lies on its side, or is enlarged
const ROW = 530; // of the page from which the transport then needs one row
export const SCREEN = [760, 500]; // that a full screen shows at least: at 1080 lines the smallest text has 27
const ASPECTS = [1.02, 1.88]; // of the stage: what the relief of a race covers
const GAP = 8; // px between two stages, as in stage.css

/**
 * What a layout follows from: {name, scale, ...}, `scale` being pixels of the page for one of the design. The page is
 * the column beside the sidebar, over whose edges a phone's stage and transport reach.
 *
 * @param {HTMLElement} root
 */
export function measure(root) {
  const { left, right, width } = root.getBoundingClientRect();
  const full = root.classList.contains("op-full");
  const paper = root.classList.contains("op-paper");
  const text = parseFloat(getComputedStyle(document.documentElement).fontSize) / ROOT;
  const [across, down] = [window.innerWidth, window.innerHeight];
  const scale = full ? Math.max(text, Math.min(across / SCREEN[0], down / SCREEN[1])) : text;
  const inside = root.classList.contains("op-embed"); // of another page, which gives it all of its window
  const pair = root.querySelector(".op-pair") !== null; // of stages, which need the width of the curves, too
  const phone = !paper && ((!inside && across / text <= PHONE) || width / text < NARROW);
  const wide = width / scale >= (full ? FULL : WIDE) && !pair;
  const name = phone ? "phone" : wide ? "wide" : "middle";
  const whole = document.documentElement;
  const page = full ? whole : (root.closest("[data-testid=stMain]") ?? whole);
  const start = page === whole ? 0 : page.getBoundingClientRect().left;
  const edges = { start, end: start + page.clientWidth, whole: whole.clientWidth };
  return { name, full, paper, scale, text, left, right, width, down, ...edges, ratio: window.devicePixelRatio };
}

/**
 * Tell the style sheet; `box` is the stage's, whose height follows from its width.
 *
 * @param {HTMLElement} root
 * @param {HTMLElement} box
 * @param {ReturnType<typeof measure>} found
 */
export function layOut(root, box, { name, scale, text, left, right, width, down, start, end, whole }) {
  const page = (end - start) / scale;
  const stage = box.classList.contains("op-pair") ? (box.clientWidth - GAP) / 2 : box.clientWidth;
  const low = name === "phone" && down / text < LOW;
  root.dataset.layout = name;
  root.classList.toggle("op-tight", name !== "phone" && width / scale < TIGHT);
  root.classList.toggle("op-slim", page < SLIM);
  root.classList.toggle("op-low", low && page < ROW);
  root.classList.toggle("op-row", low && page >= ROW);
  const set = (/** @type {string} */ property, /** @type {number} */ px) => root.style.setProperty(property, `${px}px`);
  root.style.setProperty("--op-s", String(scale / text));
  set("--op-bleed-left", Math.max(0, left - start));
  set("--op-bleed-right", Math.max(0, end - right));
  set("--op-beside-left", start);
  set("--op-beside-right", Math.max(0, whole - end));
  set("--op-stage-most", Math.round(stage / ASPECTS[0]));
  set("--op-stage-least", Math.round(stage / ASPECTS[1]));
}

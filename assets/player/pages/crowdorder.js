/** In which order many runs stand, and those that are taken along. */

/** @import { CrowdRunner } from "./headers.js" */

const NEVER = 1e12; // later than any step
const LOST = { left: "left the frame", "not finite": "not finite" };

/**
 * Runners in an order of ORDERS, behind those with the slots that are `kept`, which stand as these do.
 *
 * @param {CrowdRunner[]} runners @param {string} order @param {string[]} kept
 */
export function ordered(runners, order, kept = []) {
  const stands = new Map(kept.map((slot, place) => [slot, place]));
  const stand = (/** @type {CrowdRunner} */ { slot }) => stands.get(slot) ?? kept.length;
  const least = (/** @type {CrowdRunner} */ one) => (one.outcome.kind in LOST ? NEVER : (one.reached ?? NEVER));
  const place = (/** @type {CrowdRunner} */ one) => runners.findIndex(({ family }) => family === one.family);
  /** @type {Record<string, (one: CrowdRunner) => [first: string | number, second: number]>} */
  const by = {
    outcome: (one) => [one.rank, 0],
    reached: (one) => [least(one), one.rank],
    family: (one) => [place(one), one.rank],
    name: (one) => [one.label.toLowerCase(), 0],
  };
  const keyed = runners.map((one) => ({ one, stand: stand(one), key: by[order](one) }));
  const less = (/** @type {string | number} */ a, /** @type {string | number} */ b) => (a < b ? -1 : a > b ? 1 : 0);
  keyed.sort((a, b) => a.stand - b.stand || less(a.key[0], b.key[0]) || a.key[1] - b.key[1]);
  return keyed.map(({ one }) => one);
}

/**
 * The families of runners in their order, each where it begins: one that begins again, as more of it came behind
 * others, is told from the first.
 *
 * @param {CrowdRunner[]} runners
 * @returns {(string | null)[]} the key of the head before each runner, null where there is none
 */
export function headsOf(runners) {
  /** @type {Map<string, number>} */
  const times = new Map();
  return runners.map(({ family }, place) => {
    if (runners[place - 1]?.family === family) return null;
    const turn = times.get(family) ?? 0;
    times.set(family, turn + 1);
    return `${family} ${turn}`;
  });
}

/**
 * The link of a race, or network, of several runners, each with its defaults there.
 *
 * @param {{race: string, page: string, letters: string}} header @param {string[]} slots
 */
export function together({ race, page, letters }, slots) {
  return `${page}?${[race, ...slots.map((slot, place) => `${letters[place]}=${slot}`)].join("&")}`;
}

/**
 * Those taken along once `slot` was pressed: with it, or without it where it was among them; no more than `most`.
 *
 * @param {string[]} taken @param {string} slot @param {number} most
 */
export function pressed(taken, slot, most) {
  if (taken.includes(slot)) return taken.filter((one) => one !== slot);
  return taken.length < most ? [...taken, slot] : taken;
}

/**
 * Let a parent have these children in this order; those that stand right stay where they are.
 *
 * @param {Element} parent @param {Element[]} children
 */
export function settle(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const child of children) {
    if (at && child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
}

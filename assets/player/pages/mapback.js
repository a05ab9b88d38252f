/**
 * Where one came from, before one looked closer at a part of a map: kept for the tab, so that a step back leads there.
 *
 * Only the axes and the floats are kept. What else of a map has been changed since stays changed.
 */

const KEY = "op-maps-before";
const MOST = 32; // steps that are kept
const FIELDS = ["scale", "from", "to"].flatMap((end) => [`x${end}`, `y${end}`]);

/** @typedef {Record<string, string>} Part the fields of a link that say which part of which map is shown */
/** @typedef {{path: string, before: Part, after: Part}} Step from one part to another, on one page */

/**
 * Keep that one goes from one link of a map to another.
 *
 * @param {string} before
 * @param {string} after
 */
export function keepStep(before, after) {
  const step = { path: window.location.pathname, before: partOf(before), after: partOf(after) };
  keep([...steps(), step].slice(-MOST));
}

/**
 * The step that led to a link, with all that are kept of those before; null where it was not one that is kept.
 *
 * @param {string} link
 * @returns {Step[] | null}
 */
export function stepsTo(link) {
  const [here, path] = [partOf(link), window.location.pathname];
  const known = steps();
  const last = known.findLastIndex((step) => step.path === path && alike(step.after, here));
  return last < 0 ? null : known.slice(0, last + 1);
}

/**
 * The link of the part that one came from; null where none is kept. It is kept no longer.
 *
 * @param {string} link
 */
export function takeBack(link) {
  const known = stepsTo(link);
  const step = known?.pop();
  if (!known || !step) return null;
  keep(known);
  const fields = new URLSearchParams(link);
  fields.delete("precision");
  for (const [name, value] of Object.entries(step.before)) fields.set(name, value);
  return fields;
}

/**
 * @param {string} link
 * @returns {Part}
 */
function partOf(link) {
  const names = ["xaxis", "yaxis", "precision", ...FIELDS];
  return Object.fromEntries([...new URLSearchParams(link)].filter(([name]) => names.includes(name)));
}

/**
 * Whether two parts are one: numbers may be written in other ways.
 *
 * @param {Part} one
 * @param {Part} other
 */
const alike = (one, other) =>
  ["xaxis", "yaxis", ...FIELDS].every((name) => one[name] === other[name] || Number(one[name]) === Number(other[name]));

/** @returns {Step[]} */
function steps() {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY) ?? "[]");
  } catch {
    return []; // in a frame of another site there is no such store
  }
}

/** @param {Step[]} all */
function keep(all) {
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // without one a step back shows a wider part
  }
}

/** What people read, in their language: see locales/__init__.py. */

import { form, LANGUAGE, MESSAGES, SEVERAL } from "./messages.js";

/** @typedef {Record<string, string | number>} Values */

/**
 * A message in the page's language, or in English where that has none, with `values` in the places of their names: whole
 * sentences, as in `tr("{name} stands still", { name })`.
 *
 * @param {string} message
 * @param {Values} [values]
 */
export function tr(message, values) {
  return filled(MESSAGES[message] ?? message, values);
}

/**
 * The message for `count` things, which stands in it as {count}: `one` if it is one, else `several`.
 *
 * @param {string} one
 * @param {string} several
 * @param {number} count
 * @param {Values} [values]
 */
export function trn(one, several, count, values) {
  return filled((SEVERAL[one] ?? [one, several])[form(count)], { count, ...values });
}

/** A text as it stands inside a sentence, where English begins it with a small letter. */
export const inSentence = (/** @type {string} */ text) =>
  LANGUAGE === "en" ? `${text.slice(0, 1).toLowerCase()}${text.slice(1)}` : text;

/**
 * @param {string} text
 * @param {Values} [values]
 */
function filled(text, values) {
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name])) : text;
}

/** The classes of a data set: a colour, a shade of its region and a shape each, told apart in every kind of sight. */

import { TOKENS } from "./tokens.js";

/** @import { Theme } from "./theme.js" */

/**
 * The look of class `k`: {mark, region, shape}.
 *
 * @param {number} k
 * @param {Theme} theme
 */
export function classLook(k, theme) {
  const { light, dark, shapes } = TOKENS.classes;
  const [mark, region] = (theme.dark ? dark : light)[k % light.length];
  return { mark, region, shape: shapes[k % shapes.length] };
}

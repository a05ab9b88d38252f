/** Which painter shows the data of a network. */

import { tr } from "../draw/tr.js";
import { Agreement } from "./agreement.js";
import { Confusion } from "./confusion.js";
import { Fitted } from "./fitted.js";
import { Planes } from "./planes.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { NetworkData, NetworkHeader, NetworkRunner, ReadyRunner } from "../engine/network.js" */

/**
 * What draws on the stage: `ground` is what a runner makes of it at step t, in width x height px, `marks` what stands still.
 * It `mixes` the pictures that are kept while the race plays, or shows those kept `at` some steps; `said` are its words.
 *
 * @typedef {object} Painter
 * @property {Theme} theme
 * @property {(ctx: CanvasRenderingContext2D, width: number, height: number, runner: ReadyRunner, t: number, moving: boolean, scale?: number) => void} ground
 * @property {(ctx: CanvasRenderingContext2D, width: number, height: number, scale?: number) => void} marks
 * @property {boolean} [mixes]
 * @property {Int32Array} [at]
 * @property {(runner: ReadyRunner, t: number) => string} [said]
 */

const KINDS = { plane: Planes, curve: Fitted, image: Confusion, table: Confusion };

/**
 * The data of a runner: those of the race, but for what is its own.
 *
 * @param {NetworkHeader} race
 * @param {NetworkRunner | null} runner
 */
export function dataOf(race, runner) {
  return runner?.data ? { ...race.data, ...runner.data } : race.data;
}

/**
 * The examples of the part that scores are of, in words.
 *
 * @param {Pick<NetworkData, "part">} data
 */
export function examplesOf({ part }) {
  return part === "validation" ? tr("validation examples") : tr("training examples");
}

/**
 * A painter of the data of this race in these colours, and of a runner's own where there are some.
 *
 * @param {NetworkHeader} race
 * @param {Theme} theme
 * @param {NetworkRunner | null} [runner]
 * @returns {Painter}
 */
export function painterOf(race, theme, runner = null) {
  const data = dataOf(race, runner);
  const Kind = data.kind === "table" && data.numeric ? Agreement : KINDS[data.kind];
  return new Kind({ ...race, data }, theme);
}

/** Which painter shows the data of a network. */

import { Agreement } from "./agreement.js";
import { Confusion } from "./confusion.js";
import { Fitted } from "./fitted.js";
import { Planes } from "./planes.js";

const KINDS = { plane: Planes, curve: Fitted, image: Confusion, table: Confusion };

/** The data of a runner: those of the race, but for what is its own. */
export function dataOf(race, runner) {
  return runner?.data ? { ...race.data, ...runner.data } : race.data;
}

/** A painter of the data of this race in these colours, and of a runner's own where there are some. */
export function painterOf(race, theme, runner) {
  const data = dataOf(race, runner);
  const painter = new (data.kind === "table" && data.numeric ? Agreement : KINDS[data.kind])({ ...race, data });
  painter.setTheme(theme);
  return painter;
}

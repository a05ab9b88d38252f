/** Which painter shows the data of a network. */

import { Agreement } from "./agreement.js";
import { Confusion } from "./confusion.js";
import { Fitted } from "./fitted.js";
import { Planes } from "./planes.js";

const KINDS = { plane: Planes, curve: Fitted, image: Confusion, table: Confusion };

/** A painter of the data of this race, in these colours. */
export function painterOf(race, theme) {
  const { kind, numeric } = race.data;
  const painter = new (kind === "table" && numeric ? Agreement : KINDS[kind])(race);
  painter.setTheme(theme);
  return painter;
}

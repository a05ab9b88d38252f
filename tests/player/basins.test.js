/** Colours of the maps of basins while they play. */

import assert from "node:assert/strict";
import test from "node:test";
import { rgb } from "../../assets/player/draw/theme.js";
import { basinColours, LEFT, LOST, MOVING } from "../../assets/player/pages/mapcolours.js";

test("a start is black from the gradient on at which its run is gone, as it is coloured once it arrives", () => {
  const theme = { page: "#ffffff", ink: "#000000", dark: false };
  const picture = { side: 2, fate: [0, LEFT, LOST, MOVING], since: [5, 3, 8, 10] };
  const at = (t) => basinColours(picture, [{ light: "#0000ff" }], 10, t, theme).map(String);
  const black = String(rgb(theme.ink));
  const gone = (t) => at(t).map((colour) => colour === black);
  assert.deepEqual([2, 3, 7, 8, 10].map(gone), [
    [false, false, false, false],
    [false, true, false, false],
    [false, true, false, false],
    [false, true, true, false],
    [false, true, true, false],
  ]);
  assert.deepEqual([at(4)[0] === at(10)[0], at(5)[0] === at(10)[0]], [false, true]);
});

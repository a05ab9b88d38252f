/** Colours of the maps of basins while they play. */

import assert from "node:assert/strict";
import test from "node:test";
import { rgb } from "../../assets/player/draw/theme.js";
import { basinColours, LEFT, LOST, MOVING, paintFading } from "../../assets/player/pages/mapcolours.js";

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

test("basins that have one hue are parted by paper where they meet, and others by their hues", () => {
  const theme = { page: "#ffffff", ink: "#000000", dark: false };
  const minima = ["#0000ff", "#888888", "#888888"].map((light) => ({ light, other: light === "#888888" }));
  const picture = { side: 4, fate: [1, 1, 2, 0, 1, 2, 2, 0, 1, 1, 1, 0, 1, 1, 1, 2], since: Array(16).fill(0) };
  const paper = (t) =>
    basinColours(picture, minima, 10, t, theme).map((colour) => (String(colour) === "255,255,255" ? 1 : 0));
  assert.deepEqual(paper(10), [0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1]);
});

test("the key fades as the cells do", () => {
  const theme = { page: "#ffffff", ink: "#000000", dark: false };
  const drawn = [];
  const ctx = { fillRect: () => drawn.push(rgb(ctx.fillStyle)), fillStyle: "" };
  paintFading(ctx, "#0000ff", theme);
  const ends = { side: 2, fate: [0, 0, 0, 0], since: [0, 100, 100, 100] };
  assert.deepEqual([drawn[0], drawn.at(-1)], basinColours(ends, [{ light: "#0000ff" }], 100, 100, theme).slice(0, 2));
});

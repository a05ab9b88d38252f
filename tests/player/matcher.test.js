/** What somebody looks for among the notes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { matcher } from "../../assets/player/draw/matcher.js";

test("all words must be there, in any order and whatever their accents and capitals", () => {
  const matches = matcher("  hinton ADAM ");
  assert.equal(matches("Adam, after Hinton"), true);
  assert.equal(matches("Adam alone"), false);
  assert.equal(matcher("krahenbuhl")("Krähenbühl et al. 2016"), true);
  assert.equal(matcher("")("anything"), true);
});

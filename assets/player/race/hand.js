/** The hand on a picture of a race: what presses and moves on it mean for its stage. */

import { listenClicks, listenMoves, pixelOn, pointAt } from "./pointer.js";

/** @import { Picture } from "./picture.js" */
/** @import { Targets } from "./pointer.js" */
/** @import { Stage } from "./stage.js" */

/**
 * Listen to what is done to a picture that lies in `element`; returns what ends that.
 *
 * @param {Stage} stage
 * @param {HTMLElement} element
 * @param {Picture} picture
 */
export function listenTo(stage, element, picture) {
  const { bus, navigator, start } = stage;
  /** @type {Targets} */
  const targets = {
    flat: () => !stage.spatial && stage.given !== null,
    home: () => navigator.atHome,
    runner: ({ clientX, clientY, pointerType }) =>
      picture.runnerAt(...pixelOn(element, clientX, clientY), pointerType === "touch"),
    at: (x, y) => pointAt(picture.flat, ...pixelOn(element, x, y)),
    pick: (slot) => bus.pick(slot),
    preview: (point) => start.preview(point),
    apply: (point) => start.apply(point),
    reset: () => navigator.reset(),
  };
  const endings = [
    listenClicks(element, targets),
    listenMoves(element, picture.flat, { ...targets, go: (frame) => navigator.go(frame) }),
  ];
  return () => {
    for (const end of endings) end();
  };
}

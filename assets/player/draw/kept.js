/** Pictures of many marks, painted anew only where what they show has changed. */

import { fit } from "./dom.js";

/**
 * A function that draws a picture of `width` x `height` px, which `paint(ctx)` paints where any of `about` is another one
 * than the time before.
 *
 * @returns {(ctx: CanvasRenderingContext2D, width: number, height: number, about: unknown[],
 *   paint: (ctx: CanvasRenderingContext2D) => void) => void}
 */
export function keptPicture() {
  const canvas = document.createElement("canvas");
  /** @type {unknown[]} */
  let before = [];
  return (ctx, width, height, about, paint) => {
    const now = [width, height, ...about];
    if (now.length !== before.length || now.some((one, place) => one !== before[place]))
      paint(fit(canvas, width, height));
    before = now;
    ctx.drawImage(canvas, 0, 0, width, height);
  };
}

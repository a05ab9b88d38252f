/** Words on a canvas that can be read on any ground. */

/** Text with a halo of the page colour, so that it can be read on any band. */
export function haloText(ctx, text, x, y, colour, halo, width = 3) {
  ctx.lineJoin = "round";
  ctx.lineWidth = width;
  ctx.strokeStyle = halo;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

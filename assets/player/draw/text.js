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

/** `text` cut with an ellipsis to `room` px. */
export function shortened(ctx, text, room) {
  if (ctx.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && ctx.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

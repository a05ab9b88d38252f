/** What is drawn on the trials of a search that are lost, best or marked. */

import { tint } from "../draw/theme.js";

/** A cross, of a trial that was lost. */
export function cross(ctx, x, y, theme, s) {
  ctx.strokeStyle = tint(theme.ink, 0.65);
  ctx.lineWidth = 1.5 * s;
  ctx.beginPath();
  for (const way of [1, -1]) {
    ctx.moveTo(x - 3.5 * s, y - 3.5 * s * way);
    ctx.lineTo(x + 3.5 * s, y + 3.5 * s * way);
  }
  ctx.stroke();
}

/** A ring around the best: ink on paper, on any ground. */
export function ring(ctx, at, r, theme) {
  const [x, y] = at;
  for (const [colour, width] of [
    [theme.page, 5],
    [theme.ink, 2.4],
  ]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.stroke();
  }
}

/** The letter of a trial that is marked. */
export function letter(ctx, at, text, theme, s) {
  const [x, y] = at;
  ctx.fillStyle = theme.ink;
  ctx.strokeStyle = theme.page;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.arc(x, y, 9 * s, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = theme.page;
  ctx.font = `700 ${11.5 * s}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5 * s);
}

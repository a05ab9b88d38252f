/** Marker shapes, on canvas and as SVG. A shape is a closed polygon in units of the marker's radius. */

import { TOKENS } from "./tokens.js";

/** @import { Theme } from "./theme.js" */

/** @type {Record<string, number[][]>} */
const SHAPES = TOKENS.markers;

/**
 * The closed outline of `shape` around (x, y) as the current path of `ctx`.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function traceMarker(ctx, shape, x, y, r) {
  ctx.beginPath();
  const outline = SHAPES[shape];
  if (!outline) {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  ctx.moveTo(x + r * outline[0][0], y + r * outline[0][1]);
  for (let i = 1; i < outline.length; i += 1) ctx.lineTo(x + r * outline[i][0], y + r * outline[i][1]);
  ctx.closePath();
}

const DOT = 0.34; // of the radius, in the middle of some hollow markers

/**
 * How a marker is drawn: casing (`stroke`, `width` px around the shape), then the shape, filled or as a hollow outline over
 * `paper`; "dot" has a dot in it.
 *
 * @typedef {boolean | "" | "empty" | "dot"} Hollow
 * @typedef {{fill: string, stroke?: string, width?: number, hollow?: Hollow, paper?: string}} Look
 */

/** @typedef {{light: string, dark: string, marker: string, dash?: number[], hollow?: Hollow}} Marked a runner */

/**
 * Draw a marker of radius `r` at (x, y).
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {Look} look
 */
export function drawMarker(ctx, shape, x, y, r, { fill, stroke, width = 0, hollow = false, paper = stroke }) {
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineJoin = "round";
  if (stroke && width > 0) {
    traceMarker(ctx, shape, x, y, r);
    ctx.strokeStyle = stroke;
    ctx.lineWidth = 2 * width;
    ctx.stroke();
  }
  const line = Math.max(1.4, r * 0.34);
  traceMarker(ctx, shape, x, y, hollow ? r - line / 2 : r);
  ctx.fillStyle = hollow ? paper || "transparent" : fill;
  ctx.fill();
  if (hollow) {
    ctx.strokeStyle = fill;
    ctx.lineWidth = line;
    ctx.lineJoin = "miter";
    ctx.stroke();
  }
  if (hollow === "dot") {
    traceMarker(ctx, "circle", x, y, DOT * r);
    ctx.fillStyle = fill;
    ctx.fill();
  }
  ctx.restore();
}

/**
 * SVG markup of a marker without casing; the centre at (x, y).
 *
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {Look} look
 */
export function markerSvg(shape, x, y, r, { fill, paper, hollow = false }) {
  const line = Math.max(1.4, r * 0.34);
  const size = hollow ? r - line / 2 : r;
  const paint = hollow ? `fill="${paper}" stroke="${fill}" stroke-width="${line.toFixed(2)}"` : `fill="${fill}"`;
  const dot = hollow === "dot" ? `<circle cx="${x}" cy="${y}" r="${(DOT * r).toFixed(2)}" fill="${fill}"/>` : "";
  const outline = SHAPES[shape];
  if (!outline) return `<circle cx="${x}" cy="${y}" r="${size.toFixed(2)}" ${paint}/>${dot}`;
  const list = outline.map(([dx, dy]) => `${(x + size * dx).toFixed(2)},${(y + size * dy).toFixed(2)}`).join(" ");
  return `<polygon points="${list}" ${paint}/>${dot}`;
}

/**
 * A runner's sample as SVG markup: its line with its dash, its marker in the middle.
 *
 * @param {Marked} runner
 * @param {Theme} theme
 */
export function markSvg(runner, theme, width = 40, height = 18) {
  const colour = theme.dark ? runner.dark : runner.light;
  const middle = height / 2;
  const r = Math.min(5.5, height * 0.32);
  const dash = runner.dash?.length ? ` stroke-dasharray="${runner.dash.join(" ")}"` : "";
  const mark = markerSvg(runner.marker, width / 2, middle, r, {
    fill: colour,
    paper: theme.page,
    hollow: runner.hollow,
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">` +
    (width > 3 * r
      ? `<path d="M0 ${middle}H${width}" stroke="${colour}" stroke-width="2.2"${dash} fill="none"/>`
      : "") +
    `${mark}</svg>`
  );
}

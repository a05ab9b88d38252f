/** What Plotly is given to draw of a surface in space: its trace, and the layout of the scene around it. */

import { levelText } from "../draw/colourkey.js";
import { heightAt } from "../draw/relief.js";
import { mix } from "../draw/theme.js";
import { decades } from "../draw/ticks.js";

/** @import { Relief } from "../draw/relief.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { Frame } from "../draw/view.js" */
/** @import { SpaceView } from "./spaceview.js" */

/** @typedef {{x: number, y: number, z: number}} Position in space */

const FINEST = 120; // points of the surface along its longer side
const TALL = 0.62; // height of the box against its longer side
const FLOOR = 0.14; // shares of the grey of marks in the page colour, at the lowest and the highest band
const TOP = 0.62;
const LINE = 0.34; // share of ink in the lines

/**
 * The part of a relief over `frame` as x, y and rows of z, heights above `high` cut; thinned to FINEST points a side.
 *
 * @param {Relief} relief
 * @param {Frame} frame
 * @param {number} high
 */
export function patch(relief, frame, high) {
  const [x0, x1, y0, y1] = frame;
  const share = FINEST / Math.max(x1 - x0, y1 - y0);
  const nx = Math.max(2, Math.round((x1 - x0) * share));
  const ny = Math.max(2, Math.round((y1 - y0) * share));
  const x = Array.from({ length: nx }, (_, i) => x0 + ((x1 - x0) * i) / (nx - 1));
  const y = Array.from({ length: ny }, (_, j) => y0 + ((y1 - y0) * j) / (ny - 1));
  const z = y.map((v) =>
    x.map((u) => {
      const height = heightAt(relief, u, v);
      return Number.isNaN(height) ? null : Math.min(height, high);
    }),
  );
  return { x, y, z };
}

/**
 * The surface as a trace: greys that part it from the page even at its lowest, with the edges of the bands as lines.
 *
 * @param {Relief} relief
 * @param {Frame} frame
 * @param {Theme} theme
 * @param {number} high
 */
export function trace(relief, frame, theme, high) {
  const { edges } = relief;
  const size = edges.length > 1 ? (edges[edges.length - 1] - edges[0]) / (edges.length - 1) : 1;
  return {
    type: "surface",
    ...patch(relief, frame, high),
    showscale: false,
    hoverinfo: "skip",
    cmin: edges[0],
    cmax: edges[edges.length - 1],
    colorscale: [
      [0, mix(theme.page, theme.marks, FLOOR)],
      [1, mix(theme.page, theme.marks, TOP)],
    ],
    contours: {
      x: { highlight: false },
      y: { highlight: false },
      z: {
        show: true,
        start: edges[0] + size * 1e-3,
        end: high,
        size,
        color: mix(theme.page, theme.ink, LINE),
        width: 1,
        highlight: false,
      },
    },
    lighting: { ambient: 0.72, diffuse: 0.5, specular: 0.04, roughness: 0.9, fresnel: 0 },
    lightposition: { x: -2000, y: 1000, z: 4000 },
  };
}

/**
 * @param {Theme} theme
 * @param {number} scale
 * @param {object} more
 */
function axis(theme, scale, more) {
  return {
    title: { text: "" },
    showbackground: false,
    showspikes: false,
    gridcolor: theme.grid,
    linecolor: theme.hairline,
    zeroline: false,
    tickfont: { size: 12.5 * scale, color: theme.quiet, family: theme.font },
    nticks: 6,
    ...more,
  };
}

/**
 * Layout of the scene: equal scale on x and y, heights named by the losses that they stand for.
 *
 * @param {Relief} relief
 * @param {SpaceView} view
 * @param {Theme} theme
 * @param {number} scale
 * @param {Position} eye
 * @param {Position} center
 */
export function layout(relief, view, theme, scale, eye, center) {
  const [x0, x1, y0, y1] = view.frame;
  const longer = Math.max(x1 - x0, y1 - y0);
  const every = view.high - view.low > 5 ? 2 : 1;
  const marks = relief.log
    ? decades(view.low, view.high).filter((k) => k % every === 0)
    : relief.labelled.filter((value) => value <= view.high);
  return {
    autosize: false,
    width: view.width,
    height: view.height,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: theme.page,
    showlegend: false,
    hovermode: false,
    uirevision: "space",
    scene: {
      dragmode: "turntable",
      hovermode: false,
      camera: { eye, center },
      uirevision: "space",
      aspectmode: "manual",
      aspectratio: { x: (x1 - x0) / longer, y: (y1 - y0) / longer, z: TALL },
      xaxis: axis(theme, scale, { range: [x0, x1] }),
      yaxis: axis(theme, scale, { range: [y0, y1] }),
      zaxis: axis(theme, scale, {
        range: [view.low, view.high],
        tickmode: "array",
        tickvals: marks,
        ticktext: marks.map((z) => levelText(relief, z)),
      }),
    },
  };
}

/** The contour by Plotly: loaded once from our own server, drawn when surface, frame, size or theme change. */

import { MAJOR, MINOR } from "../draw/bands.js";
import { bandColours, isMajor, lossAt, rows, tickCount } from "../draw/field.js";
import { tint } from "../draw/theme.js";

const OVER = (MAJOR - MINOR) / (1 - MINOR); // opacity that makes a major line of one on a minor line

let loading = null;

/** The library, loaded by a script element (it is no module); one promise for the whole page. */
export function loadPlotly(address) {
  if (!loading) {
    loading = new Promise((resolve, reject) => {
      if (window.Plotly?.newPlot) {
        resolve(window.Plotly);
        return;
      }
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error("Plotly is missing")));
      script.onerror = () => reject(new Error("Plotly could not be loaded"));
      document.head.append(script);
    });
    loading.catch(() => {
      loading = null;
    });
  }
  return loading;
}

/** Coordinates of a field for a trace: first value and distance of columns and rows. */
function grid(field) {
  const [x0, x1, y0, y1] = field.frame;
  return { x0, dx: (x1 - x0) / (field.nx - 1), y0, dy: (y1 - y0) / (field.ny - 1) };
}

/** [value, colour] stops such that every band gets its own colour. */
function scaleOf(field, theme) {
  const colours = bandColours(field, theme);
  return colours.map((colour, i) => [i / (colours.length - 1), colour]);
}

/** The two traces: bands with thin edges, and the stronger lines of whole decades. */
function traces(figure, field, theme) {
  const given = figure?.data?.find((trace) => trace.type === "contour") ?? {};
  const { edges } = field;
  const size = edges.length > 1 ? (edges[edges.length - 1] - edges[0]) / (edges.length - 1) : 1;
  const z = rows(field);
  const losses = z.map((row) => row.map((height) => (height === null ? null : lossAt(field, height))));
  const common = {
    type: "contour",
    ...grid(field),
    z,
    showscale: false,
    showlegend: false,
    autocontour: false,
    ncontours: undefined,
  };
  const bands = {
    ...given,
    ...common,
    customdata: losses,
    colorscale: scaleOf(field, theme),
    line: { width: 1, smoothing: 0, color: tint(theme.ink, MINOR) },
    contours: {
      ...given.contours,
      coloring: "fill",
      showlines: true,
      start: edges[0],
      end: edges[edges.length - 1] + size * 1e-6,
      size,
    },
    hovertemplate: "x %{x:.4~g}<br>y %{y:.4~g}<br>loss %{customdata:.3~g}<extra></extra>",
  };
  const major = edges.filter((edge) => isMajor(field, edge));
  if (!major.length) return [bands];
  const every = major.length > 1 ? major[1] - major[0] : 1;
  const lines = {
    ...common,
    hoverinfo: "skip",
    line: { width: 1, smoothing: 0, color: tint(theme.ink, OVER) },
    contours: { coloring: "none", start: major[0], end: major[major.length - 1] + every * 1e-6, size: every },
  };
  return [bands, lines];
}

/** Axes inside the box, without grid; drag moves, the wheel zooms, the scale stays equal. */
function layoutOf(figure, view, theme, scale) {
  const axis = (given, range, length) => ({
    ...given,
    range,
    autorange: false,
    showgrid: false,
    zeroline: false,
    showline: false,
    ticks: "inside",
    ticklen: 5,
    tickwidth: 1,
    tickcolor: theme.marks,
    tickfont: { size: 13 * scale, color: theme.quiet, family: theme.font },
    ticklabelposition: "inside",
    ticklabelstandoff: 5,
    nticks: tickCount(length),
    exponentformat: "power",
    scaleanchor: undefined,
    title: undefined,
    fixedrange: false,
  });
  return {
    ...figure?.layout,
    autosize: false,
    width: view.width,
    height: view.height,
    margin: { l: 0, r: 0, t: 0, b: 0, pad: 0 },
    uirevision: undefined,
    paper_bgcolor: theme.page,
    plot_bgcolor: theme.wash,
    dragmode: "pan",
    hovermode: "closest",
    showlegend: false,
    font: { family: theme.font },
    hoverlabel: {
      bgcolor: theme.page,
      bordercolor: theme.hairline,
      font: { size: 13, color: theme.ink, family: theme.font },
    },
    xaxis: axis(figure?.layout?.xaxis, view.frame.slice(0, 2), view.width),
    yaxis: {
      ...axis(figure?.layout?.yaxis, view.frame.slice(2), view.height),
      scaleanchor: "x",
      scaleratio: 1,
      constrain: "range",
    },
  };
}

const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  scrollZoom: true,
  doubleClick: false,
  showSendToCloud: false,
  showTips: false,
  showAxisDragHandles: false,
  responsive: false,
  plotlyServerURL: "",
};

export class Contour {
  /** `moved(frame)` is called whenever the user has moved the view. */
  constructor(element, moved) {
    this.element = element;
    this.moved = moved;
    this.drawn = false;
    this.quiet = 0;
  }

  /** Draw all of it anew. */
  async show(figure, field, view, theme, scale) {
    const data = traces(figure, field, theme);
    this.quiet += 1;
    await this.plotly.react(this.element, data, layoutOf(figure, view, theme, scale), CONFIG);
    this.quiet -= 1;
    if (this.drawn) return;
    this.drawn = true;
    for (const name of ["plotly_relayouting", "plotly_relayout"]) this.element.on(name, () => this.report());
  }

  /** Tell the stage what is visible now, unless the stage itself has just said so. */
  report() {
    if (this.quiet) return;
    const { xaxis, yaxis } = this.element._fullLayout;
    this.moved([...xaxis.range.map(Number), ...yaxis.range.map(Number)]);
  }

  /** Show another frame or size of the same picture. */
  async look(view) {
    const { frame, width, height } = view;
    this.quiet += 1;
    await this.plotly.relayout(this.element, {
      "xaxis.range": frame.slice(0, 2),
      "yaxis.range": frame.slice(2),
      width,
      height,
      "xaxis.nticks": tickCount(width),
      "yaxis.nticks": tickCount(height),
    });
    this.quiet -= 1;
  }

  destroy() {
    if (this.drawn) this.plotly.purge(this.element);
  }
}

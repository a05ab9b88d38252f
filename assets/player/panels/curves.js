/** Panels of curves over time, on the same clock as the stage. */

import { el } from "../draw/dom.js";
import { tr } from "../draw/tr.js";
import { CurvePanel } from "./curvepanel.js";

/** @import { Header } from "../engine/header.js" */
/** @import { Bus, Panel } from "../engine/panel.js" */
/** @import { Quantities } from "./series.js" */

/**
 * One panel for each list of names in `panels`; `quantities(race)` gives all quantities by name, null for one that this
 * race does not have: {label, spoken, list, scale, level, levelName, levelBelow, format, note, legend, beside, asks},
 * `list` as series.js makes it. Where a quantity has a `track`, its lines do not lie over time but `along` that: it has
 * what plot.js asks of a timeline, each runner is at a place of its own, and there is no cursor. A level is a dashed line,
 * with its name above or below; a legend are words at the top of the picture. What stands `beside` the first name of a
 * panel is in its menu. What a quantity `asks` for comes from the server while it is drawn: an event of that kind says so.
 *
 * @template {Header} H
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @param {{panels: string[][], quantities: (race: H) => Quantities}} options
 * @returns {Panel<H> & {names: () => string[]}}
 */
export function createCurves(parent, bus, { panels: lists, quantities }) {
  const element = el("section", { class: "op-curves", "aria-label": tr("Curves") });
  parent.append(element);
  const resize = () => {
    for (const panel of panels) panel.resize();
  };
  const panels = lists.map((names) => new CurvePanel(element, bus, names, resize));
  return {
    element,
    setData(race) {
      const known = quantities(race);
      element.setAttribute("aria-label", tr("Curves over {units}", { units: race.timeline.counted }));
      for (const panel of panels) panel.setData(race, known);
    },
    setTheme() {
      for (const panel of panels) panel.invalidate();
    },
    names: () => panels.map(({ name }) => name),
    shows: () => ({ curves: panels.filter((panel) => panel.name !== panel.usual).map(({ name }) => name) }),
    look({ curves = [] }) {
      for (const panel of panels) panel.choose(panel.offered.find((name) => curves.includes(name)) ?? panel.usual);
    },
    lend(names) {
      for (const panel of panels) panel.lend(names);
    },
    draw(t, moving) {
      for (const panel of panels) panel.draw(t, moving);
    },
    resize,
    drawings: () => panels.map((panel) => panel.drawing()).filter((drawing) => drawing !== null),
  };
}

/** What the stage of a race shows: its loss, how sharp it is, or both side by side. Offered while sharpness is looked at. */

import { el, press, segmented } from "../draw/dom.js";
import { tr } from "../draw/tr.js";
import { offersGround } from "./fixtures.js";
import { groundOf } from "./stageview.js";

const GROUNDS = [
  ["loss", tr("Loss")],
  ["sharpness", tr("Sharpness")],
  ["both", tr("Both")],
];

/** @import { RaceHeader } from "../engine/header.js" */
/** @import { Bus, Panel } from "../engine/panel.js" */

/**
 * @param {HTMLElement} box
 * @param {Bus} bus
 * @param {() => boolean} spatial whether the surface is seen in space, where it is its loss
 * @returns {Panel<RaceHeader>}
 */
export function createGroundChoice(box, bus, spatial) {
  const choice = segmented(tr("What the stage shows"), GROUNDS, (value) => turn(value));
  const element = el("div", { class: "op-stage-ground" }, choice);
  box.append(element);
  /** @type {RaceHeader | null} */
  let race = null;
  let shown = "loss";

  const turn = (/** @type {string} */ wanted) => {
    if (wanted === shown) return;
    shown = wanted;
    bus.send({ kind: "ground", shows: shown === "loss" ? "usual" : shown });
    press(choice, shown);
    bus.settle();
    bus.redraw();
  };
  return {
    element,
    setData(next) {
      race = next;
      if (!bus.waiting()) shown = groundOf(next.surface);
      press(choice, shown);
    },
    setTheme() {},
    resize() {},
    shows: () => ({ ground: shown === "loss" ? null : shown }),
    draw() {
      element.hidden = !bus.live || !race || race.empty || spatial() || !offersGround(race);
    },
  };
}

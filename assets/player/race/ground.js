/** What the stage of a race shows: its loss, or how sharp it is. Offered while sharpness is looked at. */

import { el, press, segmented } from "../draw/dom.js";
import { tr } from "../draw/tr.js";
import { offersGround } from "./fixtures.js";

const GROUNDS = [
  ["loss", tr("Loss")],
  ["sharpness", tr("Sharpness")],
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
  const choice = segmented(tr("What the stage shows"), GROUNDS, (value) => turn(value === "sharpness"));
  const element = el("div", { class: "op-stage-ground" }, choice);
  box.append(element);
  /** @type {RaceHeader | null} */
  let race = null;
  let on = false;

  const turn = (/** @type {boolean} */ sharp) => {
    if (sharp === on) return;
    on = sharp;
    bus.send({ kind: "ground", shows: on ? "sharpness" : "usual" });
    press(choice, on ? "sharpness" : "loss");
    bus.settle();
    bus.redraw();
  };
  return {
    element,
    setData(next) {
      race = next;
      if (!bus.waiting()) on = Boolean(next.surface.sharp);
      press(choice, on ? "sharpness" : "loss");
    },
    setTheme() {},
    resize() {},
    shows: () => ({ ground: on ? "sharpness" : null }),
    draw() {
      element.hidden = !bus.live || !race || race.empty || spatial() || !offersGround(race);
    },
  };
}

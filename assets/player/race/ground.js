/** What the stage of a race shows: its loss, or how sharp it is. Offered while sharpness is looked at. */

import { el, press, segmented } from "../draw/dom.js";
import { offersGround } from "./fixtures.js";

const GROUNDS = [
  ["loss", "Loss"],
  ["sharpness", "Sharpness"],
];

export function createGroundChoice(box, bus, stage) {
  const choice = segmented("What the stage shows", GROUNDS, (value) => turn(value === "sharpness"));
  const element = el("div", { class: "op-stage-ground" }, choice);
  box.append(element);
  let race = null;
  let on = false;

  const turn = (sharp) => {
    if (sharp === on) return;
    on = sharp;
    bus.send({ kind: "ground", sharpness: on });
    press(choice, on ? "sharpness" : "loss");
    bus.settle();
    bus.redraw();
  };
  return {
    element,
    setData(next) {
      race = next;
      if (!bus.waiting()) on = Boolean(race.surface.sharp);
      press(choice, on ? "sharpness" : "loss");
    },
    setTheme() {},
    resize() {},
    shows: () => ({ ground: on ? "sharpness" : null }),
    draw() {
      element.hidden = !bus.live || race.empty || stage.view.spatial || !offersGround(race);
    },
  };
}

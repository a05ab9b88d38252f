/** What can be taken away from the player: the stage as a picture, the race as one file. */

import { el, iconButton, route, save } from "./dom.js";
import { popover } from "./popover.js";

const SCALE = 2; // pixels of the picture per CSS pixel

/** A small menu with the stage as PNG and, where there is a server to build it, the race as one HTML file. */
export function createTakeaway(bus) {
  const menu = el("div", { class: "op-popover op-menu", role: "group", "aria-label": "Take away" });
  menu.hidden = true;
  const button = iconButton("save", "Take away", { text: "Take away", "aria-expanded": "false" });
  const element = el("span", { class: "op-action" }, button, menu);
  const close = popover(element, button, menu, () => null);
  const name = () => bus.race().surface.name.replace(/[^a-z0-9_-]+/gi, "-").slice(0, 40) || "race";
  const item = (text, words, act) => {
    const entry = el("button", { type: "button" }, el("b", {}, text), el("span", {}, words));
    entry.addEventListener("click", () => {
      close(true);
      act();
    });
    return entry;
  };
  menu.append(item("Picture", "the stage as PNG", async () => save(await picture(bus), `race-${name()}-step-${bus.step()}.png`)));
  if (bus.live) {
    const file = () => save(route(`export?${bus.race().link}`), `race-${name()}.html`);
    menu.append(item("One HTML file", "the race, playing without a server", file));
  }
  return element;
}

/** The stage as a PNG Blob: background and canvases in the order in which they lie on the page. */
async function picture(bus) {
  const canvas = bus.stage().snapshot(SCALE);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** What can be taken away from the player: the stage as a picture, all of it as one file. */

import { el, iconButton, route, save } from "../draw/dom.js";
import { popover } from "../draw/popover.js";

const SCALE = 2; // pixels of the picture per CSS pixel

/**
 * A small menu with the stage as PNG and, where there is a server to build it, one HTML file. `words.file(race)` names
 * the files, `words.html` says what the HTML file is, which the server builds.
 */
export function createTakeaway(bus, words) {
  const menu = el("div", { class: "op-popover op-menu", role: "group", "aria-label": "Take away" });
  menu.hidden = true;
  const button = iconButton("save", "Take away", { text: "Take away", "aria-expanded": "false" });
  const element = el("span", { class: "op-action" }, button, menu);
  const close = popover(element, button, menu, () => null);
  const name = () =>
    words
      .file(bus.race())
      .replace(/[^a-z0-9_-]+/gi, "-")
      .slice(0, 46);
  const moment = () => bus.race().timeline.words(bus.step()).replace(" ", "-").replaceAll(",", "");
  const item = (text, about, act) => {
    const entry = el("button", { type: "button" }, el("b", {}, text), el("span", {}, about));
    entry.addEventListener("click", () => {
      close(true);
      act();
    });
    return entry;
  };
  menu.append(item("Picture", "the stage as PNG", async () => save(await picture(bus), `${name()}-${moment()}.png`)));
  if (bus.live) {
    const file = () => save(route(`export/${bus.race().page}?${bus.race().link}`), `${name()}.html`);
    menu.append(item("One HTML file", words.html, file));
  }
  return element;
}

/** The stage as a PNG Blob: background and canvases in the order in which they lie on the page. */
async function picture(bus) {
  const canvas = bus.stage().snapshot(SCALE);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** What can be taken away from the player: pictures, the animation, all of it as one file. */

import { el, iconButton, route, save } from "../draw/dom.js";
import { withDots } from "../draw/png.js";
import { popover } from "../draw/popover.js";
import { group, SvgContext, svgFile } from "../draw/svgcontext.js";
import { createRecorder } from "./recorder.js";
import { GIF, videoKind } from "./recording.js";

const SCALE = 2; // pixels of the picture per CSS pixel
const INCH = 96; // CSS pixels
const DOTS = 300; // pixels an inch, in print
const GAP = 24; // px between the parts of a drawing
const TITLE = 28; // px over a part that has one

/**
 * A small menu with pictures, recordings and, where there is a server to build it, one HTML file. `words.file(race)` names
 * the files, `words.html` says what the HTML file is, which the server builds.
 */
export function createTakeaway(bus, words) {
  const menu = el("div", { class: "op-popover op-menu", role: "group", "aria-label": "Take away" });
  menu.hidden = true;
  const button = iconButton("save", "Take away", { text: "Take away", "aria-expanded": "false" });
  const recorder = createRecorder(bus, () => button.focus());
  const element = el("span", { class: "op-action" }, button, menu, recorder.element);
  const close = popover(element, button, menu, () => !recorder.running);
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
    menu.append(entry);
  };
  item("Picture", "the stage as PNG", async () => save(await picture(bus, SCALE), `${name()}-${moment()}.png`));
  item("For print", `the stage as PNG, ${DOTS} dots an inch`, async () =>
    save(await withDots(await picture(bus, DOTS / INCH), DOTS), `${name()}-${moment()}-print.png`),
  );
  item("Drawing", "stage and curves as SVG", () => save(drawing(bus), `${name()}-${moment()}.svg`));
  const video = videoKind();
  if (video) item("Video", `the animation as ${video.label}`, () => recorder.run(video, name()));
  item("GIF", "the animation, small, over and over", () => recorder.run(GIF, name()));
  if (bus.live) {
    const file = () => save(route(`export/${bus.race().page}?${bus.race().link}`), `${name()}.html`);
    item("One HTML file", words.html, file);
  }
  return element;
}

/** The stage as a PNG Blob: background and canvases in the order in which they lie on the page. */
async function picture(bus, ratio) {
  const canvas = bus.stage().snapshot(ratio);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Stage and curves as an SVG Blob: the stage above, the curves in rows below it. */
function drawing(bus) {
  const theme = bus.theme();
  const parts = bus.drawings(DOTS / INCH);
  const widths = parts.map(({ width }) => width);
  const wide = Math.max(...widths, 2 * widths[widths.length - 1] + GAP);
  const placed = [];
  let [x, y, tall] = [GAP, GAP, 0];
  for (const { markup, width, height, title = "" } of parts) {
    const head = title ? TITLE : 0;
    if (x > GAP && x + width > wide + GAP) [x, y, tall] = [GAP, y + tall + GAP, 0];
    const over = new SvgContext(document.createElement("canvas").getContext("2d"));
    Object.assign(over, { font: `600 16px ${theme.font}`, fillStyle: theme.ink });
    if (title) over.fillText(title, 0, TITLE - 10);
    placed.push(group([over.markup, group(markup, { y: head })].join("\n"), { x, y }));
    tall = Math.max(tall, height + head);
    x += width + GAP;
  }
  const file = svgFile(placed.join("\n"), wide + 2 * GAP, y + tall + GAP, theme.page, bus.race().title);
  return new Blob([file], { type: "image/svg+xml" });
}

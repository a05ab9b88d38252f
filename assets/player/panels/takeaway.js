/** What can be taken away from the player: pictures, the animation, all of it as one file. */

import { context, el, iconButton, route, save } from "../draw/dom.js";
import { blobOf, INCH, PRINTED, withDots } from "../draw/png.js";
import { popover } from "../draw/popover.js";
import { pictureAt } from "../draw/redrawn.js";
import { group, SvgContext, svgFile } from "../draw/svgcontext.js";
import { tr } from "../draw/tr.js";
import { createRecorder } from "./recorder.js";
import { GIF, videoKind } from "./recording.js";

/** @import { Drawing } from "../draw/svgcontext.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { Bus, PageWords } from "../engine/panel.js" */

const SCALE = 2; // pixels of the picture per CSS pixel
const DENSE = PRINTED / INCH; // of the one for print
const GAP = 24; // px between the parts of a drawing
const TITLE = 28; // px over a part that has one

/**
 * A small menu with pictures, recordings and, where there is a server to build it, one HTML file. `words.file(race)` names
 * the files, `words.html` says what the HTML file is, which the server builds.
 *
 * @param {Bus} bus
 * @param {PageWords} words
 */
export function createTakeaway(bus, words) {
  const menu = el("div", { class: "op-popover op-menu", role: "group", "aria-label": tr("Take away") });
  menu.hidden = true;
  const button = iconButton("save", tr("Take away"), { text: tr("Take away"), "aria-expanded": "false" });
  const recorder = createRecorder(bus, () => button.focus());
  const element = el("span", { class: "op-action" }, button, menu, recorder.element);
  const close = popover(element, button, menu, () => !recorder.running);
  const name = () =>
    words
      .file(bus.race())
      .replace(/[^a-z0-9_-]+/gi, "-")
      .slice(0, 46);
  const moment = () => bus.race().timeline.named(bus.step());
  const item = (/** @type {string} */ text, /** @type {string} */ about, /** @type {() => unknown} */ act) => {
    const entry = el("button", { type: "button" }, el("b", {}, text), el("span", {}, about));
    entry.addEventListener("click", () => {
      close(true);
      act();
    });
    menu.append(entry);
    return entry;
  };
  item(tr("Picture"), tr("the stage as PNG"), async () => save(await picture(bus, SCALE), `${name()}-${moment()}.png`));
  item(tr("For print"), tr("the stage as PNG, {count} dots an inch", { count: PRINTED }), async () =>
    save(await withDots(await pictureAt(DENSE, () => picture(bus, DENSE)), PRINTED), `${name()}-${moment()}-print.png`),
  );
  item(tr("Drawing"), tr("stage and curves as SVG"), async () =>
    save(await pictureAt(DENSE, () => drawing(bus)), `${name()}-${moment()}.svg`),
  );
  const gif = item("GIF", tr("the animation, small, over and over"), () => recorder.run(GIF, name()));
  videoKind().then((kind) => {
    if (!kind) return;
    const about = tr("the animation as {kind}", { kind: kind.label });
    gif.before(item(tr("Video"), about, () => recorder.run(kind, name())));
  });
  if (bus.live) {
    const file = () => save(route(`export/${bus.race().page}?${bus.race().link}${bus.rest()}`), `${name()}.html`);
    item(tr("One HTML file"), words.html, file);
  }
  return element;
}

/**
 * The stage as a PNG Blob: background and canvases in the order in which they lie on the page.
 *
 * @param {Bus} bus
 * @param {number} ratio
 */
const picture = (bus, ratio) => blobOf(bus.stage().snapshot(ratio));

/**
 * Stage and curves as an SVG Blob: the stage at the left, the curves one below the other at its right.
 *
 * @param {Bus} bus
 */
function drawing(bus) {
  const theme = bus.theme();
  const [stage, ...curves] = bus.drawings(DENSE);
  const titled = curves.map((curve) => ({ ...curve, markup: underTitle(curve, theme), height: curve.height + TITLE }));
  const [x, heights] = [stage.width + 2 * GAP, titled.map(({ height }) => height)];
  const above = titled.map((_, i) => GAP + heights.slice(0, i).reduce((sum, height) => sum + height + GAP, 0));
  const parts = [
    group(stage.markup, { x: GAP, y: GAP }),
    ...titled.map(({ markup }, i) => group(markup, { x, y: above[i] })),
  ];
  const width = Math.max(x, ...titled.map((curve) => x + curve.width + GAP));
  const height = GAP + Math.max(GAP + stage.height, ...titled.map((_, i) => above[i] + heights[i]));
  const file = svgFile(parts.join("\n"), width, height, theme.page, bus.race().title);
  return new Blob([file], { type: "image/svg+xml" });
}

/**
 * The markup of a drawing, below its title.
 *
 * @param {Drawing} drawing
 * @param {Theme} theme
 */
function underTitle({ markup, title }, theme) {
  const over = new SvgContext(context(document.createElement("canvas")));
  Object.assign(over, { font: `600 16px ${theme.font}`, fillStyle: theme.ink });
  over.fillText(title ?? "", 0, TITLE - 10);
  return [over.markup, group(markup, { y: TITLE })].join("\n");
}

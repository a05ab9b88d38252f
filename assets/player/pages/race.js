/** The panels of the race page: optimizers on a surface of two coordinates. */

import { el } from "../draw/dom.js";
import { tr } from "../draw/tr.js";
import { createByHand } from "../panels/byhand.js";
import { createCurves } from "../panels/curves.js";
import { emptyState } from "../panels/emptystate.js";
import { createHead } from "../panels/head.js";
import { withPredicted } from "../panels/predicted.js";
import { createSentence, describe } from "../panels/sentence.js";
import { line, quantities } from "../panels/series.js";
import { sharpnesses } from "../panels/sharpness.js";
import { createTransport } from "../panels/transport.js";
import { createGroundChoice } from "../race/ground.js";
import { createInside } from "../race/inside.js";
import { Stage } from "../race/stage.js";
import { groundWords } from "../race/stageview.js";

/** @import { RaceHeader } from "../engine/header.js" */
/** @import { Bus, Page } from "../engine/panel.js" */

const PANELS = [
  ["loss", "distance"],
  ["steplen", "gradnorm"],
];

/** All that is drawn over time. */
const curved = (/** @type {RaceHeader} */ race) =>
  withPredicted(race, { ...quantities(race), ...sharpnesses(race, line, "steplen") });

const WORDS = {
  presets: tr("Ready-made races"),
  pictures: "pictures/race.js",
  qr: tr("QR code of this race"),
  scrubber: tr("Step of the race"),
  file: (/** @type {RaceHeader} */ race) => `race-${race.surface.name}`,
  html: tr("the race, playing without a server"),
  nothing: tr("Nothing is racing yet"),
  restore: tr("Restore the six"),
  lostWords: tr("Connection lost. The race keeps playing; changes wait until it is back."),
  busyWords: (/** @type {RaceHeader | null} */ race) =>
    race?.empty ? tr("Computing the race") : tr("Computing. The race before stays meanwhile."),
};

/**
 * @param {HTMLElement} root
 * @param {Bus} bus
 * @returns {Page}
 */
export function racePage(root, bus) {
  const head = createHead(root, bus, WORDS);
  const box = el("div", { class: "op-stage-box" });
  root.append(box);
  const stage = new Stage(box, bus, () => curves.names().includes("friction"));
  const ground = createGroundChoice(box, bus, () => stage.spatial);
  const transport = createTransport(root, bus, WORDS);
  const sentence = createSentence(root, bus, { describe, about: (race) => groundWords(race, stage.spatial) });
  const byHand = createByHand(root, bus);
  const curves = createCurves(root, bus, { panels: PANELS, quantities: curved });
  const inside = createInside(root, bus);
  const none = emptyState(box, WORDS, bus);
  return {
    panels: [head, stage, ground, transport, curves, inside, sentence, byHand],
    head,
    stage,
    transport,
    box,
    none,
    words: WORDS,
  };
}

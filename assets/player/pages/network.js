/** The panels of the network page: optimizers that train the same network on the same data. */

import { el } from "../draw/dom.js";
import { picked } from "../draw/rows.js";
import { tr } from "../draw/tr.js";
import { createChoosers } from "../network/choosers.js";
import { createEveryLayer } from "../network/everylayer.js";
import { quantities } from "../network/learning.js";
import { createOwnPoints } from "../network/ownpoints.js";
import { dataOf } from "../network/painters.js";
import { createPieceChoice } from "../network/pieces.js";
import { createRegions } from "../network/regions.js";
import { describe } from "../network/verdict.js";
import { createByHand } from "../panels/byhand.js";
import { createCurves } from "../panels/curves.js";
import { emptyState } from "../panels/emptystate.js";
import { createHead } from "../panels/head.js";
import { withPredicted } from "../panels/predicted.js";
import { createSentence } from "../panels/sentence.js";
import { createTransport } from "../panels/transport.js";

/** @import { NetworkHeader } from "../engine/network.js" */
/** @import { Bus, Page } from "../engine/panel.js" */

const PANELS = [["loss", "update", "penalty"], ["score"]];
const curved = (/** @type {NetworkHeader} */ race) => withPredicted(race, quantities(race));

const WORDS = {
  presets: tr("Ready-made networks"),
  pictures: "pictures/network.js",
  qr: tr("QR code of this comparison"),
  scrubber: tr("Step of the training"),
  file: (/** @type {NetworkHeader} */ race) => `network-${race.data.name}`,
  html: tr("the training, playing without a server"),
  nothing: tr("Nothing is training yet"),
  restore: tr("Restore the three"),
  lostWords: tr("Connection lost. What is here keeps playing; changes wait until it is back."),
  // Runners that are still computing say so themselves.
  busyWords: (/** @type {NetworkHeader | null} */ race) =>
    race?.runners.every(({ state }) => state !== "computing")
      ? tr("Computing. What was trained before stays meanwhile.")
      : "",
};

const about = (/** @type {NetworkHeader} */ race) => dataOf(race, picked(race)).description;

/**
 * @param {HTMLElement} root
 * @param {Bus} bus
 * @returns {Page}
 */
export function networkPage(root, bus) {
  const head = createHead(root, bus, WORDS);
  const box = el("div", { class: "op-stage-box" });
  root.append(box);
  const stage = createRegions(box, bus);
  const own = createOwnPoints(root, bus, stage.element);
  const pieces = createPieceChoice(box, bus);
  const choosers = createChoosers(root, bus);
  const transport = createTransport(root, bus, WORDS);
  const sentence = createSentence(root, bus, { describe, about });
  const byHand = createByHand(root, bus);
  const curves = createCurves(root, bus, { panels: PANELS, quantities: curved });
  const layers = createEveryLayer(root, bus);
  const panels = [head, stage, own, pieces, choosers, transport, curves, layers, sentence, byHand];
  const none = emptyState(box, WORDS, bus);
  return { panels, head, stage, transport, box, none, words: WORDS };
}

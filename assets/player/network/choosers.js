/** One small picture for every optimizer, with its score: a press puts it on the stage. */

import { el, fit, focusedIn } from "../draw/dom.js";
import { percent, short } from "../draw/format.js";
import { markSvg } from "../draw/marks.js";
import { rowBefore, scoreAt } from "../draw/rows.js";
import { tr } from "../draw/tr.js";
import { painterOf } from "./painters.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { NetworkHeader, NetworkRunner } from "../engine/network.js" */
/** @import { Bus, Panel } from "../engine/panel.js" */
/** @import { Painter } from "./painters.js" */

const SIZE = [48, 37]; // px

/**
 * The row of pictures under the stage.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @returns {Panel<NetworkHeader>}
 */
export function createChoosers(parent, bus) {
  const element = el("div", { class: "op-choosers", role: "group", "aria-label": tr("Optimizer on the stage") });
  parent.append(element);
  /** @type {NetworkHeader | null} */
  let race = null;
  /** @type {ReturnType<typeof makeChooser>[]} */
  let list = [];

  const build = () => {
    const [theme, shown] = [bus.theme(), race];
    if (!shown || !theme) return;
    const held = focusedIn(element, "slot");
    const shared = painterOf(shown, theme);
    const painter = (/** @type {NetworkRunner} */ runner) => (runner.data ? painterOf(shown, theme, runner) : shared);
    list = shown.runners.map((runner) => makeChooser(runner, shown, painter(runner), theme, bus));
    element.replaceChildren(...list.map((one) => one.element));
    if (list.some(({ runner, name }) => runner.short && name.scrollWidth > name.clientWidth))
      for (const one of list) one.abbreviate();
    if (held) list.find(({ runner }) => runner.slot === held)?.element.focus();
  };
  return {
    element,
    setData(next) {
      race = next;
      element.hidden = next.empty;
      build();
    },
    setTheme: build,
    resize: build,
    draw(t) {
      for (const one of list) one.draw(t);
    },
  };
}

/**
 * @param {NetworkRunner} runner
 * @param {NetworkHeader} race
 * @param {Painter} painter
 * @param {Theme} theme
 * @param {Bus} bus
 */
function makeChooser(runner, race, painter, theme, bus) {
  const scale = bus.scale;
  const canvas = el("canvas", { "aria-hidden": "true" });
  const score = el(
    "span",
    {},
    runner.state === "ready" ? "" : runner.state === "refused" ? tr("cannot train this") : tr("computing"),
  );
  const line = el(
    "span",
    { class: "op-chooser-score" },
    el("i", { "aria-hidden": "true", html: markSvg(runner, theme, 12, 14) }),
    score,
  );
  const name = el("b", {}, runner.label);
  const words = el("span", { class: "op-chooser-words" }, name, line);
  const look = {
    type: "button",
    class: "op-chooser",
    "aria-pressed": String(runner.slot === race.pick),
    title: runner.reason || (runner.short ? runner.label : null),
  };
  const element = el(
    "button",
    { ...look, onclick: () => bus.pick(runner.slot) },
    el("span", { class: "op-chooser-picture" }, canvas),
    words,
  );
  element.dataset.slot = runner.slot;
  element.classList.toggle("op-waiting", runner.state !== "ready");
  const ctx = fit(canvas, SIZE[0] * scale, SIZE[1] * scale);
  let drawn = -1;
  const draw = (/** @type {number} */ t) => {
    if (runner.state !== "ready") return;
    const text = race.data.numeric ? short(scoreAt(runner, t)) : percent(scoreAt(runner, t));
    if (score.textContent !== text) {
      score.textContent = text;
      line.classList.toggle("op-in-words", !/\d/.test(text));
    }
    const row = rowBefore(runner.frames, t);
    if (row === drawn) return;
    drawn = row;
    canvas.dataset.step = String(runner.frames[row]);
    const time = race.timeline.words(runner.frames[row]);
    element.title = tr("{name}, picture of {time}", { name: runner.label, time });
    painter.ground(ctx, SIZE[0] * scale, SIZE[1] * scale, runner, t, false, 0.75 * scale);
  };
  /** Show only what tells a copy from others: its marker shows whose copy it is. */
  const abbreviate = () => {
    if (!runner.short) return;
    name.replaceChildren(
      el("span", { class: "op-hidden" }, runner.label),
      el("span", { "aria-hidden": "true" }, runner.short),
    );
  };
  return { runner, element, name, draw, abbreviate };
}

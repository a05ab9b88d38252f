/** Milestones above the scrubber: marker, stem, and a short sentence where it fits. */

import { context, el } from "../draw/dom.js";
import { markerSvg } from "../draw/marks.js";
import { along } from "../draw/scale.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Header, Milestone, Runner } from "../engine/header.js" */
/** @import { Bus } from "../engine/panel.js" */

const MERGE = 10; // px: two ticks nearer than this become one with a count
const MARKER = 14; // px, room of a marker
const GAP = 5; // px between marker and words, and between words and the next tick

const TIP = 150; // px from an end of the track within which a tip opens inwards

/** @typedef {Milestone & {runner: Runner}} Told a milestone, and whose it is */

/**
 * A tick: which end of the track is near, the words that find room and on which side.
 *
 * @typedef {{x: number, milestones: Told[], end?: string, words?: string, side?: "left" | "right"}} Mark
 */

const measure = context(document.createElement("canvas"));

/**
 * The row of ticks; `resize(width)` places them on a track of that many px of the design, as all sizes here are.
 *
 * @param {Bus} bus
 */
export function createMilestones(bus) {
  const element = el("div", { class: "op-milestones" });
  /** @type {Header | null} */
  let race = null;
  /** @type {Theme | null} */
  let theme = null;
  let width = 0;

  const place = () => {
    const [shown, colours] = [race, theme];
    if (!shown || !colours || width <= 0) return;
    const { fontSize, fontFamily } = getComputedStyle(element);
    measure.font = `400 ${parseFloat(fontSize) / bus.scale}px ${fontFamily}`;
    const ticks = merged(shown, width);
    choose(ticks, width);
    element.replaceChildren(...ticks.map((tick) => button(tick, shown, colours, bus)));
  };

  return {
    element,
    /** @param {Header} next */
    setData(next) {
      race = next;
      place();
    },
    /** @param {Theme} next */
    setTheme(next) {
      theme = next;
      place();
    },
    /** @param {number} next */
    resize(next) {
      width = next;
      place();
    },
  };
}

/**
 * Milestones as ticks {x, milestones}, in order; those within MERGE px of the one before join it.
 *
 * @param {Header} race
 * @param {number} width
 */
function merged(race, width) {
  /** @type {Mark[]} */
  const ticks = [];
  for (const milestone of race.milestones) {
    const runner = race.runners.find((one) => one.slot === milestone.slot);
    if (!runner || race.steps < 1) continue;
    const x = race.timeline.share(milestone.step) * width;
    const last = ticks[ticks.length - 1];
    if (last && x - last.x < MERGE) last.milestones.push({ ...milestone, runner });
    else ticks.push({ x, milestones: [{ ...milestone, runner }] });
  }
  return ticks;
}

/**
 * Give each tick the longest words that fit before its neighbours: right first, then left, else none.
 *
 * @param {Mark[]} ticks
 * @param {number} width
 */
function choose(ticks, width) {
  let taken = 0; // px up to which the row is full
  ticks.forEach((tick, i) => {
    const next = i + 1 < ticks.length ? ticks[i + 1].x - MARKER / 2 : width + MARKER / 2;
    const { text, runner } = tick.milestones[0];
    const count = tick.milestones.length;
    tick.end = tick.x < TIP ? "left" : width - tick.x < TIP ? "right" : "";
    const options =
      count > 1
        ? [tr("{count} events", { count }), String(count)]
        : [text, runner.label, ...(runner.short ? [runner.short] : [])];
    for (const words of options) {
      const need = measure.measureText(words).width + 2 * GAP;
      const side = tick.x + MARKER / 2 + need <= next ? "right" : tick.x - MARKER / 2 - need >= taken ? "left" : null;
      if (side) {
        Object.assign(tick, { words, side });
        break;
      }
    }
    const after = tick.side === "right" ? measure.measureText(tick.words ?? "").width + 2 * GAP : 0;
    taken = tick.x + MARKER / 2 + after;
  });
}

/**
 * @param {Mark} tick
 * @param {Header} race
 * @param {Theme} theme
 * @param {Bus} bus
 */
function button(tick, race, theme, bus) {
  const [first] = tick.milestones;
  const said = tick.milestones.map((one) => `${one.text}, ${race.timeline.words(one.step)}`).join("; ");
  const count = tick.milestones.length;
  // What is read is part of the name.
  const label = count > 1 ? tr("{count} events: {said}. Go there", { count, said }) : tr("{said}. Go there", { said });
  const jump = () => bus.seek(first.step);
  const element = el("button", { type: "button", class: "op-milestone", "aria-label": label, onclick: jump });
  element.style.left = along(race.timeline.share(first.step));
  if (tick.end) element.dataset.end = tick.end;
  element.style.setProperty("--op-hue", hue(first.runner, theme));
  const cross = first.kind === "not finite" || first.kind === "gap";
  const hollow = first.kind === "left" || (!cross && first.runner.hollow);
  const paint = { fill: hue(first.runner, theme), paper: theme.page, hollow };
  const mark = markerSvg(cross ? "cross" : first.runner.marker, 8, 8, 5.2, paint);
  element.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true">${mark}</svg><i class="op-stem"></i>`;
  if (tick.words)
    element.append(el("span", { class: `op-milestone-words op-${tick.side}`, "aria-hidden": "true" }, tick.words));
  element.append(el("span", { class: "op-milestone-tip", "aria-hidden": "true" }, said));
  return element;
}

/** Event ticks above the scrubber: marker, stem, and a short sentence where it fits. */

import { el } from "../draw/dom.js";
import { markerSvg } from "../draw/marks.js";
import { along } from "../draw/scale.js";
import { hue } from "../draw/theme.js";

const MERGE = 10; // px: two ticks nearer than this become one with a count
const MARKER = 14; // px, room of a marker
const GAP = 5; // px between marker and words, and between words and the next tick

const TIP = 150; // px from an end of the track within which a tip opens inwards

const measure = document.createElement("canvas").getContext("2d");

/** The row of ticks; `resize(width)` places them on a track of that many px of the design, as all sizes here are. */
export function createEvents(bus) {
  const element = el("div", { class: "op-events" });
  let race = null;
  let theme = null;
  let width = 0;

  const place = () => {
    if (!race || !theme || width <= 0) return;
    const { fontSize, fontFamily } = getComputedStyle(element);
    measure.font = `400 ${parseFloat(fontSize) / bus.scale}px ${fontFamily}`;
    const ticks = merged(race, width);
    choose(ticks, width);
    element.replaceChildren(...ticks.map((tick) => button(tick, race, theme, bus)));
  };

  return {
    element,
    setData(next) {
      race = next;
      place();
    },
    setTheme(next) {
      theme = next;
      place();
    },
    resize(next) {
      width = next;
      place();
    },
  };
}

/** Events as ticks {x, events}, in order; those within MERGE px of the one before join it. */
function merged(race, width) {
  const ticks = [];
  for (const event of race.events) {
    const runner = race.runners.find((one) => one.slot === event.slot);
    if (!runner || race.steps < 1) continue;
    const x = race.timeline.share(event.step) * width;
    const last = ticks[ticks.length - 1];
    if (last && x - last.x < MERGE) last.events.push({ ...event, runner });
    else ticks.push({ x, events: [{ ...event, runner }] });
  }
  return ticks;
}

/** Give each tick the longest words that fit before its neighbours: right first, then left, else none. */
function choose(ticks, width) {
  let taken = 0; // px up to which the row is full
  ticks.forEach((tick, i) => {
    const next = i + 1 < ticks.length ? ticks[i + 1].x - MARKER / 2 : width + MARKER / 2;
    const { text, runner } = tick.events[0];
    const count = tick.events.length;
    tick.end = tick.x < TIP ? "left" : width - tick.x < TIP ? "right" : "";
    const options =
      count > 1 ? [`${count} events`, String(count)] : [text, runner.label, ...(runner.short ? [runner.short] : [])];
    for (const words of options) {
      const need = measure.measureText(words).width + 2 * GAP;
      const side = tick.x + MARKER / 2 + need <= next ? "right" : tick.x - MARKER / 2 - need >= taken ? "left" : null;
      if (side) {
        Object.assign(tick, { words, side });
        break;
      }
    }
    taken = tick.x + MARKER / 2 + (tick.side === "right" ? measure.measureText(tick.words).width + 2 * GAP : 0);
  });
}

function button(tick, race, theme, bus) {
  const [first] = tick.events;
  const said = tick.events.map((event) => `${event.text}, ${race.timeline.words(event.step)}`).join("; ");
  const shown = tick.events.length > 1 ? `${tick.events.length} events: ` : ""; // what is read is part of the name
  const label = `${shown}${said}. Go there`;
  const jump = () => bus.seek(first.step);
  const element = el("button", { type: "button", class: "op-event", "aria-label": label, onclick: jump });
  element.style.left = along(race.timeline.share(first.step));
  if (tick.end) element.dataset.end = tick.end;
  element.style.setProperty("--op-hue", hue(first.runner, theme));
  const cross = first.kind === "not finite" || first.kind === "gap";
  const hollow = first.kind === "left" || (!cross && first.runner.hollow);
  const paint = { fill: hue(first.runner, theme), paper: theme.page, hollow };
  const mark = markerSvg(cross ? "cross" : first.runner.marker, 8, 8, 5.2, paint);
  element.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true">${mark}</svg><i class="op-stem"></i>`;
  if (tick.words)
    element.append(el("span", { class: `op-event-words op-${tick.side}`, "aria-hidden": "true" }, tick.words));
  element.append(el("span", { class: "op-event-tip", "aria-hidden": "true" }, said));
  return element;
}

/** Play, pause, step, scrub, speed, loop, full screen: everything that moves the clock. */

import { el, icon, iconButton } from "../draw/dom.js";
import { along, THUMB } from "../draw/scale.js";
import { one, STEPS, Timeline, UNITS } from "../draw/timeline.js";
import { titleMenu } from "../draw/titlemenu.js";
import { tr } from "../draw/tr.js";
import { SPEEDS } from "../engine/clock.js";
import { docks } from "./dock.js";
import { createMilestones } from "./milestones.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Clock } from "../engine/clock.js" */
/** @import { Header } from "../engine/header.js" */
/** @import { Bus, PageWords } from "../engine/panel.js" */

const HOLD_FIRST = 400; // milliseconds until a held button repeats
const HOLD_NEXT = 60;
const LONG = 1000; // steps from which a phone has no room for the total beside the step
const MOST_NUMBERS = 8; // under the scrubber

/**
 * The transport below the stage.
 *
 * @param {HTMLElement} parent
 * @param {Bus} bus
 * @param {Pick<PageWords, "scrubber">} words
 */
export function createTransport(parent, bus, words) {
  return new Transport(parent, bus, words);
}

class Transport {
  timeline = new Timeline({ steps: 0, runners: [] }, STEPS); // of the race that is shown
  restart = iconButton("restart", tr("Back to the start"));
  back = iconButton("back", tr("One step back"));
  play = iconButton("play", tr("Play"));
  forward = iconButton("forward", tr("One step forward"));
  loop = iconButton("loop", tr("Loop"), { "aria-pressed": "false" });
  full = iconButton("full", tr("Full screen"), { "aria-pressed": "false" });
  field = el("input", {
    class: "op-step",
    type: "text",
    inputMode: "numeric",
    autocomplete: "off",
    "aria-label": tr("Step"),
  });
  word = el("span", { class: "op-quiet op-word" }, tr("step"));
  total = el("span", { class: "op-quiet op-total" });
  scrubber = el("input", { class: "op-scrubber", type: "range", min: 0, step: 1 });
  axis = el("div", { class: "op-axis", "aria-hidden": "true" });

  /**
   * @param {HTMLElement} parent
   * @param {Bus} bus
   * @param {Pick<PageWords, "scrubber">} words
   */
  constructor(parent, bus, words) {
    this.bus = bus;
    this.clock = bus.clock;
    this.unit = titleMenu(tr("What time counts"), (unit) => bus.count(unit));
    this.speed = speedMenu(this.clock);
    this.scrubber.setAttribute("aria-label", words.scrubber);
    this.listenButtons();
    this.listenFields();
    this.milestones = createMilestones(bus);
    this.element = el(
      "div",
      { class: "op-transport", role: "group", "aria-label": tr("Transport") },
      el("div", { class: "op-buttons" }, this.restart, this.back, this.play, this.forward),
      el("div", { class: "op-count" }, this.unit.element, this.word, this.field, this.total),
      el("div", { class: "op-track" }, this.milestones.element, this.scrubber, this.axis),
      el("div", { class: "op-speed" }, this.speed, el("span", { class: "op-chevron", html: icon("chevron") })),
      el("div", { class: "op-modes" }, this.loop, this.full),
    );
    const dock = el("div", { class: "op-dock" }, this.element);
    parent.append(dock);
    this.undock = docks(parent, dock, this.element);
  }

  listenButtons() {
    const { bus, clock } = this;
    this.play.classList.add("op-play");
    this.full.dataset.name = "full";
    this.restart.addEventListener("click", () => bus.seek(0));
    this.play.addEventListener("click", () => clock.toggle());
    this.loop.addEventListener("click", () => clock.setLoop(!clock.loop));
    this.full.addEventListener("click", () => bus.full());
    holds(this.back, () => bus.seek(bus.next(-1)));
    holds(this.forward, () => bus.seek(bus.next(1)));
  }

  listenFields() {
    const { bus, field } = this;
    field.addEventListener("focus", () => field.select());
    field.addEventListener("change", () => commit(field, bus));
    field.addEventListener("keydown", (event) => fieldKey(event, field, bus));
    this.scrubber.addEventListener("input", () =>
      bus.seek(this.timeline.at(Number(this.scrubber.value) / this.timeline.end)),
    );
    this.scrubber.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
      if (by) bus.seek(bus.next(by));
      if (by) event.preventDefault();
    });
  }

  /** @param {Header} race */
  setData(race) {
    const { timeline } = race;
    const whole = timeline.write(timeline.end);
    this.timeline = timeline;
    this.scrubber.max = String(race.steps);
    this.count(race);
    this.total.textContent = tr("of {total}", { total: whole });
    this.total.classList.toggle("op-long", timeline.value(timeline.end) >= LONG);
    this.field.style.width = `${Math.max(2, whole.length) + 0.4}ch`;
    const off = race.empty || race.steps < 1;
    for (const control of [this.restart, this.back, this.play, this.forward, this.field, this.scrubber])
      control.disabled = off;
    this.milestones.setData(race);
    this.resize();
    this.showModes();
  }

  /**
   * Show what time counts, as a menu where there is a choice.
   *
   * @param {Header} race
   */
  count({ time, timeline }) {
    this.unit.element.hidden = !time;
    this.word.hidden = Boolean(time);
    this.field.parentElement?.classList.toggle("op-counts", Boolean(time));
    if (time)
      this.unit.fill(
        UNITS.map((unit) => [unit, one(unit)]),
        timeline.unit,
      );
    const name = one(timeline.unit);
    this.field.setAttribute("aria-label", `${name[0].toUpperCase()}${name.slice(1)}`);
    this.speed.title = timeline.inSteps
      ? tr("Speed: 1× is 30 steps a second, “in 10 s” plays the whole run in ten seconds")
      : tr("Speed: 1× is 30 steps of the smallest batch a second, “in 10 s” plays the whole run in ten seconds");
  }

  /** @param {Theme} theme */
  setTheme(theme) {
    this.milestones.setTheme(theme);
  }

  /** Show whether the race plays, how fast, and whether it loops. */
  showModes() {
    const { playing, loop } = this.clock;
    const name = playing ? "pause" : "play";
    if (this.play.dataset.shows !== name) {
      this.play.dataset.shows = name;
      this.play.innerHTML = icon(name);
      this.play.setAttribute("aria-label", playing ? tr("Pause") : tr("Play"));
      this.play.title = playing ? tr("Pause (space)") : tr("Play (space)");
    }
    this.showSpeed();
    this.loop.setAttribute("aria-pressed", String(loop));
  }

  /** "fit" (the whole run in ten seconds) shows as 1x where it is just that. */
  showSpeed() {
    const { clock } = this;
    const plain = SPEEDS.find((speed) => Math.abs(clock.rate - clock.rateOf(speed)) < 1e-9);
    this.speed.value = clock.speed === "fit" && plain ? String(plain) : String(clock.speed);
  }

  /** @param {boolean} on */
  showFull(on) {
    this.full.setAttribute("aria-pressed", String(on));
  }

  /**
   * @param {number} t
   * @param {boolean} moving
   */
  draw(t, moving) {
    const { scrubber, field, clock, timeline } = this;
    const step = Math.floor(t);
    const share = timeline.share(t);
    scrubber.value = String(Math.round(timeline.share(step) * timeline.end));
    scrubber.style.setProperty("--op-done", along(share));
    if (!moving) {
      const value = { when: timeline.words(step), total: timeline.write(clock.steps) };
      scrubber.setAttribute("aria-valuetext", tr("{when} of {total}", value));
    }
    if (document.activeElement !== field) field.value = timeline.write(step);
  }

  resize() {
    const width = this.scrubber.clientWidth / this.bus.scale - THUMB; // pixels of the design
    if (width <= 0) return;
    this.axis.replaceChildren(...axisNumbers(this.timeline, width));
    this.milestones.resize(width);
    document.documentElement.style.setProperty("--op-dock", `${this.element.offsetHeight}px`);
  }

  destroy() {
    this.undock();
  }
}

/**
 * Call `act` on a press of the button, and again and again while it is held.
 *
 * @param {HTMLButtonElement} button
 * @param {() => void} act
 */
function holds(button, act) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const repeat = () => {
    act();
    timer = setTimeout(repeat, HOLD_NEXT);
  };
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    stop();
    act();
    timer = setTimeout(repeat, HOLD_FIRST);
  });
  for (const kind of ["pointerup", "pointerleave", "pointercancel", "blur"]) button.addEventListener(kind, stop);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", (event) => {
    if (event.detail === 0) act(); // from the keyboard or from assistive technology: no pointer was down
  });
}

/**
 * Go to the time typed; anything that is no number puts the present step back.
 *
 * @param {HTMLInputElement} field
 * @param {Bus} bus
 */
function commit(field, bus) {
  const { timeline } = bus.race();
  const value = Number(field.value.replace(/[,\s]/g, ""));
  if (field.value.trim() !== "" && Number.isFinite(value)) bus.seek(timeline.time(value));
  field.value = timeline.write(bus.step());
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} field
 * @param {Bus} bus
 */
function fieldKey(event, field, bus) {
  if (event.key === "Enter") commit(field, bus);
  else if (event.key === "ArrowUp") bus.seek(bus.next(1));
  else if (event.key === "ArrowDown") bus.seek(bus.next(-1));
  else if (event.key === "Escape") field.value = bus.race().timeline.write(bus.step());
  else return;
  event.preventDefault();
  event.stopPropagation();
  field.value = bus.race().timeline.write(bus.step());
  field.select();
}

/**
 * The menu of speeds.
 *
 * @param {Clock} clock
 */
function speedMenu(clock) {
  const menu = el("select", { class: "op-select", "aria-label": tr("Speed") });
  const fit = el("optgroup", { label: tr("Whole run") }, el("option", { value: "fit" }, tr("in 10 s")));
  menu.append(...SPEEDS.map((speed) => el("option", { value: String(speed) }, `${speed}×`)), fit);
  menu.addEventListener("change", () => clock.setSpeed(menu.value === "fit" ? "fit" : Number(menu.value)));
  return menu;
}

/**
 * Numbers under the scrubber: round times, and the last one.
 *
 * @param {Timeline} timeline
 * @param {number} width
 */
function axisNumbers(timeline, width) {
  const { end } = timeline;
  if (end < 1 || width <= 0) return [];
  const last = timeline.write(end);
  const room = 26 + 9 * last.length;
  const round = timeline.ticks(Math.min(MOST_NUMBERS, Math.floor(width / room)));
  const list = round.filter(([at]) => at < end && (1 - timeline.share(at) >= room / width || at === 0));
  list.push([end, last]);
  return list.map(([at, text]) => {
    const number = el("span", {}, text);
    number.style.left = along(timeline.share(at));
    return number;
  });
}

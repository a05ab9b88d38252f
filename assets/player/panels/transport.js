/** Play, pause, step, scrub, speed, loop, full screen: everything that moves the clock. */

import { el, icon, iconButton } from "../draw/dom.js";
import { along, niceStep, THUMB } from "../draw/scale.js";
import { NORMAL_RATE, SPEEDS } from "../engine/clock.js";
import { createEvents } from "./events.js";

const HOLD_FIRST = 400; // milliseconds until a held button repeats
const HOLD_NEXT = 60;
const LONG = 1000; // steps from which a phone has no room for the total beside the step
const MOST_NUMBERS = 8; // under the scrubber
const BAR = 56; // px at the top of the window that the bar of the pages covers

/** The transport below the stage. */
export function createTransport(parent, bus, words) {
  return new Transport(parent, bus, words);
}

class Transport {
  constructor(parent, bus, words) {
    this.bus = bus;
    this.clock = bus.clock;
    this.makeButtons();
    this.makeFields(words);
    this.events = createEvents(bus);
    this.axis = el("div", { class: "op-axis", "aria-hidden": "true" });
    this.element = el(
      "div",
      { class: "op-transport", role: "group", "aria-label": "Transport" },
      el("div", { class: "op-buttons" }, this.restart, this.back, this.play, this.forward),
      el("label", { class: "op-count" }, el("span", { class: "op-quiet op-word" }, "step"), this.field, this.total),
      el("div", { class: "op-track" }, this.events.element, this.scrubber, this.axis),
      el("div", { class: "op-speed" }, this.speed, el("span", { class: "op-chevron", html: icon("chevron") })),
      el("div", { class: "op-modes" }, this.loop, this.full),
    );
    const dock = el("div", { class: "op-dock" }, this.element);
    parent.append(dock);
    this.undock = docks(parent, dock, this.element);
  }

  makeButtons() {
    const { bus, clock } = this;
    this.restart = iconButton("restart", "Back to the start", { onclick: () => bus.seek(0) });
    this.back = iconButton("back", "One step back");
    this.play = iconButton("play", "Play", { onclick: () => clock.toggle() });
    this.play.classList.add("op-play");
    this.forward = iconButton("forward", "One step forward");
    this.loop = iconButton("loop", "Loop", { "aria-pressed": "false", onclick: () => clock.setLoop(!clock.loop) });
    this.full = iconButton("full", "Full screen", { "aria-pressed": "false", onclick: () => bus.full() });
    this.full.dataset.name = "full";
    holds(this.back, () => bus.seek(bus.step() - 1));
    holds(this.forward, () => bus.seek(bus.step() + 1));
  }

  makeFields(words) {
    const { bus } = this;
    const field = el("input", {
      class: "op-step",
      type: "text",
      inputMode: "numeric",
      autocomplete: "off",
      "aria-label": "Step",
    });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("change", () => commit(field, bus));
    field.addEventListener("keydown", (event) => fieldKey(event, field, bus));
    this.field = field;
    this.total = el("span", { class: "op-quiet op-total" });
    this.speed = speedMenu(this.clock);
    this.scrubber = el("input", { class: "op-scrubber", type: "range", min: 0, step: 1, "aria-label": words.scrubber });
    this.scrubber.addEventListener("input", () => bus.seek(Number(this.scrubber.value)));
  }

  setData(race) {
    const steps = race.steps.toLocaleString("en-US");
    this.scrubber.max = race.steps;
    this.total.textContent = `of ${steps}`;
    this.total.classList.toggle("op-long", race.steps >= LONG);
    this.field.style.width = `${Math.max(2, steps.length) + 0.4}ch`;
    const off = race.empty || race.steps < 1;
    for (const control of [this.restart, this.back, this.play, this.forward, this.field, this.scrubber])
      control.disabled = off;
    this.events.setData(race);
    this.resize();
    this.showModes();
  }

  setTheme(theme) {
    this.events.setTheme(theme);
  }

  /** Show whether the race plays, how fast, and whether it loops. */
  showModes() {
    const { playing, loop } = this.clock;
    const name = playing ? "pause" : "play";
    if (this.play.dataset.shows !== name) {
      this.play.dataset.shows = name;
      this.play.innerHTML = icon(name);
      this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
      this.play.title = playing ? "Pause (space)" : "Play (space)";
    }
    this.showSpeed();
    this.loop.setAttribute("aria-pressed", String(loop));
  }

  /** "fit" (the whole run in ten seconds) shows as 1x where it is just that. */
  showSpeed() {
    const { clock } = this;
    const plain = SPEEDS.find((speed) => Math.abs(clock.rate - speed * NORMAL_RATE) < 1e-9);
    this.speed.value = clock.speed === "fit" && plain ? String(plain) : String(clock.speed);
  }

  showFull(on) {
    this.full.setAttribute("aria-pressed", String(on));
  }

  draw(t, moving) {
    const { scrubber, field, clock } = this;
    const step = Math.floor(t);
    const share = clock.steps ? t / clock.steps : 0;
    scrubber.value = String(step);
    scrubber.style.setProperty("--op-done", along(share));
    if (!moving) scrubber.setAttribute("aria-valuetext", `step ${step} of ${clock.steps}`);
    if (document.activeElement !== field) field.value = step.toLocaleString("en-US");
  }

  resize() {
    const width = this.scrubber.clientWidth / this.bus.scale - THUMB; // pixels of the design
    if (width <= 0) return;
    this.axis.replaceChildren(...axisNumbers(this.clock.steps, width));
    this.events.resize(width);
    document.documentElement.style.setProperty("--op-dock", `${this.element.offsetHeight}px`);
  }

  destroy() {
    this.undock();
  }
}

/**
 * Mark `dock` as docked while the place of the transport has gone under the bar at the top and the player has not: the
 * transport is then shown at the bottom, and `dock` keeps its place. Returns the function that stops it.
 */
function docks(player, dock, element) {
  let [above, present] = [false, true];
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        if (target === dock) above = !isIntersecting && boundingClientRect.top < BAR;
        else present = isIntersecting;
      }
      const docked = above && present;
      if (docked !== dock.classList.contains("op-docked"))
        dock.style.height = docked ? `${element.offsetHeight}px` : "";
      dock.classList.toggle("op-docked", docked);
    },
    { rootMargin: `${-BAR}px 0px 0px 0px` },
  );
  watcher.observe(dock);
  watcher.observe(player);
  return () => watcher.disconnect();
}

/** Call `act` on a press of the button, and again and again while it is held. */
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

/** Go to the step typed; anything that is no number puts the present step back. */
function commit(field, bus) {
  const step = Number(field.value.replace(/[,\s]/g, ""));
  if (field.value.trim() !== "" && Number.isFinite(step)) bus.seek(step);
  field.value = bus.step().toLocaleString("en-US");
}

function fieldKey(event, field, bus) {
  if (event.key === "Enter") commit(field, bus);
  else if (event.key === "ArrowUp") bus.seek(bus.step() + 1);
  else if (event.key === "ArrowDown") bus.seek(bus.step() - 1);
  else if (event.key === "Escape") field.value = bus.step().toLocaleString("en-US");
  else return;
  event.preventDefault();
  event.stopPropagation();
  field.value = bus.step().toLocaleString("en-US");
  field.select();
}

/** The menu of speeds. */
function speedMenu(clock) {
  const menu = el("select", { class: "op-select", "aria-label": "Speed" });
  const fit = el("optgroup", { label: "Whole run" }, el("option", { value: "fit" }, "in 10 s"));
  menu.append(...SPEEDS.map((speed) => el("option", { value: String(speed) }, `${speed}×`)), fit);
  menu.title = "Speed: 1× is 30 steps a second, “in 10 s” plays the whole run in ten seconds";
  menu.addEventListener("change", () => clock.setSpeed(menu.value === "fit" ? "fit" : Number(menu.value)));
  return menu;
}

/** Numbers under the scrubber: round steps, and the last one. */
function axisNumbers(steps, width) {
  if (steps < 1 || width <= 0) return [];
  const room = 26 + 9 * steps.toLocaleString("en-US").length;
  const step = Math.max(1, niceStep(steps, Math.min(MOST_NUMBERS, Math.max(1, Math.floor(width / room)))));
  const list = [];
  for (let at = 0; at < steps; at += step) if ((steps - at) / steps >= room / width || at === 0) list.push(at);
  list.push(steps);
  return list.map((at) => {
    const number = el("span", {}, at.toLocaleString("en-US"));
    number.style.left = along(at / steps);
    return number;
  });
}

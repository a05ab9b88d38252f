/** Play, pause, step, scrub, speed, loop, full screen: everything that moves the clock. */

import { SPEEDS, NORMAL_RATE } from "./clock.js";
import { el, icon, iconButton } from "./dom.js";
import { createEvents } from "./events.js";
import { niceStep } from "./scale.js";

const HOLD_FIRST = 400; // milliseconds until a held button repeats
const HOLD_NEXT = 60;
const LONG = 1000; // steps from which a phone has no room for the total beside the step
const MOST_NUMBERS = 8; // under the scrubber
const THUMB = 20; // px, the scrubber's handle; the track's ends lie half of it inside

/** The transport below the stage. */
export function createTransport(parent, bus) {
  const clock = bus.clock;
  const restart = iconButton("restart", "Back to the start", { onclick: () => bus.seek(0) });
  const back = iconButton("back", "One step back");
  const play = iconButton("play", "Play", { size: 26, onclick: () => clock.toggle() });
  const forward = iconButton("forward", "One step forward");
  play.classList.add("op-play");
  holds(back, () => bus.seek(bus.step() - 1));
  holds(forward, () => bus.seek(bus.step() + 1));
  const field = el("input", { class: "op-step", type: "text", inputMode: "numeric", autocomplete: "off", "aria-label": "Step" });
  const total = el("span", { class: "op-quiet" });
  const events = createEvents(bus);
  const scrubber = el("input", { class: "op-scrubber", type: "range", min: 0, step: 1, "aria-label": "Step of the race" });
  const axis = el("div", { class: "op-axis", "aria-hidden": "true" });
  const speed = speedMenu(clock);
  const loop = iconButton("loop", "Loop", { "aria-pressed": "false", onclick: () => clock.setLoop(!clock.loop) });
  const full = iconButton("full", "Full screen", { "aria-pressed": "false", onclick: () => bus.full() });
  full.dataset.name = "full";
  const element = el(
    "div",
    { class: "op-transport", role: "group", "aria-label": "Transport" },
    el("div", { class: "op-buttons" }, restart, back, play, forward),
    el("label", { class: "op-count" }, el("span", { class: "op-quiet op-word" }, "step"), field, total),
    el("div", { class: "op-track" }, events.element, scrubber, axis),
    el("div", { class: "op-speed" }, speed, el("span", { class: "op-chevron", html: icon("chevron", 16) })),
    el("div", { class: "op-modes" }, loop, full),
  );
  const dock = el("div", { class: "op-dock" }, element);
  parent.append(dock);
  const undock = docks(parent, dock, element);

  scrubber.addEventListener("input", () => bus.seek(Number(scrubber.value)));
  field.addEventListener("focus", () => field.select());
  field.addEventListener("change", () => commit(field, bus));
  field.addEventListener("keydown", (event) => fieldKey(event, field, bus));

  return {
    element,
    scrubber,
    setData(race) {
      scrubber.max = race.steps;
      total.textContent = `of ${race.steps.toLocaleString("en-US")}`;
      total.classList.toggle("op-long", race.steps >= LONG);
      field.style.width = `${Math.max(2, race.steps.toLocaleString("en-US").length) + 0.4}ch`;
      const off = race.empty || race.steps < 1;
      for (const control of [restart, back, play, forward, field, scrubber]) control.disabled = off;
      events.setData(race);
      this.resize();
      this.showModes();
    },
    setTheme(theme) {
      events.setTheme(theme);
    },
    showModes() {
      const name = clock.playing ? "pause" : "play";
      if (play.dataset.shows !== name) {
        play.dataset.shows = name;
        play.innerHTML = icon(name, 26);
        play.setAttribute("aria-label", clock.playing ? "Pause" : "Play");
        play.title = clock.playing ? "Pause (space)" : "Play (space)";
      }
      speed.show();
      loop.setAttribute("aria-pressed", String(clock.loop));
    },
    showFull(on) {
      full.setAttribute("aria-pressed", String(on));
    },
    draw(t, moving) {
      const step = Math.floor(t);
      const share = clock.steps ? t / clock.steps : 0;
      scrubber.value = step;
      scrubber.style.setProperty("--op-done", `calc(${THUMB / 2}px + ${share} * (100% - ${THUMB}px))`);
      if (!moving) scrubber.setAttribute("aria-valuetext", `step ${step} of ${clock.steps}`);
      if (document.activeElement !== field) field.value = step.toLocaleString("en-US");
    },
    resize() {
      const width = scrubber.clientWidth - THUMB;
      if (width <= 0) return;
      axis.replaceChildren(...axisNumbers(clock.steps, width));
      events.resize(width);
    },
    destroy: undock,
  };
}

/**
 * Mark `dock` as docked while the place of the transport has left the screen at the top and the player has not: a phone
 * then shows the transport at the bottom, and `dock` keeps its place. Returns the function that stops it.
 */
function docks(player, dock, element) {
  let [above, present] = [false, true];
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (target === dock) above = !isIntersecting && boundingClientRect.top < 0;
      else present = isIntersecting;
    }
    const docked = above && present;
    if (docked !== dock.classList.contains("op-docked")) dock.style.height = docked ? `${element.offsetHeight}px` : "";
    dock.classList.toggle("op-docked", docked);
  });
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

/** The menu of speeds; "fit" (the whole race in ten seconds) shows as 1x where it is just that. */
function speedMenu(clock) {
  const menu = el("select", { class: "op-select", "aria-label": "Speed" });
  const fit = el("option", { value: "fit" }, "10 s");
  menu.append(...SPEEDS.map((speed) => el("option", { value: String(speed) }, `${speed}×`)), fit);
  menu.title = "Speed: 1× is 30 steps a second, 10 s plays the whole race in ten seconds";
  menu.addEventListener("change", () => clock.setSpeed(menu.value === "fit" ? "fit" : Number(menu.value)));
  menu.show = () => {
    const plain = SPEEDS.find((speed) => Math.abs(clock.rate - speed * NORMAL_RATE) < 1e-9);
    menu.value = clock.speed === "fit" && plain ? String(plain) : String(clock.speed);
  };
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
    number.style.left = `calc(${THUMB / 2}px + ${at / steps} * (100% - ${THUMB}px))`;
    return number;
  });
}

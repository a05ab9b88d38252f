/** Panels of curves over time, on the same clock as the stage. */

import { el, fit, icon, press, segmented } from "../draw/dom.js";
import { short } from "../draw/format.js";
import { drawMarker } from "../draw/marks.js";
import { beforeNumber } from "../draw/rows.js";
import { SvgContext } from "../draw/svgcontext.js";
import { hue } from "../draw/theme.js";
import { GUTTER, Gutter } from "./gutter.js";
import { drawEndings, drawGrid, drawLines, endings, frameOf, nameLevel, nameLines, shareOf } from "./plot.js";
import { spokenBeside } from "./spoken.js";

/**
 * One panel for each list of names in `panels`; `quantities(race)` gives all quantities by name, null for one that this
 * race does not have: {label, spoken, list, scale, level, levelName, levelBelow, format, note, legend, beside, asks},
 * `list` as series.js makes it. Where a quantity has a `track`, its lines do not lie over time but `along` that: it has
 * what plot.js asks of a timeline, each runner is at a place of its own, and there is no cursor. A level is a dashed line, with its name above or below; a legend are words at the top
 * of the picture. What stands `beside` the first name of a panel is in its menu. What a quantity `asks` for comes from
 * the server while it is drawn: an event of that kind says so.
 */
export function createCurves(parent, bus, { panels: lists, quantities }) {
  const element = el("section", { class: "op-curves", "aria-label": "Curves" });
  parent.append(element);
  const panels = lists.map((names) => new Panel(element, bus, names));
  const all = (act) => panels.map(act);
  return {
    element,
    setData(race) {
      const known = quantities(race);
      element.setAttribute("aria-label", `Curves over ${race.timeline.unit}`);
      all((panel) => panel.setData(race, known));
    },
    setTheme: () => all((panel) => panel.invalidate()),
    names: () => panels.map(({ name }) => name),
    shows: () => ({ curves: panels.filter((panel) => panel.name !== panel.usual).map(({ name }) => name) }),
    look: ({ curves = [] }) =>
      all((panel) => panel.choose(panel.offered.find((name) => curves.includes(name)) ?? panel.usual)),
    draw: (t, moving) => all((panel) => panel.draw(t, moving)),
    resize: () => all((panel) => panel.resize()),
    drawings: () => all((panel) => panel.drawing()).filter((drawing) => drawing !== null),
  };
}

/** A menu of quantities that few rules have, which says "More" while none of them is drawn. */
function menu(options, choose) {
  const list = options.map(([value, text]) => el("option", { value }, text));
  const head = el("option", { value: "", disabled: true, hidden: true }, "More");
  const onchange = ({ target }) => choose(target.value);
  const select = el("select", { class: "op-select", "aria-label": "More curves", onchange }, head, ...list);
  const chevron = el("span", { class: "op-chevron", html: icon("chevron") });
  return { select, element: el("span", { class: "op-speed op-more" }, select, chevron) };
}

/** One panel: a switch, a canvas, the sheets behind it. */
class Panel {
  constructor(parent, bus, names) {
    this.bus = bus;
    this.names = names;
    this.name = names[0];
    this.race = null;
    this.stale = true;
    this.gutter = new Gutter();
    this.head = el("div", { class: "op-curve-head" });
    this.note = el("span", { class: "op-quiet op-curve-note" });
    this.canvas = el("canvas", { class: "op-canvas", role: "img" });
    this.box = el("div", { class: "op-curve-box" }, this.canvas);
    this.sheets = [0, 1, 2].map(() => document.createElement("canvas")); // grid, past, coming
    parent.append(el("div", { class: "op-curve" }, this.head, this.box));
    this.scrubs();
  }

  /** A press or a drag on the picture goes to that step; a press on a name beside it chooses that runner. */
  scrubs() {
    const go = (event) => {
      const { left, right } = this.frame;
      const share = (event.clientX - this.canvas.getBoundingClientRect().left - left) / (right - left);
      this.bus.seek(this.quantity.track ? this.stepBefore(share) : this.race.timeline.at(share));
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.frame || this.race.empty) return;
      const slot = this.named(event);
      if (slot) this.bus.pick(slot);
      if (this.beside(event)) return;
      if (event.pointerType === "mouse") this.canvas.setPointerCapture(event.pointerId);
      go(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) go(event);
      else this.canvas.classList.toggle("op-on-name", this.named(event) !== null);
    });
  }

  /** True where a pointer is in the gutter. */
  beside({ clientX }) {
    return Boolean(this.frame) && clientX - this.canvas.getBoundingClientRect().left > this.frame.right + 4;
  }

  /** The letter of the runner whose name is under a pointer, or null. */
  named(event) {
    return this.beside(event) ? this.gutter.at(event.clientY - this.canvas.getBoundingClientRect().top) : null;
  }

  setData(race, known) {
    this.race = race;
    this.known = known;
    const usual = this.names.filter((name) => known[name]);
    const further = Object.keys(known).filter((name) => known[name]?.beside === this.names[0]);
    this.offered = [...usual, ...further];
    this.usual = this.offered[0] ?? this.names[0];
    if (!known[this.name]) this.name = this.usual;
    const [options, more] = [usual, further].map((names) => names.map((name) => [name, known[name].label]));
    const key = JSON.stringify([options, more]);
    if (key !== this.options) {
      this.options = key;
      this.switch = options.length > 1 ? segmented("Curve", options, (name) => this.turn(name)) : null;
      this.menu = more.length ? menu(more, (name) => this.turn(name)) : null;
      const usually = this.switch ?? el("h2", {}, options[0]?.[1] ?? "");
      this.head.replaceChildren(usually, ...(this.menu ? [this.menu.element] : []), this.note);
    }
    this.mark();
    this.invalidate();
  }

  /** Show which quantity is drawn. */
  mark() {
    if (this.switch) press(this.switch, this.name);
    if (this.menu) this.menu.select.value = this.names.includes(this.name) ? "" : this.name;
    this.note.textContent = this.known[this.name]?.note ?? "";
  }

  /** Draw another quantity, and ask for what it needs. */
  turn(name) {
    const [before, after] = [this.name, name].map((one) => this.known[one]?.asks);
    if (before && before !== after) this.bus.send({ kind: before, on: false });
    if (after && before !== after) this.bus.send({ kind: after, on: true });
    this.choose(name);
  }

  choose(name) {
    if (name === this.name) return;
    this.name = name;
    this.bus.settle();
    this.mark();
    this.gutter.reset();
    this.invalidate();
    this.bus.redraw();
  }

  invalidate() {
    this.stale = true;
  }

  resize() {
    this.gutter.reset();
    this.invalidate();
  }

  /** Draw what does not move: once after each change of data, quantity, size or theme. */
  prepare() {
    const { bus, race } = this;
    const [scale, theme] = [bus.scale, bus.theme()];
    const [width, height] = [this.box.clientWidth, this.box.clientHeight];
    this.size = [width, height];
    this.quantity = this.known[this.name];
    this.ctx = fit(this.canvas, width, height);
    this.frame = frameOf(this.ctx, this.quantity.scale.ticks, this.size, GUTTER * scale, theme, scale);
    const [grid, past, coming] = this.sheets.map((sheet) => fit(sheet, width, height));
    this.track = this.quantity.track ?? race.timeline;
    drawGrid(grid, this.quantity, this.track, this.frame, theme, scale);
    drawLines(past, coming, this.quantity, this.track, this.frame, theme, scale);
    this.ends = endings(this.quantity, this.track, this.frame);
    this.canvas.setAttribute("aria-label", `${this.quantity.spoken} over ${this.track.whole}`); // the numbers at rest
    this.stale = false;
  }

  draw(t, moving) {
    if (!this.race || !this.known[this.name] || this.box.clientWidth === 0) return;
    if (this.stale) this.prepare();
    const { ctx, bus } = this;
    const [width, height] = this.size;
    const x = this.splitAt(t);
    ctx.clearRect(0, 0, width, height);
    this.copy(0, 0, width);
    this.copy(2, x, width - x);
    this.copy(1, 0, x);
    this.overLines(ctx, t, x, bus.theme(), moving);
  }

  /** What stands over the lines: words, the cursor at `x`, endings, markers, and the gutter. */
  overLines(ctx, t, x, theme, moving) {
    const { frame, bus, race } = this;
    nameLevel(ctx, this.quantity, frame, theme, bus.scale);
    nameLines(ctx, this.quantity, frame, theme, bus.scale);
    ctx.fillStyle = theme.ink;
    if (!this.quantity.track) ctx.fillRect(Math.round(x), frame.top - 8, 1, frame.bottom - frame.top + 8);
    drawEndings(ctx, this.ends, t, race.timeline, frame, theme, bus.scale);
    this.heads(ctx, t, x, theme, moving);
  }

  /** The panel at the step that is shown as markup of SVG, with its size and its title; null while it is not drawn. */
  drawing() {
    const { bus, track, quantity, frame } = this;
    if (!quantity || this.stale || !this.size) return null;
    const [width, height] = this.size;
    const [theme, t] = [bus.theme(), bus.step()];
    const x = this.splitAt(t);
    const [grid, past, coming, over] = [0, 1, 2, 3].map(() => new SvgContext(this.ctx));
    drawGrid(grid.canvas2d, quantity, track, frame, theme, bus.scale);
    for (const [svg, left, right] of /** @type {const} */ ([
      [past, 0, x],
      [coming, x, width],
    ])) {
      svg.rect(left, 0, right - left, height);
      svg.clip();
    }
    drawLines(past.canvas2d, coming.canvas2d, quantity, track, frame, theme, bus.scale);
    this.overLines(over.canvas2d, t, x, theme, false);
    const markup = [grid, coming, past, over].map((svg) => svg.markup).join("\n");
    return { markup, width, height, title: quantity.label };
  }

  /** The step that is drawn at step t: the last of which there are numbers. Between two steps the cursor glides. */
  stepAt(t) {
    const recorded = this.quantity.list.map((series) => series.step(series.row(t)));
    const last = Math.min(this.race.steps, Math.max(0, ...recorded));
    return last === Math.floor(t) || !recorded.length ? t : last;
  }

  /** The last step of the chosen runner, or of the first, that is drawn up to a share of a track. */
  stepBefore(share) {
    const shown = this.quantity.list.filter(({ thin }) => !thin);
    const series = shown.find(({ runner }) => runner.slot === this.race.pick) ?? shown[0];
    if (!series) return 0;
    let row = 0;
    while (row + 1 < series.rows && shareOf(series, row + 1, this.track) <= share) row += 1;
    return series.step(row);
  }

  /** Up to where lines are past, from left to right: all of them along a track, which has no cursor. */
  splitAt(t) {
    return this.quantity.track ? this.size[0] : this.across(this.stepAt(t));
  }

  /** Where a time lies from left to right. */
  across(at) {
    const { left, right } = this.frame;
    return left + this.race.timeline.share(at) * (right - left);
  }

  /** The picture in words, with the numbers at step t. */
  say(t, entries) {
    const values = entries.map(({ runner, text }) => `${beforeNumber(runner)} ${text}`).join(", ");
    const { timeline } = this.race;
    const now = values ? ` At ${timeline.words(Math.floor(t))}: ${values}.` : "";
    const label = `${this.quantity.spoken} over ${this.track.whole}.${now}${spokenBeside(this.quantity, t)}`;
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
  }

  /** Copy the strip [from, from + wide] of a layer. */
  copy(index, from, wide) {
    if (wide <= 0) return;
    const { width, height: tall } = this.canvas;
    const [start, end] = [from, from + wide].map((x) => Math.round((x * width) / this.size[0]));
    if (end <= start) return;
    this.ctx.save();
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.ctx.drawImage(this.sheets[index], start, 0, end - start, tall, start, 0, end - start, tall);
    this.ctx.restore();
  }

  /** Where the marker of a line is: on the cursor, where its runner has ended, or at its own place of a track. */
  placeOf(series, t, x) {
    const { timeline } = this.race;
    const { left, right } = this.frame;
    if (this.quantity.track) return left + shareOf(series, series.row(t), this.track) * (right - left);
    return timeline.over(series.runner, t) ? this.across(timeline.endOf(series.runner)) : x;
  }

  /** Markers on the cursor, or where a runner has ended, and the gutter beside. */
  heads(ctx, t, x, theme, moving) {
    const { frame, bus, quantity } = this;
    const format = quantity.format ?? short;
    const shown = quantity.list.filter(({ thin }) => !thin);
    const entries = shown.map((series) => {
      const value = series.at(series.row(t));
      const own = this.placeOf(series, t, x);
      return { runner: series.runner, value, text: format(value), unit: quantity.scale.unit(value), x: own };
    });
    if (!moving) this.say(this.stepAt(t), entries);
    for (const { runner, unit, x: own } of entries) {
      if (Number.isNaN(unit)) continue;
      const beyond = unit > 1.0001 || unit < -0.0001;
      const y = frame.bottom - Math.min(1, Math.max(0, unit)) * (frame.bottom - frame.top);
      const look = { fill: hue(runner, theme), stroke: theme.page, width: 1.2, paper: theme.page };
      drawMarker(ctx, runner.marker, own, y, 4.6 * bus.scale, { ...look, hollow: runner.hollow || beyond });
    }
    const view = { theme, scale: bus.scale, pick: this.race.pick, playing: bus.clock.playing };
    this.gutter.draw(ctx, entries, frame, this.size[0], view);
  }
}

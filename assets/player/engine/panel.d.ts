/** What panels and pages are: types for the editor and for the check of types. What they are told is in header.d.ts. */

import type { Drawing } from "../draw/svgcontext.js";
import type { Theme } from "../draw/theme.js";
import type { Clock } from "./clock.js";
import type { Header } from "./header.js";
import type { LinkView } from "./viewlink.js";

/**
 * A part of a page. Data, theme and size are told whenever they change, `draw` is asked for a step at every frame: it
 * returns true while something still eases, so that another frame is wanted. `look` and `shows` are for panels of which a
 * link says how they are seen; `drawings` are what can be taken along of it, with images of `ratio` pixels per CSS pixel
 * where there are such; `destroy` takes away what would outlive the element.
 */
export interface Panel<H extends Header = Header> {
  element?: HTMLElement;
  setData(race: H, previous?: H | null): void;
  /** a promise where it is drawn later than at once */
  setTheme(theme: Theme): unknown;
  resize(): void;
  draw(t: number, moving: boolean): boolean | void;
  look?(view: LinkView): unknown;
  /** a preset is about these curves */
  lend?(curves: string[]): void;
  shows?(): LinkView;
  drawings?(ratio: number): Drawing[];
  destroy?(): void;
}

/** The large picture of a page, which can be described and taken away. */
export interface StagePanel<H extends Header = Header> extends Panel<H> {
  element: HTMLElement;
  describe(text: string): void;
  snapshot(ratio: number): HTMLCanvasElement;
}

/** The panels of one kind of race in the order of the page, those that the player asks for more, and where notices are put. */
export interface Page<H extends Header = Header> {
  panels: Panel<H>[];
  head: Panel<H> & { turn(by: number): boolean };
  stage: StagePanel<H>;
  transport: Panel<H> & { scrubber: HTMLElement; showModes(): void; showFull(on: boolean): void };
  box: HTMLElement;
  none: HTMLElement;
  words: PageWords<H>;
}

/** Builds the page of one kind of race, which is handed headers of that kind alone. */
export type PageMaker = { make(root: HTMLElement, bus: Bus): Page }["make"];

/** The words of a page, and the pictures that belong to it. */
export interface PageWords<H extends Header = Header> {
  presets: string;
  pictures: string;
  qr: string;
  scrubber: string;
  file(race: H): string;
  html: string;
  nothing: string;
  restore: string;
  lostWords: string;
  busyWords(race: H | null): string;
}

/** What panels may ask of the player and of each other. While there is no race, or no theme, none is asked for. */
export interface Bus<H extends Header = Header> {
  /** a server answers: false in a page that was read from a file */
  live: boolean;
  clock: Clock;
  reducedMotion: boolean;
  /** pixels of the page for a pixel of the design */
  scale: number;
  /** report what the user did: see main.js */
  send(event: { kind: string; [more: string]: unknown }): unknown;
  /** true while something is reported of which the server has not heard */
  waiting(): boolean;
  seek(step: number): void;
  look(view: LinkView, here: boolean): void;
  /** the view has changed, and with it the address */
  settle(): void;
  pick(slot: string): void;
  /** let time count this from now on */
  count(unit: string): void;
  /** the header that is shown */
  race(): H;
  /** the time that is shown, as the race's timeline counts it */
  step(): number;
  /** show a step at once, without waiting for a frame */
  stand(step: number): void;
  /** the next time so many steps on */
  next(by: number): number;
  /** the end of a link, which says how the page is seen */
  rest(): string;
  await(preset: string): void;
  redraw(): void;
  stage(): StagePanel;
  /** those of all panels, from the top down */
  drawings(ratio: number): Drawing[];
  theme(): Theme;
  full(): void;
  turn(by: number): boolean;
}

/**
 * What Streamlit hands over at each change of data or theme; without `setTriggerValue` no server answers. A notebook says
 * `at` what the player is to stand, as its time counts, and hears what it `stands` at.
 */
export interface Component<D = Uint8Array> {
  data: D;
  parentElement: HTMLElement;
  setTriggerValue?(name: string, value: unknown): void;
  at?: number | null;
  stands?(t: number): void;
}

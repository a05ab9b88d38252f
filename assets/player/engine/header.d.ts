/**
 * What is sent: the headers of races and of networks, and what they share; those of networks go on in network.d.ts.
 *
 * Headers come from Python: ui/race/header.py and ui/network/header.py make them, ui/player/component.py packs them, and
 * blob.js unpacks them, with typed arrays where Python had arrays. An array of points holds x and y of one after the
 * other; an array with an entry for each row of several layers holds all layers of the first row, then of the next.
 */

import type { Relief } from "../draw/relief.js";
import type { Timeline } from "../draw/timeline.js";
import type { Frame } from "../draw/view.js";
import type { NetworkHeader, NetworkRunner } from "./network.js";

export type Header = RaceHeader | NetworkHeader;
export type Runner = RaceRunner | NetworkRunner;
/** A header as it comes, in steps. */
export type Given = Omit<RaceHeader, "timeline"> | Omit<NetworkHeader, "timeline">;

/** What every header holds. */
export interface Outer {
  title: string;
  subtitle: string;
  /** the query that brings this configuration back */
  link: string;
  /** how the link enters the address */
  history: "replace" | "push";
  presets: Preset[];
  /** gradients, as in all that comes with a time; where the player shows it, the end of its timeline */
  steps: number;
  /** on which the player has put all times */
  timeline: Timeline;
  milestones: Milestone[];
  /** the letter of the chosen runner */
  pick: string | null;
  /** the one that is chosen where no link says so */
  usual?: string | null;
  empty: boolean;
  /** whether its curves are looked at; absent where no server could compute them */
  sharpness?: "offered" | "asked";
  /** the last event that the server knows of */
  heard?: number;
  /** it stands inside another page, which is no page of the app: in a notebook */
  embed?: boolean;
  /** its name in ui/pages.py, where a server answers */
  page?: string;
  /** what a student drew of a runner's loss before it was shown */
  predicted?: { slot: string; steps: number[]; values: number[] };
  /** the address of a search over numbers of its rules, where there is one */
  search?: string;
}

export type Preset = { name: string; label: string; active: boolean; shows?: string; curves: string[] };
export type Milestone = { step: number; slot: string; kind: string; text: string };

/** A race on a surface. */
export interface RaceHeader extends Outer {
  kind: "race";
  time?: undefined;
  /** the address of plotly.js; "" where there is none, and so no view in space */
  plotly: string;
  surface: RaceSurface;
  /** the frame that the user zoomed to */
  view: { frame: Frame; relief: Relief; sharp?: Relief } | null;
  runners: RaceRunner[];
  /** those of which some runner has a curve, beside the usual ones */
  quantities: { name: string; label: string; spoken: string; log: boolean }[];
  inside: Update | null;
  /** of every runner, in an exported page */
  insides?: Record<string, Update>;
  /** and what the stage shows, where that differs */
  grounds?: Record<string, { subtitle: string; surface: Partial<RaceSurface> }>;
}

export interface RaceSurface {
  name: string;
  label: string;
  frame: Frame;
  start: [number, number];
  minima: [number, number][];
  lowest: number | null;
  bounded: boolean;
  tolerance: number;
  /** the runner whose surface it is, where each has its own */
  of: string | null;
  description: string;
  relief: Relief;
  /** the same of sharpness, where it is looked at */
  sharp?: Relief;
  /** and beside the loss, not in its place */
  beside?: boolean;
}

/** What tells somebody from others: on a page of the app, or in one of its pictures. */
export interface Identity {
  name: string;
  label: string;
  short?: string;
  light: string;
  dark: string;
  dash: number[];
  marker: string;
  hollow: "" | "empty" | "dot";
}

/** What a runner is drawn by. */
export interface Drawn extends Identity {
  /** its letter */
  slot: string;
  /** gradients a step */
  stride: number;
  /** the numbers that can be changed by hand, none that the link locks or has no control for */
  byHand: ByHand[];
  /** where it was asked for and is there; null where it could not be computed */
  sharpness?: Sharpness | null;
}

/** A number of a rule that can be changed by hand at a step. */
export interface ByHand {
  name: string;
  label: string;
  /** its sign, where it says what share of a running average is kept */
  memory?: string;
  /** why it cannot be changed, a sentence */
  why?: string;
  /** the steps from which on it has each of `values`, ascending from 0, and `results` to choose from */
  from: number[];
  /** as texts, empty where they are hidden */
  values: string[];
  /** what each of the changes in byhand.js makes of it; null where that is beyond its range */
  results: (string | null)[][];
}

/** A number for each row, one that stays, or none at all. */
export type Part = Float32Array | number | null;

/** The curvature where a run stands: see ui/race/sharpness.py and ui/network/sharpness.py. */
export interface Sharpness {
  top: Part[];
  limit: Part;
  over: Part;
  covered: Part;
  /** of networks, which are looked at now and then */
  at?: Int32Array;
  /** why no limit is known */
  why?: string;
}

/** What is drawn of a race over its steps. */
export interface RaceCurves {
  loss: Float32Array;
  gradnorm: Float32Array;
  steplen: Float32Array;
  /** none where no minimum is known */
  distance: Float32Array | null;
}

/** How many seeds there are, and how many of them end not finite. */
export type Seeds = { seeds: number; lost: number };

/** Arrays have a row for each step. */
export interface RaceRunner extends Drawn, RaceCurves {
  state?: undefined;
  reason?: undefined;
  params: Float32Array;
  /** where the gradient was asked for, where that is elsewhere */
  queries: Float32Array | null;
  /** of several seeds, the first of which all else is of, with some places of the paths of the others */
  fan?: Seeds & { median: RaceCurves; low: RaceCurves; high: RaceCurves; paths: Float32Array[] };
  /** of the surface that it runs on */
  lowest: number | null;
  outcome: { kind: string; step: number | null; sentence: string };
  /** what its rule has at each step, by quantity: of x and of y */
  shown: Record<string, Part[]>;
}

/** The update of one runner, line by line; arrays have a row for each step. */
export interface Update {
  slot: string;
  /** MathML */
  rule: string;
  lines: UpdateLine[];
  arrows: { downhill: Float32Array; memory: Float32Array | null };
  cosine: Float32Array;
  rate: { x: Float32Array; y: Float32Array } | null;
  gradients: number;
  uncounted: string;
  lr?: number | null;
  note: string;
  source: string;
}

export interface UpdateLine {
  mathml: string;
  words: string;
  /** with a hole for each of `parts` */
  numbers: string;
  parts: Part[];
  x: Float32Array;
  y: Float32Array;
  /** why there are no `numbers`, and maybe nothing in `x` and `y`; "" where there are */
  missing: string;
}

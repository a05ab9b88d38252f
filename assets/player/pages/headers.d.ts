/** What the pages without a player are sent: see the header.py of each page, whose docstrings say what the parts hold. */

import type { Relief } from "../draw/relief.js";
import type { Frame } from "../draw/view.js";
import type { Identity } from "../engine/header.js";

/** Whose a map is, and what its numbers are called where others of it vary. */
export interface MapOwner extends Identity {
  slot: string;
  labels?: Partial<Sides<string>>;
}

/** What pages of maps have in common: a place of a picture is what a kind of them makes of it. */
export interface MapRunner extends MapOwner {
  told: string;
  line?: Float32Array | null;
  limit?: string;
}

export interface MapHeader<R extends MapRunner> {
  maps?: MapOwner[];
  runners: R[];
}

/** Colours of what reaches a minimum, where that is, and whether all other ones have these colours, too. */
export type Minimum = { at: [number, number]; light: string; dark: string; other?: boolean };
/** Words for each fate that is no place in the list of minima. */
export type FateWords = Record<number, string>;

export interface BasinsRunner extends MapRunner {
  stride: number;
  side: number;
  fate: Int32Array;
  steps: Int32Array;
}

export interface BasinsHeader extends MapHeader<BasinsRunner> {
  frame: Frame;
  gradients: number;
  minima: Minimum[];
  words: FateWords;
  race: string;
}

export interface Axis {
  label: string;
  scale: "linear" | "log" | "memory";
  from: number;
  to: number;
  whole?: boolean;
}

/** An axis with the range of its number, and of how many numbers a grid over it is. */
export type RangedAxis = Axis & { low: number; high: number; whole: boolean; count: number };

/** With the number of every cell. */
export type CellAxis = RangedAxis & { values: number[] };

/** What pages of maps have in common of which a part can be looked at closer. */
export interface ZoomHeader<R extends MapRunner> extends MapHeader<R> {
  axes: { x: RangedAxis; y: RangedAxis };
  link: string;
}

/** Runners of whom runs are marked: with the fields of their link, without the letter. */
export interface MarksRunner extends MapRunner {
  own: [string, string][];
  fields?: Partial<Sides<[name: string, ofRule: boolean]>>;
}

/** What pages of maps have in common of which places can be marked: the link of their runs, and what varies. */
export interface MarksHeader<R extends MarksRunner> extends ZoomHeader<R> {
  base: [string, string][];
  fields: Sides<[name: string, ofRule: boolean]>;
}

export interface SensitivityRunner extends MarksRunner {
  side: number;
  fate: Int32Array;
  since: Int32Array;
  loss: Float32Array;
  reached: Int32Array;
  fastest?: [number, number] | null;
}

export interface SensitivityHeader extends MarksHeader<SensitivityRunner> {
  axes: { x: CellAxis; y: CellAxis };
  shows: "loss" | "reached" | "outcome";
  range: [number, number] | null;
  lowest: number;
  bounded: boolean;
  gradients: number;
  tolerance: number | null;
  minima: Minimum[];
  words: FateWords;
}

export type Side = "x" | "y" | "z" | "w";
export type Sides<T> = { x: T; y: T; z?: T; w?: T };
export type Criterion = {
  label: string;
  kind: "loss" | "score" | "reached";
  range: [number, number] | null;
  beyond: [below: boolean, above: boolean];
  outcome: boolean;
};

export interface SearchRunner extends MarksRunner {
  cells: [across: number, up: number] | null;
  shares: Sides<Float32Array>;
  numbers: Sides<number[]>;
  texts: Partial<Sides<string[]>>;
  value: (number | null)[];
  fate: Int32Array;
  best: number;
  working: string;
}

export interface SearchHeader extends MarksHeader<SearchRunner> {
  axes: Sides<RangedAxis>;
  criterion: Criterion;
  coming: boolean;
  words: FateWords;
}

export interface CrowdRunner extends Identity {
  slot: string;
  family: string;
  ground: number;
  rank: number;
  page: string;
  link: string;
  stride: number;
  params: Float32Array;
  outcome: { kind: string; sentence: string };
  reached: number | null;
  told: string;
}

export type CrowdGround = { frame: Frame; minima: [number, number][]; relief: Relief; levels?: boolean };

export interface CrowdHeader {
  what: string;
  coming: boolean;
  grounds: CrowdGround[];
  steps: number;
  together: boolean;
  race: string;
  page: string;
  letters: string;
  runners: CrowdRunner[];
}

export type Rule = Identity & { family: string; number: string; of: string };

export interface Column {
  name: string;
  label: string;
  family: string;
  known: boolean;
  race: string;
  page: string;
  on: string;
  typed?: boolean;
  words?: FateWords;
  minima: number[];
}

/** What is known of a cell. */
export interface Cell {
  state: number;
  fate: number;
  reached: number;
  loss: number;
  rate: number;
  bestfate: number;
  bestreached: number;
  bestloss: number;
  bestrate: number;
  tried: number;
  works: number;
}

export interface MatrixHeader {
  shows: string;
  by: string;
  locked: string[];
  words: FateWords;
  steps: number;
  rules: Rule[];
  surfaces: Column[];
  done: number;
  total: number;
  cells: Record<keyof Cell, ArrayLike<number>>;
  paths?: Uint8Array;
}

export interface LayerHistograms {
  text: string;
  note: string;
  name: string;
  who: Identity | null;
  layers: number[];
  signal: boolean;
  low: number;
  high: number;
  bins: number;
  shares: Float32Array;
  zero: number[];
  mean: number[];
  deviation: number[];
  theory: { mean: number[]; deviation: number[] };
}

export type FigureLine = { name: string; marker: string; who: Identity | null; measured: number[]; theory: number[] };
export type LayerFigure = { text: string; note: string; reach: number | null; lines: FigureLine[] };

export interface InitializationHeader {
  histograms: LayerHistograms[];
  charts: LayerFigure[];
  title?: string;
  words?: string[];
}

/** A row of the standings: null stands for a number that does not exist or is not finite. */
export interface Standing extends Identity {
  outcome: string;
  curve: (number | null)[];
  final: number | null;
  best: number | null;
  distance: number | null;
  reached: number | null;
  gradients: number | null;
  /** from where to where numbers go over several seeds, by column */
  ranges: Record<string, [low: number | null, high: number | null]>;
}

export type Standings = { known: boolean; tolerance: number; rows: Standing[] };

export type NoteEntry = { key: string; head: string; text: string };
export type NoteGroup = { title: string; entries: NoteEntry[] };
export type Notes = { card: string; groups: NoteGroup[] };

export type Schedule = { name: string; hue: string; dash: string; rates: number[]; stairs?: boolean };

/** The chart of schedules: see ui/schedules/drawn.py. */
export interface Schedules {
  points: [step: number, factor: number][];
  epochs: number;
  rate: number;
  lines: Schedule[];
  own: Omit<Schedule, "rates">;
  most: { factor: number; points: number };
}

/** What stands in the address of a page without a player. */
export interface Address {
  link: string;
  history: "replace" | "push";
  qr: string;
  page: string;
  heard: number;
  file: string;
}

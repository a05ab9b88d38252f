/** What is sent of networks: the header of a training, its runs, and their layers. */

import type { Frame } from "../draw/view.js";
import type { Drawn, Outer, Seeds } from "./header.js";

/** The training of a network; ui/network/header.py says what its parts hold. */
export interface NetworkHeader extends Outer {
  kind: "network";
  /** what time usually counts: see timeline.js */
  time: string;
  pending: string;
  data: NetworkData;
  runners: NetworkRunner[];
  inside: Inside | null;
  /** the layers of all runners, where they were asked for */
  compared?: Layers[] | null;
  withheld?: string;
  insides?: Record<string, Inside>;
  /** what the stage shows in the place of the decision */
  ground?: "pieces";
  /** the linear pieces of the chosen runner, where they were asked for and it has some */
  pieces?: Pieces;
  /** the number of the last point drawn by hand that the data have */
  drawn?: number;
}

/** What all data have, and by their kind: those of a plane or a curve, and examples that are no places. */
export interface NetworkData {
  kind: "plane" | "curve" | "image" | "table";
  drawable: boolean;
  name: string;
  label: string;
  classes: string[];
  numeric: boolean;
  part: "validation" | "training";
  count: number;
  always: number | null;
  features: string[];
  reach: number | null;
  description: string;
  frame: Frame;
  columns: number;
  rows: number;
  train: Examples;
  valid: Examples;
  truth: Float32Array;
  image?: { size: [number, number]; pixels: Uint8Array } | null;
  affine: number[];
}

export type Examples = { x: Float32Array; y: Float32Array };

/** What becomes of a runner over the steps, a row for each entry of `at`. */
export interface Curves {
  trainLoss: Float32Array;
  validLoss: Float32Array | null;
  trainScore: Float32Array;
  validScore: Float32Array | null;
}

/** What a run has once it is ready. */
interface Trained extends Curves {
  at: Int32Array;
  batchLoss?: Float32Array;
  batchScore?: Float32Array;
  stepLoss?: Float32Array;
  update: Float32Array;
  penalty?: Float32Array;
  ofUnits?: boolean;
  /** of several seeds, whose median the curves are */
  fan?: Seeds & { low: Curves; high: Curves };
  /** of networks that vote, whose picture it is then */
  vote?: { at: Int32Array; score: Float32Array };
  /** where it may stop early: of the weights that it keeps, and of its stop */
  stop?: { best: number; stop: number | null };
  frames: Int32Array;
  picture: Uint8Array | Float32Array;
  /** of a plane */
  gentle: Float32Array;
  outcome: { kind: string; step: number | null; right: number | null };
}

interface Trainee extends Drawn {
  /** examples a step, of which the last of an epoch may see fewer */
  batch: number;
  /** examples of an epoch */
  epoch: number;
  reason: string;
  /** where its data are others than the race's */
  data?: Partial<NetworkData>;
}

export type ReadyRunner = Trainee & Trained & { state: "ready" };
export type UnreadyRunner = Trainee & { [name in keyof Trained]?: undefined } & { state: "computing" | "refused" };
export type NetworkRunner = ReadyRunner | UnreadyRunner;

/** What is told of every layer at a row. */
export type FigureName =
  | "actStd" | "preStd" | "actMean" | "preMean" | "rawStd" | "rawMean" | "gamma" | "beta" | "saturated" | "dead"
  | "slope" | "shift" | "gradAct" | "gradWeight" | "weightStd" | "weightMean" | "weightNorm" | "updateRatio";
export type HistogramName = "act" | "pre" | "gradAct" | "gradWeight" | "weight";

type Numbers = { [name in FigureName | `${FigureName}Low` | `${FigureName}High`]?: Float32Array };
type Counted = { [name in `${HistogramName}Hist`]: Uint8Array };
type Measured = { [name in "act" | "pre" | "weight"]: [low: number, high: number] };

/** The layers of a runner at some rows: see ui/network/layers.py. */
export interface Layers extends Numbers, Counted, Measured {
  slot: string;
  sizes: number[];
  bins: number;
  probe: number;
  activation: Activation;
  /** the axis of the output */
  out: [low: number, high: number];
  plain: boolean;
  theory: { pre: Float32Array; act: Float32Array; actMean: Float32Array; grad?: Float32Array } | null;
  at: Int32Array;
  gradAct: Float32Array;
  saturated: Float32Array;
  dead: Float32Array;
}

export interface Activation {
  name: string;
  label: string;
  low: number | null;
  high: number | null;
  dies: boolean;
  bipolar: boolean;
}

/** The layers of the chosen runner, with its weights and what its units answer. */
export interface Inside extends Layers {
  weights: Weights;
  answers: Answers | null;
}

/** What steps leave out of the inputs of a layer, or of its weights where `whole`: a bit each, 1 where something stays. */
export type Mask = { whole: boolean; bits: Uint8Array };

export interface Weights {
  at: Int32Array;
  most: number;
  layers: LayerWeights[];
  masks?: (Mask | null)[];
}

export interface LayerWeights {
  inputs: number;
  units: number;
  /** of them */
  shown: [inputs: number, units: number];
  /** of each frame */
  scale: Float32Array;
  key: number;
  w: Uint8Array | Uint16Array;
  b: Float32Array;
  learned: Record<string, Float32Array>;
}

/** Pictures of units that the player cannot compute: see ui/network/units.py. */
export interface Answers {
  at: Int32Array;
  columns: number;
  rows: number;
  layers: ({ scale: Float32Array; values: Uint8Array } | null)[];
  masks?: (Mask | null)[];
}

/** The linear pieces of a runner: see ui/network/pieces.py. */
export interface Pieces {
  slot: string;
  at: Int32Array;
  columns: number;
  rows: number;
  shades: number;
  units: number;
  most: number | null;
  picture: Uint8Array;
  seen: Int32Array;
}

/** What single units answer: the network of one frame, computed here from its weights. */

import { rowBefore } from "../draw/rows.js";
import { ACTIVATIONS } from "./activations.js";

/** @import { Inside, Mask, Weights } from "../engine/network.js" */

/**
 * What is here of the layers of one frame, as numbers: [{inputs, units, w, b, learned}], w one input after the other.
 *
 * @param {Weights} weights
 * @param {number} frame
 */
function frameOf(weights, frame) {
  return weights.layers.map(({ shown: [inputs, units], scale, w, b, learned }) => {
    const size = inputs * units;
    const half = (weights.most - 1) / 2;
    const numbers = new Float32Array(size);
    for (let i = 0; i < size; i += 1) {
      const whole = w[frame * size + i];
      numbers[i] = whole === 0 ? NaN : ((whole - 1 - half) / half) * scale[frame];
    }
    const own = Object.entries(learned).map(([name, values]) => [
      name,
      values.subarray(frame * units, (frame + 1) * units),
    ]);
    return {
      inputs,
      units,
      w: numbers,
      b: b.subarray(frame * units, (frame + 1) * units),
      learned: Object.fromEntries(own),
    };
  });
}

/**
 * True where bit `at` of a frame's mask says that something is left out.
 *
 * @param {Mask} mask
 * @param {number} frames
 * @param {number} frame
 * @param {number} at
 */
function missing({ bits }, frames, frame, at) {
  const each = bits.length / frames;
  return ((bits[frame * each + (at >> 3)] >> (7 - (at & 7))) & 1) === 0;
}

/** A network whose units can be asked; `inside` is that of the header. */
export class Units {
  /** @param {Inside} inside */
  constructor(inside) {
    this.inside = inside;
    this.apply = ACTIVATIONS[inside.activation.name];
    this.frame = this.pictured = -1;
    /** @type {ReturnType<typeof frameOf>} */
    this.layers = []; // of the frame, once there is one
  }

  /**
   * True where a unit of a layer can be computed: of wide layers only the first weights are here, and what the network
   * has beside weights, biases and activations is not computed.
   *
   * @param {number} layer
   */
  computes(layer) {
    const { layers } = this.inside.weights;
    return (
      this.inside.plain &&
      layers[layer].shown[0] === layers[layer].inputs &&
      layers.slice(0, layer).every(({ shown, units }) => shown[1] === units)
    );
  }

  /**
   * True where the step of the weights leaves out input `input` of a layer, or its weight to `unit`.
   *
   * @param {number} layer
   * @param {number} input
   * @param {number} unit
   */
  leavesOut(layer, input, unit) {
    const { weights } = this.inside;
    const mask = weights.masks?.[layer];
    if (!mask) return false;
    const at = mask.whole ? input * weights.layers[layer].shown[1] + unit : input;
    return missing(mask, weights.at.length, this.frame, at);
  }

  /**
   * True where the next layer does not read a unit at the step of what is shown of the unit.
   *
   * @param {number} layer
   * @param {number} unit
   */
  isLeftOut(layer, unit) {
    const { answers, weights } = this.inside;
    const [shown, frame] = answers?.layers[layer] ? [answers, this.pictured] : [weights, this.frame];
    const mask = shown.masks?.[layer + 1];
    if (!mask || mask.whole) return false;
    return missing(mask, shown.at.length, frame, unit);
  }

  /**
   * The answers of a unit as they came with the data, where it cannot be computed: {values, columns, rows}, or null.
   *
   * @param {number} layer
   * @param {number} unit
   */
  picture(layer, unit) {
    const { answers } = this.inside;
    const own = answers?.layers[layer];
    if (!own) return null;
    const { columns, rows } = answers;
    const nodes = columns * rows;
    const at = this.pictured * this.inside.weights.layers[layer].shown[1] + unit;
    const bytes = own.values.subarray(at * nodes, (at + 1) * nodes);
    return {
      values: Float32Array.from(bytes, (byte) => (byte === 0 ? NaN : ((byte - 128) / 127) * own.scale[at])),
      columns,
      rows,
    };
  }

  /**
   * The step of what is shown of a unit: that of its picture where it came as one, else that of the weights.
   *
   * @param {number} layer
   */
  stepOf(layer) {
    const { answers, weights } = this.inside;
    return answers?.layers[layer] ? answers.at[this.pictured] : weights.at[this.frame];
  }

  /**
   * Weights up to a layer: what one point costs.
   *
   * @param {number} layer
   */
  cost(layer) {
    return this.inside.weights.layers.slice(0, layer + 1).reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  }

  /**
   * Take the weights and pictures of step t; true where they are others than before.
   *
   * @param {number} t
   */
  at(t) {
    const { weights, answers } = this.inside;
    const [frame, pictured] = [rowBefore(weights.at, t), answers ? rowBefore(answers.at, t) : 0];
    if (frame === this.frame && pictured === this.pictured) return false;
    this.frame = frame;
    this.pictured = pictured;
    this.layers = frameOf(this.inside.weights, frame);
    return true;
  }

  /**
   * The answers of unit `unit` of layer `layer` to inputs (n, inputs), before the last layer's loss: (n,).
   *
   * @param {Float32Array} inputs
   * @param {number} n
   * @param {number} layer
   * @param {number} unit
   */
  answer(inputs, n, layer, unit) {
    let a = inputs;
    for (let place = 0; place < layer; place += 1) a = this.through(a, n, place);
    const { inputs: width, units, w, b } = this.layers[layer];
    const out = new Float32Array(n);
    for (let i = 0; i < n; i += 1) {
      let sum = b[unit];
      for (let j = 0; j < width; j += 1) sum += a[i * width + j] * w[j * units + unit];
      out[i] = sum;
    }
    if (layer < this.layers.length - 1) this.activate(out, n, layer, [unit]);
    return out;
  }

  /**
   * All activations of a layer from those of the one before: (n, units).
   *
   * @param {Float32Array} a
   * @param {number} n
   * @param {number} place
   */
  through(a, n, place) {
    const { inputs: width, units, w, b } = this.layers[place];
    const out = new Float32Array(n * units);
    for (let i = 0; i < n; i += 1) {
      const row = i * units;
      for (let u = 0; u < units; u += 1) out[row + u] = b[u];
      for (let j = 0; j < width; j += 1) {
        const value = a[i * width + j];
        const from = j * units;
        for (let u = 0; u < units; u += 1) out[row + u] += value * w[from + u];
      }
    }
    this.activate(
      out,
      n,
      place,
      Array.from({ length: units }, (_, u) => u),
    );
    return out;
  }

  /**
   * Apply the activation to the columns `units` of a layer. An odd unit alone stands in an odd place, as in its layer.
   *
   * @param {Float32Array} a
   * @param {number} n
   * @param {number} place
   * @param {number[]} units
   */
  activate(a, n, place, units) {
    const { learned } = this.layers[place];
    const own = (/** @type {number} */ u) =>
      Object.fromEntries(Object.entries(learned).map(([name, values]) => [name, values[u]]));
    if (units.length > 1 || units[0] % 2 === 0 || !this.inside.activation.bipolar) {
      this.apply(a, n, units.length, units.map(own));
      return;
    }
    for (let i = 0; i < n; i += 1) a[i] = -a[i];
    this.apply(a, n, 1, [own(units[0])]);
    for (let i = 0; i < n; i += 1) a[i] = -a[i];
  }
}

/** A view in space: a camera's own matrices carry points of the surface to pixels. */

import { heightAt, heightOf } from "../draw/relief.js";
import { there } from "../draw/there.js";

/** @import { Relief } from "../draw/relief.js" */
/** @import { Frame } from "../draw/view.js" */
/** @import { RaceSurface } from "../engine/header.js" */

/** @typedef {Record<"model" | "view" | "projection", ArrayLike<number>>} Camera of a scene, matrices of 4 x 4 */

/**
 * Product of a 4 x 4 matrix (column after column) and another, into `out`.
 *
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 * @param {Float64Array} out
 */
function times(a, b, out) {
  for (let column = 0; column < 4; column += 1) {
    for (let row = 0; row < 4; row += 1) {
      let sum = 0;
      for (let k = 0; k < 4; k += 1) sum += a[4 * k + row] * b[4 * column + k];
      out[4 * column + row] = sum;
    }
  }
  return out;
}

/** The view in space with the interface of `View`: what lies outside the surface's frame has no pixel. */
export class SpaceView {
  constructor() {
    /** @type {true} */
    this.spatial = true;
    this.matrix = new Float64Array(16); // from scaled data to the clip space of the camera
    this.half = new Float64Array(16);
    this.scale = [1, 1, 1];
    /** @type {Relief | null} */
    this.relief = null;
    /** @type {Frame} */
    this.frame = [0, 1, 0, 1];
    this.width = this.height = 1;
    this.low = 0;
    this.high = 1;
  }

  /**
   * @param {Frame} frame
   * @param {number} width
   * @param {number} height
   */
  set(frame, width, height) {
    this.frame = frame;
    this.width = width;
    this.height = height;
    this.low = 0;
    this.high = 1;
  }

  /**
   * Take over the camera of a scene: `params` with model, view and projection; true if it moved.
   *
   * @param {Camera} params
   * @param {number[]} scale
   */
  aim(params, scale) {
    const before = this.matrix.slice();
    times(params.projection, times(params.view, params.model, this.half), this.matrix);
    const moved =
      this.matrix.some((value, i) => Math.abs(value - before[i]) > 1e-7) ||
      scale.some((value, i) => value !== this.scale[i]);
    this.scale = Array.from(scale);
    return moved;
  }

  /**
   * Pixel of the point (x, y, z) into `out` at `at`; NaN outside the frame.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} z
   * @param {Float64Array | number[]} out
   * @param {number} at
   */
  put(x, y, z, out, at) {
    const [x0, x1, y0, y1] = this.frame;
    if (!(x >= x0 && x <= x1 && y >= y0 && y <= y1) || Number.isNaN(z)) {
      out[at] = out[at + 1] = NaN;
      return;
    }
    const m = this.matrix;
    const a = x * this.scale[0];
    const b = y * this.scale[1];
    const c = Math.min(Math.max(z, this.low), this.high) * this.scale[2];
    const w = m[3] * a + m[7] * b + m[11] * c + m[15];
    out[at] = ((1 + (m[0] * a + m[4] * b + m[8] * c + m[12]) / w) / 2) * this.width;
    out[at + 1] = ((1 - (m[1] * a + m[5] * b + m[9] * c + m[13]) / w) / 2) * this.height;
  }

  /**
   * @param {Float32Array} params
   * @param {Float32Array | null} heights
   * @param {Float64Array} out
   */
  project(params, heights, out) {
    for (let i = 0; i < out.length; i += 2) this.put(params[i], params[i + 1], heights ? heights[i / 2] : NaN, out, i);
  }

  /**
   * Pixel of a point of the surface, null outside: a minimum lies as low as its loss, others as the relief has it.
   *
   * @param {number} x
   * @param {number} y
   * @param {RaceSurface} surface
   */
  spot(x, y, surface) {
    const lowest = surface.lowest !== null && surface.minima.some(([a, b]) => a === x && b === y);
    const relief = there(this.relief, "The surface in space");
    const out = [0, 0];
    const z = lowest && surface.lowest !== null ? heightOf(relief, surface.lowest) : heightAt(relief, x, y);
    this.put(x, y, z, out, 0);
    return this.holds(out[0], out[1]) ? { x: out[0], y: out[1] } : null;
  }

  /**
   * @param {number} px
   * @param {number} py
   */
  holds(px, py, margin = 0) {
    return px >= -margin && py >= -margin && px <= this.width + margin && py <= this.height + margin;
  }
}

/** Which part of the plane the stage shows: equal scale on both axes, pixels from the top left corner of the box. */

/** @import { Area } from "./boxes.js" */

/** @typedef {[x0: number, x1: number, y0: number, y1: number]} Frame a part of the plane */

/**
 * The frame widened on its longer side to the aspect of a box of `width` x `height` pixels.
 *
 * @param {Frame} frame
 * @param {number} width
 * @param {number} height
 * @returns {Frame}
 */
export function widened(frame, width, height) {
  const [x0, x1, y0, y1] = frame;
  const scale = Math.max((x1 - x0) / width, (y1 - y0) / height);
  const cx = (x0 + x1) / 2;
  const cy = (y0 + y1) / 2;
  return [cx - (scale * width) / 2, cx + (scale * width) / 2, cy - (scale * height) / 2, cy + (scale * height) / 2];
}

/**
 * The frame enlarged by `factor` around the point (x, y).
 *
 * @param {Frame} frame
 * @param {number} factor
 * @param {number} x
 * @param {number} y
 * @returns {Frame}
 */
export function zoomed(frame, factor, x, y) {
  const [x0, x1, y0, y1] = frame;
  return [x + (x0 - x) * factor, x + (x1 - x) * factor, y + (y0 - y) * factor, y + (y1 - y) * factor];
}

/**
 * True if two frames are the same to a hundredth of a pixel of a large screen.
 *
 * @param {Frame} a
 * @param {Frame} b
 */
export function sameFrame(a, b) {
  const tolerance = (a[1] - a[0]) * 1e-5;
  return a.every((value, i) => Math.abs(value - b[i]) <= tolerance);
}

/** The flat view: maps data to pixels and back. `frame` is visible, `width` x `height` in CSS pixels. */
export class View {
  /**
   * @param {Frame} frame
   * @param {number} width
   * @param {number} height
   */
  constructor(frame, width, height) {
    /** @type {false} */
    this.spatial = false;
    this.frame = frame;
    this.kx = this.ky = this.width = this.height = 1;
    this.set(frame, width, height);
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
    this.kx = width / (frame[1] - frame[0]);
    this.ky = height / (frame[3] - frame[2]);
  }

  /** @param {number} x */
  px(x) {
    return (x - this.frame[0]) * this.kx;
  }

  /** @param {number} y */
  py(y) {
    return (this.frame[3] - y) * this.ky;
  }

  /** @param {number} px */
  x(px) {
    return this.frame[0] + px / this.kx;
  }

  /** @param {number} py */
  y(py) {
    return this.frame[3] - py / this.ky;
  }

  /**
   * Pixels of all points of a runner into `out` (x, y after each other); heights are of no concern here.
   *
   * @param {Float32Array} params
   * @param {Float32Array | null} heights
   * @param {Float64Array} out
   */
  project(params, heights, out) {
    const { kx, ky } = this;
    const [x0, , , y1] = this.frame;
    for (let i = 0; i < out.length; i += 2) {
      out[i] = (params[i] - x0) * kx;
      out[i + 1] = (y1 - params[i + 1]) * ky;
    }
  }

  /**
   * Pixel of a point of the surface, null outside the box.
   *
   * @param {number} x
   * @param {number} y
   * @param {unknown} [surface] of no concern here either
   */
  spot(x, y, surface) {
    const at = { x: this.px(x), y: this.py(y) };
    return this.holds(at.x, at.y) ? at : null;
  }

  /**
   * True if the pixel lies in the box, or up to `margin` outside it.
   *
   * @param {number} px
   * @param {number} py
   */
  holds(px, py, margin = 0) {
    return px >= -margin && py >= -margin && px <= this.width + margin && py <= this.height + margin;
  }
}

/**
 * Clip the segment (ax, ay)-(bx, by) to a box; `out` gets the two ends and true is
 * returned, or false where nothing of it is inside. Coordinates may be huge but must be finite.
 *
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {Area} box
 * @param {number[]} out
 */
export function clip(ax, ay, bx, by, { left, top, right, bottom }, out) {
  let t0 = 0;
  let t1 = 1;
  const dx = bx - ax;
  const dy = by - ay;
  for (let side = 0; side < 4; side += 1) {
    const p = side === 0 ? -dx : side === 1 ? dx : side === 2 ? -dy : dy;
    const q = side === 0 ? ax - left : side === 1 ? right - ax : side === 2 ? ay - top : bottom - ay;
    if (p === 0) {
      if (q < 0) return false;
    } else {
      const r = q / p;
      if (p < 0) {
        if (r > t1) return false;
        if (r > t0) t0 = r;
      } else {
        if (r < t0) return false;
        if (r < t1) t1 = r;
      }
    }
  }
  out[0] = within(ax + t0 * dx, left, right);
  out[1] = within(ay + t0 * dy, top, bottom);
  out[2] = within(ax + t1 * dx, left, right);
  out[3] = within(ay + t1 * dy, top, bottom);
  return true;
}

/**
 * `value` kept between `low` and `high`.
 *
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function within(value, low, high) {
  return value < low ? low : value > high ? high : value;
}

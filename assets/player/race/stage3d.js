/** The same race in space: Plotly draws the surface, and the camera's own matrices carry the paths onto the canvas. */

import { heightAt, heightOf } from "../draw/field.js";
import { loadPlotly } from "./plotly.js";
import { layout, patch, trace } from "./surface3d.js";

const EYE = { x: -0.75, y: -1.35, z: 1.05 };
const CENTRE = { x: 0, y: 0, z: -0.16 };
const NO_WEBGL = "The 3-D view needs WebGL, which this browser does not offer here. The 2-D view shows the same race.";
const NO_PLOTLY = "The 3-D view could not be loaded. The 2-D view shows the same race.";

/** True where the browser can draw in space. */
function hasWebgl() {
  try {
    const gl = document.createElement("canvas").getContext("webgl");
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(gl);
  } catch {
    return false;
  }
}

/** Product of a 4 x 4 matrix (column after column) and another, into `out`. */
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
class SpaceView {
  constructor() {
    this.spatial = true;
    this.matrix = new Float64Array(16); // from scaled data to the clip space of the camera
    this.half = new Float64Array(16);
    this.scale = [1, 1, 1];
    this.field = null;
    this.set([0, 1, 0, 1], 1, 1);
  }

  set(frame, width, height) {
    this.frame = frame;
    this.width = width;
    this.height = height;
    this.low = 0;
    this.high = 1;
  }

  /** Take over the camera of a scene: `params` with model, view and projection; true if it moved. */
  aim(params, scale) {
    const before = this.matrix.slice();
    times(params.projection, times(params.view, params.model, this.half), this.matrix);
    const moved =
      this.matrix.some((value, i) => Math.abs(value - before[i]) > 1e-7) ||
      scale.some((value, i) => value !== this.scale[i]);
    this.scale = Array.from(scale);
    return moved;
  }

  /** Pixel of the point (x, y, z) into `out` at `at`; NaN outside the frame. */
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

  project(params, heights, out) {
    for (let i = 0; i < out.length; i += 2) this.put(params[i], params[i + 1], heights[i / 2], out, i);
  }

  /** Pixel of a point of the surface, null outside: a minimum lies as low as its loss, others as the field has it. */
  spot(x, y, surface) {
    const lowest = surface.lowest !== null && surface.minima.some(([a, b]) => a === x && b === y);
    const out = [0, 0];
    this.put(x, y, lowest ? heightOf(this.field, surface.lowest) : heightAt(this.field, x, y), out, 0);
    return this.holds(out[0], out[1]) ? { x: out[0], y: out[1] } : null;
  }

  holds(px, py, margin = 0) {
    return px >= -margin && py >= -margin && px <= this.width + margin && py <= this.height + margin;
  }
}

const numbers = ({ x, y, z }) => [x, y, z];

const alike = (a, b) => ["x", "y", "z"].every((axis) => Math.abs(a[axis] - b[axis]) < 1e-4);

export class Space {
  /** `turned()` is called whenever the camera has moved, or what it shows. */
  constructor(element, turned) {
    this.element = element;
    this.turned = turned;
    this.view = new SpaceView();
    this.watching = 0;
    this.gone = false; // taken down, maybe while Plotly was loaded or drew
    this.aimed = [EYE, CENTRE]; // eye and centre of the camera, as long as nobody has turned the scene by hand
  }

  /** Draw the surface of `stage`; a sentence where that cannot be, else null. */
  async show(stage) {
    [this.view.width, this.view.height] = [stage.flat.width, stage.flat.height]; // at once: printing does not wait
    if (!hasWebgl()) return NO_WEBGL;
    try {
      this.plotly = await loadPlotly(stage.race.plotly);
    } catch {
      return NO_PLOTLY;
    }
    if (this.gone) return NO_PLOTLY;
    const { theme, scale, flat, race } = stage;
    const field = stage.backdrop.base;
    const { view } = this;
    view.set(race.surface.frame, flat.width, flat.height);
    view.field = field;
    view.low = field.log ? field.edges[0] : field.zlo;
    view.high = Math.max(...patch(field, view.frame, Infinity).z.flat().filter(Number.isFinite));
    if (field.log) view.high = Math.min(view.high, field.edges[field.edges.length - 1] + 1);
    const data = [trace(field, view.frame, theme, view.high)];
    try {
      await this.plotly.react(this.element, data, layout(field, view, theme, scale, ...this.aimed), {
        displayModeBar: false,
        showSendToCloud: false,
        showTips: false,
      });
    } catch {
      return NO_WEBGL;
    }
    if (!this.scene?.glplot) return NO_WEBGL;
    this.drawn = true;
    if (this.gone) {
      this.destroy();
      return NO_PLOTLY;
    }
    this.follow();
    // On another surface, or at another size, paths lie elsewhere.
    if (this.watching) this.turned();
    else this.watch();
    return null;
  }

  get scene() {
    return this.element._fullLayout?.scene?._scene;
  }

  /** Read the camera; true if it moved. */
  follow() {
    const { scene } = this;
    return scene?.glplot?.cameraParams ? this.view.aim(scene.glplot.cameraParams, scene.dataScale) : false;
  }

  /** Look at the camera before every frame: Plotly moves it by inertia too, without an event. */
  watch() {
    if (this.watching) return;
    const look = () => {
      this.watching = requestAnimationFrame(look);
      if (this.follow()) this.turned();
    };
    this.watching = requestAnimationFrame(look);
  }

  stop() {
    cancelAnimationFrame(this.watching);
    this.watching = 0;
  }

  reset() {
    this.aim(null);
  }

  turn(eye, center) {
    this.plotly.relayout(this.element, {
      "scene.camera.eye": eye,
      "scene.camera.center": center,
      "scene.camera.up": { x: 0, y: 0, z: 1 },
    });
  }

  /**
   * Look from [x, y, z] at the usual centre or at that of three more numbers; from the usual place without any. The scene is
   * laid out from there from now on: in another size or theme it would else go back to where it opened.
   */
  aim(camera) {
    const [x, y, z, ...centre] = camera ?? numbers(EYE);
    const [a, b, c] = centre.length ? centre : numbers(CENTRE);
    this.aimed = [
      { x, y, z },
      { x: a, y: b, z: c },
    ];
    if (this.drawn) this.turn(...this.aimed);
  }

  /** Where the camera is, as `aim` takes it; null at the usual place. */
  camera() {
    const { eye, center } = this.scene?.getCamera() ?? { eye: this.aimed[0], center: this.aimed[1] };
    if (!alike(center, CENTRE)) return [...numbers(eye), ...numbers(center)];
    return alike(eye, EYE) ? null : numbers(eye);
  }

  zoom(factor) {
    const { eye, center } = this.scene.getCamera();
    this.aim([...numbers(eye).map((value) => value * factor), ...numbers(center)]);
  }

  /** Put the picture of the surface on a canvas; the scene is drawn once more, for its buffer does not last. */
  paint(ctx, width, height) {
    const { glplot } = this.scene;
    glplot.redraw();
    ctx.drawImage(glplot.canvas, 0, 0, width, height);
  }

  destroy() {
    this.gone = true;
    this.stop();
    if (this.drawn) this.plotly.purge(this.element);
  }
}

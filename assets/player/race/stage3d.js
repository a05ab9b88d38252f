/** The same race in space: Plotly draws the surface, and the camera's own matrices carry the paths onto the canvas. */

import { tr } from "../draw/tr.js";
import { loadPlotly } from "./plotly.js";
import { SpaceView } from "./spaceview.js";
import { layout, patch, trace } from "./surface3d.js";

/** @import { Relief } from "../draw/relief.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { Frame } from "../draw/view.js" */
/** @import { Position } from "./surface3d.js" */

const EYE = { x: -0.75, y: -1.35, z: 1.05 };
const CENTRE = { x: 0, y: 0, z: -0.16 };
const NO_WEBGL = tr(
  "The 3-D view needs WebGL, which this browser does not offer here. The 2-D view shows the same race.",
);
const NO_PLOTLY = tr("The 3-D view could not be loaded. The 2-D view shows the same race.");

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

const numbers = (/** @type {Position} */ { x, y, z }) => [x, y, z];

const alike = (/** @type {Position} */ a, /** @type {Position} */ b) =>
  Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y), Math.abs(a.z - b.z)) < 1e-4;

/**
 * What is drawn in space, and how.
 *
 * @typedef {object} Surface
 * @property {Frame} frame
 * @property {Relief} relief
 * @property {[width: number, height: number]} size px
 * @property {Theme} theme
 * @property {number} scale
 */

export class Space {
  /**
   * @param {HTMLElement} element
   * @param {() => void} turned called whenever the camera has moved, or what it shows
   */
  constructor(element, turned) {
    this.element = element;
    this.turned = turned;
    this.view = new SpaceView();
    this.watching = 0;
    this.gone = false; // taken down, maybe while Plotly was loaded or drew
    /** @type {[eye: Position, centre: Position]} */
    this.aimed = [EYE, CENTRE]; // eye and centre of the camera, as long as nobody has turned the scene by hand
  }

  /**
   * Draw a surface with the plotly.js that lies at an address; a sentence where that cannot be, else null.
   *
   * @param {string} address
   * @param {() => Surface} read asked again once the library is there: it may have changed meanwhile
   */
  async show(address, read) {
    [this.view.width, this.view.height] = read().size; // at once: printing does not wait
    if (!hasWebgl()) return NO_WEBGL;
    try {
      this.plotly = await loadPlotly(address);
    } catch {
      return NO_PLOTLY;
    }
    if (this.gone) return NO_PLOTLY;
    const { frame, relief, size, theme, scale } = read();
    const { view } = this;
    view.set(frame, ...size);
    view.relief = relief;
    view.low = relief.log ? relief.edges[0] : relief.zlo;
    view.high = Math.max(
      ...patch(relief, view.frame, Infinity)
        .z.flat()
        .flatMap((z) => z ?? []),
    );
    if (relief.log) view.high = Math.min(view.high, relief.edges[relief.edges.length - 1] + 1);
    const data = [trace(relief, view.frame, theme, view.high)];
    try {
      await this.plotly.react(this.element, data, layout(relief, view, theme, scale, ...this.aimed), {
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
    return /** @type {any} */ (this.element)._fullLayout?.scene?._scene;
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

  /**
   * @param {Position} eye
   * @param {Position} center
   */
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
   *
   * @param {number[] | null | undefined} camera
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

  /** @param {number} factor */
  zoom(factor) {
    const { eye, center } = this.scene.getCamera();
    this.aim([...numbers(eye).map((value) => value * factor), ...numbers(center)]);
  }

  /**
   * Put the picture of the surface on a canvas; the scene is drawn once more, for its buffer does not last.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} width
   * @param {number} height
   */
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

/** What a kind of maps has: a page of maps asks for it, each kind answers. */

/** @import { Theme } from "../draw/theme.js" */
/** @import { Swatch } from "./mapcolours.js" */

/** @typedef {[across: number, up: number]} Shares of the width of a map and, from below, of its height */
/** @typedef {{width: number, height: number, theme: Theme}} Size of a map, px */

/**
 * A picture with its runner; `place` is the cell that the keys have come to.
 *
 * @template R
 * @typedef {object} MapPicture
 * @property {HTMLElement} element
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} mark
 * @property {HTMLElement} name
 * @property {HTMLElement} up what the axis up is called
 * @property {R} runner
 * @property {Shares | null} place
 */

/**
 * @template R runners
 * @template P places
 */
export class MapKind {
  /** New data came. */
  taken() {}

  /**
   * The words of a picture.
   *
   * @param {R} _runner
   * @returns {string}
   */
  title(_runner) {
    throw new Error("A kind of maps has titles");
  }

  /**
   * What the axis up of a runner's map is called.
   *
   * @param {R} _runner
   */
  upward(_runner) {
    return "";
  }

  /**
   * What lies at a place of a picture; null beside the map.
   *
   * @param {MapPicture<R>} _picture
   * @param {number} _across
   * @param {number} _up
   * @returns {P | null}
   */
  placeAt(_picture, _across, _up) {
    throw new Error("A kind of maps has places");
  }

  /**
   * What is said of a place.
   *
   * @param {R} _runner
   * @param {P} _place
   * @returns {string}
   */
  wordsAt(_runner, _place) {
    throw new Error("A kind of maps has words");
  }

  /**
   * Where a press on a place leads.
   *
   * @param {R} _runner
   * @param {P} _place
   * @returns {string}
   */
  addressOf(_runner, _place) {
    throw new Error("A kind of maps has addresses");
  }

  /**
   * The lines of the key.
   *
   * @returns {Swatch[]}
   */
  swatches() {
    throw new Error("A kind of maps has a key");
  }

  /**
   * The colours of the cells of a map, [r, g, b] each, row by row from below, and how many there are along each side.
   *
   * @param {R} _runner
   * @param {Theme} _theme
   * @returns {{cells: number[][], side: number}}
   */
  shades(_runner, _theme) {
    throw new Error("A kind of maps has colours");
  }

  /**
   * The size of a map in a room, in pixels of the design.
   *
   * @param {number} _width
   * @param {number} _height
   * @returns {[width: number, height: number]}
   */
  fits(_width, _height) {
    throw new Error("A kind of maps has a size");
  }

  /**
   * Draw what lies on a map.
   *
   * @param {CanvasRenderingContext2D} _ctx
   * @param {MapPicture<R>} _picture
   * @param {Size} _size
   */
  over(_ctx, _picture, _size) {}
}

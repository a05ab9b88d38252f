/** PNG files that say how large they are on paper. */

import { context, el } from "./dom.js";
import { tr } from "./tr.js";

export const INCH = 96; // CSS pixels
export const PRINTED = 300; // pixels an inch, in print
const METRE = 1 / 0.0254; // inches
const MOST = 16_384; // pixels along a side that browsers draw
const BEHIND = 33; // bytes of the signature and the first chunk, behind which the size stands

/**
 * A PNG file that is `dots` pixels an inch.
 *
 * @param {Blob} png
 * @param {number} dots
 */
export async function withDots(png, dots) {
  const bytes = new Uint8Array(await png.arrayBuffer());
  return new Blob([bytes.slice(0, BEHIND), physical(Math.round(dots * METRE)), bytes.slice(BEHIND)], {
    type: png.type,
  });
}

/**
 * An SVG file as a PNG Blob of so many pixels for each of its own, fewer where a browser could not draw as many.
 *
 * @param {Blob} svg
 * @param {number} density
 */
export async function rastered(svg, density) {
  const image = new Image();
  image.src = URL.createObjectURL(svg);
  try {
    await image.decode();
    const ratio = Math.min(density, MOST / Math.max(image.width, image.height));
    const canvas = el("canvas", { width: Math.round(image.width * ratio), height: Math.round(image.height * ratio) });
    context(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
    return await blobOf(canvas);
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/**
 * A canvas as a PNG Blob.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>}
 */
export function blobOf(canvas) {
  return new Promise((resolve, reject) => {
    const take = (/** @type {Blob | null} */ blob) =>
      blob ? resolve(blob) : reject(new Error(tr("The browser could not make a picture of that size.")));
    canvas.toBlob(take, "image/png");
  });
}

/**
 * The chunk that says how many pixels a metre has, in both directions.
 *
 * @param {number} dots
 */
function physical(dots) {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9); // bytes of content
  chunk.set(
    [..."pHYs"].map((letter) => letter.charCodeAt(0)),
    4,
  );
  view.setUint32(8, dots);
  view.setUint32(12, dots);
  view.setUint8(16, 1); // the unit is the metre
  view.setUint32(17, checksum(chunk.subarray(4, 17)));
  return chunk;
}

/**
 * The CRC-32 of some bytes.
 *
 * @param {Uint8Array} bytes
 */
function checksum(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

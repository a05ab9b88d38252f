/** PNG files that say how large they are on paper. */

const INCH = 0.0254; // metres
const BEHIND = 33; // bytes of the signature and the first chunk, behind which the size stands

/**
 * A PNG file that is `dots` pixels an inch.
 *
 * @param {Blob} png
 * @param {number} dots
 */
export async function withDots(png, dots) {
  const bytes = new Uint8Array(await png.arrayBuffer());
  return new Blob([bytes.slice(0, BEHIND), physical(Math.round(dots / INCH)), bytes.slice(BEHIND)], { type: png.type });
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

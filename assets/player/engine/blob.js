/** The player's data: one block of bytes, [length of header][JSON header][padding][arrays]. */

/** @typedef {Float32Array | Uint16Array | Uint8Array | Int32Array} Numbers */
/** @typedef {Numbers | string} Kept what stands on a shelf: an array, or a text */
/** @typedef {[kind: string, at: string | number, number: number]} Reference its kind and where it is, or its shelf */

/** @type {Record<string, new (buffer: ArrayBuffer, at: number, length: number) => Numbers>} */
const KINDS = { f32: Float32Array, u16: Uint16Array, u8: Uint8Array, i32: Int32Array };

/**
 * The header of a blob with typed arrays in place of their references; throws where the bytes are no blob.
 *
 * `find(name, digest)` has what a shelf keeps (see shelf.js); null where what the header asks for is not there.
 *
 * @param {Uint8Array} bytes
 * @param {(name: string, digest: string) => Kept[] | undefined} [find]
 */
export function decode(bytes, find = () => undefined) {
  const own = bytes.slice(); // the bytes arrive as a view at an odd offset, on which no typed array can stand
  const { header, length } = headerOf(own);
  const origin = 4 * Math.ceil((4 + length) / 4);
  let complete = true;
  /** @param {Reference} reference */
  const array = ([kind, at, number]) => {
    if (kind in KINDS) return new KINDS[kind](own.buffer, origin + Number(at), number);
    const found = find(kind, String(at))?.[number];
    complete &&= found !== undefined;
    return found;
  };
  const decoded = replaced(header, array);
  return complete ? decoded : null;
}

/**
 * The header of a blob with the references in it, and how many bytes it has.
 *
 * @param {Uint8Array} bytes
 */
export function headerOf(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))), length };
}

/**
 * `value` with the `array` of every reference {"$": place} in it in its place.
 *
 * @param {any} value
 * @param {(reference: Reference) => Kept | undefined} array
 * @returns {any}
 */
function replaced(value, array) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, array));
  if (value.$) return array(value.$);
  for (const key of Object.keys(value)) value[key] = replaced(value[key], array);
  return value;
}

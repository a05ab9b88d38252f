/** The player's data: one block of bytes, [length of header][JSON header][padding][arrays]. */

const KINDS = { f32: Float32Array, u16: Uint16Array, u8: Uint8Array, i32: Int32Array };

/** The header of a blob with typed arrays in place of their references; throws where the bytes are no blob. */
export function decode(bytes) {
  const own = bytes.slice(); // the bytes arrive as a view at an odd offset, on which no typed array can stand
  const length = new DataView(own.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(own.subarray(4, 4 + length)));
  const origin = 4 * Math.ceil((4 + length) / 4);
  return replaced(header, own.buffer, origin);
}

/** `value` with every reference {"$": [dtype, offset, count]} in it replaced by its array. */
function replaced(value, buffer, origin) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, buffer, origin));
  if (value.$) {
    const [dtype, offset, count] = value.$;
    return new KINDS[dtype](buffer, origin + offset, count);
  }
  for (const key of Object.keys(value)) value[key] = replaced(value[key], buffer, origin);
  return value;
}

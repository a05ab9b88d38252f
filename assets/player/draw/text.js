/** Words on a canvas that can be read on any ground. */

/**
 * Text with a halo of the page colour, so that it can be read on any band.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 * @param {string} halo
 */
export function haloText(ctx, text, x, y, colour, halo, width = 3) {
  ctx.lineJoin = "round";
  ctx.lineWidth = width;
  ctx.strokeStyle = halo;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

/**
 * `text` cut with an ellipsis to `room` px.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} room
 */
export function shortened(ctx, text, room) {
  if (ctx.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && ctx.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

/**
 * `text` in lines of at most `room` px; a word alone may be longer. None where it is empty.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} room
 */
export function broken(ctx, text, room) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length && ctx.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** @typedef {{text: string, middle: number, half: number}} Spaced a number on a line, and half of its width */

/**
 * Every number, every second one or so on, such that no two of {middle, half} come nearer than `gap`.
 *
 * @param {Spaced[]} numbers
 * @param {number} gap
 */
export function spaced(numbers, gap) {
  const clear = (/** @type {Spaced[]} */ list) =>
    list.every(({ middle, half }, i) => !i || middle - half >= list[i - 1].middle + list[i - 1].half + gap);
  for (let every = 1; every < numbers.length; every += 1) {
    const some = numbers.filter((_, i) => i % every === 0);
    if (clear(some)) return some;
  }
  return numbers.slice(0, 1);
}

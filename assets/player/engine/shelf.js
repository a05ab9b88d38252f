/**
 * Arrays and long texts that most edits leave as they are, beside the player's data: each shelf comes in an element of
 * its own.
 *
 * So Streamlit says which shelves a browser has, and sends what it lacks. A shelf and the header that asks for it may
 * come in any order: the header waits for the shelf with its digest. One shelf of each name is kept, the last.
 */

import { decode } from "./blob.js";

/** @import { Kept } from "./blob.js" */
/** @import { Given } from "./header.js" */

/** @type {Map<string, {digest: string, kept: Kept[]}>} */
const shelves = new Map(); // by name
/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * Keep the shelf in `data` and tell who listens.
 *
 * @param {{data: Uint8Array}} shelf
 */
export function mount({ data }) {
  const { name, digest, kept } = decode(data);
  if (shelves.get(name)?.digest === digest) return;
  shelves.set(name, { digest, kept });
  for (const tell of listeners) tell();
}

/** The data that a player is offered: the last of them is shown, once all that it asks for is here. */
export class Offers {
  /** @param {(race: Given) => void} show */
  constructor(show) {
    this.show = show;
    /** @type {Uint8Array | null} */
    this.offered = null;
    /** @type {Uint8Array | null} */
    this.shown = null;
    this.retry = () => this.take(this.offered);
    listeners.add(this.retry);
  }

  /**
   * Show `bytes`, now or later; false where there is nothing new that can be shown now.
   *
   * @param {Uint8Array | null} bytes
   */
  take(bytes) {
    this.offered = bytes;
    const header = bytes && bytes !== this.shown ? decode(bytes, keptOn) : null;
    if (!header) return false;
    this.shown = bytes;
    this.show(header);
    return true;
  }

  stop() {
    listeners.delete(this.retry);
  }
}

/**
 * What the shelf of this name keeps, where it is the one with this digest.
 *
 * @param {string} name
 * @param {string} digest
 */
function keptOn(name, digest) {
  const shelf = shelves.get(name);
  return shelf?.digest === digest ? shelf.kept : undefined;
}

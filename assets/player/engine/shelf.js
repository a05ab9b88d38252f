/**
 * Arrays and long texts that most edits leave as they are, beside the player's data: each shelf is asked for by its digest
 * when a header first names it.
 *
 * The header waits until all of its shelves are here. One shelf of each name is kept, the last; one that comes back is
 * still in the browser's cache.
 */

import { route } from "../draw/dom.js";
import { decode, headerOf } from "./blob.js";
import { announce, report } from "./outbox.js";
import { running } from "./server.js";

/** @import { Kept } from "./blob.js" */
/** @import { Given } from "./header.js" */

const GONE = 404;
const AGAIN = 1000; // milliseconds after which a shelf that did not come is asked for again
const MANY = 60; // times that it does not come after it was reported, until it is reported once more

/** @type {Map<string, {digest: string, kept: Kept[]}>} */
const shelves = new Map(); // by name
/** @type {Set<string>} */
const coming = new Set(); // digests
/** @type {Map<string, number>} */
const missed = new Map(); // how often the server, while it ran nothing, was without one, by its digest
/** @type {Set<() => void>} */
const listeners = new Set();

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
    if (!bytes || bytes === this.shown) return false;
    const header = decode(bytes, keptOn);
    announce((header ?? headerOf(bytes).header).heard ?? 0);
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
 * What the shelf of this name keeps, where it is the one with this digest; else it is asked for.
 *
 * @param {string} name
 * @param {string} digest
 */
function keptOn(name, digest) {
  const shelf = shelves.get(name);
  if (shelf?.digest === digest) return shelf.kept;
  if (!coming.has(digest)) bring(name, digest);
}

/**
 * @param {string} name
 * @param {string} digest
 */
async function bring(name, digest) {
  coming.add(digest);
  const bytes = await answered(digest);
  if (bytes) {
    shelves.set(name, decode(bytes));
    missed.delete(digest);
  } else await new Promise((resolve) => setTimeout(resolve, AGAIN));
  coming.delete(digest);
  for (const tell of listeners) tell();
}

/**
 * The bytes of a shelf; null where they do not come: where the server holds them no more it makes the page anew.
 *
 * @param {string} digest
 */
async function answered(digest) {
  const answer = await fetch(route(`shelf/${digest}`)).catch(() => null); // no connection, of which the page tells
  const bytes = answer?.ok ? await answer.arrayBuffer().catch(() => null) : null;
  if (answer?.status === GONE) miss(digest);
  return bytes && new Uint8Array(bytes);
}

/**
 * The server holds a shelf no more. It is told so once: a report interrupts the run that would make it anew, so that
 * under load none would ever get that far. While it runs, it may be about to.
 *
 * @param {string} digest
 */
function miss(digest) {
  if (running()) return;
  const times = missed.get(digest) ?? 0;
  missed.set(digest, times + 1);
  if (times % MANY === 0) report({ kind: "missing" });
}

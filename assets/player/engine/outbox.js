/**
 * What the player reports, kept until the server has heard of it: a press counts though the connection drops under it.
 *
 * A report is {events: [{number, kind, ...}]}: every event of which the player does not know that it has arrived, oldest
 * first. The server says up to which number it has heard (`heard`), and makes none twice.
 */

import { connected, running } from "./server.js";

const AGAIN = 1500; // milliseconds after which what was not heard is reported again
const MOST = 5; // times: what a server that is there does not take is let go

let number = 0; // of the last event; rises from player to player of one page
/** @type {{kind: string, number: number}[]} */
let kept = [];
let page = ""; // on which they were made: they mean nothing on another one
let coming = 0; // the last event that is answered by the data offered last, all here or not
let tries = 0;
let timer = 0;
/** @type {(report: {events: object[]}) => void} */
let post = () => {};

/**
 * Reports go through `send` from now on.
 *
 * @param {(report: {events: object[]}) => void} send
 */
export function reportThrough(send) {
  post = send;
}

/**
 * Report an event, and again until the server has heard of it.
 *
 * @param {{kind: string} & Record<string, unknown>} event
 */
export function report(event) {
  if (elsewhere()) kept = [];
  page = window.location.pathname;
  number += 1;
  kept.push({ ...event, number });
  tries = 0;
  send();
}

/**
 * The server has heard of all events up to this number.
 *
 * @param {number} last
 */
export function heard(last) {
  kept = kept.filter((event) => event.number > last);
  if (!kept.length) clearTimeout(timer);
}

/**
 * What answers all events up to this number is offered, though a part of it may still be on its way: none of them is
 * reported again meanwhile. What is offered next has its own number, lower where the server has begun anew.
 *
 * @param {number} last
 */
export function announce(last) {
  coming = last;
}

/** True while there is something of which the server has not heard. */
export const waiting = () => kept.length > 0;

const elsewhere = () => window.location.pathname !== page;

function send() {
  clearTimeout(timer);
  if (tries > MOST || elsewhere()) kept = [];
  if (!kept.length) return;
  timer = setTimeout(send, AGAIN);
  if (!connected() && tries) return; // it will be back
  if (running() && tries) return; // the answer is on its way
  if (kept[kept.length - 1].number <= coming) return; // it is nearly here
  tries += 1;
  post({ events: kept });
}

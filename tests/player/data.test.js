/** What comes from Python and goes into the address: the codec of the blob, and the view in a link. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAddress } from "../../assets/player/engine/address.js";
import { decode } from "../../assets/player/engine/blob.js";
import { heard, report, reportThrough, waiting } from "../../assets/player/engine/outbox.js";
import { Offers } from "../../assets/player/engine/shelf.js";
import { keptOf, readView, spellView } from "../../assets/player/engine/viewlink.js";

/** A blob as ui/player/component.py packs it, at an odd offset of a larger buffer, as bytes arrive. */
function packed(header, arrays) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const pad = (4 - ((4 + text.length) % 4)) % 4;
  const parts = [
    new Uint8Array(new Uint32Array([text.length]).buffer),
    text,
    new Uint8Array(pad),
    ...arrays.map(({ buffer }) => new Uint8Array(buffer)),
  ];
  const whole = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  let at = 1;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(1);
}

test("arrays of a blob stand where their references were, of their own types", () => {
  const arrays = [Float32Array.of(1.5, NaN), Uint16Array.of(1, 65535), Int32Array.of(-7), Uint8Array.of(1, 2, 3, 0)];
  const header = {
    kind: "race",
    none: null,
    runners: [{ loss: { $: ["f32", 0, 2] } }],
    deep: { z: { $: ["u16", 8, 2] }, at: { $: ["i32", 12, 1] }, bytes: { $: ["u8", 16, 3] } },
  };
  for (const title of ["", "x", "xy", "ünï"]) {
    const read = decode(packed({ ...header, title }, arrays));
    assert.equal(read.title, title);
    assert.equal(read.none, null);
    assert.deepEqual(read.runners[0].loss, arrays[0]);
    assert.deepEqual([read.deep.z, read.deep.at, read.deep.bytes], [arrays[1], arrays[2], arrays[3].subarray(0, 3)]);
  }
});

/** A server in the place of the browser's: it answers a digest when the test says so. */
function shelfServer() {
  /** @type {Map<string, (answer: object) => void>} */
  const asked = new Map();
  globalThis.fetch = (url) => new Promise((answer) => asked.set(String(url).split("/shelf/")[1], answer));
  return {
    asked,
    async answer(digest, ...values) {
      const kept = [{ $: ["f32", 0, 2] }, "said"];
      const bytes = packed({ name: "others", digest, kept }, [Float32Array.of(...values)]).slice();
      asked.get(digest)(
        values.length ? { ok: true, arrayBuffer: async () => bytes.buffer } : { ok: false, status: 404 },
      );
      asked.delete(digest);
      await new Promise(setImmediate);
    },
  };
}

const asks = (digest, number = 0) =>
  packed({ loss: { $: ["others", digest, number] }, rule: { $: ["others", digest, 1] } }, []);

test("a header waits for the shelf that it names, and the last one offered is shown", async () => {
  const server = shelfServer();
  const shown = [];
  const offers = new Offers(({ loss, rule }) => shown.push([...loss]) && assert.equal(rule, "said"));
  const [one, two] = [asks("one"), asks("two")];
  assert.equal(offers.take(one), false);
  assert.deepEqual([...server.asked.keys()], ["one"]);
  await server.answer("one", 1, 2);
  assert.deepEqual(shown, [[1, 2]]);
  assert.equal(offers.take(one), false); // it is shown
  offers.take(asks("late"));
  offers.take(two);
  await server.answer("late", 0, 0);
  await server.answer("two", 3, 4);
  assert.deepEqual(shown, [
    [1, 2],
    [3, 4],
  ]);
  assert.equal(offers.take(asks("two", 2)), false); // no such array
  assert.equal(offers.take(asks("two")), true);
  assert.equal(server.asked.size, 0);
  offers.take(one);
  offers.stop();
  await server.answer("one", 1, 2);
  assert.equal(shown.length, 3);
});

/**
 * A page that rests on its server, with a clock of the test's: the number of the last event of each report, as they come.
 *
 * @param {import("node:test").TestContext} context
 */
function reportsOn(context) {
  const states = { "data-test-connection-state": "CONNECTED", "data-test-script-state": "notRunning" };
  Object.assign(globalThis, {
    window: { location: { pathname: "/" } },
    document: { querySelector: () => ({ getAttribute: (/** @type {keyof states} */ name) => states[name] }) },
  });
  context.mock.timers.enable({ apis: ["setTimeout"] });
  shelfServer();
  /** @type {number[]} */
  const last = [];
  reportThrough(({ events }) => last.push(events[events.length - 1].number));
  return last;
}

test("an event whose answer waits for a shelf is not reported again, and a later one is", async (context) => {
  const last = reportsOn(context);
  const offers = new Offers(() => assert.fail("its shelf never comes"));
  report({ kind: "one" });
  context.mock.timers.tick(1500);
  const [number] = last;
  assert.deepEqual(last, [number, number]);
  offers.take(packed({ heard: number, loss: { $: ["others", "slow", 0] } }, []));
  context.mock.timers.tick(9000);
  assert.equal(last.length, 2);
  report({ kind: "two" });
  context.mock.timers.tick(1500);
  assert.deepEqual(last.slice(2), [number + 1, number + 1]);
  heard(number + 1);
  offers.stop();
});

test("an event whose answer never came whole is reported again to a server that has begun anew", (context) => {
  const last = reportsOn(context);
  const offers = new Offers(({ heard: number }) => heard(number));
  report({ kind: "one" });
  const [number] = last;
  offers.take(packed({ heard: number, loss: { $: ["others", "lost", 0] } }, []));
  context.mock.timers.tick(3000);
  assert.deepEqual([last, waiting()], [[number], true]);
  assert.equal(offers.take(packed({ heard: 0 }, [])), true);
  context.mock.timers.tick(1500);
  assert.deepEqual(last, [number, number]);
  offers.take(packed({ heard: number }, []));
  assert.equal(waiting(), false);
  offers.stop();
});

test("a shelf that the server holds no more is reported once while it runs nothing, and asked for again", async (context) => {
  const states = { "data-test-connection-state": "CONNECTED", "data-test-script-state": "running" };
  Object.assign(globalThis, {
    window: { location: { pathname: "/" } },
    document: { querySelector: () => ({ getAttribute: (name) => states[name] }) },
  });
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const server = shelfServer();
  /** @type {Set<number>} */
  const reports = new Set(); // by their numbers, as what is not heard of is sent again
  reportThrough(({ events }) => {
    for (const { kind, number } of events) if (kind === "missing") reports.add(number);
  });
  const shown = [];
  const offers = new Offers(({ loss }) => shown.push([...loss]));
  const again = async (...values) => {
    assert.equal(server.asked.size, 0);
    context.mock.timers.tick(1000);
    await new Promise(setImmediate);
    await server.answer("gone", ...values);
  };
  offers.take(asks("gone"));
  await server.answer("gone");
  await again();
  assert.equal(reports.size, 0); // the run may bring it
  states["data-test-script-state"] = "notRunning";
  for (let times = 0; times < 60; times += 1) await again();
  assert.equal(reports.size, 1);
  await again();
  assert.equal(reports.size, 2);
  await again(5, 6);
  assert.deepEqual(shown, [[5, 6]]);
  offers.take(asks("other"));
  await server.answer("other", 7, 8);
  offers.take(asks("gone"));
  await server.answer("gone");
  assert.equal(reports.size, 3); // it was here meanwhile
  offers.stop();
});

test("bytes that are no blob are refused", () => {
  assert.throws(() => decode(Uint8Array.of(255, 255, 0, 0, 1, 2)));
});

test("a view that was spelled is read again", () => {
  const view = {
    t: 5,
    view: "3d",
    camera: [1, -2.5, 0.25],
    zoom: [-1, 1, 0, 0.125],
    arrows: "on",
    curves: ["distance", "gradnorm"],
    inside: "source",
    pick: "b",
  };
  const read = readView(spellView(view).replace("&", "?"));
  assert.deepEqual(read, view);
  assert.equal(spellView({ t: null, view: undefined, curves: [] }), "");
});

test("the language stays in the address bar and is in no link that is shared", (context) => {
  /** @type {string[]} */
  const written = [];
  const history = { state: null, replaceState: (/** @type {any[]} */ ...given) => written.push(given[2]) };
  const location = { pathname: "/network", search: "?a=sgd&lang=de&room=AB" };
  const window = { location, history, addEventListener() {}, removeEventListener() {} };
  Object.assign(globalThis, { window });
  context.after(() => Reflect.deleteProperty(globalThis, "window"));
  const rest = () => spellView(keptOf(location.search));
  const race = { link: "a=adam" };
  const address = createAddress({ live: true, race: () => race, rest, look() {}, send() {}, waiting: () => false });
  address.setData({ ...race, history: "replace" }, true);
  address.destroy();
  assert.deepEqual([rest(), ...written], ["&room=AB", "/network?a=adam&room=AB&lang=de"]);
});

test("the answer to Back spells its address anew, and one to an earlier Back leaves it", (context) => {
  /** @type {string[]} */
  const written = [];
  /** @type {Record<string, (event: object) => void>} */
  const listeners = {};
  const history = { state: null, replaceState: (/** @type {any[]} */ ...given) => written.push(given[2]) };
  const location = { pathname: "/", search: "?a=sgd" };
  const addEventListener = (/** @type {string} */ name, /** @type {any} */ listener) => (listeners[name] = listener);
  Object.assign(globalThis, { window: { location, history, addEventListener, removeEventListener() {} } });
  context.after(() => Reflect.deleteProperty(globalThis, "window"));
  /** @type {object[]} */
  const sent = [];
  let waits = true;
  const race = { link: "v=1&a=sgd" };
  const bus = { live: true, race: () => race, rest: () => "", look() {}, waiting: () => waits };
  const address = createAddress({ ...bus, send: (event) => sent.push(event) });
  listeners.popstate({ isTrusted: true });
  address.setData({ ...race, history: "replace" }, false);
  assert.deepEqual([sent, written], [[{ kind: "popstate", search: "?a=sgd" }], []]);
  waits = false;
  address.setData({ ...race, history: "replace" }, false);
  assert.deepEqual(written, ["/?v=1&a=sgd"]);
  address.destroy();
});

test("what a link says that is no view is left out", () => {
  for (const search of ["?t=-1", "?t=1.5", "?view=4d", "?camera=1,2", "?zoom=1,2,3,", "?zoom=a,b,c,d", "?arrows=off"]) {
    assert.deepEqual(readView(search), {}, search);
  }
});

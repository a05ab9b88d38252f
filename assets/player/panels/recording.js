/** The animation as a file that plays anywhere: frames of the stage, encoded as a video or as a GIF. */

import { beside, context } from "../draw/dom.js";
import { tr } from "../draw/tr.js";

/** @import { Bus } from "../engine/panel.js" */

const SECONDS = 10; // that a whole run takes, as at the player's usual speed
const REST = 1.5; // seconds that its end stays
const LONGEST = { video: 1280, gif: 640 }; // px of the longer side
const SHARP = { video: 2, gif: 1 }; // pixels per CSS pixel, at most
const RATE = 8_000_000; // bits a second of a video: lines stay sharp
const PER_SECOND = { video: 30, gif: 12 }; // frames
const COLOURS = 255;
const SAME = 255; // the index of what a frame of a GIF leaves as it is
const STRIP = 36; // px below the stage, for the title and the step
// What an encoder makes frame by frame, each `codec` as the library calls it, with one that browsers are asked for.
const ENCODED = [
  { type: "video/mp4", label: "MP4", codec: "avc", asked: "avc1.640028" },
  { type: "video/webm", label: "WebM", codec: "vp9", asked: "vp09.00.40.08" },
];
// What a recorder makes while it is watched.
const VIDEOS = [
  { type: "video/mp4;codecs=avc1.640028", label: "MP4" },
  { type: "video/mp4;codecs=avc1.42E01F", label: "MP4" },
  { type: "video/webm;codecs=vp9", label: "WebM" },
  { type: "video/webm;codecs=vp8", label: "WebM" },
  { type: "video/mp4", label: "MP4" },
  { type: "video/webm", label: "WebM" },
];

/** @typedef {{type: string, label: string, codec?: string}} Kind of a file, which has a `codec` where an encoder makes it */

/** @type {Kind} */
export const GIF = { type: "image/gif", label: "GIF" };

/**
 * The kind of video that this browser can make, those that play everywhere first; null where it can make none. Encoders
 * are for pages that it trusts, of https or of this machine, and the library for them is on the server.
 *
 * @returns {Promise<Kind | null>}
 */
export async function videoKind() {
  const size = { width: LONGEST.video, height: LONGEST.video, bitrate: RATE };
  for (const kind of globalThis.VideoEncoder && !globalThis.gifenc ? ENCODED : [])
    if ((await VideoEncoder.isConfigSupported({ codec: kind.asked, ...size })).supported) return kind;
  if (!globalThis.MediaRecorder || !HTMLCanvasElement.prototype.captureStream) return null;
  return VIDEOS.find(({ type }) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/**
 * The whole run as a Blob of a kind. `told(share)` hears how far it is; `signal` ends it with an AbortError. The clock
 * goes along, and stands where it stood at the end.
 *
 * @param {Bus} bus
 * @param {Kind} kind
 * @param {(share: number) => void} told
 * @param {AbortSignal} signal
 */
export async function recorded(bus, kind, told, signal) {
  const { clock } = bus;
  const [playing, position] = [clock.playing, clock.position];
  clock.pause();
  const frames = new Frames(bus, kind === GIF ? "gif" : "video");
  const go = (/** @type {number} */ share) => {
    signal.throwIfAborted();
    told(share);
  };
  const show = (/** @type {number} */ share) => {
    go(share);
    bus.stand(Math.min(1, (share * (SECONDS + REST)) / SECONDS) * clock.steps); // in this order: to the very end
    frames.draw();
  };
  try {
    if (kind.codec) return await encoded(frames.canvas, kind, show, go);
    return await (kind === GIF ? gif(frames, show) : video(frames, show, kind));
  } finally {
    clock.seek(position);
    if (playing) clock.play();
  }
}

/** The stage with what it shows below it, on a canvas that keeps its size. */
class Frames {
  /**
   * @param {Bus} bus
   * @param {"video" | "gif"} use
   */
  constructor(bus, use) {
    this.bus = bus;
    const first = bus.stage().snapshot(1);
    this.ratio = Math.min(SHARP[use], LONGEST[use] / Math.max(first.width, first.height));
    this.canvas = document.createElement("canvas");
    const even = (/** @type {number} */ length) => 2 * Math.round((length * this.ratio) / 2); // encoders of video want that
    Object.assign(this.canvas, { width: even(first.width), height: even(first.height + STRIP) });
    this.ctx = context(this.canvas, { willReadFrequently: use === "gif" });
  }

  draw() {
    const { bus, canvas, ctx, ratio } = this;
    const [theme, race] = [bus.theme(), bus.race()];
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = theme.page;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(bus.stage().snapshot(ratio), 0, 0);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [width, middle] = [canvas.width / ratio, canvas.height / ratio - STRIP / 2];
    ctx.textBaseline = "middle";
    ctx.font = `600 15px ${theme.font}`;
    ctx.fillStyle = theme.ink;
    ctx.textAlign = "left";
    ctx.fillText(race.title, 8, middle, width - 140);
    ctx.font = `400 15px ${theme.font}`;
    ctx.textAlign = "right";
    ctx.fillText(race.timeline.words(bus.step()), width - 8, middle);
  }
}

/**
 * Frame by frame, however long each takes; the last one is drawn once, and then only goes on.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Kind} kind
 * @param {(share: number) => void} show
 * @param {(share: number) => void} go
 */
export async function encoded(canvas, { type, label, codec }, show, go) {
  const { BufferTarget, CanvasSource, Mp4OutputFormat, Output, WebMOutputFormat } = await import(
    beside("vendor/mediabunny.js")
  );
  const format = label === "MP4" ? new Mp4OutputFormat({ fastStart: "in-memory" }) : new WebMOutputFormat();
  const output = new Output({ format, target: new BufferTarget() });
  const source = new CanvasSource(canvas, { codec, bitrate: RATE });
  output.addVideoTrack(source, { frameRate: PER_SECOND.video });
  const [last, count] = [SECONDS, SECONDS + REST].map((seconds) => seconds * PER_SECOND.video);
  try {
    await output.start();
    for (let frame = 0; frame < count; frame += 1) {
      (frame > last ? go : show)(frame / count);
      await source.add(frame / PER_SECOND.video, 1 / PER_SECOND.video);
      await new Promise((resolve) => setTimeout(resolve)); // the page stays alive
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  return new Blob([output.target.buffer], { type });
}

/**
 * The browser encodes what a canvas shows, in the time that it takes to watch it.
 *
 * @param {Frames} frames
 * @param {(share: number) => void} show
 * @param {Kind} kind
 */
async function video(frames, show, { type }) {
  show(0);
  const stream = frames.canvas.captureStream();
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: RATE });
  /** @type {Blob[]} */
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const stopped = new Promise((resolve, reject) => {
    recorder.onstop = resolve;
    recorder.onerror = () => reject(new Error(tr("The browser could not encode the video.")));
  });
  recorder.start();
  const seen = whileSeen(recorder);
  try {
    for (let share = 0; share < 1; share = seen.seconds() / (SECONDS + REST)) {
      await Promise.race([new Promise(requestAnimationFrame), stopped]);
      show(share);
    }
    show(1);
    await new Promise(requestAnimationFrame);
  } finally {
    seen.end();
    if (recorder.state !== "inactive") recorder.stop();
    await stopped;
    for (const track of stream.getTracks()) track.stop();
  }
  return new Blob(pieces, { type: type.split(";")[0] });
}

/**
 * The time that the page is seen from now on; a recorder rests while it is hidden, since nothing is drawn then.
 *
 * @param {MediaRecorder} recorder
 */
export function whileSeen(recorder) {
  let begun = performance.now();
  /** @type {number | null} */
  let left = null;
  const turn = () => {
    if (recorder.state === "inactive") return;
    if (document.hidden && left === null) {
      left = performance.now();
      recorder.pause();
    } else if (!document.hidden && left !== null) {
      begun += performance.now() - left;
      left = null;
      recorder.resume();
    }
  };
  document.addEventListener("visibilitychange", turn);
  turn();
  return {
    seconds: () => ((left ?? performance.now()) - begun) / 1000,
    end: () => document.removeEventListener("visibilitychange", turn),
  };
}

/**
 * Frame by frame, as fast as it goes; the colours are those of the last frame, which has all lines.
 *
 * @param {Frames} frames
 * @param {(share: number) => void} show
 */
async function gif(frames, show) {
  const { GIFEncoder, quantize, applyPalette } = await encoder();
  const { width, height } = frames.canvas;
  const pixels = () => frames.ctx.getImageData(0, 0, width, height).data;
  const count = Math.min(SECONDS * PER_SECOND.gif, Math.max(1, frames.bus.clock.steps));
  const file = GIFEncoder();
  show(1);
  const palette = quantize(pixels(), COLOURS);
  const moving = SECONDS / (SECONDS + REST);
  const table = [...palette, ...Array(SAME + 1 - palette.length).fill([0, 0, 0])];
  /** @type {Uint8Array | null} */
  let before = null;
  for (let frame = 0; frame <= count; frame += 1) {
    show((frame / count) * moving);
    const delay = frame === count ? 1000 * REST : (1000 * SECONDS) / count;
    const now = applyPalette(pixels(), palette);
    const own = frame ? { transparent: true, transparentIndex: SAME, dispose: 1 } : { palette: table };
    file.writeFrame(before ? changed(now, before) : now, width, height, { ...own, delay });
    before = now;
    await new Promise((resolve) => setTimeout(resolve)); // the page stays alive
  }
  file.finish();
  return new Blob([file.bytes()], { type: GIF.type });
}

/**
 * The indices of a frame, with SAME where it is as the one before.
 *
 * @param {Uint8Array} now
 * @param {Uint8Array} before
 */
function changed(now, before) {
  return now.map((at, i) => (at === before[i] ? SAME : at));
}

/** The encoder, which nobody loads before: a page that was read from a file has it inside. */
function encoder() {
  return import(globalThis.gifenc ?? beside("vendor/gifenc.js"));
}

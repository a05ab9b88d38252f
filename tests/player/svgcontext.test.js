/** What is drawn on a context of SVG is the markup that draws the same. */

import assert from "node:assert/strict";
import test from "node:test";
import { withDots } from "../../assets/player/draw/png.js";
import { group, SvgContext, svgFile } from "../../assets/player/draw/svgcontext.js";

const measure = { font: "", measureText: (text) => ({ width: 7 * text.length }) };
const made = () => new SvgContext(measure);

test("a path has the pen of the moment in which it is drawn", () => {
  const svg = made();
  svg.strokeStyle = "rgba(1, 2, 3, 0.5)";
  svg.lineWidth = 2.4;
  svg.setLineDash([4, 2]);
  svg.beginPath();
  svg.moveTo(1, 2);
  svg.lineTo(3.456, 4);
  svg.stroke();
  svg.strokeStyle = "#fff";
  assert.match(svg.markup, /^<path d="M1 2L3.46 4" fill="none" stroke="rgb\(1, 2, 3\)" stroke-opacity="0.5"/);
  assert.match(svg.markup, /stroke-width="2.4" .*stroke-dasharray="4 2"/);
});

test("clips meet, and end where the state comes back", () => {
  const svg = made();
  svg.rect(0, 0, 5, 5);
  svg.clip();
  svg.save();
  svg.beginPath();
  svg.rect(1, 1, 9, 9);
  svg.clip();
  svg.fillRect(0, 0, 1, 1);
  svg.restore();
  svg.fillRect(0, 0, 2, 2);
  const [outer, inner, first, second] = svg.parts;
  const id = (part) => part.match(/id="([^"]+)"/)[1];
  assert.ok(inner.includes(`clip-path="url(#${id(outer)})"`));
  assert.ok(first.includes(`url(#${id(inner)})`) && second.includes(`url(#${id(outer)})`));
});

test("words are as wide as on the screen, and escaped", () => {
  const svg = made();
  Object.assign(svg, { font: '600 13px "Source Sans 3", serif', textAlign: "right", textBaseline: "middle" });
  svg.fillText("a<b", 10, 20);
  svg.fillText("abcdef", 10, 20, 30);
  assert.match(svg.parts[0], /x="10" y="24.55" font-family="&quot;Source Sans 3&quot;, serif" font-size="13"/);
  assert.match(svg.parts[0], /font-weight="600" text-anchor="end" textLength="21" .*>a&lt;b<\/text>$/);
  assert.match(svg.parts[1], /textLength="30"/);
});

test("a file has its size and a title", () => {
  const file = svgFile(group("<path/>", { x: 3, y: 4, opacity: 0.5 }), 100, 50.004, "#fff", "A & B");
  assert.match(file, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="100" height="50" viewBox="0 0 100 50">/);
  assert.match(file, /<title>A &amp; B<\/title>\n<rect width="100" height="50" fill="#fff"\/>/);
  assert.match(file, /<g transform="translate\(3 4\)" opacity="0.5">/);
});

test("a picture says how many dots an inch has", async () => {
  const bytes = Uint8Array.from({ length: 60 }, (_, i) => i);
  const file = new Uint8Array(await (await withDots(new Blob([bytes]), 300)).arrayBuffer());
  assert.deepEqual([...file.slice(0, 33), ...file.slice(54)], [...bytes]);
  const chunk = "00000009" + "70485973" + "00002e23" + "00002e23" + "01" + "78a53f76"; // as every program writes it
  assert.equal(Buffer.from(file.slice(33, 54)).toString("hex"), chunk);
});

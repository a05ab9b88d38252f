/** An optimizer's Python source, with words of the language, strings and comments told apart. */

import { el } from "../draw/dom.js";
import { tr } from "../draw/tr.js";

const WORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if import " +
    "in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
const TOKENS =
  /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|[A-Za-z_]\w*|[^A-Za-z_"'#]+|["'])/g;

/**
 * The source as a block of code.
 *
 * @param {string} text
 */
export function sourceBlock(text) {
  const code = el("code");
  let before = "";
  for (const [token] of text.matchAll(TOKENS)) {
    code.append(piece(token, before));
    if (token.trim()) before = token;
  }
  return el("pre", { class: "op-source", tabIndex: 0, "aria-label": tr("Python source") }, code);
}

/**
 * @param {string} token
 * @param {string} before
 */
function piece(token, before) {
  if (token.startsWith("#")) return el("span", { class: "op-comment" }, token);
  if (/^["']./s.test(token)) return el("span", { class: "op-string" }, token);
  if (WORDS.has(token)) return el("b", {}, token);
  if (/^\w/.test(token) && (before === "def" || before === "class")) return el("span", { class: "op-name" }, token);
  return token;
}

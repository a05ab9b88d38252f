/** The colours of a map of sensitivity. */

import { mix, rgb } from "../draw/theme.js";
import { basinColours, LEFT, LOST, shadeAt } from "./mapcolours.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { SensitivityHeader, SensitivityRunner } from "./headers.js" */

/**
 * The cells of a map, [r, g, b] each, row by row from below, and how many there are along each side.
 *
 * @param {SensitivityHeader} header
 * @param {SensitivityRunner} runner
 * @param {Theme} theme
 */
export function cellsOf(header, runner, theme) {
  const { shows, range, gradients, minima, lowest, bounded } = header;
  const { fate, loss, reached, side } = runner;
  if (shows === "outcome") return { cells: basinColours(runner, minima, gradients, gradients, theme), side };
  const lost = bounded ? [LOST] : [LEFT, LOST];
  const [a, b] = (range ?? [1, 10]).map(Math.log10);
  const table = Array.from({ length: 257 }, (_, i) => shadeAt(i / 256, theme));
  const [page, line, never] = [0, 0.5, 0.12].map((share) => rgb(mix(theme.page, theme.ink, share)));
  const whole = Math.log1p(gradients) || 1;
  const cells = Array.from(fate, (kind, cell) => {
    const [column, row] = [cell % side, Math.floor(cell / side)];
    if (lost.includes(kind) || !Number.isFinite(loss[cell])) return (column + row) % 4 ? page : line;
    if (shows === "reached" && reached[cell] < 0) return never;
    const above = Math.max(loss[cell] - lowest, 1e-38);
    const share = shows === "reached" ? Math.log1p(reached[cell]) / whole : (Math.log10(above) - a) / (b - a);
    return table[Math.round(256 * Math.min(1, Math.max(0, share)))];
  });
  return { cells, side };
}

/** How far one path is drawn: the last point, the one before it (for a clean join) and the length for the dashes. */
export class Pen {
  row = -1; // last row drawn
  open = false; // a line is under way
  x = 0;
  y = 0;
  x0 = 0;
  y0 = 0;
  length = 0; // drawn at (x, y), and at (x0, y0)
  length0 = 0;
  dot = false;
  dot0 = false;

  reset() {
    Object.assign(this, new Pen());
  }
}

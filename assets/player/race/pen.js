/** How far one path is drawn: the last point, the one before it (for a clean join) and the length for the dashes. */
export class Pen {
  constructor() {
    this.reset();
  }

  reset() {
    this.row = -1; // last row drawn
    this.open = false; // a line is under way
    this.x = this.y = this.x0 = this.y0 = 0;
    this.length = this.length0 = 0; // drawn length at (x, y) and at (x0, y0)
    this.dot = this.dot0 = false;
  }
}

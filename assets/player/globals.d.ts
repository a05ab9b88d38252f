/** What scripts that are no modules put into the window. */

interface Window {
  Plotly?: any;
}

/** The address of the GIF encoder in a page that was read from a file, which has it inside. */
declare var gifenc: string | undefined;

/** What scripts that are no modules put into the window. */

interface Window {
  Plotly?: any;
}

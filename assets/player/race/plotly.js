/** plotly.js, which draws the stage in space: loaded once, from our own server, when that is first asked for. */

/** @type {Promise<any> | null} */
let loading = null;

/**
 * The library, loaded by a script element (it is no module); one promise for the whole page.
 *
 * @param {string} address
 */
export function loadPlotly(address) {
  if (!loading) {
    loading = new Promise((resolve, reject) => {
      if (window.Plotly?.newPlot) {
        resolve(window.Plotly);
        return;
      }
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error("Plotly is missing")));
      script.onerror = () => reject(new Error("Plotly could not be loaded"));
      document.head.append(script);
    });
    loading.catch(() => {
      loading = null;
    });
  }
  return loading;
}

/** How Streamlit's components are shown: a program for each place on the page, made once and told of every change. */

/**
 * A component's `mount`: `make(parent, component)` is what is shown at a place, with `update(component)` and `destroy()`.
 *
 * @param {(parent: HTMLElement, component: any) => {update: (component: any) => void, destroy: () => void}} make
 */
export function mounts(make) {
  const shown = new WeakMap();
  return (/** @type {any} */ component) => {
    const parent = component.parentElement;
    const page = shown.get(parent) ?? make(parent, component);
    shown.set(parent, page);
    page.update(component);
    return () => {
      page.destroy();
      shown.delete(parent);
    };
  };
}

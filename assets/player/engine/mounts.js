/** How Streamlit's components are shown: a program for each place on the page, made once and told of every change. */

/**
 * A component's `mount`: `make(parent, component)` is what is shown at a place, with `update(component)` and `destroy()`.
 *
 * @template {{parentElement: HTMLElement}} C
 * @param {(parent: HTMLElement, component: C) => {update: (component: C) => void, destroy: () => void}} make
 */
export function mounts(make) {
  const shown = new WeakMap();
  return (/** @type {C} */ component) => {
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

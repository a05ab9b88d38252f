/** The transport at the bottom of the window, while its own place is out of sight. */

const BAR = 56; // px at the top of the window that the bar of the pages covers

/**
 * Mark `dock` as docked while the place of the transport has gone under the bar at the top and the player has not: the
 * transport is then shown at the bottom, and `dock` keeps its place. Returns the function that stops it.
 *
 * @param {HTMLElement} player
 * @param {HTMLElement} dock
 * @param {HTMLElement} element
 */
export function docks(player, dock, element) {
  let [above, present] = [false, true];
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        if (target === dock) above = !isIntersecting && boundingClientRect.top < BAR;
        else present = isIntersecting;
      }
      const docked = above && present;
      if (docked !== dock.classList.contains("op-docked"))
        dock.style.height = docked ? `${element.offsetHeight}px` : "";
      dock.classList.toggle("op-docked", docked);
    },
    { rootMargin: `${-BAR}px 0px 0px 0px` },
  );
  watcher.observe(dock);
  watcher.observe(player);
  return () => watcher.disconnect();
}

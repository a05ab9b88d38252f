/** Full screen by a button or a key. */

/**
 * Turn it on or off; where the browser refuses it, the page itself is filled. `set(on)` is told where no event says so.
 *
 * @param {HTMLElement} root
 * @param {(on: boolean) => void} set
 */
export function turnFull(root, set) {
  const on = !root.classList.contains("op-full");
  if (on && root.requestFullscreen)
    root.requestFullscreen().catch(() => set(true)); // refused: the page itself is filled
  else if (document.fullscreenElement) document.exitFullscreen();
  else set(on);
}

/** The buttons of a page while its server is away: what is pressed then would be lost, so nothing can be. */

const BUTTON = ":is([data-testid=stButton], .op-press)"; // ui/looks/style.py shows which are inert
const PATIENCE = 5000; // milliseconds after which a server that is back counts as ready, whatever was seen of its run

/**
 * A function that takes each state of the server. Edits of fields are kept by the browser, and are made later; a press is
 * said once. Where the connection was `closed` the server may be another one, which hears of no press before its first
 * run of the page has ended.
 */
export function buttonsWait() {
  let held = false;
  let fresh = false; // the first run of a server that is back has not ended yet
  let ran = false;
  let timer = 0;
  const mark = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const buttons = document.querySelectorAll(BUTTON);
    for (const button of buttons) button.inert = held;
  };
  const renewed = new MutationObserver(mark); // a run that still goes on may draw buttons anew
  const hold = (/** @type {boolean} */ on) => {
    held = on;
    mark();
    if (on) renewed.observe(document.body, { childList: true, subtree: true });
    else renewed.disconnect();
  };
  const ready = () => {
    clearTimeout(timer);
    timer = 0;
    fresh = false;
    hold(false);
  };
  return (/** @type {{away: boolean, closed: boolean, running: boolean}} */ { away, closed, running }) => {
    if (closed) [fresh, ran] = [true, false];
    if (away) {
      clearTimeout(timer);
      timer = 0;
      return hold(true);
    }
    if (!held) return null;
    if (!fresh) return ready();
    timer ||= setTimeout(ready, PATIENCE);
    ran ||= running;
    return ran && !running ? ready() : null;
  };
}

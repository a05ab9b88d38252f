/** The links to the same page in other languages, of ui/widgets/languages.py. */

import { targetIn } from "../draw/dom.js";

const LINK = ".languages a[hreflang]";
const NAME = "lang"; // of the parameter, as in ui/session/session.py
const COOKIE = "optimizer-playground-language"; // as there
const A_YEAR = 31_536_000; // seconds

/** Listen on the document, once for all pages: a link leads to what the address is then, and the choice is kept. */
export function languages() {
  document.addEventListener("click", (event) => {
    const link = targetIn(event, LINK);
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    // biome-ignore lint/suspicious/noDocumentCookie: of a CookieStore older browsers know nothing
    document.cookie = `${COOKIE}=${link.hreflang}; path=/; max-age=${A_YEAR}; samesite=lax`;
    const address = new URL(window.location.href);
    address.searchParams.delete(NAME);
    const rest = address.search.slice(1);
    window.location.assign(`${address.pathname}?${rest ? `${rest}&` : ""}${NAME}=${link.hreflang}`);
  });
}

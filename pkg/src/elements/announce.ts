// One polite live region for the whole page. It stands in the page's own tree, because live regions inside shadow trees
// are not announced reliably, and it stays there, because a region that appears with its text is not announced at all.

const MARK = "data-predue-announcer";
/** Long enough for assistive technology to notice a region that is new. */
const SETTLE_MS = 100;

let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Lets assistive technology say `text` when it is next idle. Never used to press for payment: only for what the customer
 * has just caused, such as a list that was updated.
 */
export function announce(text: string): void {
  const region = document.querySelector(`[${MARK}]`) ?? makeRegion();
  // A modal dialog silences everything outside it, so the region goes where the customer is.
  const place = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (region.parentElement !== place) place.append(region);
  // Emptied first: the same text again would otherwise be no change, and not be said.
  region.textContent = "";
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = text;
  }, SETTLE_MS);
}

function makeRegion(): HTMLElement {
  const region = document.createElement("div");
  region.setAttribute(MARK, "");
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  // Set through the object model, which a strict content security policy allows; `display: none` would silence it.
  Object.assign(region.style, {
    position: "absolute",
    width: "1px",
    height: "1px",
    margin: "-1px",
    overflow: "hidden",
    clipPath: "inset(50%)",
    whiteSpace: "nowrap",
  });
  return region;
}

// Ways to reach somebody, as a list of links that a finger can hit.

import { css, html } from "lit";
import type { GuidanceCard } from "../types.js";
import { unlessEmpty } from "./trail.js";

/** The list of links, or nothing where there are none. */
export function links(found: GuidanceCard["links"]): unknown {
  return unlessEmpty(
    found,
    (list) => html`
      <ul class="links">
        ${list.map(
          ({ text, href }) => html`<li><a part="link" href=${href} rel="noreferrer"><bdi>${text}</bdi></a></li>`,
        )}
      </ul>
    `,
  );
}

/** The look of the list. */
export const linksStyle = css`
  .links a {
    display: inline-block;
    padding-block: 0.375rem;
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
`;

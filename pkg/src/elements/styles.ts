// The look that all elements share: every colour has a light and a dark value, follows `color-scheme`, and can be
// replaced by a custom property of the page.

import { type CSSResult, css } from "lit";

/** Custom properties, type and helpers. */
export const base = css`
  :host {
    --text: var(--predue-text, #17211f);
    --muted: var(--predue-muted, #56625f);
    --surface: var(--predue-surface, #ffffff);
    --line: var(--predue-line, #dde4e1);
    --accent: var(--predue-accent, #0a6c5e);
    --field-line: var(--predue-field-line, #7d8a86);
    --attention: var(--predue-attention, #87480c);
    --attention-surface: var(--predue-attention-surface, #fbf1e3);
    --radius: var(--predue-radius, 0.875rem);
    display: block;
    color: var(--text);
    font-family: var(--predue-font, system-ui, sans-serif);
    font-size: 1rem;
    line-height: 1.45;
  }
  @supports (color: light-dark(black, white)) {
    :host {
      --text: var(--predue-text, light-dark(#17211f, #e9eeec));
      --muted: var(--predue-muted, light-dark(#56625f, #a5b1ad));
      --surface: var(--predue-surface, light-dark(#ffffff, #1a211f));
      --line: var(--predue-line, light-dark(#dde4e1, #313b38));
      --accent: var(--predue-accent, light-dark(#0a6c5e, #7bd3c2));
      --field-line: var(--predue-field-line, light-dark(#7d8a86, #7f8c88));
      --attention: var(--predue-attention, light-dark(#87480c, #f1bb83));
      --attention-surface: var(--predue-attention-surface, light-dark(#fbf1e3, #36291b));
    }
  }
  :host([hidden]) {
    display: none;
  }
  [part="base"] {
    container-type: inline-size;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  dl,
  dd,
  ul,
  ol {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  .amount {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 0.875rem;
  }
  .label {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .attention {
    color: var(--attention);
    background: var(--attention-surface);
    border-radius: 0.375rem;
    -webkit-box-decoration-break: clone;
    box-decoration-break: clone;
    padding-block: 0.0625rem;
    padding-inline: 0.4375rem;
  }
  a,
  button {
    color: inherit;
    font: inherit;
    text-decoration: none;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
    border-radius: var(--radius);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .attention {
      border: 1px solid CanvasText;
    }
    :focus-visible {
      outline-color: Highlight;
    }
  }
`;

/** A list whose entries lead somewhere: dues and accounts look and behave alike. */
export const entries = css`
  .entry {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.125rem 1rem;
    align-items: baseline;
    inline-size: 100%;
    min-block-size: 3.75rem;
    padding-block: 0.8125rem;
    padding-inline: 1rem;
    text-align: start;
    background: none;
    border: 0;
  }
  li + li .entry {
    border-block-start: 1px solid var(--line);
  }
  a.entry,
  button.entry {
    cursor: pointer;
  }
  a.entry:hover .label,
  button.entry:hover .label {
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .entry .amount {
    text-align: end;
  }
  .entry .wide {
    grid-column: 1 / -1;
  }
  .entry .main {
    font-weight: 600;
  }
  /* Large text on a small screen: amounts go below what they are for. */
  @container (max-width: 15rem) {
    .entry {
      grid-template-columns: minmax(0, 1fr);
    }
    .entry .amount {
      text-align: start;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .entry .label {
      transition: color 0.15s;
    }
  }
`;

/** Tables of amounts. One column is what a row is about (`due`), those after it are details (`rest`). */
export const tables = css`
  .frame {
    overflow: hidden;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  caption {
    padding: 1rem;
    color: var(--muted);
    font-size: 0.875rem;
    text-align: start;
  }
  th,
  td {
    padding-block: 0.75rem;
    padding-inline: 0.5rem;
    border-block-start: 1px solid var(--line);
    font-weight: inherit;
    text-align: start;
    vertical-align: baseline;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 1rem;
  }
  th:last-child,
  td:last-child {
    padding-inline-end: 1rem;
  }
  thead th {
    color: var(--muted);
    font-size: 0.8125rem;
    vertical-align: bottom;
  }
  .amount {
    text-align: end;
  }
  thead .amount {
    white-space: normal;
  }
  .due,
  tfoot :is(th, td) {
    font-weight: 600;
  }
`;

/** Tables become lists in a container that is narrower than `below`: first the row's date and amount, then the details. */
export const stacked = (below: CSSResult): CSSResult => css`
  @container (max-width: ${below}) {
    table,
    caption,
    tbody,
    tfoot {
      display: block;
    }
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      display: flex;
      flex-wrap: wrap;
      gap: 0.125rem 0.875rem;
      align-items: baseline;
      padding-block: 0.75rem;
      padding-inline: 1rem;
      border-block-start: 1px solid var(--line);
    }
    th,
    td,
    th:first-child,
    td:first-child,
    th:last-child,
    td:last-child {
      padding: 0;
      border: 0;
    }
    .due {
      order: 1;
      margin-inline-start: auto;
    }
    /* Ends the line of the date and the amount. */
    tr::before {
      order: 2;
      flex-basis: 100%;
      content: "";
    }
    .rest {
      order: 4;
      color: var(--muted);
      font-size: 0.875rem;
      text-align: start;
      white-space: normal;
    }
    bdi {
      white-space: nowrap;
    }
    .rest::before {
      content: attr(data-label) " ";
    }
    tfoot .rest {
      font-weight: inherit;
    }
    .blank {
      display: none;
    }
  }
`;

/** Fields and buttons: large enough to hit, and of a size that phones do not zoom in on. */
export const fields = css`
  input,
  .choice {
    min-block-size: 2.75rem;
    padding-block: 0.375rem;
    padding-inline: 0.75rem;
    color: inherit;
    background: var(--surface);
    border: 1px solid var(--field-line);
    border-radius: 0.625rem;
    font: inherit;
  }
  input[aria-invalid="true"] {
    border-color: var(--attention);
  }
  .choice {
    color: var(--accent);
    border-color: var(--line);
    cursor: pointer;
  }
  .choice[aria-pressed="true"] {
    border-color: currentcolor;
    font-weight: 600;
  }
  @media (forced-colors: active) {
    .choice[aria-pressed="true"] {
      border-width: 2px;
    }
  }
`;

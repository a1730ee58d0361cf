// A slider with its label and its value in words: of an amount it stops at round ones, and ends at what is agreed.

import { css, html, type TemplateResult } from "lit";
import type { CivilDate, Minor } from "../types.js";

/** More stops than these are no finer for a thumb. */
const STOPS_MAX = 80;
/** What one stop may lie above another: 1, 2, 5, 10, 20 and so on. */
const STEPS = Array.from({ length: 15 }, (_, zeros) => [1, 2, 5].map((digit) => digit * 10 ** zeros)).flat();
const MONTHS_MAX = 12;

/** What a slider is drawn from. */
export interface Slider {
  id: string;
  label: string;
  /** What the place of the thumb means, in words. */
  value: string;
  place: number;
  last: number;
  onInput: (place: number) => void;
  onChange: () => void;
}

/** The round amounts from nothing up to `most`, which ends them. */
export function stopsUpTo(most: Minor): Minor[] {
  const step = STEPS.find((size) => most / size <= STOPS_MAX) as number;
  const stops = Array.from({ length: Math.ceil(most / step) }, (_, place) => place * step);
  return [...stops, most];
}

/** The same day of the months to come, or the last day of a month that is shorter. */
export function monthsFrom(today: CivilDate): CivilDate[] {
  const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
  return Array.from({ length: MONTHS_MAX }, (_, place) => {
    const last = new Date(Date.UTC(year, month + place + 1, 0)).getUTCDate();
    return new Date(Date.UTC(year, month + place, Math.min(day, last))).toISOString().slice(0, 10);
  });
}

/** Draws a slider. The value beside it is no live region: the slider itself says it. */
export function slider({ id, label, value, place, last, onInput, onChange }: Slider): TemplateResult {
  return html`
    <div class="slider" part="slider">
      <label for=${id}>${label}</label>
      <output for=${id} aria-live="off">${value}</output>
      <input
        id=${id}
        type="range"
        min="0"
        max=${last}
        step="1"
        .value=${String(place)}
        aria-valuetext=${value}
        @input=${(event: Event) => onInput(Number((event.target as HTMLInputElement).value))}
        @change=${onChange}
      />
    </div>
  `;
}

/** The look of sliders. The value stands below its label: beside it, a label that wraps now and then would move all below. */
export const sliderStyle = css`
  .slider {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .slider output {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .slider input {
    min-block-size: 2.75rem;
    margin: 0;
    padding: 0;
    accent-color: var(--accent);
    background: none;
    border: 0;
    cursor: pointer;
  }
`;

// The cost of waiting as a picture: lengths on a screen, made from the points of a projection and from nothing else.

import { css, nothing, type SVGTemplateResult, svg } from "lit";
import type { Projection } from "../types.js";

/** How far apart dates on the axis are at least, in hundredths of its length. */
const TICKS_APART = 30;

type Point = Projection["points"][number];

/** What is drawn. */
export interface Picture {
  /** The points of the curve, from the first day to the last. */
  curve: readonly Point[];
  /** Of these, the days that may stand at the axis. */
  ticks: readonly Point[];
  steps: Projection["steps"];
  /** The last day on which something is still avoided, and what is written beside it. */
  payBy: { date: string; text: string } | undefined;
  /** The amount that the curve ends at. */
  top: string;
  /** How a day is written. */
  day: (date: string) => string;
  /** What the picture says to those who do not see it. */
  text: string;
}

/**
 * The look of the picture. Curve and marks keep their thickness however wide the picture is, and the text its size, so nothing
 * is scaled but the way.
 */
export const curveStyle = css`
  svg {
    display: block;
    inline-size: 100%;
    block-size: 15rem;
    overflow: visible;
    color: var(--muted);
    font-size: 0.8125rem;
  }
  text {
    fill: var(--muted);
  }
  .top {
    fill: var(--text);
    font-weight: 600;
  }
  .axis {
    stroke: var(--line);
  }
  .pay-by {
    stroke: var(--muted);
    stroke-dasharray: 3 4;
  }
  .curve {
    fill: none;
    stroke: var(--curve);
    stroke-width: 2.5;
    stroke-linejoin: round;
  }
  .area {
    fill: var(--curve);
    opacity: 0.12;
  }
  .charge,
  .milestone {
    fill: none;
    stroke: var(--curve);
    stroke-width: 8;
    stroke-linecap: round;
  }
  .milestone {
    stroke: var(--milestone);
    stroke-width: 9;
    stroke-linecap: square;
  }
  .curve,
  .charge,
  .milestone {
    vector-effect: non-scaling-stroke;
  }
  .key {
    display: inline-block;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    margin-inline-end: 0.375rem;
    background: var(--curve);
    border-radius: 50%;
  }
  .key.milestone {
    background: var(--milestone);
    border-radius: 0;
  }
  @container (max-width: 18rem) {
    .tick.middle {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .curve,
    .charge,
    .milestone,
    .axis,
    .pay-by {
      stroke: CanvasText;
    }
    text,
    .top {
      fill: CanvasText;
    }
    .area {
      fill: none;
    }
    .key,
    .key.milestone {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;

/** Draws the picture: time runs to the right, what waiting has added runs upwards. */
export function drawn({ curve, ticks, steps, payBy, top, day, text }: Picture): SVGTemplateResult {
  const [first, last] = [curve[0] as Point, curve.at(-1) as Point];
  const across = ({ days }: Point) => (100 * (days - first.days)) / (last.days - first.days);
  const down = ({ extra }: Point) => 100 - (100 * extra) / last.extra;
  const on = new Map(curve.map((point) => [point.date, point]));
  const way = curve.map((point) => `H${across(point)}V${down(point)}`).join("");
  const asked = payBy && on.get(payBy.date);
  return svg`
    <svg role="img" aria-label=${text} direction="ltr" part="picture">
      <text class="top" x="0" y="1em">${top}</text>
      <svg aria-hidden="true" y="1.75rem" width="100%" height="10rem" overflow="visible">
        <line class="axis" x2="100%"></line>
        <line class="axis" x2="100%" y1="100%" y2="100%"></line>
        ${asked ? svg`<line class="pay-by" x1="${across(asked)}%" x2="${across(asked)}%" y2="100%"></line>` : nothing}
        <svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none" overflow="visible">
          <path class="area" d="M0 100${way}V100Z"></path>
          <path class="curve" d="M0 100${way}"></path>
          ${steps.map(({ date, milestone }) => {
            const point = on.get(date);
            // A way of no length with round or square ends: a mark that no scale bends.
            return point === undefined
              ? nothing
              : svg`<path class=${milestone ? "milestone" : "charge"} d="M${across(point)} ${down(point)}h0"></path>`;
          })}
        </svg>
      </svg>
      ${spread(ticks.map((point) => ({ at: across(point), text: day(point.date) }))).map(
        ({ at, text }) => svg`
          <text class="tick ${at > 0 && at < 100 ? "middle" : ""}" x="${at}%" y="13.125rem" text-anchor=${anchor(at)}
            >${text}</text>`,
      )}
      ${
        asked
          ? svg`<text x="${across(asked)}%" y="14.5rem" text-anchor=${across(asked) > 50 ? "end" : "start"}>${payBy.text}</text>`
          : nothing
      }
    </svg>
  `;
}

function anchor(at: number): string {
  return at === 0 ? "start" : at === 100 ? "end" : "middle";
}

/** As many as have room: the first and the last, and what lies far enough from both and from each other. */
function spread<T extends { at: number }>(all: readonly T[]): T[] {
  const kept: T[] = [];
  for (const each of all) {
    const before = kept.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (each.at === 100 || (each.at - before >= TICKS_APART && 100 - each.at >= TICKS_APART)) kept.push(each);
  }
  return kept;
}

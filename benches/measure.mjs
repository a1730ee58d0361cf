// Taking times on a machine that is never quite still: contenders take turns every millisecond or so, what slows the
// machine down slows all of them alike, and the median of the rounds is told.

import { performance } from "node:perf_hooks";

/** Calls of one turn. */
const TURN = 25;

/**
 * Lets each contender, `(index) => result`, answer for 0 to `calls` - 1 in every round, and returns what each round took,
 * in milliseconds, by contender.
 */
export function take(contenders, calls, { warmUps, rounds }) {
  const names = Object.keys(contenders);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    const taken = names.map(() => 0);
    for (let from = 0; from < calls; from += TURN) {
      for (let turn = 0; turn < names.length; turn += 1) {
        // Who comes first changes, so that nobody always follows the one who leaves the garbage.
        const who = (turn + from / TURN) % names.length;
        taken[who] += time(contenders[names[who]], from, Math.min(from + TURN, calls));
      }
    }
    if (round >= 0) names.forEach((name, who) => void times[name].push(taken[who]));
  }
  return times;
}

/** The latest result: what nobody could look at might never be made. */
export const kept = { result: undefined };

function time(contender, from, to) {
  const started = performance.now();
  for (let index = from; index < to; index += 1) kept.result = contender(index);
  return performance.now() - started;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median, over the rounds, of what `combine` makes of one round's times. */
export function perRound(times, combine) {
  const names = Object.keys(times);
  const rounds = times[names[0]].map((_, round) => Object.fromEntries(names.map((name) => [name, times[name][round]])));
  return median(rounds.map(combine));
}

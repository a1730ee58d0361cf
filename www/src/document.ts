// From what the customer pasted to an object, or to the place where the JSON breaks.

import type { Problem } from "predue/elements";

/** Why a text is no JSON, and where, as far as the browser tells. */
export interface SyntaxProblem {
  readonly reason: string;
  readonly line?: number;
  readonly column?: number;
}

/** Reads JSON. What it holds is for the engine to check. */
export function readDocument(text: string): { wallet: unknown } | { problem: SyntaxProblem } {
  try {
    return { wallet: JSON.parse(text) };
  } catch (error) {
    return { problem: locate(text, (error as Error).message) };
  }
}

/** Browsers tell the place as a position, as line and column, or not at all. */
function locate(text: string, reason: string): SyntaxProblem {
  const [, line, column] = /line (\d+) column (\d+)/.exec(reason) ?? [];
  if (line !== undefined && column !== undefined) return { reason, line: Number(line), column: Number(column) };
  const [, position] = /position (\d+)/.exec(reason) ?? [];
  if (position === undefined && !/end of (JSON|data)|unterminated/i.test(reason)) return { reason };
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split("\n");
  return { reason, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Anything thrown, as something that can be shown. */
export function problemOf(error: unknown): Problem {
  return error instanceof Error ? (error as Problem) : { message: String(error) };
}

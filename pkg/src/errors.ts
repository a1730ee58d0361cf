// Errors that programs can tell apart: made here for loading, made by the core for everything else.

import type { DueError, DueErrorCode } from "./types.js";

/** Makes the error that every function of this package throws. */
export function dueError(code: DueErrorCode, message: string, path?: string, cause?: unknown): DueError {
  const error = new Error(message, cause === undefined ? undefined : { cause }) as DueError;
  error.name = "DueError";
  error.code = code;
  if (path !== undefined) error.path = path;
  return error;
}

/**
 * Tells whether something thrown is a `DueError`.
 *
 * It looks at the shape, not at the class, so it also knows errors that come from another frame or another copy.
 *
 * @example
 * try {
 *   outlook(wallet, at);
 * } catch (error) {
 *   if (isDueError(error) && error.code === "INPUT") show(error.path, error.message);
 *   else throw error;
 * }
 */
export function isDueError(error: unknown): error is DueError {
  if (typeof error !== "object" || error === null) return false;
  const { name, code } = error as Partial<DueError>;
  return name === "DueError" && typeof code === "string";
}

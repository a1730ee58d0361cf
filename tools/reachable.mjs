// Follows imports: what a browser may fetch when it is pointed at one file of the built package.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * The file and every file of the package it imports, whether at once or later.
 *
 * @param {string} file
 * @returns {Set<string>}
 */
export function reachable(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/\b(?:from|import)\b\s*\(?\s*["'](\.{1,2}\/[^"']+\.js)["']/g);
  for (const [, specifier] of imports) reachable(resolve(dirname(file), specifier), found);
  return found;
}

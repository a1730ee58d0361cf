// The first example of the package's README works when copied, and prints what its comments say.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

test("the first example", () => {
  const readme = readFileSync(join(root, "pkg/README.md"), "utf8");
  const [, example = ""] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
  const said = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
  // Inside the checkout, so that the package is found as an app finds it.
  const place = join(root, "target/readme");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "example.mjs"), example);
  const printed = execFileSync(process.execPath, [join(place, "example.mjs")], { encoding: "utf8" });
  const plain = (text: string) => text.replace(/\s+/g, "").replaceAll("'", '"');
  expect(said.length).toBeGreaterThan(2);
  expect(plain(printed)).toBe(plain(said.join("")));
});

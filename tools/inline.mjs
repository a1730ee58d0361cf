// Takes the libraries that a built script imports into the script itself, so that the package runs as plain modules: a page
// with no bundler knows no names of packages. What is not used of them is left out.
//
//   node tools/inline.mjs FILE ...
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { argv } from "node:process";
import { build, minifySync } from "vite";

/**
 * Parts of libraries whose work was done when the package was built, each with what stands in for it: catalogues are parsed and
 * validated by pkg/build-locales.mjs, and what is no data model has no business on a customer's device.
 */
const DONE_BEFORE = {
  "/messageformat/lib/data-model/parse.js":
    'export function parseMessage() { throw new TypeError("messages are parsed when the package is built"); }',
  "/messageformat/lib/data-model/validate.js": "export function validate() {}",
};

const leaveOut = {
  name: "predue:done-before",
  enforce: "pre",
  load: (id) => DONE_BEFORE[Object.keys(DONE_BEFORE).find((path) => id.endsWith(path))],
};

/** Whose code it is, from the packages that a script imports: their licences ask for it. */
function notices(file) {
  const require = createRequire(file);
  const imports = readFileSync(file, "utf8").matchAll(/\bfrom\s*"([^"./][^"/]*)/g);
  const packages = [...new Set([...imports].map(([, name]) => name))].map((name) => require(`${name}/package.json`));
  const notice = ({ name, version, license, homepage }) => `/*! ${name} ${version}, ${license}, ${homepage} */\n`;
  return packages.map(notice).join("");
}

async function inlined(file) {
  // The package's own scripts stay apart.
  const external = (id, importer) => importer === file && id.startsWith(".");
  const lib = { entry: file, formats: ["es"], fileName: "inlined" };
  const options = { target: "es2022", write: false, lib, rolldownOptions: { external } };
  const [{ output }] = await build({ configFile: false, logLevel: "warn", plugins: [leaveOut], build: options });
  return minifySync(file, output[0].code, { module: true }).code;
}

for (const file of argv.slice(2).map((name) => resolve(name))) {
  writeFileSync(file, notices(file) + (await inlined(file)));
}

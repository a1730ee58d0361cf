// Takes out of the built JavaScript what no browser needs; people read the sources and the declarations instead.
//
//   node tools/trim.mjs comments FILE ...   leaves the code as it is
//   node tools/trim.mjs minify FILE ...     for code that is generated anyway
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { minifySync, parseSync } from "vite";

/** Bundlers take instructions from these. */
const INSTRUCTION = /@vite-|webpack|[@#]__/;

function withoutComments(file, code) {
  let kept = code;
  for (const { value, start, end } of parseSync(file, code).comments.toReversed()) {
    if (INSTRUCTION.test(value)) continue;
    const before = kept.slice(0, start).replace(/[ \t]+$/, "");
    const after = kept.slice(end);
    // A comment with lines to itself takes them along.
    const alone = before === "" || before.endsWith("\n");
    kept = alone ? before + after.replace(/^[ \t]*\n/, "") : before + after;
  }
  return kept.replace(/^\s+/, "");
}

const tools = { comments: withoutComments, minify: (file, code) => minifySync(file, code, { module: true }).code };

const [tool, ...files] = argv.slice(2);
for (const file of files) writeFileSync(file, tools[tool](file, readFileSync(file, "utf8")));

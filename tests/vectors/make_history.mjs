// Makes history.json: events with their canonical form and the hashes of their chain, by Node's own JSON and SHA-256 and
// nothing of predue's. `node tests/vectors/make_history.mjs`
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";

const at = "2026-11-22T09:30:00+08:00";
const events = [
  { at, kind: "planned" },
  {
    value: "2026-11-24T10:00",
    catalogue: "zh-CN@0.1.0",
    text: "手机分期：12月5日应付 ¥550.53",
    action: "snooze",
    channel: "push",
    account: "phone",
    key: "phone/13/near/1",
    kind: "shown",
    at,
  },
  { at: "2020-01-01T00:00:00.123456789Z", kind: "seen", text: "" },
  { at, kind: "contacted-by-creditor", text: 'quote " backslash \\ slash / tab \t line \n return \r back \b feed \f' },
  { at, kind: "note", text: Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("") },
  { at, kind: "note", text: "\u007f\u0080\u2028\u2029\ufeff\uffff" },
  { at, kind: "note", text: "é e\u0301 \u{1f600} \u{10ffff} مرحبا \u202e" },
  ...[0, -0, 1, -1, 0.5, -12.5, 0.1, 0.000001, 0.0000012345, 123456789.012345, 599900, 2 ** 53 - 1, 1 - 2 ** 53].map(
    (value) => ({ at, kind: "promise", value }),
  ),
  { at, kind: "feedback", value: "too often" },
  { at, kind: "stopped", action: "undo" },
  { at, kind: "erased", value: 0 },
];

/** RFC 8785: keys in order, everything else as JSON.stringify writes it. */
const canonical = (fields) => JSON.stringify(Object.fromEntries(Object.entries(fields).sort()));

let previous = "";
const entries = events.map((event, index) => {
  const link = `{"event":${canonical(event)},"n":${index + 1},"previous":${JSON.stringify(previous)}}`;
  previous = createHash("sha256").update(link, "utf8").digest("hex");
  return { event: JSON.stringify(event), canonical: canonical(event), hash: previous };
});
writeFileSync(new URL("history.json", import.meta.url), `${JSON.stringify({ entries }, null, 1)}\n`);

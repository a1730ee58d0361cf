// Prints what run.mjs measured, for people.

const NAMES = {
  predue: "predue, WebAssembly from Node",
  plain: "plain numbers, date-fns",
  decimal: "decimal.js, date-fns",
};
const NATIVE = {
  compute: "the same core natively: compute",
  decode_compute: "and decode",
  decode_compute_cells: "and columns",
};
const PARTS = {
  text: "wallet to JSON text",
  decode: "text in and decoded",
  compute: "computed",
  crossing: "columns out",
  otherwise: "the rest of the call",
  objects: "columns to row objects",
};

const line = (name, ...cells) => console.log(`  ${name.padEnd(44)}${cells.map((cell) => cell.padStart(12)).join("")}`);
const ms = (value) => `${value.toFixed(3)} ms`;
const times = (value) => `${value.toFixed(2)} x`;

function each(value, count) {
  return `${((value * 1e3) / count).toFixed(2)} us`;
}

function printSchedules({ loans, count, ms: took, fastestMs, timesAsFastAs, parts, agreement }, { aims }) {
  console.log(`\n${loans} loans of ${count} instalments, as rows a caller reads`);
  line("", "in all", "a loan", "a row", "fastest");
  const cells = (value) => [ms(value), each(value, loans), each(value, loans * count)];
  for (const [name, about] of Object.entries(NAMES)) line(about, ...cells(took[name]), ms(fastestMs[name]));
  for (const [name, about] of Object.entries(NATIVE)) line(about, ...cells(took.native[name]));
  console.log("\n  predue is");
  for (const name of ["plain", "decimal"]) {
    const verdict = timesAsFastAs[name] >= aims[name] ? "reached" : "missed";
    line(`  as fast as ${NAMES[name]}`, times(timesAsFastAs[name]), `aim ${aims[name]} x`, verdict);
  }
  line("  as fast as its core natively", times(timesAsFastAs.native));
  console.log("\n  where the time of predue goes");
  for (const [name, about] of Object.entries(PARTS)) {
    line(`  ${about}`, ...cells(parts[name]));
  }
  console.log(`\n  the same rows? of ${agreement.rows}, with smoothing off`);
  for (const name of ["plain", "decimal"]) {
    const { same, cents } = agreement[name];
    line(`  ${NAMES[name]}`, `${same} the same`, `, others at most ${cents} minor unit${cents === 1 ? "" : "s"} apart`);
  }
  line("  loans whose instalment smoothing shifts", `${agreement.smoothed} of ${loans}`);
}

function printHousehold({ accounts, count, pastDue, ms: took }, { aims }) {
  const late = pastDue === 0 ? "none past due" : `${pastDue} of each past due`;
  console.log(`\n${accounts} accounts of ${count} instalments, ${late}`);
  const verdict = took.outlook <= aims.outlook_ms ? "reached" : "missed";
  line("outlook", ms(took.outlook), `aim ${aims.outlook_ms} ms`, verdict);
  line("outlook natively: decode and compute", ms(took.native.decode_compute));
  line("schedule of one of them", ms(took.schedule));
  line("wallet to JSON text alone", ms(took.text));
}

function printReplay({ loans, count, events, ns }) {
  console.log(`\n${loans} loans of ${count} instalments with ${events} events each`);
  const cell = (value) => `${value.toFixed(0)} ns`;
  line("an event, its share of the whole schedule", cell(ns.all));
  line("an event, beside the loan without any", cell(ns.more));
  line("the same core natively, compute alone", cell(ns.native), cell(ns.nativeMore));
}

function printProjection({ count, ms: took }, { aims }) {
  console.log(`\nwhat waiting costs over 90 days on a late loan of ${count} instalments`);
  line(
    "in the usual points",
    ms(took.usual),
    `aim ${aims.projection_ms} ms`,
    took.usual <= aims.projection_ms ? "reached" : "missed",
  );
  line("on every day", ms(took.daily));
}

function printOffers({ count, ms: took }, { aims }) {
  console.log(`\nways out of a late loan of ${count} instalments`);
  const verdict = (value) => (value <= aims.offers_ms ? "reached" : "missed");
  line("with nothing said", ms(took.usual), `aim ${aims.offers_ms} ms`, verdict(took.usual));
  line("with an amount that a month can bear", ms(took.slid), `aim ${aims.offers_ms} ms`, verdict(took.slid));
  line("the same with its words", ms(took.said));
}

function printNudges({ market, accounts, count, entries, ms: took }, { aims }) {
  console.log(
    `\nnudges of ${accounts} accounts of ${count} instalments, ${entries} entries in the record, market ${market}`,
  );
  line("in all", ms(took.nudges), `aim ${aims.nudges_ms} ms`, took.nudges <= aims.nudges_ms ? "reached" : "missed");
  line("  wallet to JSON text", ms(took.text));
  line("  the record decoded", ms(took.history));
  line("  the rest decoded, and the outlook", ms(took.outlook));
  line("  planned", ms(took.planned));
  line("  put into words", ms(took.words));
}

function printGrowth({ sizes, us, exponent }, { aims }) {
  console.log("\none account, as more and more has happened on it");
  sizes.forEach((events, place) => void line(`${events} events`, `${us[place].toFixed(1)} us`));
  const verdict = exponent <= aims.growth ? "reached" : "missed";
  line("grows with the events to the power of", exponent.toFixed(2), `aim ${aims.growth}`, verdict);
}

export function print(report) {
  const { predue, commit, node, rounds, warmUps } = report;
  console.log(`predue ${predue} (${commit}), Node ${node}: medians of ${rounds} rounds after ${warmUps} to warm up`);
  for (const measured of report.schedules) printSchedules(measured, report);
  for (const measured of report.households) printHousehold(measured, report);
  printReplay(report.replay);
  printProjection(report.projection, report);
  printOffers(report.offers, report);
  for (const measured of report.nudges) printNudges(measured, report);
  printGrowth(report.growth, report);
}

// npm run bench -- reasons FILE: how many of the words in a file lead first to the right reason for contact, by language.
// The file has a line of headings and then rows with tabs between: language, words, group, reason, others that are right too.

import { existsSync, readFileSync } from "node:fs";
import { reasonRates } from "#tests/record/words/reason-rates.ts";

const [file = "tests/record/words/own.tsv"] = process.argv.slice(2);
if (!existsSync(file)) {
  console.error(`There is no file ${file}.`);
  process.exit(1);
}
const began = performance.now();
const rates = reasonRates(readFileSync(file, "utf8"));
const asked = [...rates.values()].reduce((n, one) => n + one.asked, 0);
const ms = (performance.now() - began) / Math.max(1, asked);
for (const [language, { asked: of, right, wrong }] of rates) {
  console.log(`${language}: ${right} of ${of} (${((100 * right) / of).toFixed(1)} %)`);
  for (const one of wrong) console.log(`  ${one}`);
}
console.log(`${ms.toFixed(2)} ms a search`);

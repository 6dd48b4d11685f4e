// npm run bench -- detectors FILE: how well the detectors of practice do on labelled sentences, by detector and language.
// The file has a line of headings and then rows with tabs between: language, detector, 1 or 0, sentence.

import { existsSync, readFileSync } from "node:fs";
import { detectorRates } from "#tests/practice/detectors/rates.ts";

const [file = "tests/practice/detectors/dev.tsv"] = process.argv.slice(2);
if (!existsSync(file)) {
  console.error(`There is no file ${file}.`);
  process.exit(1);
}
const aims = { precision: 0.9, recall: 0.7 };
let missed = 0;
let all = 0;
for (const [language, rates] of detectorRates(readFileSync(file, "utf8"))) {
  for (const [detector, { precision, recall, wrong }] of rates) {
    const isMissed = precision < aims.precision || recall < aims.recall;
    all += 1;
    if (isMissed) missed += 1;
    const figures = `precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}`;
    console.log(`${language} ${detector.padEnd(18)} ${figures}${isMissed ? "  below the aim" : ""}`);
    for (const one of wrong) console.log(`    ${one}`);
  }
}
console.log(`${all - missed} of ${all} reach a precision of ${aims.precision} and a recall of ${aims.recall}`);

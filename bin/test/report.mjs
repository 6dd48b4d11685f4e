// What vitest's report of a run says, for people.
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const slowest = 20;

/** Returns passed, failed and skipped tests and the seconds of each file, longest first; null if vitest left no report. */
export function readReport(path, root) {
  let results;
  try {
    results = JSON.parse(readFileSync(path, "utf8")).testResults;
  } catch {
    return null;
  }
  const read = { passed: 0, failures: [], skipped: new Map(), files: [] };
  for (const { name, assertionResults, status, startTime, endTime } of results) {
    const file = relative(root, name);
    const titles = (wanted) =>
      assertionResults.filter((test) => wanted.includes(test.status)).map((test) => test.fullName);
    const failed = titles(["failed"]);
    read.passed += titles(["passed"]).length;
    read.failures.push(...failed.map((title) => `${file}: ${title}`));
    if (status === "failed" && failed.length === 0) read.failures.push(`${file}: the file could not be run to its end`);
    const skipped = titles(["skipped", "pending", "todo", "disabled"]);
    if (skipped.length > 0) read.skipped.set(file, skipped);
    read.files.push({ file, seconds: Math.max(0, (endTime - startTime) / 1_000) });
  }
  read.files.sort((a, b) => b.seconds - a.seconds);
  return read;
}

/** Returns the files that took longest, one a line. */
export function slowestFiles(files) {
  return files.slice(0, slowest).map(({ file, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${file}`);
}

/** Returns the skipped tests by file, with their number. */
export function skippedTests(skipped) {
  return [...skipped].map(([file, titles]) => `  ${file}: ${titles.length} (${[...new Set(titles)].join("; ")})`);
}

/** Saves the times of files that took a second or more, so that the next run begins with the longest. */
export function recordLongest(files, root) {
  const long = files.filter(({ seconds }) => seconds >= 1).map(({ file, seconds }) => [file, Math.round(seconds)]);
  const text = JSON.stringify(Object.fromEntries(long.sort(([a], [b]) => (a < b ? -1 : 1))), null, 2);
  writeFileSync(join(root, "tests/support/run/longest.json"), `${text}\n`);
}

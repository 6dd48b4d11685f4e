// npm run bench -- search: time of a search in 5,000 services, beside a plain LIKE over the same words.
// npm run bench -- search FILE: how many of the searches in a file lead first to a place about what was meant, by language.
// The file has a line of headings and then rows with tabs between: language, who asks, words, topics, topics never first, a note.

import { existsSync, readFileSync } from "node:fs";
import { type Random, seeded } from "#lab/load/report/random.ts";
import { type Figure, finish, percentile, progress } from "#lab/load/report/report.ts";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { openMemory } from "#src/db/files.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { services } from "#src/directory/entry/services.ts";
import { applyRun } from "#src/directory/importing/apply-run.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { stage } from "#src/directory/importing/staging.ts";
import { anything, search, type Wish } from "#src/directory/search/search.ts";
import { searchWordsOf } from "#src/directory/search/search-index.ts";
import { serviceTopics } from "#src/directory/topics.ts";
import { openHelpline } from "#src/helpline.ts";
import { searchable } from "#src/i18n/fold.ts";
import { placeForEachTopic, topicRates } from "#tests/directory/search/words/topic-rates.ts";
import { daily, organizationNamed } from "#tests/support/house/directory.ts";

const [file] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
if (file !== undefined) {
  if (!existsSync(file)) {
    console.error(`There is no file ${file}.`);
    process.exit(1);
  }
  const rates = topicRates(await placeForEachTopic(), readFileSync(file, "utf8"));
  for (const [language, { asked, right, forbidden, wrong }] of rates) {
    const share = `${right} of ${asked} (${((100 * right) / asked).toFixed(1)} %)`;
    console.log(`${language}: ${share} lead to an expected topic first, ${forbidden.length} to a forbidden one`);
    for (const one of wrong) console.log(`  ${one}${forbidden.includes(one) ? " (forbidden)" : ""}`);
  }
  process.exit(0);
}

const count = 5_000;
const searches = 400;
const wordsEach = 80;
const most = 25;
const now = Date.parse("2026-11-25T16:20Z");
const random = seeded(1);

/** As in any language, some words are in half of the texts, and most in a few. */
const vocabulary = Array.from({ length: 6_000 }, () => madeUp(random));

function madeUp(random: Random): string {
  const parts = ["ka", "ri", "lö", "té", "sto", "nu", "mé", "vä", "szo", "ñe", "bru", "li", "qua", "dŏ"];
  return Array.from({ length: 2 + Math.floor(random() * 3) }, () => parts[Math.floor(random() * parts.length)]).join(
    "",
  );
}

function word(random: Random): string {
  return vocabulary[Math.floor(vocabulary.length * random() ** 3)]!;
}

/** With one letter left out. */
function slipped(word: string): string {
  const at = 1 + Math.floor(random() * (word.length - 1));
  return word.slice(0, at) + word.slice(at + 1);
}

function text(random: Random, words: number): string {
  return Array.from({ length: words }, () => word(random)).join(" ");
}

function directory(): Incoming {
  const services = Array.from({ length: count }, (_, i) => ({
    externalId: `service ${i}`,
    row: i + 2,
    organization: `organization ${i % 400}`,
    entry: {
      name: text(random, 4),
      visibility: "public" as const,
      summary: text(random, 12),
      description: text(random, wordsEach - 16),
      topics: [serviceTopics[i % serviceTopics.length]!],
      languages: [["fr", "nl", "fi", "hu"][i % 4]!],
      channels: [plainChannel("phone", "116 111")],
      calendar: i % 3 === 0 ? null : daily((i * 7) % 1_200, 1_260 + ((i * 11) % 400)),
    },
  }));
  const organizations = Array.from({ length: 400 }, (_, i) => ({
    externalId: `organization ${i}`,
    organization: organizationNamed(text(random, 2)),
  }));
  return { organizations, services, issues: [] };
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

const files = openMemory(now);
const { db } = await openHelpline({
  config: readConfig({}, []),
  clock: systemClock,
  ...files,
  master: masterKey(new Uint8Array(32).fill(7)),
  report: (what, error) => progress(`${what}: ${error}`),
});
progress(`${count} services are put into the directory`);
const from = { fileName: "bench", kind: "hsds", sourceId: null, actor: "command line" } as const;
const runId = await stage(db, directory(), from);
await db.change("command line", (tx, emit) => applyRun(tx, emit, { runId }));

files.data.exec("CREATE TABLE plain (id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT");
const add = files.data.prepare("INSERT INTO plain VALUES (?, ?)");
for (const { id, entry } of services(db)) add.run(id, Object.values(searchWordsOf(entry, "")).join("\n"));

const wishes: Record<string, () => Partial<Wish>> = {
  "one word": () => ({ words: word(random) }),
  "two words": () => ({ words: `${word(random)} ${word(random)}` }),
  "the beginning of a word": () => ({ words: word(random).slice(0, 4) }),
  "the middle of a word": () => ({ words: word(random).slice(2) }),
  "a word with a slip in it": () => ({ words: slipped(word(random)) }),
  "one word, a topic, a language, open now": () => ({
    words: word(random),
    topics: [serviceTopics[Math.floor(random() * serviceTopics.length)]!],
    languages: ["fr"],
    open: true,
  }),
};

// All that fits, as a search gives it; in no useful order.
const like = files.data.prepare("SELECT id FROM plain WHERE text LIKE ? AND text LIKE ? ORDER BY id");

function scan({ words = "" }: Partial<Wish>) {
  const [first = "", second = ""] = searchable(words).split(" ");
  return like.all(`%${first}%`, `%${second}%`);
}

const figures: Figure[] = [];
const raw: Record<string, unknown> = {};
// What the job of every minute keeps ready.
search(db, anything, "youth", now);
for (const [name, make] of Object.entries(wishes)) {
  const asked = Array.from({ length: searches }, make);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (const [i, wish] of asked.entries()) {
    // A repeat within a minute is cached, so each is of another.
    ours.push(timed(() => search(db, { ...anything, ...wish }, "youth", now + i * 60_000)));
    theirs.push(timed(() => scan(wish)));
  }
  const [p95, scanned] = [percentile(ours, 0.95), percentile(theirs, 0.95)];
  const ratio = scanned / p95;
  raw[name] = { p50: percentile(ours, 0.5), p95, like: scanned, ratio };
  const got = `p95 ${p95.toFixed(1)} ms, ${ratio.toFixed(1)} times as fast as LIKE (${scanned.toFixed(1)} ms)`;
  figures.push({ name, got, aim: `at most ${most} ms`, pass: p95 <= most });
  progress(`${name}: ${got}`);
}
const all = Array.from({ length: 40 }, (_, i) => timed(() => search(db, anything, "youth", now + i * 60_000)));
raw["nothing typed"] = percentile(all, 0.95);
figures.push({
  name: "nothing typed, all 5,000",
  got: `p95 ${percentile(all, 0.95).toFixed(1)} ms`,
  aim: "",
  pass: true,
});
finish({ name: "search", figures, raw });

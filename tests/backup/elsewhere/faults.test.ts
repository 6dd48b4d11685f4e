import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nameOfDelta } from "#src/backup/delta/kept-deltas.ts";
import type { Proof } from "#src/backup/elsewhere/elsewhere.ts";
import { fetchNewest } from "#src/backup/elsewhere/fetching.ts";
import { setsAmong } from "#src/backup/elsewhere/old.ts";
import { openStore } from "#src/backup/elsewhere/store.ts";
import { type Visited, visit } from "#src/backup/elsewhere/visit.ts";
import { nameOfCopy } from "#src/backup/kept.ts";
import { systemClock } from "#src/clock.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { dayOrNight, patience } from "#tests/support/run/night.ts";
import { storeHere } from "./stores.ts";
import { type Fault, faults } from "./test-store.ts";

// A visit of a store in which something goes wrong with one request, for each request of it.

const hour = 3_600_000;
const day = 24 * hour;
const evening = Date.UTC(2026, 10, 24, 18);
const filesOf = (name: string) => ["data.age", "keys.age", "opened.json"].map((end) => `${name}.${end}`);
const [old, base] = [nameOfCopy(evening - 8 * day), nameOfCopy(evening)];
const delta = nameOfDelta(nameOfCopy(evening + hour), base);
const wanted = [...filesOf(base), ...filesOf(delta)];
const oldKeys = `${old}.keys.age`;
const means = { now: systemClock.now, silentMs: patience(10_000) };
/** Where nothing is said, so long is waited for it, ms. */
const silentMs = 200;

type Known = Record<string, Proof>;

/** A copy and a delta that are to go to a store, and a copy there whose keys are to go from it. */
async function place() {
  const { there, setting } = await storeHere("/ours");
  const folder = folderHere();
  const bytesOf = (name: string) => Buffer.from(`${name} `.repeat(40));
  for (const name of wanted) writeFileSync(join(folder, name), bytesOf(name));
  const laid = () => {
    there.habits.fault = () => null;
    there.asked.length = 0;
    there.files.clear();
    for (const name of filesOf(old)) there.files.set(`ours/${name}`, bytesOf(name));
  };
  /** Visits it; the request of a number fails, and if the machine dies there, nothing comes after it. */
  const go = async (known: Known, fails?: { at: number; fault: Fault; isDeath: boolean }): Promise<Visited> => {
    let asked = 0;
    there.habits.fault = () => {
      asked += 1;
      if (fails === undefined || asked <= fails.at) return null;
      if (asked === fails.at + 1) return fails.fault;
      return fails.isDeath ? "cut" : null;
    };
    const files = wanted.map((name) => ({ name, sha256: null }));
    return visit(
      { setting, folder, wanted: files, known, keys: null, at: evening + hour },
      { ...means, ...(fails?.fault === "silent" && { silentMs }) },
    );
  };
  const names = () => [...there.files.keys()].map((key) => key.slice("ours/".length)).sort();
  const isSame = (name: string) => there.files.get(`ours/${name}`)?.equals(bytesOf(name)) === true;
  const fetched = async () => {
    const to = join(folder, "fetched");
    mkdirSync(to);
    there.habits.fault = () => null;
    try {
      const nothing = await fetchNewest(openStore(setting, means), to, { now: evening + day });
      return nothing ?? readdirSync(to).filter((name) => !readFileSync(join(to, name)).equals(bytesOf(name)));
    } finally {
      rmSync(to, { recursive: true });
    }
  };
  return { there, laid, go, names, isSame, fetched };
}

const ends: { fault: Fault; isDeath: boolean }[] = [
  ...faults.map((fault) => ({ fault, isDeath: false })),
  { fault: "cut", isDeath: true },
  { fault: "done, cut", isDeath: true },
];

test("R7, S3: whatever goes wrong with any request of a visit, nothing counts that is not there, no half copy is taken for one, and the next visit does the rest", {
  timeout: patience(120_000),
}, async () => {
  const { there, laid, go, names, isSame, fetched } = await place();
  laid();
  const whole = await go({});
  const requests = there.asked.length;
  expect([whole.failed, whole.left, requests > 15]).toEqual([null, [], true]);
  const all = names();

  for (let at = 0; at < requests; at += 1) {
    // By day one of the ways for each request, each of them somewhere.
    for (const { fault, isDeath } of dayOrNight([ends[at % ends.length]!], ends)) {
      const where = `${fault}${isDeath ? ", and the machine is gone" : ""}: ${there.asked[at] ?? at}`;
      laid();
      const done = await go({}, { at, fault, isDeath });
      const counted = Object.keys(done.there).filter((name) => !isSame(name));
      expect(counted, `${where}: counted and not there`).toEqual([]);
      const stays = done.failed === null && names().includes(oldKeys) ? [oldKeys] : [];
      expect(done.left, `${where}: old and not named`).toEqual(expect.arrayContaining(stays));
      const lacking = setsAmong(names())
        .filter(({ opened, name }) => opened && name !== old)
        .flatMap(({ name }) => filesOf(name).filter((one) => !isSame(one)));
      expect(lacking, `${where}: a note of what is not there`).toEqual([]);
      expect([[], { why: "no_keys", at: evening - 8 * day }, { why: "no_keys", at: evening }], where).toContainEqual(
        await fetched(),
      );

      const known = isDeath ? {} : done.there;
      const next = await go(known);
      expect([next.failed, next.left, Object.keys(next.there).sort()], where).toEqual([null, [], wanted.toSorted()]);
      expect([names(), wanted.filter((name) => !isSame(name))], where).toEqual([all, []]);
    }
  }
});

test("S3: an answer about versions that ends early does not let keys go there", async () => {
  const { there, laid, go, names } = await place();
  there.habits.versions = "on";
  laid();
  await go({});
  const at = there.asked.findIndex((one) => one.includes("versions"));
  laid();
  const done = await go({}, { at, fault: "done, short", isDeath: false });
  expect([done.keys, names().filter((name) => wanted.includes(name) && name.includes("keys"))]).toEqual([null, []]);
});

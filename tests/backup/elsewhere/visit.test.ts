import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nameOfDelta } from "#src/backup/delta/kept-deltas.ts";
import type { Proof } from "#src/backup/elsewhere/elsewhere.ts";
import { fetchNewest } from "#src/backup/elsewhere/fetching.ts";
import { oldAmong } from "#src/backup/elsewhere/old.ts";
import { proofOf } from "#src/backup/elsewhere/pieces.ts";
import { type Visited, visit } from "#src/backup/elsewhere/visit.ts";
import { nameOfCopy } from "#src/backup/kept.ts";
import { systemClock } from "#src/clock.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { layCopy } from "#tests/support/keys/copies.ts";
import { asked, storeHere } from "./stores.ts";
import type { Habits } from "./test-store.ts";

const hour = 3_600_000;
const day = 24 * hour;
const evening = Date.UTC(2026, 10, 24, 18);
const filesNamed = (name: string) => ["data.age", "keys.age", "opened.json"].map((end) => `${name}.${end}`);
const filesOf = (at: number) => filesNamed(nameOfCopy(at));
const deltaOf = (at: number, base: number) => filesNamed(nameOfDelta(nameOfCopy(at), nameOfCopy(base)));

/** A folder with copies, and a store that is visited from there. */
async function place(...laid: number[]) {
  const { there, setting } = await storeHere("/ours");
  const folder = folderHere();
  for (const at of laid) layCopy(folder, at);
  let known: Record<string, Proof> = {};
  return {
    ...{ there, setting, folder },
    names: () => [...there.files.keys()].map((key) => key.replace("ours/", "")).sort(),
    puts: () => there.asked.filter((one) => one.startsWith("PUT ours/porchlight-2")).map((one) => one.slice(9)),
    forgets: () => {
      known = {};
    },
    go: async ({
      at = evening,
      wanted = laid.flatMap(filesOf),
      hashes = {} as Record<string, string>,
    } = {}): Promise<Visited> => {
      const files = wanted.map((name) => ({ name, sha256: hashes[name] ?? null }));
      const means = { now: systemClock.now, silentMs: 700 };
      const done = await visit({ setting, folder, wanted: files, known, keys: null, at }, means);
      known = done.there;
      return done;
    },
  };
}

test("a copy is brought, its note last, fetched back and compared; what lies there already is not sent again", async () => {
  const here = await place(evening);
  const first = await here.go();
  expect(first).toMatchObject({ keys: "go", left: [], failed: null });
  expect([here.names(), here.puts()]).toEqual([filesOf(evening), filesOf(evening)]);
  for (const name of filesOf(evening)) {
    const file = join(here.folder, name);
    expect(here.there.files.get(`ours/${name}`)!.equals(readFileSync(file)), name).toBe(true);
    expect(first.there[name]).toEqual(await proofOf(file));
    expect(here.there.asked).toContain(`GET ours/${name}`);
  }
  expect(await here.go()).toEqual({ ...first, keys: null });
  // After a start that knows of nothing they are looked at, and lie there as they should.
  here.forgets();
  expect(await here.go()).toEqual(first);
  expect(here.puts()).toHaveLength(3);
});

test("what does not come back as it was does not count, and does not stay", async () => {
  const here = await place(evening);
  here.there.habits.spoils = /data/;
  const [data = ""] = filesOf(evening);
  expect(await here.go()).toMatchObject({ there: {}, failed: { why: "not_same", detail: data } });
  expect(here.names()).toEqual([]);
  here.there.habits.spoils = null;
  expect(await here.go()).toMatchObject({ failed: null });
  // Someone has changed it there, to another length or not.
  here.forgets();
  here.there.files.set(`ours/${data}`, Buffer.from("other!"));
  expect(await here.go()).toMatchObject({ failed: null });
  expect(here.there.files.get(`ours/${data}`)!.toString()).toBe("sealed");
});

test("what has gone from there, or is of another length now, does not count any more, and is brought again", async () => {
  const here = await place(evening);
  await here.go();
  const [data = "", keys = "", note = ""] = filesOf(evening);
  here.there.files.delete(`ours/${keys}`);
  here.there.files.set(`ours/${data}`, Buffer.from("longer than it was"));
  here.there.habits.denied = ["put"];
  const seen = await here.go();
  expect([Object.keys(seen.there), seen.failed]).toEqual([[note], { why: "not_allowed", detail: "put" }]);
  here.there.habits.denied = [];
  expect(await here.go()).toMatchObject({ failed: null });
  expect(here.names()).toEqual(filesOf(evening));
});

test("a copy that has changed on the disk here since it was opened is not sent", async () => {
  const here = await place(evening);
  const [data = ""] = filesOf(evening);
  const { sha256 } = await proofOf(join(here.folder, data));
  writeFileSync(join(here.folder, data), "rotten");
  expect(await here.go({ hashes: { [data]: sha256 } })).toMatchObject({ failed: { why: "spoiled", detail: data } });
  expect(here.puts()).toEqual([]);
  // One that was forgotten here meanwhile is no fault.
  rmSync(join(here.folder, data));
  expect(await here.go({ hashes: { [data]: sha256 } })).toMatchObject({ failed: null });
});

test.each<[string, Partial<Habits>, Visited["keys"]]>([
  ["keeps versions", { versions: "on" }, "kept"],
  ["may keep versions, and its key may not look", { versions: "hidden" }, "hidden"],
  ["lies about deleting", { liesAboutDeleting: true }, "lies"],
  ["lets nobody delete", { denied: ["delete"] }, "may_not_delete"],
])("S3: a store that %s gets the data only, and no key, ever", async (_what, habits, keys) => {
  const here = await place(evening, evening + hour);
  Object.assign(here.there.habits, habits);
  expect(await here.go()).toMatchObject({ keys, failed: null });
  expect(here.names().filter((name) => name.endsWith(".data.age"))).toHaveLength(2);
  expect(here.there.asked.filter((one) => /keys/.test(one))).toEqual([]);
  // It behaves now: the next time the keys go too.
  Object.assign(here.there.habits, { versions: "off", liesAboutDeleting: false, denied: [] });
  expect(await here.go()).toMatchObject({ keys: "go" });
  expect(here.names()).toEqual([...filesOf(evening), ...filesOf(evening + hour)].sort());
});

test("a store that knows no versions gets keys; what a probe left that was cut off goes", async () => {
  const here = await place(evening);
  here.there.habits.versions = "unknown";
  here.there.files.set(`ours/porchlight-probe-${"0123".repeat(8)}`, Buffer.from("left"));
  // No name of others gets from there into a log or onto a page.
  const other = "porchlight-probe-\u001b[2J";
  here.there.files.set(`ours/${other}`, Buffer.from("others"));
  here.there.habits.liesAboutDeleting = true;
  expect((await here.go()).left).toEqual([`porchlight-probe-${"0123".repeat(8)}`]);
  here.there.habits.liesAboutDeleting = false;
  expect(await here.go()).toMatchObject({ keys: "go", failed: null });
  expect(here.names()).toEqual([other, ...filesOf(evening)].sort());
});

test("S3: keys are gone from the store after seven days, and data as here, though nothing new comes", async () => {
  const made = [0, 1, 2, 3, 9].map((days) => evening - days * day);
  const here = await place(...made);
  await here.go();
  const keysThere = () => here.names().filter((name) => name.includes(".keys."));
  expect(keysThere()).toHaveLength(4);
  await here.go({ at: evening + 4 * day, wanted: [] });
  expect(keysThere()).toEqual([2, 1, 0].map((days) => filesOf(evening - days * day)[1]));
  await here.go({ at: evening + 7 * day, wanted: [] });
  expect([keysThere(), here.names().length]).toEqual([[], 10]);
  await here.go({ at: evening + 200 * day, wanted: [] });
  expect(here.names()).toEqual([]);
});

test("S3: what a clock named that ran ahead neither stays there nor goes there", async () => {
  const late = evening + 400 * day;
  const here = await place(evening, late);
  for (const name of [...filesOf(late), ...deltaOf(late + hour, evening)])
    here.there.files.set(`ours/${name}`, Buffer.from("sealed"));
  expect(await here.go()).toMatchObject({ left: [], failed: null });
  expect([here.names(), here.puts()]).toEqual([filesOf(evening), filesOf(evening)]);
});

test("S3: what should be gone there and is not is named, and what is new goes there all the same", async () => {
  const here = await place(evening);
  await here.go();
  here.there.habits.liesAboutDeleting = true;
  const keys = filesOf(evening)[1]!;
  layCopy(here.folder, evening + 8 * day);
  const late = await here.go({ at: evening + 8 * day, wanted: filesOf(evening + 8 * day) });
  expect(late).toMatchObject({ left: [keys], keys: "lies", failed: null });
  expect(here.names()).toContain(filesOf(evening + 8 * day)[0]);
  here.there.habits.denied = ["delete"];
  expect((await here.go({ at: evening + 8 * day, wanted: [] })).left).toContain(keys);
});

test("a line that breaks in the middle: what was whole by then stays, and the rest comes the next time", async () => {
  const here = await place(evening);
  writeFileSync(join(here.folder, filesOf(evening)[1]!), Buffer.alloc(100_000));
  here.there.habits.cutAfter = 50_000;
  const cut = await here.go();
  expect(cut).toMatchObject({ failed: { why: "broken", detail: "cut" } });
  expect(Object.keys(cut.there)).toEqual([filesOf(evening)[0]]);
  here.there.habits.cutAfter = Number.POSITIVE_INFINITY;
  expect(await here.go()).toMatchObject({ failed: null });
  expect(here.names()).toEqual(filesOf(evening));
});

test("of deltas the newest two of the newest copy stay, and none longer than keys", () => {
  const [old, base] = [evening - day, evening];
  const deltas = [1, 2, 3].map((n) => deltaOf(evening + n * hour, base));
  const all = [...filesOf(old), ...filesOf(base), ...deltaOf(evening - hour, old), ...deltas.flat()];
  const left = (at: number, files = all) => {
    const gone = oldAmong(files, at);
    return files.filter((one) => !gone.includes(one));
  };
  expect(left(evening + 3 * hour)).toEqual([...filesOf(old), ...filesOf(base), ...deltas.slice(1).flat()]);
  // Without keys they are of no less use than the copies there.
  const data = all.filter((name) => !name.includes(".keys."));
  expect(left(evening + 3 * hour, data).filter((name) => name.includes("since"))).toHaveLength(4);
  expect(left(evening + 7 * day + 3 * hour).filter((name) => name.includes("since"))).toEqual([]);
  // The next copy is on its way: those of the one before stay until it is there, with its note.
  const next = filesOf(evening + 4 * hour);
  expect(left(evening + 4 * hour, [...all, next[0]!])).toContain(deltas[2]![0]);
  expect(left(evening + 4 * hour, [...all, ...next])).not.toContain(deltas[2]![0]);
  expect(left(evening, ["notes.txt", "porchlight-x.data.age"])).toEqual(["notes.txt", "porchlight-x.data.age"]);
});

test("the newest that can be opened is fetched: a delta with its copy, else a copy, and never one without keys", async () => {
  const here = await place(evening - day, evening);
  const fetched = async (isWithout = false) => {
    const folder = folderHere();
    const nothing = await fetchNewest(asked(here.setting), folder, { now: evening + day, isWithout });
    return nothing ?? readFiles(folder);
  };
  expect(await fetched()).toEqual({ why: "none" });
  await here.go();
  expect(await fetched()).toEqual(filesOf(evening));
  const delta = deltaOf(evening + hour, evening);
  for (const name of delta) here.there.files.set(`ours/${name}`, Buffer.from("delta"));
  expect(await fetched()).toEqual([...filesOf(evening), ...delta].sort());
  here.there.files.delete(`ours/${filesOf(evening)[1]}`);
  expect(await fetched()).toEqual(filesOf(evening - day));
  for (const name of here.names()) if (name.includes(".keys.")) here.there.files.delete(`ours/${name}`);
  expect(await fetched()).toEqual({ why: "no_keys", at: evening });
  // Without words, the data will do; keys that are there come too, so that they are not thrown away for nothing.
  expect(await fetched(true)).toEqual(filesOf(evening).filter((name) => !name.includes(".keys.")));
  here.there.files.set(`ours/${filesOf(evening)[1]}`, Buffer.from("sealed"));
  expect(await fetched(true)).toEqual(filesOf(evening));
});

const readFiles = (folder: string) => readdirSync(folder).sort();

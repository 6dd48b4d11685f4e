import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import type { Tx } from "#src/db/db.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { k, q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Event } from "#src/events.ts";
import { type House, house } from "#tests/support/house/helpline.ts";

let files: OpenFiles;
let home: House;
const executed: string[] = [];

beforeEach(async () => {
  home = await house();
  files = home.files;
  executed.length = 0;
  for (const [name, file] of [
    ["data", files.data],
    ["keys", files.keys],
  ] as const) {
    const exec = file.exec.bind(file);
    file.exec = (source) => {
      executed.push(`${name}: ${source}`);
      return exec(source);
    };
  }
});

/** Rows of a table that refers to nothing. */
const keep = (tx: Tx, id: number) => tx.run(q.insertInto("erasure").values({ conversation_id: id, at: tx.at }));
const kept = () =>
  home.helpline.db
    .all(q.selectFrom("erasure").select("conversation_id").orderBy("conversation_id"))
    .map((row) => row.conversation_id);
const rated = (conversationId: number): Event => ({ type: "help.rated", conversationId });
const wrap = (tx: Tx, id: number) =>
  tx.keys.run(
    k.insertInto("wrap").values({
      conversation_id: id,
      kind: "live",
      master_key_id: 1,
      version: 1,
      bytes: new Uint8Array([1]),
    }),
  );

test("all changes of one turn stand in one transaction, each in its own savepoint", async () => {
  const { db } = home.helpline;
  const results = await Promise.all([1, 2, 3].map((id) => db.change("porchlight", (tx) => keep(tx, id))));
  expect(results).toEqual([1, 1, 1]);
  expect(executed.filter((one) => /BEGIN|COMMIT/.test(one))).toEqual(["data: BEGIN IMMEDIATE", "data: COMMIT"]);
  expect(executed.filter((one) => one === "data: SAVEPOINT change")).toHaveLength(3);
  await db.change("porchlight", (tx) => keep(tx, 4));
  expect(executed.filter((one) => one === "data: COMMIT")).toHaveLength(2);
});

test("[ASVS 2.3.3] a verb that throws is undone and leaves the others of its turn", async () => {
  const { db } = home.helpline;
  const outcomes = await Promise.allSettled([
    db.change("porchlight", (tx) => keep(tx, 1)),
    db.change("porchlight", (tx, emit) => {
      keep(tx, 2);
      wrap(tx, 2);
      emit(rated(2));
      throw new HelplineError("taken");
    }),
    db.change("porchlight", (tx, emit) => {
      emit(rated(3));
      wrap(tx, 3);
      return keep(tx, 3);
    }),
  ]);
  expect(outcomes.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((outcomes[1] as PromiseRejectedResult).reason).toMatchObject({ code: "taken" });
  expect(kept()).toEqual([1, 3]);
  expect(files.keys.prepare("SELECT conversation_id FROM wrap").pluck().all()).toEqual([3]);
  expect(home.heard).toEqual([rated(3)]);
  expect(home.reported).toEqual([]);
});

test("events are heard only after the commit, in the order of the changes", async () => {
  const { db } = home.helpline;
  const seen: [number, boolean][] = [];
  db.listen((events) => {
    for (const event of events) {
      if (event.type === "help.rated") seen.push([event.conversationId, files.data.inTransaction]);
    }
  });
  await Promise.all([
    db.change("porchlight", (_tx, emit) => {
      emit(rated(1));
      emit(rated(2));
    }),
    db.change("porchlight", (_tx, emit) => emit(rated(3))),
  ]);
  expect(seen).toEqual([
    [1, false],
    [2, false],
    [3, false],
  ]);
});

test("a listener that asked for one kind of event hears of no other", async () => {
  const { db } = home.helpline;
  const told: Event[][] = [];
  db.listen((events) => told.push([...events]), "next_step.said");
  const said: Event = { type: "next_step.said", conversationId: 2 };
  await db.change("porchlight", (_tx, emit) => emit(rated(1)));
  await db.change("porchlight", (_tx, emit) => {
    emit(rated(2));
    emit(said);
  });
  expect(told).toEqual([[said]]);
});

test("a listener that throws disturbs nobody and is reported without a word of the event", async () => {
  const { db } = home.helpline;
  db.listen(() => {
    throw new Error("listener broke");
  });
  const after: Event[] = [];
  db.listen((events) => after.push(...events));
  await expect(db.change("porchlight", (_tx, emit) => emit(rated(9)))).resolves.toBeUndefined();
  expect(after).toEqual([rated(9)]);
  expect(home.reported.join()).toContain("a listener failed on help.rated");
});

test("a change asked for by a listener runs in a turn of its own", async () => {
  const { db } = home.helpline;
  let second: Promise<unknown> | undefined;
  db.listen(([event]) => {
    if (event?.type === "help.rated") second = db.change("porchlight", (tx) => keep(tx, 2));
  });
  await db.change("porchlight", (tx, emit) => {
    emit(rated(1));
    return keep(tx, 1);
  });
  await second;
  expect(kept()).toEqual([1, 2]);
});

test("keys are committed before the data, so that no row ever lacks its key", async () => {
  await home.helpline.db.change("porchlight", (tx) => {
    keep(tx, 1);
    wrap(tx, 1);
  });
  expect(executed.filter((one) => one.endsWith("COMMIT"))).toEqual(["keys: COMMIT", "data: COMMIT"]);
});

test("a key is destroyed only after the data are on the disk", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx) => wrap(tx, 5));
  executed.length = 0;
  await db.change("porchlight", (tx) => {
    keep(tx, 5);
    tx.keyring.destroy(tx, 5);
  });
  expect(executed.filter((one) => one.endsWith("COMMIT"))).toEqual(["data: COMMIT", "keys: COMMIT"]);
  expect(files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(0);
});

test("a change that is refused destroys no key", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx) => wrap(tx, 5));
  const refused = db.change("porchlight", (tx) => {
    tx.keyring.destroy(tx, 5);
    throw new HelplineError("ended");
  });
  await expect(refused).rejects.toMatchObject({ code: "ended" });
  expect(files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(1);
});

test("the moment of a change is the clock's, and who acted stands in the audit trail of the same transaction", async () => {
  await home.helpline.db.change("command line", (_tx, emit) =>
    emit({ type: "staff.signed_in", staffId: home.anna.id }),
  );
  const rows = home.helpline.db.all(q.selectFrom("audit").select(["actor", "action", "object"]).orderBy("id", "desc"));
  expect(rows[0]).toEqual({ actor: "command line", action: "staff.signed_in", object: `staff:${home.anna.id}` });
});

test("a statement prepared before the schema changed reads the new columns", async () => {
  const { db } = home.helpline;
  const all = q.selectFrom("erasure").selectAll();
  await db.change("porchlight", (tx) => keep(tx, 1));
  expect(Object.keys(db.first(all)!)).toEqual(["conversation_id", "at"]);
  files.data.exec("ALTER TABLE erasure ADD COLUMN why TEXT");
  expect(db.first(all)).toMatchObject({ conversation_id: 1, why: null });
  await db.change("porchlight", (tx) => tx.run(q.updateTable("erasure").set({ at: sql`at + 1` })));
  expect(db.first(all)).toMatchObject({ conversation_id: 1, why: null });
});

test("every file has the settings that durability and privacy rest on", () => {
  for (const file of [files.data, files.keys]) {
    const pragma = (name: string) => file.pragma(name, { simple: true });
    expect(pragma("synchronous")).toBe(2);
    expect(pragma("foreign_keys")).toBe(1);
    expect(pragma("temp_store")).toBe(2);
    expect(pragma("secure_delete")).toBe(1);
    expect(pragma("trusted_schema")).toBe(0);
    expect(pragma("busy_timeout")).toBe(0);
    expect(pragma("cell_size_check")).toBe(1);
  }
});

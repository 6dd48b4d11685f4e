import { beforeEach, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { prepared, type Query } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { type House, house } from "#tests/support/house/helpline.ts";

let files: OpenFiles;
let home: House;

beforeEach(async () => {
  home = await house();
  files = home.files;
});

const byId = prepared((v: { id: number }) => q.selectFrom("staff").select("alias").where("id", "=", v.id));

test("a prepared query gives what each set of values asks for, and builds its SQL once", () => {
  let built = 0;
  const counted = prepared((v: { id: number; alias: string }) => {
    built += 1;
    return q.selectFrom("staff").select("id").where("id", "=", v.id).where("alias", "=", v.alias);
  });
  const { db } = home.helpline;
  const { anna, bela } = home;
  expect(db.first(counted({ id: anna.id, alias: "Mika" }))).toEqual({ id: anna.id });
  expect(db.first(counted({ id: bela.id, alias: "Luna" }))).toEqual({ id: bela.id });
  expect(db.first(counted({ id: bela.id, alias: "Mika" }))).toBeUndefined();
  expect(built).toBe(1);
});

test("a prepared query writes every kind of value, nothing among them", async () => {
  const { db } = home.helpline;
  interface Row extends Record<string, unknown> {
    at: number;
    before: string | null;
  }
  const noted = prepared((v: Row) =>
    q.insertInto("audit").values({
      quarter: 0,
      exact_at: v.at,
      actor: "porchlight",
      action: "x",
      object: "y",
      before: v.before,
      after: null,
    }),
  );
  await db.change("porchlight", (tx) => {
    tx.run(noted({ at: 1, before: null }));
    tx.run(noted({ at: 2, before: "b" }));
  });
  const rows = db.all(q.selectFrom("audit").select(["at", "before"]).where("action", "=", "x").orderBy("at"));
  expect(rows).toEqual([
    { at: 1, before: null },
    { at: 2, before: "b" },
  ]);
});

/** Counts how often the data are really read. */
function counting(): { reads: number } {
  const count = { reads: 0 };
  const prepare = files.data.prepare.bind(files.data);
  files.data.prepare = ((sql: string) => {
    const statement = prepare(sql);
    const get = statement.get.bind(statement);
    statement.get = ((...values: unknown[]) => {
      count.reads += 1;
      return get(...values);
    }) as typeof statement.get;
    return statement;
  }) as typeof files.data.prepare;
  return count;
}

test("in one look the same is read once, and another look reads it anew", () => {
  const { db } = home.helpline;
  const count = counting();
  const query = (): Query<{ alias: string }> =>
    q.selectFrom("staff").select(["alias"]).where("id", "=", home.anna.id).where("alias", "!=", "never before");
  const twice = () => db.look((seen) => [seen.first(query()), seen.first(query())]);
  const [first, second] = twice();
  expect(first).toEqual({ alias: "Mika" });
  expect(second).toBe(first);
  expect(count.reads).toBe(1);
  twice();
  expect(count.reads).toBe(2);
});

test("a look tells values apart, and first from all", () => {
  const { db } = home.helpline;
  db.look((seen) => {
    expect(seen.first(byId({ id: home.anna.id }))?.alias).toBe("Mika");
    expect(seen.first(byId({ id: home.bela.id }))?.alias).toBe("Luna");
    expect(seen.all(byId({ id: home.anna.id }))).toEqual([{ alias: "Mika" }]);
  });
});

test("a look that fails leaves the data free for the next change", async () => {
  const { db } = home.helpline;
  expect(() =>
    db.look(() => {
      throw new Error("cannot be drawn");
    }),
  ).toThrow("cannot be drawn");
  expect(files.data.inTransaction).toBe(false);
  await expect(db.change("porchlight", () => 7)).resolves.toBe(7);
});

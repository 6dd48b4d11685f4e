import { afterEach, beforeEach, expect, test } from "vitest";
import Database from "#sqlite";
import { dataMigrations, migrate } from "#src/db/migrate.ts";

// What a helpline has that told its waiting from the conversations: migrations/0026_line_gone.sql.

let data: Database.Database;
beforeEach(() => {
  data = new Database(":memory:");
});
afterEach(() => data.close());

const before = dataMigrations.filter(({ name }) => name < "0026");

const conversation = (id: number, came: number, how: Record<string, number | string>) => {
  const row = {
    ...{ id, line_id: 1, lane: "normal", language: "en", name_index: id, rules_version: 1, start_id: `s${id}` },
    ...{ started_at: came, youth_here_at: came, ...how },
  };
  const names = Object.keys(row);
  data
    .prepare(`INSERT INTO conversation (${names}) VALUES (${names.map(() => "?")})`)
    .run(...(Object.values(row) as string[]));
};

test("those who are gone stay so: who was taken or left, and nobody else", () => {
  migrate(data, before, 0);
  data.exec("PRAGMA foreign_keys = OFF");
  conversation(1, 10, { claimed_at: 20, counsellor_id: 1, ended_at: 90, end_reason: "ended_by_youth" });
  conversation(2, 11, { ended_at: 15, end_reason: "left_line" });
  conversation(3, 12, { ended_at: 30, end_reason: "line_closed" });
  conversation(4, 13, {});
  conversation(5, 14, { claimed_at: 16, counsellor_id: 1, rehearsal: 1 });
  migrate(data, dataMigrations, 1);
  const gone = data.prepare("SELECT line_id, came, gone FROM line_gone ORDER BY id").all();
  expect(gone).toEqual([
    { line_id: 1, came: 11, gone: 15 },
    { line_id: 1, came: 10, gone: 20 },
  ]);
});

test("of many only the newest hundred", () => {
  migrate(data, before, 0);
  data.exec("PRAGMA foreign_keys = OFF");
  for (let n = 1; n <= 103; n += 1) conversation(n, n, { claimed_at: 200 + n, counsellor_id: 1 });
  migrate(data, dataMigrations, 1);
  const found = data.prepare("SELECT count(*) AS count, min(gone) AS first FROM line_gone").get();
  expect(found).toEqual({ count: 100, first: 204 });
});

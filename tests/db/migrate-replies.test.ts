import { expect, test } from "vitest";
import Database from "#sqlite";
import { dataMigrations, migrate } from "#src/db/migrate.ts";

// What a helpline finds whose audit trail held the texts of its replies: migrations/0016_reply_changes.sql.

test("texts of shared replies go from the audit trail to where they can be undone; name, language and length stay", () => {
  const data = new Database(":memory:");
  const at = dataMigrations.findIndex(({ name }) => name === "0016_reply_changes.sql");
  migrate(data, dataMigrations.slice(0, at), 1);
  const after = JSON.stringify({ a: { language: "en", topic: "", name: "Tears", text: "Take your time." }, b: null });
  const add = data.prepare(
    "INSERT INTO audit (id, at, actor, action, object, before, after) VALUES (?, 1, 'staff:1', ?, ?, ?, ?)",
  );
  add.run(1, "replies.changed", "replies", '{"a":null,"b":null}', after);
  add.run(2, "replies.changed", "replies:7", '{"c":null}', '{"c":null}');
  add.run(3, "settings.changed", "settings:keeping", null, '{"text":"other"}');
  migrate(data, dataMigrations, 2);
  const kept = data.prepare("SELECT before, after FROM audit ORDER BY id").all() as { before: string; after: string }[];
  expect(kept.map((row) => JSON.parse(row.after))).toEqual([
    { a: { language: "en", name: "Tears", length: 15 }, b: null },
    { c: null },
    { text: "other" },
  ]);
  expect(JSON.parse(kept[0]!.before)).toEqual({ a: null, b: null });
  expect(data.prepare("SELECT change_id, after FROM reply_change").all()).toEqual([{ change_id: 1, after }]);
});

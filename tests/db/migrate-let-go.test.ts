import { expect, test } from "vitest";
import Database from "#sqlite";
import { dataMigrations, migrate } from "#src/db/migrate.ts";

// What a helpline finds in which somebody waits to be written to: migrations/0030_let_go.sql.

test("whoever waits to be written to, and their links, are what they were; no number is given twice", () => {
  const data = new Database(":memory:");
  data.pragma("foreign_keys = ON");
  const at = dataMigrations.findIndex(({ name }) => name === "0030_let_go.sql");
  migrate(data, dataMigrations.slice(0, at), 1);
  const asks = () =>
    data
      .prepare(
        "INSERT INTO callback (line_id, language, address, mark, shared, offered, asked_at) VALUES (1, 'nl', x'01', 'm', 'no', 'full', 5) RETURNING *",
      )
      .get() as { id: number };
  const kept = asks();
  const gone = asks();
  data.prepare("INSERT INTO callback_invitation VALUES (?, 1, 'hash', 6, 1, 0, NULL)").run(kept.id);
  data.prepare("DELETE FROM callback WHERE id = ?").run(gone.id);
  const links = data.prepare("SELECT * FROM callback_invitation").all();
  migrate(data, dataMigrations, 2);
  expect(data.prepare("SELECT * FROM callback").all()).toEqual([kept]);
  expect(data.prepare("SELECT * FROM callback_invitation").all()).toEqual(links);
  expect(asks().id).toBe(gone.id + 1);
  data.prepare("UPDATE callback SET address = NULL, ended_at = 9, end_reason = 'let_go' WHERE id = ?").run(kept.id);
  data.prepare("DELETE FROM callback WHERE id = ?").run(kept.id);
  expect(data.prepare("SELECT * FROM callback_invitation").all()).toEqual([]);
  expect(data.pragma("foreign_key_check")).toEqual([]);
});

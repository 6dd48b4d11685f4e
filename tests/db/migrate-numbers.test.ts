import { expect, test } from "vitest";
import Database from "#sqlite";
import { dataMigrations, migrate } from "#src/db/migrate.ts";

// Tables that were made anew and kept the numbers of their rows, and the next one: migrations/0030_let_go.sql, 0070_emergency_again.sql.

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

test("emergencies and what was asked of their addresses are what they were; a chat may have another, and no number is given twice", () => {
  const data = new Database(":memory:");
  const at = dataMigrations.findIndex(({ name }) => name === "0070_emergency_again.sql");
  migrate(data, dataMigrations.slice(0, at), 1);
  // Neither chats nor people are of interest here.
  data.pragma("foreign_keys = OFF");
  const declares = (chat: number) =>
    data
      .prepare(
        `INSERT INTO emergency (conversation_id, name_index, line_id, staff_id, at, informed, passed, note, note_days)
         VALUES (?, 4, 1, 1, 5, '["police"]', '[]', x'01', 28) RETURNING *`,
      )
      .get(chat) as { id: number };
  const asks = (emergency: number) =>
    data
      .prepare(
        "INSERT INTO address_request (emergency_id, asked_by, asked_at, reason) VALUES (?, 1, 6, 'r') RETURNING *",
      )
      .get(emergency) as { id: number };
  const [first, second] = [declares(7), declares(8)];
  const [kept, gone] = [asks(first.id), asks(first.id)];
  expect(() => declares(7)).toThrow("UNIQUE");
  data.prepare("DELETE FROM address_request WHERE id = ?").run(gone.id);
  data.prepare("DELETE FROM emergency WHERE id = ?").run(second.id);
  migrate(data, dataMigrations, 2);
  expect(data.prepare("SELECT * FROM emergency").all()).toEqual([first]);
  expect(data.prepare("SELECT * FROM address_request").all()).toEqual([kept]);
  expect([declares(7).id, asks(first.id).id]).toEqual([second.id + 1, gone.id + 1]);
  const refersTo = data.pragma("foreign_key_list(address_request)") as { table: string }[];
  expect(refersTo.map(({ table }) => table)).toContain("emergency");
});

test("where foreign keys hold, as they do, it is one step too", () => {
  const data = new Database(":memory:");
  data.pragma("foreign_keys = ON");
  const at = dataMigrations.findIndex(({ name }) => name === "0070_emergency_again.sql");
  migrate(data, dataMigrations.slice(0, at), 1);
  data.exec(
    "INSERT INTO staff (sign_in_name, real_name, alias, password_hash, language, created_at) VALUES ('bela', 'B', 'Luna', 'x', 'en', 1)",
  );
  data.exec(
    `INSERT INTO emergency (name_index, line_id, staff_id, at, informed, passed, note_days) VALUES (4, 1, 1, 5, '[]', '[]', 28);
     INSERT INTO address_request (emergency_id, asked_by, asked_at, reason) VALUES (1, 1, 6, 'r');`,
  );
  migrate(data, dataMigrations, 2);
  expect(data.prepare("SELECT count(*) AS n FROM address_request").get()).toEqual({ n: 1 });
  expect(data.pragma("foreign_key_check")).toEqual([]);
  expect(() => data.exec("DELETE FROM emergency")).toThrow("FOREIGN KEY");
});

import { expect, test } from "vitest";
import Database from "#sqlite";
import { dataMigrations, migrate } from "#src/db/migrate.ts";

// A helpline that has said of a chat that it is forgotten, and kept its words for something that was wrong: migrations/0071_had_part.sql.

test("nothing leads to it any more, and who had a part in it is known all the same; of others all stays as it was", () => {
  const data = new Database(":memory:");
  data.pragma("foreign_keys = ON");
  const at = dataMigrations.findIndex(({ name }) => name === "0071_had_part.sql");
  migrate(data, dataMigrations.slice(0, at), 1);
  data.exec("INSERT INTO rules (version, content, published_at) VALUES (1, '{}', 1)");
  for (const id of [1, 2, 3]) {
    data.exec(`INSERT INTO staff (id, sign_in_name, real_name, alias, password_hash, language, created_at)
      VALUES (${id}, 'name ${id}', 'Name ${id}', 'Alias ${id}', 'hash', 'en', 1)`);
  }
  const chats = [1, 2];
  for (const id of chats) {
    data.exec(`
      INSERT INTO conversation (id, line_id, lane, language, name_index, rules_version, start_id, youth_token_hash, started_at, claimed_at,
        counsellor_id, ended_at, end_reason, youth_here_at, gone_told_at)
        VALUES (${id}, 1, 'normal', 'en', ${id}, 1, 'start ${id}', 'token ${id}', 1, 2, 1, 5, 'ended_by_youth', 5, ${id === 1 ? 9 : "NULL"});
      INSERT INTO emergency (conversation_id, name_index, line_id, staff_id, at, informed, passed, note_days, phoned_by)
        VALUES (${id}, 1, 1, 1, 3, '[]', '[]', 14, 2);
      INSERT INTO chat_hold (conversation_id, name_index, staff_id, reason, at, until_at) VALUES (${id}, 1, 3, 'danger', 6, 7);
      INSERT INTO chat_opening (conversation_id, name_index, why, asked_by, asked_at)
        VALUES (${id}, 1, 'danger', 3, 6), (${id}, 1, 'concern', 3, 6);
      INSERT INTO thank_you (conversation_id, staff_id, body, at) VALUES (${id}, 1, x'01', 6);`);
  }
  migrate(data, dataMigrations, 10);
  expect(data.prepare("SELECT * FROM had_part").all()).toEqual([
    { conversation_id: 1, staff_id: 1 },
    { conversation_id: 1, staff_id: 2 },
  ]);
  const ledTo = (table: string) => data.prepare(`SELECT conversation_id FROM ${table} ORDER BY 1`).pluck().all();
  expect(["emergency", "chat_hold", "thank_you"].map(ledTo)).toEqual([[null, 2], [null, 2], [2]]);
  const opened = data.prepare("SELECT conversation_id, why FROM chat_opening ORDER BY id").raw().all();
  expect(opened).toEqual([
    [null, "danger"],
    [1, "concern"],
    [2, "danger"],
    [2, "concern"],
  ]);
  const standing = "SELECT closed_at, youth_token_hash FROM conversation ORDER BY id";
  expect(data.prepare(standing).raw().all()).toEqual([
    [9, null],
    [null, "token 2"],
  ]);
  expect(data.pragma("foreign_key_check")).toEqual([]);
});

import { expect, test } from "vitest";
import Database from "#sqlite";
import { dataMigrations, migrate } from "#src/db/migrate.ts";

// What a helpline finds that has been counting for a while: migrations 0050 to 0054.

const at = Date.UTC(2026, 10, 24, 18, 20, 7, 431);

/** Data as they were before one of the migrations, with what `fill` puts into them. */
function before(name: string, fill: string[]): Database.Database {
  const data = new Database(":memory:");
  data.pragma("foreign_keys = ON");
  migrate(
    data,
    dataMigrations.slice(
      0,
      dataMigrations.findIndex((one) => one.name === name),
    ),
    1,
  );
  for (const row of fill) data.exec(row);
  return data;
}

const rules = `INSERT INTO rules (version, content, published_at) VALUES (1, '{}', ${at})`;
const chat = (id: number, rehearsal: 0 | 1, calledBack: 0 | 1 = 0) =>
  `INSERT INTO conversation (id, line_id, lane, language, name_index, rules_version, start_id, started_at, youth_here_at,
     rehearsal, called_back) VALUES (${id}, 1, 'normal', 'nl', 4, 1, 'start ${id}', ${at}, ${at}, ${rehearsal}, ${calledBack})`;
const contact = (id: number, before: string, after: string, helped: string) =>
  `INSERT INTO contact (id, conversation_id, line_id, lane, language, day, waited_s, talked_s, youth_messages,
     counsellor_messages, end_reason, feeling_before, feeling_after, helped)
   VALUES (${id}, ${id}, 1, 'normal', 'nl', '2026-11-24', 1, 8, 1, 1, 'ended_by_youth', ${before}, ${after}, ${helped})`;

test("a rehearsal is one still, everything else is real; a third kind may come", () => {
  const data = before("0050_kind.sql", [rules, chat(1, 0), chat(2, 1)]);
  migrate(data, dataMigrations, 2);
  const kinds = () => data.prepare("SELECT kind FROM conversation ORDER BY id").pluck().all();
  expect(kinds()).toEqual(["real", "rehearsal"]);
  data.exec("UPDATE conversation SET kind = 'practice' WHERE id = 1");
  expect(kinds()).toEqual(["practice", "rehearsal"]);
  expect(() => data.exec("UPDATE conversation SET kind = 'other' WHERE id = 1")).toThrow(/CHECK/);
});

test("of contacts from before nothing is made up: what nobody knows is null, what was answered was asked", () => {
  const fill = [rules, chat(1, 0, 1), chat(2, 0), contact(1, "3", "NULL", "NULL"), contact(2, "NULL", "0", "'no'")];
  const data = before("0050_kind.sql", fill);
  migrate(data, dataMigrations, 2);
  const unknown = { quarter: null, returned: null, called_back: null, next_asked: null, next_step: null };
  expect(data.prepare("SELECT * FROM contact ORDER BY id").all()).toMatchObject([
    { ...unknown, feeling_before: 3, before_asked: "given", after_asked: null, helped_asked: null },
    { ...unknown, feeling_before: null, before_asked: null, after_asked: "given", helped: "no", helped_asked: "given" },
  ]);
  // A chat that goes on over the upgrade may have been asked before it; one that begins then has not.
  expect(data.prepare("SELECT feeling_shown, came_again FROM conversation").all()).toEqual([
    { feeling_shown: null, came_again: null },
    { feeling_shown: null, came_again: null },
  ]);
  data.exec(chat(3, 0).replace("rehearsal, called_back)", "called_back)").replace(", 0, 0)", ", 0)"));
  expect(data.prepare("SELECT feeling_shown, came_again FROM conversation WHERE id = 3").get()).toEqual({
    feeling_shown: 0,
    came_again: 0,
  });
  expect(data.pragma("foreign_key_check")).toEqual([]);
});

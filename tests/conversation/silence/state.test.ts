import { expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { isSilent, silenceNow } from "#src/conversation/silence/state.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Query } from "#src/db/query.ts";
import { annaSays, talking, youthSays } from "#tests/support/house/chats.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";

test("what is asked of every chat each second reads no words: an index answers it, however long the chat is", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  const { files } = home;
  await open(home);
  const id = await talking(home);
  await annaSays(home, id, "hi");
  clock.pass(60_000);
  await youthSays(home, id, "you there?");
  const { db } = home.helpline;
  const one = conversation(db, id)!;
  const asked: string[] = [];
  const heard = <Given extends Query<unknown>>(query: Given): Given => {
    asked.push(query.compile().sql);
    return query;
  };
  const listening: DataReader = {
    all: (query) => db.all(heard(query)),
    first: (query) => db.first(heard(query)),
    keyring: db.keyring,
    crowd: db.crowd,
  };
  expect(silenceNow(listening, one, home.helpline).clock).toEqual({ of: "counsellor", since: clock.now() });
  expect(isSilent(listening, one)).toBe(false);
  const plans = asked
    .filter((sql) => sql.includes('"message"'))
    .flatMap((sql) => {
      const rows = files.data.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...sql.replace(/[^?]/g, "")) as {
        detail: string;
      }[];
      return rows.map(({ detail }) => detail).filter((detail) => /\bmessage\b/.test(detail));
    });
  expect(plans.length).toBeGreaterThan(3);
  for (const plan of plans) expect(plan).toContain("COVERING INDEX message_by_author (conversation_id=? AND author=?");
});

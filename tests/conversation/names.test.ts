import { expect, test } from "vitest";
import { nameCount, shortName } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import { languages } from "#src/i18n/i18n.ts";
import { comesIn, youthEnds } from "#tests/support/house/chats.ts";
import { house, open } from "#tests/support/house/helpline.ts";

test.each(languages)("in %s all the names differ and begin with a capital", (language) => {
  const names = Array.from({ length: nameCount }, (_, index) => shortName(language, index));
  expect(new Set(names).size).toBe(nameCount);
  for (const name of names) expect(name).toMatch(/^\p{Lu}\S* \S+/u);
});

test("no two open conversations have the same name, and a name is free again after the end", async () => {
  const home = await house();
  await open(home);
  const { db } = home.helpline;
  const ids = await Promise.all(Array.from({ length: nameCount }, () => comesIn(home, null)));
  const named = () => db.all(q.selectFrom("conversation").select("name_index").where("closed_at", "is", null));
  expect(new Set(named().map((one) => one.name_index)).size).toBe(nameCount);
  await youthEnds(home, ids[17]!);
  const free = db.first(q.selectFrom("conversation").select("name_index").where("id", "=", ids[17]!))!.name_index;
  const next = await comesIn(home, null);
  expect(db.first(q.selectFrom("conversation").select("name_index").where("id", "=", next))!.name_index).toBe(free);
  // More than there are names: somebody shares one, nobody is turned away.
  await expect(comesIn(home, null)).resolves.toBeGreaterThan(next);
});

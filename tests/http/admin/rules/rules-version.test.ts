import { expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { setSetting } from "#src/settings/settings.ts";
import { act, field, says } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";

test("a version is shown as it was read, in each language, with why it came", async () => {
  const { line, aino } = await desk();
  await aino.post("/admin/rules", { based_on: "0", "own.chat.nl": "Neem je tijd.\n\nEcht <waar>." });
  await aino.post("/admin/rules/publish", { based_on: field((await aino.get("/admin/rules")).text, "based_on") });
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 0 }));

  const dutch = (await aino.get("/admin/rules/2?l=nl")).text;
  expect(dutch).toContain(says("admin.rules.as_it_was"));
  expect(dutch).toContain(says("rules.kept.words", { days: 14 }, "nl"));
  expect(dutch).toContain('<p dir="auto">Neem je tijd.</p><p dir="auto">Echt &lt;waar&gt;.</p>');
  expect(dutch).toContain(says("admin.rules.because", { what: says("admin.setting.ownRules") }));
  expect(dutch).toContain(`<div lang="nl"`);
  expect(dutch).toMatch(/href="\/admin\/rules\/2\?l=nl"[^>]*aria-current="page"/);

  const english = (await aino.get("/admin/rules/3")).text;
  expect(english).toContain(says("admin.rules.as_it_is"));
  expect(english).toContain(says("rules.kept.words_to_end"));
  expect(english).not.toContain("Neem je tijd");
  expect((await aino.get("/admin/rules/3?l=xx")).text).toContain(says("rules.kept.words_to_end"));
});

test("one that was written by an earlier Porchlight can be read too", async () => {
  const { line, aino } = await desk();
  const content = JSON.stringify({ en: [["What we keep", "Your words."]], fr: [["Ce qu’on garde", "Tes mots."]] });
  await line.helpline.db.change("porchlight", (tx) => tx.run(q.updateTable("rules").set({ content })));
  const french = (await aino.get("/admin/rules/1?l=fr")).text;
  expect(french).toMatch(/Ce qu’on garde[\s\S]*Tes mots\./);
  // In a language that came later it was never read.
  expect(french).not.toContain("Suomi");
  expect((await aino.get("/admin/rules/1?l=fi")).text).toContain("Your words.");
});

test.each(["0", "2", "-1", "1.0", "x", "99999999999"])("there is no version %s", async (version) => {
  const { aino } = await desk();
  expect((await aino.get(`/admin/rules/${version}`)).status).toBe(404);
});

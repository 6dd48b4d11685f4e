import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entries } from "#src/audit/reading.ts";
import { entryInWords } from "#src/http/admin/people/audit.tsx";
import { catalog, type Key, languages, translate } from "#src/i18n/i18n.ts";
import { house } from "#tests/support/house/helpline.ts";

/** Every act that leaves an entry, as audit.ts names them. */
const acts = [...readFileSync("src/audit/audit.ts", "utf8").matchAll(/case "([\w.]+)":/g)].map((found) => found[1]!);
/** The last of them answer for themselves. */
const noted = acts.slice(0, acts.indexOf("message.written"));

test("every act that is noted has its sentence, whole or for each of its outcomes", () => {
  const keys = Object.keys(catalog("en"));
  expect(noted.length).toBeGreaterThan(50);
  // It is noted as what it is for: what is held, or what was wrong.
  const named = (act: string) =>
    act.startsWith("opening.") ? ["hold", "concern"].map((of) => act.replace("opening", of)) : [act];
  const silent = noted
    .flatMap(named)
    .filter(
      (act) => !keys.some((key) => key === `admin.audit.did.${act}` || key.startsWith(`admin.audit.did.${act}.`)),
    );
  expect(silent).toEqual([]);
});

test("in every language each sentence takes its names, and none is left with a brace", async () => {
  const { helpline, anna, bela } = await house();
  for (const language of languages) {
    for (const key of Object.keys(catalog("en")).filter((one): one is Key => one.startsWith("admin.audit.did."))) {
      const said = translate(language)(key, { who: "Mika", what: "12", to: "Luna", n: 2 });
      expect(said).not.toMatch(/[{}]/);
    }
    const t = translate(language);
    const entry = { id: 1, at: 0, exact_at: 0, actor: `staff:${anna.id}` as const, after: `staff:${bela.id}` };
    const said = entryInWords(helpline.db, t, { ...entry, action: "conversation.offered", object: "conversation:12" });
    for (const name of ["Mika", "Luna", "12"]) expect(said).toContain(name);
  }
});

test("whoever is gone, and what nobody has a sentence for, is still told", async () => {
  const { helpline } = await house();
  const say = (more: object) =>
    entryInWords(helpline.db, translate("en"), {
      id: 1,
      at: 0,
      exact_at: 0,
      actor: "porchlight",
      action: "staff.changed",
      object: "staff:99",
      after: null,
      ...more,
    });
  expect(say({})).toBe("Porchlight changed the account of (no longer exists)");
  expect(say({ action: "weather.changed", object: "weather:2" })).toBe("Porchlight: weather.changed weather:2");
  expect(say({ actor: "youth", action: "conversation.ended", object: "conversation:3" })).toBe(
    "A young person ended chat 3",
  );
  expect(say({ actor: "command line", action: "staff.invited", object: "invitation:3" })).toContain(
    "Someone at the server",
  );
});

test("the time of a copy that was restored is told by the clock of the helpline", async () => {
  const { helpline, aino } = await house();
  const at = Date.parse("2026-11-24T23:30Z");
  await helpline.db.change("command line", (_tx, emit) => emit({ type: "backup.restored", at }));
  const [entry] = entries(helpline.db, aino.id, { kind: null, actor: null, from: null, to: null, before: null }, 1);
  expect(entryInWords(helpline.db, translate("en"), entry!)).toContain(" 25 November 2026 at 00:30;");
});

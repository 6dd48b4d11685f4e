import { expect, test } from "vitest";
import { publishedRules } from "#src/settings/rules/published.ts";
import { settings } from "#src/settings/settings.ts";
import { open } from "#tests/support/house/helpline.ts";
import { field, person, says, staff, youth } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";

const draft = { based_on: "0", do: "publish", "own.kept.fr": "Demande-nous.\nOn t’explique <tout>." };

test("before it happens it is said what will: the version, whom it leaves alone, and the words", async () => {
  const { line, aino } = await desk();
  await open(line);
  await youth(line);
  const { to } = await aino.post("/admin/rules", draft);
  expect(to).toBe("/admin/rules/publish");
  const { text } = await aino.get(to!);
  expect(text).toContain(says("admin.rules.publish_from_now", { version: 2 }));
  expect(text).toContain(says("admin.rules.publish_going", { n: 1 }));
  expect(text).toContain(`${says("rules.kept.title")} (Français)`);
  expect(text).toContain("Demande-nous.<br/>On t’explique &lt;tout&gt;.");
  // Nothing has happened yet.
  expect(publishedRules(line.helpline.db).version).toBe(1);
});

test("published: young people read the words after what is computed, in that language only, with a new date", async () => {
  const { line, aino: yesterday, clock } = await desk();
  await yesterday.post("/admin/rules", draft);
  clock.pass(24 * 60 * 60_000);
  const aino = await staff(line, line.aino);
  const { text } = await aino.get("/admin/rules/publish");
  const { to } = await aino.post("/admin/rules/publish", { based_on: field(text, "based_on") });
  expect((await aino.get(to!)).text).toContain(says("admin.rules.stands", { version: 2 }));
  const kept = async (language: string) => {
    const { text } = await person(line).get(`/how?l=${language}`);
    return text.split('id="kept">')[1]!.split("</section>")[0]!;
  };
  const french = await kept("fr");
  expect(french).toContain(says("youth.how.own", {}, "fr"));
  expect(french.indexOf(says("rules.kept.rights", {}, "fr"))).toBeLessThan(french.indexOf("Demande-nous"));
  expect(french).toContain('<p dir="auto">Demande-nous.<br/>On t’explique &lt;tout&gt;.</p>');
  expect(await kept("en")).not.toContain(says("youth.how.own"));
  expect((await person(line).get("/how")).text).toContain("Version 2, since 20 October 2026");
});

test("whoever is in a chat keeps the version agreed to; whoever opened the page before agrees to that one", async () => {
  const { line, aino } = await desk();
  await open(line);
  const noor = person(line);
  const door = (await noor.get("/")).text;
  await youth(line, "Sam’s words");
  await aino.post("/admin/rules", draft);
  await aino.post("/admin/rules/publish", {
    based_on: field((await aino.get("/admin/rules/publish")).text, "based_on"),
  });
  const form = { client_id: field(door, "client_id"), rules: field(door, "rules"), text: "Noor’s words" };
  expect((await noor.post("/start", form)).to).toBe("/");
  await youth(line, "after");
  const { text } = await aino.get("/admin/rules");
  const [second, first] = text.split('id="versions"')[1]!.split("<li>").slice(1) as [string, string];
  expect(second).toContain(says("admin.rules.consents", { n: 1 }));
  expect(first).toContain(says("admin.rules.consents", { n: 2 }));
});

test("what is taken away, and what stood there until now, is said too", async () => {
  const { aino } = await desk();
  await aino.post("/admin/rules", draft);
  await aino.post("/admin/rules/publish", {
    based_on: field((await aino.get("/admin/rules/publish")).text, "based_on"),
  });
  const basedOn = field((await aino.get("/admin/rules")).text, "based_on");
  await aino.post("/admin/rules", { based_on: basedOn, "own.kept.fr": "" });
  const { text } = await aino.get("/admin/rules/publish");
  expect(text).toContain(says("admin.rules.publish_gone"));
  expect(text.split(says("admin.rules.publish_before"))[1]).toContain("Demande-nous.");
});

test("without a draft there is nothing to publish", async () => {
  const { line, aino } = await desk();
  expect((await aino.get("/admin/rules/publish")).to).toBe("/admin/rules");
  expect((await aino.post("/admin/rules/publish", { based_on: "0" })).to).toBe("/admin/rules?saved=0");
  expect(publishedRules(line.helpline.db).version).toBe(1);
});

test("a draft that a colleague changed meanwhile is not published unseen", async () => {
  const { line, aino, sven } = await desk();
  await aino.post("/admin/rules", draft);
  const seen = field((await aino.get("/admin/rules/publish")).text, "based_on");
  await (await sven()).post("/admin/rules", { based_on: seen, "own.kept.fr": "Autre chose." });
  const { status, text } = await aino.post("/admin/rules/publish", { based_on: seen });
  expect(status).toBe(409);
  expect(text).toMatch(/Ash, [^<]*Draft changed: What we keep \(Français\)/);
  expect(settings(line.helpline.db).ownRules).toEqual({});
});

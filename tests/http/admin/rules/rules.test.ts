import { expect, test } from "vitest";
import { maxOwnRules } from "#src/settings/rules/own-rules.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { act, field, person, says, typed, unescaped } from "#tests/support/house/http.ts";
import { country } from "#tests/support/keys/flips.ts";
import { desk, monday } from "#tests/support/people/admin.ts";

const words = (text: string) => ({ "own.kept.en": text });

test("each part shows what Porchlight says, where that is set, and a box for every language on offer", async () => {
  const { aino } = await desk();
  const { status, text } = await aino.get("/admin/rules");
  expect(status).toBe(200);
  for (const part of ["chat", "help", "people", "kept", "told", "traces"] as const) {
    expect(text).toContain(`id="part-${part}">${says(`rules.${part}.title`)}</h2>`);
    for (const language of ["en", "fr", "nl"]) expect(text).toContain(`name="own.${part}.${language}"`);
  }
  const line = (words: string) => text.split("<li>").find((one) => one.startsWith(words))!;
  expect(line(says("rules.kept.words", { days: 14 }))).toContain('href="/admin/settings/keeping"');
  expect(line("This chat is for people aged")).toContain('href="/admin/settings/helpline"');
  expect(line("In danger now?")).toContain('href="/admin/settings/emergency"');
  expect(line(says("rules.kept.no_address"))).toContain('href="/admin/settings/address"');
  // The same for everybody: nothing to set.
  expect(line(says("rules.kept.no_ads"))).not.toContain("href");
  expect(text).toContain("Write to you: off, Suggest answers to us: off");
});

test("only languages on offer have a box; the words of the others are not lost", async () => {
  const { line, aino } = await desk();
  await aino.post("/admin/rules", { based_on: "0", "own.chat.nl": "Hallo", "own.chat.en": "Hello" });
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "languages", value: ["en"] }));
  const { text } = await aino.get("/admin/rules");
  expect(text).not.toContain('name="own.chat.nl"');
  await aino.post("/admin/rules", { based_on: field(text, "based_on"), "own.chat.en": "Hello you" });
  expect(settings(line.helpline.db).rulesDraft).toEqual({ chat: { en: "Hello you", nl: "Hallo" } });
});

test("a draft is kept, and young people do not see it", async () => {
  const { line, aino } = await desk();
  const { to } = await aino.post("/admin/rules", { based_on: "0", do: "save", ...words("Ask us <anything>.") });
  const { text } = await aino.get(to!);
  expect(text).toContain(says("admin.rules.saved_draft"));
  expect(text).toContain(says("admin.rules.stands_draft", { version: 1 }));
  expect(typed(text, "own-kept-en")).toBe("Ask us <anything>.");
  expect(text).toContain(says("admin.rules.did_draft"));
  expect((await person(line).get("/how")).text).not.toContain("Ask us");
});

test("a book of full stops in a box is answered: whatever went back for each of them would not end in this test’s time", async () => {
  const { aino } = await desk();
  const { status, text } = await aino.post("/admin/rules", { based_on: "0", ...words(`${".".repeat(600_000)}x`) });
  expect([status, typed(text, "own-kept-en").length]).toEqual([422, 600_001]);
});

test("thrown away, the draft is gone, and what young people read is in the boxes again", async () => {
  const { line, aino } = await desk();
  await aino.post("/admin/rules", { based_on: "0", ...words("Ask us.") });
  const before = (await aino.get("/admin/rules")).text;
  expect(before).toContain(says("admin.rules.discard_means"));
  const { to } = await aino.post("/admin/rules/discard", { based_on: field(before, "based_on") });
  const { text } = await aino.get(to!);
  expect(typed(text, "own-kept-en")).toBe("");
  expect(text).not.toContain(says("admin.rules.discard_means"));
  expect(text).toContain(says("admin.rules.did_discard"));
  const undo = { change: field(text, "change"), based_on: field(text.split('id="undo"')[1]!, "based_on") };
  expect((await aino.post("/admin/settings/rules/undo", undo)).to).toMatch(/^\/admin\/rules\?saved=\d+$/);
  expect(settings(line.helpline.db).rulesDraft).toEqual({ kept: { en: "Ask us." } });
});

test("too long: a sentence beside the box and at the top, everything typed is still there, nothing is stored", async () => {
  const { line, aino } = await desk();
  const long = "word ".repeat(400).trim();
  const { status, text } = await aino.post("/admin/rules", { based_on: "0", "own.kept.fr": long, "own.chat.en": "Hi" });
  expect(status).toBe(422);
  const sentence = says("admin.entry.problem.too_long", { is: long.length, most: maxOwnRules });
  expect(text).toContain(`<p class="wrong">${sentence}</p>`);
  expect(text).toContain(`<a href="#own-kept-fr">${says("rules.kept.title")} (Français): ${sentence}</a>`);
  expect(typed(text, "own-kept-fr")).toBe(long);
  expect(typed(text, "own-chat-en")).toBe("Hi");
  expect(settings(line.helpline.db).rulesDraft).toBe(null);
});

test("words that could say otherwise than what is set are warned of, and not refused", async () => {
  const { aino } = await desk();
  const { to } = await aino.post("/admin/rules", { based_on: "0", ...words("We keep your words for 90 days.") });
  const { text } = await aino.get(to!);
  expect(text).toContain(says("admin.rules.hint.computed", { part: "keep, days" }));
  expect(text).toContain(says("admin.rules.saved_draft"));
});

test("two admins at once: the second sees what was changed meanwhile, and loses nothing typed", async () => {
  const { line, aino, sven } = await desk();
  const other = await sven();
  await other.post("/admin/rules", { based_on: "0", ...words("Sven’s words") });
  const { status, text } = await aino.post("/admin/rules", { based_on: "0", ...words("Aino’s words") });
  expect(status).toBe(409);
  expect(text).toContain(says("admin.history.meanwhile"));
  expect(text).toMatch(/Ash, [^<]*Draft started/);
  expect(typed(text, "own-kept-en")).toBe("Aino’s words");
  expect(settings(line.helpline.db).rulesDraft).toEqual({ kept: { en: "Sven’s words" } });
  await aino.post("/admin/rules", { based_on: field(text, "based_on"), ...words("Both our words") });
  expect(settings(line.helpline.db).rulesDraft).toEqual({ kept: { en: "Both our words" } });
});

test("the preview is the page as young people will read it; the draft stays a draft", async () => {
  const { line, aino } = await desk();
  const form = {
    based_on: "0",
    preview_language: "fr",
    "own.told.fr": "Chez nous, <b>jamais</b>.",
    "own.kept.en": "x",
  };
  const { text } = await aino.post("/admin/rules/preview", form);
  expect(text).toContain('<html lang="fr"');
  const told = text.split('id="told">')[1]!.split("</section>")[0]!;
  expect(told).toContain('<p dir="auto">Chez nous, &lt;b&gt;jamais&lt;/b&gt;.</p>');
  expect(unescaped(text)).toMatch(/Version 2, depuis/);
  expect(publishedRules(line.helpline.db).version).toBe(1);
  expect(settings(line.helpline.db).rulesDraft).toBe(null);
  await aino.post("/admin/rules", { based_on: "0", ...words("Ask us.") });
  expect((await aino.get("/admin/rules/preview")).text).toContain("Ask us.");
});

test("what is too long is left out of the preview, and the rest is shown", async () => {
  const { aino } = await desk();
  const form = { "own.kept.en": "x".repeat(2_000), "own.chat.en": "Take your time." };
  const { status, text } = await aino.post("/admin/rules/preview", form);
  expect(status).toBe(200);
  expect(text).toContain("Take your time.");
  expect(text).not.toContain("xxxx");
});

test("all versions are told: when, why, what is new, and who agreed", async () => {
  const { line, aino, clock } = await desk();
  const set = (name: "retentionDays", value: number) =>
    act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name, value }));
  clock.pass(60_000);
  await set("retentionDays", 30);
  await act(line, line.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "emergency", value: [country("FR"), country("GB")] }),
  );
  const { text } = await aino.get("/admin/rules");
  const list = text.split('id="versions"')[1]!.split("</section>")[0]!;
  const [newest, middle, first] = list.split("<li>").slice(1) as [string, string, string];
  expect(newest).toContain(says("admin.rules.in_force"));
  expect(newest).toContain(says("admin.rules.because", { what: says("admin.setting.emergency") }));
  expect(newest).toMatch(/New: “Can’t talk out loud\? Find your country: many have another way.” \(2 more\)/);
  expect(middle).toContain('<a href="/admin/rules/2">Version 2</a>');
  expect(middle).toContain(says("admin.rules.because", { what: says("admin.setting.retentionDays") }));
  expect(middle).toContain("30 days");
  expect(first).toContain(says("admin.rules.because_first"));
  expect(first).toContain(says("admin.rules.consents", { n: 0 }));
});

test("without the master key the rules can be written, published and read all the same", async () => {
  const { line, aino } = await desk(monday, { master: null });
  expect(line.helpline.db.keyring.state()).not.toBe("ready");
  const { to } = await aino.post("/admin/rules", { based_on: "0", do: "publish", ...words("Ask us anything.") });
  expect(to).toBe("/admin/rules/publish");
  expect(settings(line.helpline.db).rulesDraft).toEqual({ kept: { en: "Ask us anything." } });
  const { text } = await aino.get("/admin/rules/publish");
  const published = await aino.post("/admin/rules/publish", { based_on: field(text, "based_on") });
  expect((await aino.get(published.to!)).text).toContain(says("admin.rules.stands", { version: 2 }));
  expect((await person(line).get("/how?l=en")).text).toContain("Ask us anything.");
});

test("saved as it was: nothing was different", async () => {
  const { aino } = await desk();
  const { to } = await aino.post("/admin/rules", { based_on: "0", do: "save" });
  expect((await aino.get(to!)).text).toContain(says("admin.form.saved_same"));
});

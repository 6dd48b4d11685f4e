import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { changeLightly, heavy, maxHow, maxLanding, TooHeavy } from "#src/http/frame/budget.tsx";
import { type Key, type Language, languages } from "#src/i18n/i18n.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { ruleParts } from "#src/settings/rules/own-rules.ts";
import { setSetting, setSettings, settings } from "#src/settings/settings.ts";
import { maxText } from "#src/settings/texts/text-check.ts";
import { standardOf } from "#src/settings/texts/texts.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";
import { house, open } from "#tests/support/house/helpline.ts";
import { act, person, youth } from "#tests/support/house/http.ts";
import { asked, askedAt, fillUp, noise, weighed } from "#tests/support/keys/budget.ts";
import { leave, strange } from "#tests/support/made/own-texts.ts";

const own = (language: Language, text: (key: Key) => string) =>
  youthTexts().map((key) => ({ language, key, text: text(key), standard: standardOf(`${language} ${key}`) }));

/** The bytes of a page as it is weighed: without the number that each has for itself, and at the address where it is asked. */
const bytesOf = (page: string) =>
  gzipSync(
    page
      .replace(/(name="client_id" value=")\w{32}/, `$1${"0".repeat(32)}`)
      .replaceAll('href="/?l=', `href="${askedAt}?l=`),
  ).length;

test("as shipped no first page is too heavy", async () => {
  const line = await house();
  await open(line);
  expect(await weighed(line)).toBeNull();
  for (const language of languages) {
    expect(bytesOf((await person(line).get(`/?l=${language}`)).text)).toBeLessThan(maxLanding);
  }
});

test.each(languages)("what is weighed is what is sent, to the byte: in %s", async (language) => {
  const line = await house({ asShipped: true });
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "language", value: language }));
  await open(line);
  await youth(line);
  await youth(line);
  // The heaviest of all pages is now the one that is sent: of a line that is full, in this language.
  await leave(line, [{ language, key: "youth.shut.full.title", text: noise(20_000), standard: "" }]);
  const sent = bytesOf((await person(line).get("/")).text);
  expect(sent).toBeGreaterThan(maxLanding);
  expect(await weighed(line)).toBe(sent);
});

test("a little above what the page may weigh is too heavy", async () => {
  const line = await house();
  await fillUp(line);
  expect(await weighed(line)).toBeNull();
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Ωψχφυτσρπο" }));
  expect(await weighed(line)).toBeGreaterThan(maxLanding);
  expect(await weighed(line)).toBeLessThan(maxLanding + 50);
});

test("the heaviest page in any language counts, whatever the door says just now", async () => {
  const line = await house();
  const long = noise(12_000);
  await leave(line, [{ language: "nl", key: "youth.shut.full.title", text: long, standard: "" }]);
  expect(await weighed(line)).toBeGreaterThan(maxLanding);
  expect(gzipSync((await person(line).get("/?l=nl")).text).length).toBeLessThan(maxLanding);
});

test("a language counts from when it is offered", async () => {
  const line = await house();
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "languages", value: ["en", "nl"] }));
  await leave(line, [{ language: "hu", key: "youth.door.title", text: noise(12_000), standard: "" }]);
  expect(await weighed(line)).toBeNull();
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "languages", value: ["en", "hu"] }));
  expect(await weighed(line)).toBeGreaterThan(maxLanding);
});

test("even where every text is as long as it may be, own texts alone make no page too heavy", async () => {
  const line = await house();
  const keys = youthTexts();
  for (const language of languages) {
    await leave(
      line,
      own(language, (key) => {
        const kept = strange(language, key);
        return `${kept} ${noise(Math.max(0, maxText(language, key) - kept.length - 1), keys.indexOf(key) * 7919)}`;
      }),
    );
  }
  expect(await weighed(line)).toBeNull();
  const door = await person(line).get("/?l=fr");
  expect(gzipSync(door.text).length).toBeGreaterThan(maxLanding / 2);
});

test("words of its own that make the page of the rules too heavy are refused, with the page that it is", async () => {
  const line = await house();
  const words = (seed: number) => ({ en: noise(1_490, seed), fr: noise(1_490, seed + 1) });
  const ownRules = Object.fromEntries(ruleParts.map((part, i) => [part, words(i * 7919 + 1)]));
  const change = (subject: "rules" | "helpline", values: Partial<Settings>) =>
    asked(line, (c) => {
      c.set("member", line.aino);
      return changeLightly(c, line.helpline, subject, (tx, emit) => setSettings(tx, emit, { subject, values })).then(
        () => null,
        (error) => (error instanceof TooHeavy ? heavy(error) : error),
      );
    });
  const refused = await change("rules", { ownRules });
  expect(refused.key).toBe("admin.settings.heavy");
  expect(refused.values.bytes).toBeGreaterThan(maxHow);
  expect(settings(line.helpline.db).ownRules).toEqual({});
  // As another version may have left it: nothing else may make it heavier still, and what makes it lighter may be saved.
  await act(line, line.aino, (tx, emit) => setSettings(tx, emit, { subject: "rules", values: { ownRules } }));
  expect((await change("helpline", { name: noise(40) })).key).toBe("admin.settings.heavy");
  expect(await change("rules", { ownRules: { chat: { en: "Ask us." } } })).toBeNull();
  const { text } = await person(line).get("/how");
  expect(gzipSync(text).length).toBeLessThan(maxHow);
});

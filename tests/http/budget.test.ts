import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { landingMost, overBudget } from "#src/http/budget.tsx";
import type { C } from "#src/http/context.ts";
import { type Key, type Language, languages } from "#src/i18n/i18n.ts";
import { textMost } from "#src/settings/text-check.ts";
import { standardOf } from "#src/settings/texts.ts";
import { youthTexts } from "#src/settings/youth-texts.ts";
import { type House, house, open } from "../support/helpline.ts";
import { person } from "../support/http.ts";
import { leave, strange } from "../support/own-texts.ts";

/** What is asked at a door of the house, where a request is at hand. */
async function asked<Found>(line: House, ask: (c: C) => Found): Promise<Found> {
  let found: Found | undefined;
  const { app } = line;
  app.get("/asked", (c) => {
    found = ask(c);
    return c.text("");
  });
  await app.request("/asked");
  return found!;
}

const own = (language: Language, text: (key: Key) => string) =>
  youthTexts.map((key) => ({ language, key, text: text(key), standard: standardOf(`${language} ${key}`) }));

/** Letters that are as hard to compress as any. */
function noise(length: number, seed = 4711): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(0x3b1 + ((state >> 16) % 24));
  }).join("");
}

test("as shipped no first page is too heavy, and what is weighed is what is sent", async () => {
  const line = await house();
  await open(line);
  expect(await asked(line, (c) => overBudget(c, line.helpline, line.helpline.db))).toBeNull();
  for (const language of languages) {
    const door = await person(line).get(`/?l=${language}`);
    expect(gzipSync(door.text).length).toBeLessThan(landingMost);
  }
});

test("the heaviest page in any language counts, whatever the door says just now", async () => {
  const line = await house();
  const long = noise(12_000);
  await leave(line, [{ language: "nl", key: "youth.shut.full.title", text: long, standard: "" }]);
  const bytes = await asked(line, (c) => overBudget(c, line.helpline, line.helpline.db));
  expect(bytes).toBeGreaterThan(landingMost);
  expect(gzipSync((await person(line).get("/?l=nl")).text).length).toBeLessThan(landingMost);
});

test("a door whose every text is the helpline’s own is drawn at most 1.5 times as slowly", async () => {
  const [plain, changed] = [await house(), await house()];
  for (const line of [plain, changed]) await open(line);
  for (const language of languages)
    await leave(
      changed,
      own(language, (key) => strange(language, key)),
    );
  const took = async (line: House) => {
    const before = performance.now();
    await (await line.app.request("/", { headers: { "Accept-Language": "en" } })).text();
    return performance.now() - before;
  };
  // One in turn with the other, and of each the fastest: whatever else this machine does can only slow them.
  const rounds: [number, number][] = [];
  for (let n = 0; n < 500; n++) rounds.push([await took(plain), await took(changed)]);
  const [without, having] = [0, 1].map((i) => Math.min(...rounds.map((round) => round[i]!))) as [number, number];
  expect(having / without).toBeLessThan(1.5);
}, 60_000);

test("even where every text is as long as it may be, own texts alone make no page too heavy", async () => {
  const line = await house();
  for (const language of languages) {
    await leave(
      line,
      own(language, (key) => {
        const kept = strange(language, key);
        return `${kept} ${noise(Math.max(0, textMost(language, key) - kept.length - 1), youthTexts.indexOf(key) * 7919)}`;
      }),
    );
  }
  expect(await asked(line, (c) => overBudget(c, line.helpline, line.helpline.db))).toBeNull();
  const door = await person(line).get("/?l=fr");
  expect(gzipSync(door.text).length).toBeGreaterThan(landingMost / 2);
});

import { expect, test, vi } from "vitest";
import { languages } from "#src/i18n/i18n.ts";
import { standardOf, textsFor } from "#src/settings/texts/texts.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { leave, strange } from "#tests/support/made/own-texts.ts";

test("a door whose every text is the helpline’s own asks the database no more than any other, and makes its texts once", async () => {
  const [plain, changed] = [await house(), await house()];
  for (const line of [plain, changed]) await open(line);
  for (const language of languages)
    await leave(
      changed,
      youthTexts().map((key) => ({
        language,
        key,
        text: strange(language, key),
        standard: standardOf(`${language} ${key}`),
      })),
    );
  const statement = Object.getPrototypeOf(plain.files.data.prepare("SELECT 1"));
  const reads = [vi.spyOn(statement, "all"), vi.spyOn(statement, "get")];
  const asked = async (line: House) => {
    const draw = async () => (await line.app.request("/", { headers: { "Accept-Language": "en" } })).text();
    await draw();
    for (const read of reads) read.mockClear();
    const page = await draw();
    return { page, reads: reads.reduce((sum, read) => sum + read.mock.calls.length, 0) };
  };
  const [without, having] = [await asked(plain), await asked(changed)];
  for (const read of reads) read.mockRestore();
  expect(having.page).toContain(strange("en", "youth.door.title"));
  expect(without.reads).toBeGreaterThan(0);
  expect(having.reads).toBeLessThanOrEqual(without.reads);
  const { db } = changed.helpline;
  expect(textsFor(db, "en")).toBe(textsFor(db, "en"));
});

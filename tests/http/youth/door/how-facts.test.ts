import { describe, expect, test } from "vitest";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { definitions } from "#src/settings/definitions.ts";
import { factOf } from "#src/settings/rules/facts.ts";
import { writtenRules } from "#src/settings/rules/published.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, person, unescaped } from "#tests/support/house/http.ts";
import { allFlips } from "#tests/support/keys/flips.ts";

/** What somebody reads at /how, a line for each block of the page. */
async function read(line: House, language: Language): Promise<string> {
  const { text } = await person(line).get(`/how?l=${language}`);
  expect(text).toContain(`<html lang="${language}"`);
  const main = text.split("<main")[1]!.split("</main>")[0]!;
  return unescaped(main.replace(/<\/?(a|b|strong|span)\b[^>]*>/g, "").replace(/<[^>]+>/g, "\n"));
}

/** Every sentence of the rules as they are set now. */
function sentences(line: House, language: Language): string[] {
  const parts = writtenRules(settings(line.helpline.db))[language];
  return parts.flatMap(({ lines, own }) => [...lines, ...own.split("\n")]).filter((sentence) => sentence !== "");
}

describe("Y12: whoever flips a setting that states a fact changes what is read at /how, in every language", () => {
  test.each(allFlips.filter(({ name }) => factOf[name] !== null))("$name = $value", async ({ name, value }) => {
    const line = await house({ asShipped: true });
    const before = Object.fromEntries(languages.map((language) => [language, sentences(line, language)]));
    for (const language of languages) {
      const text = await read(line, language);
      for (const sentence of before[language]!) expect(text).toContain(sentence);
    }
    const { subject } = definitions[name];
    await act(line, line.aino, (tx, emit) => setSettings(tx, emit, { subject, values: { [name]: value } }));
    // Only what is offered can be read.
    const offered = settings(line.helpline.db).languages;
    for (const language of offered) {
      const [text, was, now] = [await read(line, language), before[language]!, sentences(line, language)];
      const come = now.filter((sentence) => !was.includes(sentence));
      const gone = was.filter((sentence) => !now.includes(sentence));
      expect(come.length + gone.length).toBeGreaterThan(0);
      for (const sentence of now) expect(text).toContain(sentence);
      for (const sentence of gone) expect(text).not.toContain(sentence);
    }
    expect(offered.length).toBeGreaterThan(0);
  });

  test("Y7: all three cookies that a young person’s browser can be given are told of, and there is no fourth", async () => {
    const line = await house();
    await open(line);
    const noor = person(line);
    const look = await noor.post("/how-it-looks", { look: "notes", face: "same" });
    const begun = await noor.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "hello" });
    const [, left] = /data-left="([^"]+)"/.exec((await noor.get("/")).text)!;
    const given = [...look.set, ...begun.set, left!].map((one) => one.split("=")[0]);
    expect(given).toEqual(["v", "s", "w"]);
    expect(await read(line, "en")).toMatch(/One cookie [^\n]+ a second [^\n]+ a third /);
  });

  test("the helpline’s own words are read too, each in its language", async () => {
    const line = await house();
    const ownRules = {
      kept: {
        ...{ en: "Ask us.\n\nReally.", fr: "Demande-nous.", nl: "Vraag maar." },
        ...{ es: "Pregúntanos.", fi: "Kysy vain.", hu: "Kérdezz nyugodtan." },
      },
    };
    await act(line, line.aino, (tx, emit) => setSettings(tx, emit, { subject: "rules", values: { ownRules } }));
    for (const language of languages) {
      const text = await read(line, language);
      for (const each of languages) {
        const said = ownRules.kept[each].split("\n\n");
        for (const words of said) expect(text.includes(words), `${each} in ${language}`).toBe(each === language);
      }
    }
  });
});

import { describe, expect, test } from "vitest";
import { nextOf } from "#src/demo/colleague.ts";
import { scripts } from "#src/demo/scripts/scripts.ts";
import { demoStaff } from "#src/demo/staff.ts";
import { languages } from "#src/i18n/i18n.ts";
import { passwordLeast } from "#src/staff/sign-in/password.ts";

describe("the made-up young people", () => {
  test("come in every language, and the first three in three of them", () => {
    expect(new Set(scripts.map((one) => one.language))).toEqual(new Set(languages));
    expect(new Set(scripts.slice(0, 3).map((one) => one.language)).size).toBe(3);
  });

  test("end in every way there is, fall silent, and come back after a break", () => {
    expect(new Set(scripts.map((one) => one.ends))).toEqual(new Set(["goodbye", "leaves_fast", "fades_out"]));
    const before = scripts.flatMap((one) => one.turns.map((turn) => turn.before));
    expect(new Set(before)).toEqual(new Set([undefined, "silence", "away"]));
  });

  test.each(scripts.map((one) => [one.turns[0]!.say[0]!, one] as const))("“%s” can be played", (first, script) => {
    // The colleague knows somebody by these words on her page.
    expect(scripts.filter((one) => one.turns[0]!.say[0] === first)).toEqual([script]);
    expect(first).not.toMatch(/[<>&"']/);
    expect(script.turns.length).toBeGreaterThan(2);
    expect(script.turns[0]!.before).toBeUndefined();
    // She answers every turn, or leaves the last word to them.
    expect(script.turns.length - script.colleague.length).toBeOneOf([0, 1]);
    for (const value of script.feeling) if (value !== null) expect(value).toBeOneOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const words of script.turns.flatMap((turn) => turn.say)) expect(words.length).toBeLessThan(200);
  });

  test("Luna takes the first she knows, by the words of their own row, but for the first who writes English", () => {
    const row = (id: number, words: string) => `<li id="waiting-${id}"><p class="words">${words}</p></li>`;
    const [english, french] = [
      scripts.find((one) => one.language === "en")!,
      scripts.find((one) => one.language === "fr")!,
    ];
    const first = ({ turns }: (typeof scripts)[number]) => turns[0]!.say[0]!.slice(0, 89);
    const page = [row(7, "hello, who are you?"), row(8, first(english)), row(9, first(french))].join("");
    expect(nextOf(page, [french, english])).toEqual({ id: "9", script: french });
    expect(nextOf(page + row(10, first(english)), [english])).toEqual({ id: "10", script: english });
    // Each is known by so much of what they say.
    for (const one of scripts)
      expect(nextOf(row(1, "a") + row(2, first(english)) + row(3, first(one)), scripts)?.script).toBe(one);
    // Two are left to whoever tries it.
    expect(nextOf(row(1, first(english)) + row(2, first(french)), scripts)).toBeUndefined();
  });

  test("the staff have every role between them, and passwords as long as anybody’s", () => {
    const roles = new Set(demoStaff.flatMap(({ account }) => account.roles));
    expect(roles).toEqual(new Set(["counsellor", "supervisor", "admin", "lead"]));
    expect(demoStaff.map(({ account }) => account.alias).slice(0, 2)).toEqual(["Mika", "Luna"]);
    for (const { account, realName } of demoStaff) {
      expect(account.password.length).toBeGreaterThanOrEqual(passwordLeast);
      expect(realName).not.toContain(account.alias);
    }
  });
});

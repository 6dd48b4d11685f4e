import { expect, test } from "vitest";
import list from "#src/staff/sign-in/breached.json" with { type: "json" };
import { isBreached, keptBytes } from "#src/staff/sign-in/weak-password.ts";

test("the list is whole: as many hashes as it says, in order, each once", () => {
  const bytes = Buffer.from(list.hashes, "base64");
  const hashes = Array.from({ length: list.passwords }, (_, i) =>
    bytes.toString("hex", i * keptBytes, (i + 1) * keptBytes),
  );
  expect(bytes.length).toBe(list.passwords * keptBytes);
  expect(list.passwords).toBeGreaterThan(13_000);
  expect([...new Set(hashes)].sort()).toEqual(hashes);
});

test.each([
  ["the first of the list of the most used", "1qaz2wsx3edc4rfv"],
  ["in capitals", "MOMSANALADVENTURE"],
  ["with spaces and signs", "manchester united!!"],
  ["with a year behind it", "manchesterunited2027"],
  ["with letters in another form", "ｍａｎｃｈｅｓｔｅｒｕｎｉｔｅｄ"],
])("[ASVS 6.2.4, 6.2.12] a stolen password is known %s", (_how, password) => {
  expect(isBreached(password)).toBe(true);
});

test("a thousand passwords that nobody ever had are let through", () => {
  const words = ["lantern", "otter", "gravel", "seven", "quilt", "mossy", "harbour", "tin", "velvet", "crumb"];
  const made = Array.from({ length: 1_000 }, (_, i) =>
    [i % 10, Math.floor(i / 10) % 10, Math.floor(i / 100), (i * 7) % 10].map((n) => words[n]).join(" "),
  );
  expect(made.filter(isBreached)).toEqual([]);
});

test("nothing, and what is only signs, is no stolen password", () => {
  for (const password of ["", " ", "!!!!!!!!!!!!!!!", "2026"]) expect(isBreached(password)).toBe(false);
});

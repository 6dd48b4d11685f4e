import { beforeEach, describe, expect, test } from "vitest";
import { rates } from "#src/http/limits/limits.ts";
import { type FakeClock, fakeClock, type House, house, password } from "#tests/support/house/helpline.ts";
import { type Person, person } from "#tests/support/house/http.ts";
import { argon2Work } from "#tests/support/run/argon2-work.ts";

let clock: FakeClock;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
});

const tries = async (who: Person, name: string, words: string) =>
  (await who.post("/staff/sign-in", { name, password: words })).status;

describe("S13, A11: guessing is slow, and shuts nobody out", () => {
  test("[ASVS 6.3.1] at one account ten guesses in an hour, from however many browsers", async () => {
    let guesses = 0;
    for (let minute = 0; minute <= 180; minute += 1) {
      if ((await tries(person(line), "anna", "wrong words here")) === 422) guesses += 1;
      clock.pass(60_000);
    }
    expect(guesses).toBeLessThanOrEqual(rates.signIn.burst + 31);
    expect(guesses).toBeGreaterThan(20);
  }, 60_000);

  test("[ASVS 6.1.1, 8.2.4] meanwhile its owner gets in where they were before", async () => {
    const anna = person(line);
    expect(await tries(anna, "anna", password)).toBe(303);
    await anna.post("/staff/sign-out");
    for (let i = 0; i < 60; i += 1) await tries(person(line), i % 2 ? "anna" : `nobody${i}`, "wrong");
    expect(await tries(person(line), "anna", password)).toBe(429);
    expect(await tries(anna, "anna", "a slip of the hand")).toBe(422);
    expect(await tries(anna, "anna", password)).toBe(303);
  });

  test("a browser that is known for one account has no more tries at another", async () => {
    const bela = person(line);
    expect(await tries(bela, "bela", password)).toBe(303);
    for (let i = 0; i < 6; i += 1) await tries(bela, "anna", "wrong words here");
    expect(await tries(bela, "anna", password)).toBe(429);
  });

  test("[ASVS 2.4.1] one network that tries every name leaves some for the others", async () => {
    const env = (peer: string) => ({ peer });
    const from = async (peer: string, name: string) => {
      const body = new URLSearchParams({ name, password: "wrong" });
      const headers = { "Sec-Fetch-Site": "same-origin" };
      return (await line.app.request("/staff/sign-in", { method: "POST", headers, body }, env(peer))).status;
    };
    const spray = [];
    for (let i = 0; i < 60; i += 1) spray.push(await from("81.2.69.7", `name${i}`));
    expect(spray.filter((status) => status === 422)).toHaveLength(rates.signInOfNetwork.burst);
    expect(await from("91.198.174.2", "another")).toBe(422);
    // What is refused to the one takes no tries at an account either, and makes nobody forget how often one was tried.
    for (let i = 0; i < rates.signIn.burst; i += 1) expect(await from("81.2.69.7", "anna")).toBe(429);
    expect(await from("91.198.174.2", "anna")).toBe(422);
  });
});

test("[ASVS 6.3.8] an unknown name and a wrong password take the same work and the same words", async () => {
  const tried = async (name: string) => {
    const { result, work } = await argon2Work(() =>
      person(line).post("/staff/sign-in", { name, password: "wrong words here" }),
    );
    return { work, words: `${result.status} ${result.text.replaceAll(name, "?")}` };
  };
  // The first try of all makes the hash that unknown names are held against.
  await tried("nobody");
  const anna = await tried("anna");
  expect(anna.work).toHaveLength(1);
  expect(await tried("nobody")).toEqual(anna);
});

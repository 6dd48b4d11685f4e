import { beforeEach, describe, expect, test } from "vitest";
import { createHash } from "#src/crypto/hash.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { invitePassword, setPassword } from "#src/staff/sign-in/password.ts";
import { type FakeClock, fakeClock, type House, house, password } from "#tests/support/house/helpline.ts";
import { act, field, heardSince, type Person, person, says, staff } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { codeOf, withApp } from "#tests/support/keys/second.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let secret: string;
let codes: string[];

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  ({ secret, codes } = await withApp(line, line.anna));
});

const now = () => codeOf(secret, clock.now());
const wrongCode = () => codeOf(secret, clock.now() + 3_600_000);
const named = async (who: Person) =>
  field((await who.post("/staff/sign-in", { name: "anna", password })).text, "halfway");
const gives = async (who: Person, halfway: string, code: string) => who.post("/staff/sign-in/code", { halfway, code });

describe("whoever has a second step signs in on two pages", () => {
  test("the password alone opens nothing; the code does, once", async () => {
    const anna = person(line);
    const first = await anna.post("/staff/sign-in", { name: "anna", password });
    expect([first.status, first.set]).toEqual([200, []]);
    expect(first.text).toContain(says("session.step.lead"));
    expect(rows(files, "staff_session")).toEqual([]);
    const halfway = field(first.text, "halfway");
    const before = line.heard.length;
    const second = await gives(anna, halfway, ` ${now().slice(0, 3)} ${now().slice(3)} `);
    expect([second.status, second.to]).toEqual([303, "/staff"]);
    expect(heardSince(line, before)).toEqual(["staff.signed_in"]);
    expect((await anna.get("/staff")).status).toBe(200);
    // The way between the two pages is over, and so is the code.
    expect((await gives(person(line), halfway, now())).to).toBe("/staff/sign-in?why=slow");
    const again = await gives(person(line), await named(person(line)), now());
    expect(again.text).toContain(says("session.step.wrong"));
  });

  test("the password of the first page opens the team key once the second is done, and not before", async () => {
    const { secret: own } = await withApp(line, line.bela);
    const bela = person(line);
    const first = await bela.post("/staff/sign-in", { name: "bela", password });
    const isOpen = () => {
      const token = bela.cookies.get("staff") ?? "";
      return line.helpline.opened.of({ hash: createHash(token), token }).size > 0;
    };
    expect(isOpen()).toBe(false);
    await gives(bela, field(first.text, "halfway"), codeOf(own, clock.now()));
    expect(isOpen()).toBe(true);
  });

  test("a recovery code does too, and once", async () => {
    expect((await gives(person(line), await named(person(line)), codes[0]!)).to).toBe("/staff");
    const again = await gives(person(line), await named(person(line)), codes[0]!);
    expect([again.status, again.set]).toEqual([422, []]);
  });

  test.each(["", "000", "abcdef", "<b>", "9".repeat(5_000)])("“%s” is a wrong code, and takes no try", async (code) => {
    const anna = person(line);
    const halfway = await named(anna);
    for (let i = 0; i < 8; i += 1) expect((await gives(anna, halfway, code)).status).toBe(422);
    expect((await gives(anna, halfway, now())).to).toBe("/staff");
  });

  test("[ASVS 6.6.2] nobody gets there without the password, by a made-up name or after ten minutes", async () => {
    for (const halfway of ["", "x", "__proto__"]) {
      expect((await gives(person(line), halfway, now())).to).toBe("/staff/sign-in?why=slow");
    }
    const halfway = await named(person(line));
    clock.pass(600_000);
    expect((await gives(person(line), halfway, now())).to).toBe("/staff/sign-in?why=slow");
    expect(rows(files, "staff_session")).toEqual([]);
  });

  test("whose password is another meanwhile, or whose account is closed, begins anew", async () => {
    const halfway = await named(person(line));
    await act(line, line.anna, (tx, emit) =>
      setPassword(tx, emit, { staffId: line.anna.id, passwordHash: "$another", but: null }),
    );
    expect((await gives(person(line), halfway, now())).to).toBe("/staff/sign-in?why=slow");
  });

  test("[ASVS 6.4.3] a link for a new password does not do without it", async () => {
    const token = await act(line, line.aino, (tx, emit) =>
      invitePassword(tx, emit, { staffId: line.anna.id, madeBy: line.aino.id }),
    );
    const anna = person(line);
    const set = await anna.post(`/staff/welcome/${token}`, { password: "five words of mine now" });
    expect([set.status, set.set]).toEqual([200, []]);
    expect((await gives(anna, field(set.text, "halfway"), now())).to).toBe("/staff");
  });

  test("without the master key the page says what works", async () => {
    const locked = await house({ clock, files, master: null });
    const who = person(locked);
    const halfway = field((await who.post("/staff/sign-in", { name: "anna", password })).text, "halfway");
    expect((await gives(who, halfway, now())).text).toContain(says("session.step.locked"));
    expect((await gives(who, halfway, codes[1]!)).to).toBe("/staff");
  });
});

test("[ASVS 6.6.3] A13: five wrong codes slow a guesser down; the owner still gets in from a known browser, or anywhere with a recovery code", async () => {
  const home = person(line);
  expect((await gives(home, await named(home), now())).to).toBe("/staff");
  await home.post("/staff/sign-out");
  // The one code that came from a browser nobody knew then is forgotten by now.
  clock.pass(6 * 60_000);
  const guesser = person(line);
  const halfway = await named(guesser);
  for (let i = 0; i < 5; i += 1) expect((await gives(guesser, halfway, wrongCode())).status).toBe(422);
  const slowed = await gives(guesser, halfway, now());
  expect([slowed.status, slowed.set]).toEqual([429, []]);
  expect(slowed.text).toContain(says("session.step.too_fast"));
  expect((await gives(home, await named(home), now())).to).toBe("/staff");
  expect((await gives(person(line), await named(person(line)), codes[2]!)).to).toBe("/staff");
  clock.pass(6 * 60_000);
  expect((await gives(guesser, await named(guesser), now())).to).toBe("/staff");
});

test("[ASVS 6.6.3] after five wrong recovery codes even a right one has to wait", async () => {
  const guesser = person(line);
  const halfway = await named(guesser);
  // As long as one of theirs, and none of them.
  const wrong = (i: number) => `${codes[0]!.slice(0, -2)}${"abcdefgh"[i]}${codes[0]!.at(-1) === "z" ? "y" : "z"}`;
  for (let i = 0; i < 5; i += 1) expect((await gives(guesser, halfway, wrong(i))).status).toBe(422);
  expect((await gives(guesser, halfway, codes[3]!)).status).toBe(429);
  clock.pass(6 * 60_000);
  expect((await gives(guesser, await named(guesser), codes[3]!)).to).toBe("/staff");
});

test("whoever is signed in already goes on", async () => {
  expect((await (await staff(line, line.anna)).get("/staff/sign-in")).to).toBe("/staff");
});

import { beforeEach, expect, test } from "vitest";
import { addLine, line } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { answeredIn, answeredOtherwise } from "#src/queue/line/answered-in.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

// Anna and Béla take chats; Aino is an admin who does too. All of them read their own pages in English.

let home: House;
beforeEach(async () => {
  home = await house({ asShipped: true });
});

const speaks = (who: StaffMember, ...languages: Language[]) =>
  act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: who.id, values: { languages } }));
const is = (who: StaffMember, availability: "available" | "away" | "gone") =>
  act(home, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability }));
const add = (languages: Language[], staffIds: number[] = []) =>
  act(home, home.aino, (tx, emit) => {
    const values = { country: "BE", ageFrom: null, ageTo: null, intakeCap: null, pauseAfterMinutes: 10 };
    return addLine(tx, emit, {
      ...values,
      name: `For ${languages.join(" ")} ${staffIds.join(" ")}`,
      languages,
      staffIds,
    });
  });
const spoken = (lineId = 1) => answeredIn(home.helpline.db, line(home.helpline.db, lineId)!);
const said = (language: Language, lineId = 1) =>
  answeredOtherwise(home.helpline.db, line(home.helpline.db, lineId)!, language);

test("a line for every language is answered in those of whoever is available: what they ticked, else that of their pages", async () => {
  await open(home);
  expect(spoken()).toEqual(["en"]);
  await speaks(home.anna, "nl", "fr");
  expect(spoken()).toEqual(["fr", "nl"]);
  await is(home.bela, "available");
  expect(spoken()).toEqual(["en", "fr", "nl"]);
});

test("whoever reads one of them is told nothing, and whoever reads another is told all of them", async () => {
  await open(home);
  await speaks(home.anna, "nl", "fr");
  expect(said("fr")).toEqual([]);
  expect(said("en")).toEqual(["fr", "nl"]);
});

test("a line of its own languages is answered in these alone, by whoever ticked others too, or none", async () => {
  await open(home);
  const finnish = await add(["fi"]);
  expect(spoken(finnish)).toEqual(["fi"]);
  await speaks(home.anna, "fi", "en");
  expect(spoken(finnish)).toEqual(["fi"]);
});

test("where whoever is there speaks none of what the line is for, it is not said that they do", async () => {
  await open(home);
  const finnish = await add(["fi"]);
  await speaks(home.anna, "hu");
  expect(spoken(finnish)).toEqual(["hu"]);
  expect(said("fi", finnish)).toEqual(["hu"]);
});

test("only who serves a line counts for it", async () => {
  await open(home);
  await speaks(home.anna, "nl");
  await speaks(home.bela, "es");
  await is(home.bela, "available");
  const belas = await add([], [home.bela.id]);
  expect(spoken(belas)).toEqual(["es"]);
});

test("while nobody is available it is who only stepped out, then whoever serves it", async () => {
  await open(home);
  await speaks(home.anna, "nl");
  await speaks(home.bela, "es");
  await is(home.anna, "away");
  expect(spoken()).toEqual(["nl"]);
  await is(home.anna, "gone");
  expect(spoken()).toEqual(expect.arrayContaining(["nl", "es"]));
});

test("where nobody is left who could answer, nothing is said", async () => {
  await open(home);
  const annas = await add([], [home.anna.id]);
  expect(said("hu", annas)).toEqual(["en"]);
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.anna.id, values: { closed: true } }));
  expect(said("hu", annas)).toEqual([]);
});

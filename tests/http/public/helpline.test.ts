import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { beforeEach, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { addLine, changeLine, lineValues } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { languages } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, person } from "#tests/support/house/http.ts";

const schema = JSON.parse(readFileSync(new URL("../../../docs/helpline.schema.json", import.meta.url), "utf8"));
const ajv = new Ajv2020({ allErrors: true, strict: true });
ajv.addFormat("date-time", (text: string) => Number.isFinite(Date.parse(text)));
ajv.addFormat("uri-reference", (text: string) => URL.canParse(text, "https://chat.example.org"));
const fits = ajv.compile(schema);

let clock: FakeClock;
let home: House;
const hour = 3_600_000;
const config = readConfig({ PUBLIC_ADDRESS: "https://chat.example.org" }, []);
const note = () => runJob(home.helpline, jobs.find((job) => job.name === "doors that say something else")!);
const week = Array.from({ length: 7 }, () => [{ opens: 16 * 60, closes: 22 * 60 }]);
const evenings = { timeZone: "Europe/Brussels", lastEntryMinutes: 30, week, seasons: [], dayRules: [], cuts: [] };

async function said(headers: Record<string, string> = {}) {
  const { text } = await person(home).get("/.well-known/helpline.json", headers);
  const answer = JSON.parse(text);
  fits(answer);
  expect(fits.errors ?? []).toEqual([]);
  return answer;
}

beforeEach(async () => {
  clock = fakeClock(Date.UTC(2026, 10, 24, 16, 30));
  home = await house({ clock, config });
  const hours = { lineId: 1, timeZone: "Europe/Brussels", calendar: evenings };
  await act(home, home.aino, (tx, emit) => setHours(tx, emit, hours));
});

test("who the helpline is, and what its line says now", async () => {
  await open(home);
  await note();
  expect(await said()).toEqual({
    format: "helpline",
    version: 1,
    name: "Chat",
    chat: "https://chat.example.org/",
    updated_at: "2026-11-24T16:30:00Z",
    lines: [
      {
        id: 1,
        name: "Main line",
        languages,
        age_from: 10,
        age_to: 25,
        time_zone: "Europe/Brussels",
        chat: "https://chat.example.org/?line=1",
        state: "open",
        accepts_new: true,
        since: "2026-11-24T17:30:00+01:00",
        until: "2026-11-24T22:00:00+01:00",
        next_opening: null,
      },
    ],
  });
});

test("in every state, with and without hours, for several lines, the answer is what the schema says", async () => {
  const states = new Set<string>();
  const look = async () => {
    await note();
    for (const line of (await said()).lines) states.add(line.state);
  };
  await look();
  await open(home);
  await look();
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 1 }));
  const values = {
    ...lineValues(home.helpline.db, 1),
    name: "Nuit",
    languages: ["fr" as const],
    ageFrom: 12,
    ageTo: 18,
  };
  await act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...values, intakeCap: 0 }));
  await look();
  const { lines } = await said();
  expect(lines[1]).toMatchObject({
    name: "Nuit",
    languages: ["fr"],
    age_from: 12,
    age_to: 18,
    state: "full",
    until: null,
  });
  clock.pass(4.2 * hour);
  await look();
  clock.pass(hour);
  await look();
  home = await house({ clock, config, master: null });
  await look();
  expect([...states].sort()).toEqual(["closed", "full", "last_entry", "open", "paused"]);
});

test("a language that was taken back is told no more, and that is a change", async () => {
  const values = { ...lineValues(home.helpline.db, 1), name: "Nuit" };
  await act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...values, languages: ["fr", "nl"] }));
  await act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...values, languages: ["nl"] }));
  clock.pass(hour / 2);
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "languages", value: ["en", "fr"] }));
  const answer = await said();
  // Where people speak one in which there are no pages any more, that is what they speak.
  expect(answer.lines.map((one: { languages: string[] }) => one.languages)).toEqual([["en", "fr"], ["fr"], ["nl"]]);
  expect(Date.parse(answer.updated_at)).toBe(clock.now());
});

test("the schema leaves room for more and takes nothing less", async () => {
  const answer = await said();
  expect(fits({ ...answer, waiting_range: [0, 10], lines: [{ ...answer.lines[0], more: 1 }] })).toBe(true);
  const wrong = [
    { ...answer, version: 2 },
    { ...answer, lines: [] },
    { ...answer, updated_at: "yesterday" },
    { ...answer, lines: [{ ...answer.lines[0], state: "locked" }] },
    { ...answer, lines: [{ ...answer.lines[0], next_opening: undefined }] },
  ].map((one) => JSON.parse(JSON.stringify(one)));
  for (const one of wrong) expect(fits(one)).toBe(false);
});

test("updated_at is when something was changed: a state, a name, the hours; never the time of the question", async () => {
  await note();
  const updated = async () => (await said()).updated_at;
  clock.pass(hour / 2);
  expect(await updated()).toBe("2026-11-24T16:30:00Z");
  await open(home);
  await note();
  expect(await updated()).toBe("2026-11-24T17:00:00Z");
  clock.pass(hour / 2);
  // What is not said changes nothing.
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 30 }));
  expect(await updated()).toBe("2026-11-24T17:00:00Z");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Porch" }));
  expect(await updated()).toBe("2026-11-24T17:30:00Z");
  clock.pass(hour / 2);
  const values = { ...lineValues(home.helpline.db, 1), name: "Evening line" };
  await act(home, home.aino, (tx, emit) => changeLine(tx, emit, { lineId: 1, values }));
  expect(await updated()).toBe("2026-11-24T18:00:00Z");
  // Nor does who serves it, or another reason for the same state.
  clock.pass(hour / 2);
  const served = { ...values, staffIds: [home.anna.id] };
  await act(home, home.aino, (tx, emit) => changeLine(tx, emit, { lineId: 1, values: served }));
  await note();
  expect(await updated()).toBe("2026-11-24T18:00:00Z");
});

test("a state that was not noted yet is told at once, without since when", async () => {
  await note();
  await open(home);
  expect((await said()).lines[0]).toMatchObject({ state: "open", since: null });
  clock.pass(1_000);
  await note();
  expect((await said()).lines[0]).toMatchObject({ state: "open", since: "2026-11-24T17:30:01+01:00" });
});

test("without a public address it names the host that was asked, and nothing that is no host", async () => {
  home = await house({ clock });
  expect((await said({ Host: "chat.example.net:8080" })).chat).toBe("http://chat.example.net:8080/");
  expect((await said({ Host: '"><b>' })).chat).toBe("/");
});

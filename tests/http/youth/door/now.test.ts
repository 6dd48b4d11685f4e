import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import type { OverrideKind } from "#src/events.ts";
import { addLine } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { override } from "#src/hours/rules/override.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { faceOf } from "#src/settings/look/look.ts";
import { defaults, setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, person, says, script, typed, youth } from "#tests/support/house/http.ts";
import { rows, stored } from "#tests/support/house/tables.ts";
import { atDoor } from "#tests/views/youth/sample.tsx";
import { signOf } from "#views/youth/door/now.tsx";

// The door of lines that have hours: what it says in every state, several lines, and a page that asks again.

let clock: FakeClock;
let files: OpenFiles;
let line: House;

const start = (text = "hello", id = clientId()) => ({ client_id: id, rules: "1", l: "en", text });

/** What a page at the door says that it shows, with its address. */
const shown = (html: string, address = "/?") => {
  const [rest, now] = [...html.matchAll(/<div id="(?:door|now)"[^>]* data-v="(\w+)"/g)].map((found) => found[1]!);
  return `${address}v=${now}.${rest}`;
};

const brussels = "Europe/Brussels";
/** Every day from 18:00 to 22:00 in Brussels, nobody new in the last 20 minutes; it is 19:00 there on a Tuesday. */
const evenings: Calendar = {
  timeZone: brussels,
  lastEntryMinutes: 20,
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
};
const minute = 60_000;
const change = (verb: Parameters<typeof line.helpline.db.change<unknown>>[1]) =>
  line.helpline.db.change(`staff:${line.bela.id}`, verb);
const hours = (calendar: Calendar | null, lineId = 1) =>
  change((tx, emit) => setHours(tx, emit, { lineId, timeZone: brussels, calendar }));
const byHand = (kind: OverrideKind, until: number | null, lineId = 1) =>
  change((tx, emit) => override(tx, emit, { lineId, kind, until, reason: "secret reason", staffId: line.bela.id }));
const french = () =>
  change((tx, emit) => {
    const values = { name: "Chat <fr>", country: "BE", languages: ["fr" as const], ageFrom: null, ageTo: 18 };
    return addLine(tx, emit, { ...values, intakeCap: null, pauseAfterMinutes: 10, staffIds: [] });
  }) as Promise<number>;

test("a closed line says in its heading when it opens again, once", async () => {
  clock.pass(180 * minute);
  const { text } = await person(line).get("/");
  const heading = /<h1>(.*?)<\/h1>/s
    .exec(text)![1]!
    .replace(/<noscript>.*?<\/noscript>/g, "")
    .replace(/<[^>]*>/g, "");
  expect(heading).toMatch(/^We’re closed right now\. We’re back tomorrow at 18:00/);
  expect(text.split("We’re back ")).toHaveLength(2);
});

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
  await hours(evenings);
});

const states: [string, Language, () => unknown, string[]][] = [
  ["open", "en", () => {}, ["Someone’s here to listen", "Open until <", ">22:00<", "nobody waiting"]],
  ["open", "fr", () => {}, ["Quelqu’un est là", "Ouvert jusqu’à <", ">22:00<"]],
  ["open", "nl", () => {}, ["Open tot <", ">22:00<", "niemand wacht"]],
  ["closed", "en", () => clock.pass(180 * minute), ["We’re closed right now", "tomorrow at 18:00", "not your fault"]],
  ["closed", "fr", () => clock.pass(180 * minute), ["On est fermés", "On revient", "demain à 18:00"]],
  ["closed", "nl", () => clock.pass(180 * minute), ["We zijn nu gesloten", "morgen om 18:00"]],
  ["closed later today", "en", () => clock.pass(22 * 60 * minute), ["today at 18:00", ", in 1 hour."]],
  ["closed later today", "fr", () => clock.pass(22 * 60 * minute), ["aujourd’hui à 18:00", ", dans 1 heure."]],
  ["closed later today", "nl", () => clock.pass(22 * 60 * minute), ["vandaag om 18:00", ", over 1 uur."]],
  ["closed by hand", "en", () => byHand("closed", null), ["We’re closed right now", "We can’t say yet"]],
  ["closed by hand", "fr", () => byHand("closed", null), ["On est fermés", "On ne sait pas encore"]],
  ["closed by hand", "nl", () => byHand("closed", null), ["We zijn nu gesloten", "We weten nog niet"]],
  ["paused by hand", "en", () => byHand("paused", clock.now() + 25 * minute), ["short break", "We’re back", "19:25"]],
  ["paused by hand", "fr", () => byHand("paused", clock.now() + 25 * minute), ["petite pause", "On revient", "19:25"]],
  ["paused by hand", "nl", () => byHand("paused", clock.now() + 25 * minute), ["korte pauze", "19:25", "over 25 min"]],
  [
    "last entry",
    "en",
    () => clock.pass(160 * minute),
    ["We’re closing soon", "We close at", ">22:00<", "tomorrow at 18:00"],
  ],
  ["last entry", "fr", () => clock.pass(160 * minute), ["On ferme bientôt", ">22:00<", "demain à 18:00"]],
  ["last entry", "nl", () => clock.pass(160 * minute), ["We sluiten bijna", ">22:00<", "morgen om 18:00"]],
  ["full", "en", () => setFull(), ["Lots of people are waiting", "Try again in a few minutes"]],
  ["full", "fr", () => setFull(), ["Beaucoup de monde attend", "Réessaie dans quelques minutes"]],
  ["full", "nl", () => setFull(), ["Er wachten veel mensen", "over een paar minuten"]],
  ["paused", "en", () => gone(10), ["Nobody’s here right now", "come back a bit later"]],
  ["paused", "fr", () => gone(10), ["Il n’y a personne en ce moment", "Reviens un peu plus tard"]],
  ["paused", "nl", () => gone(10), ["Er is nu niemand", "Kom straks nog eens terug"]],
  ["late", "en", () => overslept(), ["We should be open by now", "not your fault"]],
  ["late", "fr", () => overslept(), ["On devrait déjà être ouverts", "pas ta faute"]],
  ["late", "nl", () => overslept(), ["We hadden nu open moeten zijn", "niet jouw schuld"]],
];
const setFull = async () => {
  await change((tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 1 }));
  await youth(line);
};
const away = () => change((tx, emit) => setAvailability(tx, emit, { staffId: line.anna.id, availability: "away" }));
const gone = async (minutes: number) => {
  await away();
  clock.pass(minutes * minute);
};
const overslept = async () => {
  clock.pass(180 * minute);
  await away();
  clock.pass(20 * 60 * minute);
};

/** What stands beside the heading: the face, or the lamp. */
const signIn = (page: string) => {
  if (page.includes('class="face smile"')) return "face";
  return /class="face lamp"[^>]*><circle/.test(page) ? "lit" : "dark";
};
/** Every other one has nobody there. */
const signs: Record<string, string> = { open: "face", full: "lit", "last entry": "lit" };

test.each(states)("%s, in %s", async (name, language, arrange, expected) => {
  await arrange();
  const { status, text, set } = await person(line).get("/", { "Accept-Language": language });
  expect([status, set]).toEqual([200, []]);
  for (const words of expected) expect(text).toContain(words);
  expect(text.includes("<textarea")).toBe(name === "open");
  expect(text.indexOf("tel:112")).toBeLessThan(text.indexOf("<h1"));
  expect(text).not.toContain("secret reason");
  if (name !== "open") expect(text).toContain(says("youth.closed.again", {}, language));
  const sign = signs[name] ?? "dark";
  expect([signIn(text), /<svg class="lamp"[^>]*><path class="dark"/.test(text)]).toEqual([sign, sign === "dark"]);
});

test("open, but nobody will get to them today: the lamp is lit, and no face smiles", () => {
  const late = atDoor({}, { tooLate: { until: 1, next: null } });
  const face = faceOf(defaults());
  expect(signOf({ at: 0, lines: [late], chosen: late, face })).toBe("lit");
  const full = atDoor({ state: "full", reason: "queue_full" });
  expect(signOf({ at: 0, lines: [full], chosen: full, face }), "full, and nobody on shift").toBe("dark");
});

test("a time says its instant by the clock of the helpline, and without a script whose clock that is", async () => {
  const { text } = await person(line).get("/");
  expect(text).toMatch(
    /<time datetime="2026-11-24T22:00\+01:00" [^>]*>22:00<\/time><noscript> \(Central European Time\)<\/noscript>/,
  );
});

test("nothing planned, and an exception’s note, whatever it holds", async () => {
  await hours({ ...evenings, week: evenings.week.map(() => []) });
  expect((await person(line).get("/")).text).toContain(says("youth.next.unknown"));
  const rule = { kind: "one_off", from: "2026-11-24", to: "2026-11-24", label: "staff only", spans: [] } as const;
  await hours({ ...evenings, dayRules: [{ ...rule, spans: [], note: "<b>Fermé</b>" }] });
  const { text } = await person(line).get("/");
  expect(text).toContain('<p dir="auto"><strong>&lt;b&gt;Fermé&lt;/b&gt;</strong></p>');
  expect(text).not.toContain("staff only");
});

test("a far opening has its date", async () => {
  await hours({
    ...evenings,
    cuts: [{ kind: "closed", from: "2026-11-24T00:00", to: "2026-12-24T00:00", label: "" }],
  });
  expect((await person(line).get("/")).text).toContain("on Thursday 24 December at 18:00");
  expect((await person(line).get("/?l=fr")).text).toContain("le jeudi 24 décembre à 18:00");
  expect((await person(line).get("/?l=nl")).text).toContain("op donderdag 24 december om 18:00");
});

describe("several lines", () => {
  test("both open: one form, a choice, that of her language made already; another by the address; ages where a line has its own", async () => {
    const second = await french();
    const { text } = await person(line).get("/?l=fr");
    expect(text.match(/<form/g)).toHaveLength(1);
    expect(text).toContain(`<input type="radio" name="line" value="${second}" checked=""/>`);
    expect(text).toContain('<strong dir="auto">Chat &lt;fr&gt;</strong>');
    expect(text).toContain(says("youth.door.ages", { from: 10, to: 18 }, "fr"));
    expect((await person(line).get("/")).text).toContain('name="line" value="1" checked=""');
    const asked = await person(line).get(`/?line=${second}`);
    expect(asked.text).toContain(`value="${second}" checked=""`);
    expect(asked.text).toContain(`action="/start?line=${second}"`);
    expect(asked.text).toContain(`formaction="/start?l=fr&amp;line=${second}"`);
    for (const wrong of ["99", "-1", "x", "1e9"])
      expect((await person(line).get(`/?line=${wrong}`)).text).toContain('value="1" checked=""');
  });

  test("the words go to the line that was chosen, where none was to the one that the page meant, never to one that is not", async () => {
    const second = await french();
    const lines = async (form: Record<string, string>, path = "/start") => {
      await person(line).post(path, { ...start(), ...form });
      return rows<{ line_id: number }>(files, "conversation").at(-1)!.line_id;
    };
    expect(await lines({ line: String(second) })).toBe(second);
    expect(await lines({}, "/start?l=fr")).toBe(second);
    expect(await lines({}, `/start?line=${second}`)).toBe(second);
    expect(await lines({})).toBe(1);
    expect(await lines({ line: "99" })).toBe(1);
  });

  test("one open: no choice to make, its name is said; the other is listed with its opening", async () => {
    const second = await french();
    await hours({ ...evenings, week: evenings.week.map(() => [{ opens: 1200, closes: 1260 }]) }, second);
    const { text } = await person(line).get("/?l=fr");
    expect(text).toContain('<input type="hidden" name="line" value="1"/>');
    expect(text).toContain(says("youth.lines.this", {}, "fr"));
    expect(text).toMatch(/<section class="card" id="others">.*Chat &lt;fr&gt;.*aujourd’hui à 20:00/s);
  });

  test("none open: the page tells of the one that is open soonest, and lists the other", async () => {
    const second = await french();
    await hours({ ...evenings, week: evenings.week.map(() => [{ opens: 1200, closes: 1260 }]) }, second);
    await byHand("closed", null);
    const { text } = await person(line).get("/");
    expect(text).toContain("today at 20:00");
    expect(text).toMatch(/<section class="card" id="others">.*We can’t say yet/s);
    expect(text).not.toContain("<form");
    expect((await person(line).get("/?line=1")).text).toMatch(/id="now".*We can’t say yet.*id="others"/s);
  });

  test("the chosen line shuts before the form comes: said why, the words stay, the other line is offered", async () => {
    const second = await french();
    await byHand("closed", null, second);
    const { status, text } = await person(line).post("/start", { ...start("mes mots"), line: String(second) });
    expect([status, typed(text)]).toEqual([422, "mes mots"]);
    expect(text).toContain(`${says("error.door.closed")} ${says("youth.lines.choose")}`);
    expect(text).toContain('<input type="hidden" name="line" value="1"/>');
    expect(rows(files, "conversation")).toEqual([]);
  });
});

describe("asked again by a page that stands there", () => {
  test("nothing new is 204 and next to no bytes, news of the state is that piece alone, all else the whole door", async () => {
    const noor = person(line);
    const page = (await noor.get("/")).text;
    const same = await noor.get(shown(page), script);
    expect([same.status, same.text, same.set]).toEqual([204, "", []]);
    await youth(line);
    const counted = await noor.get(shown(page), script);
    expect(counted.status).toBe(200);
    expect(counted.text).toMatch(/^<div id="now" .*1 waiting/s);
    expect(counted.text.length).toBeLessThan(1_000);
    clock.pass(180 * minute);
    const shut = await noor.get(shown(page), script);
    // Its lamp is in the top too.
    expect(shut.text).toMatch(/^<div id="top">.*<\/div><div id="door" class="narrow"/);
    expect(shut.text).not.toContain("<form");
    expect((await noor.get(shown(shut.text), script)).status).toBe(204);
    expect(shut.headers.get("content-length")).toBe(String(Buffer.byteLength(shut.text)));
  });

  test("the top of the page comes along when an admin has changed it, and only then", async () => {
    const noor = person(line);
    const page = (await noor.get("/")).text;
    await change((tx, emit) => setSetting(tx, emit, { name: "name", value: "Porch" }));
    const renamed = await noor.get(shown(page), script);
    expect(renamed.text).toMatch(/^<div id="top">.*<aside id="sos">.*Porch.*<div id="door"/s);
    expect((await noor.get(shown(renamed.text), script)).status).toBe(204);
    await change((tx, emit) => setSetting(tx, emit, { name: "ageTo", value: 18 }));
    expect((await noor.get(shown(renamed.text), script)).text).toMatch(/^<div id="door"/);
  });

  test("time alone is no news, until what is said changes", async () => {
    // 15:40, more than two hours before.
    clock.pass((20 * 60 + 40) * minute);
    const noor = person(line);
    const page = (await noor.get("/")).text;
    clock.pass(20 * minute);
    expect((await noor.get(shown(page), script)).status).toBe(204);
    clock.pass(100 * minute);
    expect((await noor.get(shown(page), script)).text).toContain("in 20 minutes");
  });

  test("in the language and of the line of its page; no cookie is looked at, and nothing is stored", async () => {
    const second = await french();
    const noor = await youth(line);
    const page = (await person(line).get(`/?l=fr&line=${second}`)).text;
    const before = stored(files);
    expect((await noor.get(shown(page, `/?l=fr&line=${second}&`), script)).status).toBe(204);
    expect((await noor.get("/?l=nl&v=", script)).text).toContain(says("youth.door.title", {}, "nl"));
    expect(stored(files)).toEqual(before);
  });

  test("only for our script: whoever opens such an address sees the page", async () => {
    expect((await person(line).get("/?v=1.2")).text).toMatch(/^<!doctype html>/);
  });

  test("a school that asks as often as it can leaves the most of it to the others; beyond that a sentence", async () => {
    const noor = person(line);
    for (let asked = 0; asked < 2_000; asked += 1) line.helpline.limiter.take("door", "all");
    expect((await noor.get("/?v=", script)).status).toBe(200);
    while (line.helpline.limiter.take("door", "all"));
    const late = await noor.get("/?v=", script);
    expect([late.status, late.text, late.set]).toEqual([429, says("error.too_fast"), []]);
    expect((await noor.get("/")).status).toBe(200);
    clock.pass(1_000);
    expect((await noor.get("/?v=", script)).status).toBe(200);
  });
});

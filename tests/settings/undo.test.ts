import fc from "fast-check";
import { PNG } from "pngjs";
import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { shippedRules } from "#src/settings/assessment.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { definitions, type SettingName, type Settings } from "#src/settings/definitions.ts";
import { themes } from "#src/settings/look/themes.ts";
import { shippedReasons } from "#src/settings/reasons.ts";
import { setSetting, setSettings, settings, storedValues } from "#src/settings/settings.ts";
import type { Subject } from "#src/settings/subjects.ts";
import { shippedCards } from "#src/settings/texts/meanwhile.ts";
import { currentTexts, setTexts } from "#src/settings/texts/texts.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { readLogo } from "#tests/support/made/pngs.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

/** A picture of some pixels across, as the page of the look stores one. */
function logo(width = 2) {
  const picture = new PNG({ width, height: 1 });
  picture.data.fill(200);
  const read = readLogo(PNG.sync.write(picture));
  if ("problem" in read) throw new Error(read.problem);
  return { ...read, png: Buffer.from(read.png).toString("base64") };
}

let home: House;
beforeEach(async () => {
  home = await house({ asShipped: true });
});

/** For each setting two values, the first another than the one it is shipped with. */
const others: { [Name in SettingName]: [Settings[Name], Settings[Name]] } = {
  name: ["Porch", "Lamp"],
  title: ["Notes", "Homework"],
  exitAddress: ["https://news.example/", "https://weather.example/"],
  ageFrom: [8, 12],
  ageTo: [18, 30],
  answeredBy: ["trained", "professionals"],
  emergency: [
    [{ country: "BE", call: "112", sms: "", app: "112 BE", press: "" }],
    [{ country: "GB", call: "999", sms: "", app: "", press: "55" }],
  ],
  assessment: [
    { on: true, questions: ["age"] },
    { on: true, questions: ["urgent", "topics"] },
  ],
  assessmentRules: [[], shippedRules.slice(1)],
  languages: [["fr"], ["en", "nl"]],
  language: ["fr", "nl"],
  onCallWeek: [
    [2, null, 3, null, null, null, null],
    [3, null, 3, null, null, null, null],
  ],
  onCallDates: [
    [{ date: "2026-12-24", staffId: 2 }],
    [
      { date: "2026-12-24", staffId: null },
      { date: "2026-12-31", staffId: 3 },
    ],
  ],
  callbackOn: [false, true],
  secondStepAll: [true, false],
  addressInEmergency: [true, false],
  callbackSenderName: ["News", "Notes"],
  chatsAtOnce: [1, 3],
  chatMinutes: [30, 60],
  wrapUpMinutes: [0, 9],
  waitingPerCounsellor: [1, 5],
  resumeMinutes: [10, 20],
  placeKeptMinutes: [3, 9],
  vanishedMinutes: [3, 9],
  urgentAheadMinutes: [30, 90],
  languageAheadMinutes: [0, 30],
  silencePromptMinutes: [2, 4],
  silenceSoftMinutes: [5, 6],
  silenceWarnMinutes: [10, 11],
  silencePauseMinutes: [13, 20],
  counsellorNudgeMinutes: [1, 3],
  counsellorLineMinutes: [3, 5],
  stepInMinutes: [7, 8],
  firstNoteMinutes: [20, 25],
  secondNoteMinutes: [40, 50],
  retentionDays: [0, 30],
  debriefDays: [7, 14],
  noteDays: [1, 60],
  recordHours: [1, 48],
  recordDays: [7, 60],
  reasons: [shippedReasons.slice(1), shippedReasons.slice(2)],
  reasonWords: [{ en: { "peers.friends": ["left on read"] } }, { fi: { "peers.friends": ["kaveri"] } }],
  meanwhile: [shippedCards.slice(1), []],
  linkCheck: [true, false],
  publishDirectory: [true, false],
  theme: ["forest", "paper"],
  colours: [themes.sea, themes.forest],
  face: ["round", "drop"],
  faceColour: ["mint", "sky"],
  logo: [logo(), logo(3)],
  ownRules: [{ chat: { en: "One" } }, { told: { fr: "Deux" } }],
  rulesDraft: [{ chat: { en: "One" } }, { help: { nl: "Twee" } }],
  opening: ["break", "not_yet"],
  closedNote: [{ en: "Back soon" }, { fr: "À bientôt" }],
  checked: [["look"], ["look", "rules"]],
};
const names = Object.keys(definitions) as SettingName[];

const undo = (subject: Subject, changeId: number, basedOn?: number) =>
  act(home, home.aino, (tx, emit) =>
    undoSettings(tx, emit, { subject, changeId, ...(basedOn === undefined ? {} : { basedOn }) }),
  );
const newest = (subject: Subject) => settingsHistory.newest(home.helpline.db, subject);

describe.each(names)("%s", (name) => {
  test("each change of it can be undone, exactly, and the audit names who, when and what", async () => {
    const { db } = home.helpline;
    const { subject } = definitions[name];
    const shipped = storedValues(db);
    const ids: number[] = [];
    for (const value of others[name]) {
      const change = { name, value } as Parameters<typeof setSetting>[2];
      ids.push(await act(home, home.aino, (tx, emit) => setSetting(tx, emit, change)));
    }
    const [first, second] = settingsHistory.latest(db, subject).toReversed().slice(-2);
    const [one, two] = others[name];
    expect(second).toMatchObject({
      id: ids[1],
      actor: `staff:${home.aino.id}`,
      before: { [name]: one },
      after: { [name]: two },
    });
    expect(first).toMatchObject({ id: ids[0], after: { [name]: one } });
    expect(second!.at).toBeGreaterThan(0);

    await undo(subject, ids[1]!);
    expect(settings(db)[name]).toEqual(one);
    const undone = newest(subject);
    await undo(subject, ids[0]!);
    // Exactly: not the value it is shipped with, but nothing set at all.
    expect(storedValues(db)).toEqual(shipped);
    // An undo is a change of its own, and can be undone.
    await undo(subject, newest(subject));
    expect(settings(db)[name]).toEqual(one);
    expect(newest(subject)).toBeGreaterThan(undone);
  });
});

test("whatever is changed and in whatever order, each change in the history leads back to what stood before it", async () => {
  const { db } = home.helpline;
  const chats = ["chatsAtOnce", "chatMinutes", "resumeMinutes", "placeKeptMinutes"] as const;
  const step = fc.record({
    values: fc.subarray([...chats], { minLength: 1 }),
    which: fc.constantFrom(0, 1),
    back: fc.option(fc.nat(5), { freq: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (stepsTaken) => {
      const stood = new Map<number, Record<string, unknown>>();
      for (const { values, which, back } of stepsTaken) {
        const before = storedValues(db);
        const known = [...stood.keys()];
        const to = back === null ? undefined : known[back % Math.max(known.length, 1)];
        const change = Object.fromEntries(values.map((name) => [name, others[name][which]]));
        const id =
          to === undefined
            ? await act(home, home.aino, (tx, emit) => setSettings(tx, emit, { subject: "chats", values: change }))
            : await undo("chats", to);
        if (to !== undefined) expect(storedValues(db)).toEqual(stood.get(to));
        if (id > 0) stood.set(id, before);
      }
    }),
    { numRuns: dayOrNight(20, 60) },
  );
});

test("own texts are undone like everything else", async () => {
  const { db } = home.helpline;
  const key = "en youth.door.title" as const;
  const first = await act(home, home.aino, (tx, emit) =>
    setTexts(tx, emit, { texts: { [key]: "Hello you" } as never }),
  );
  await act(home, home.aino, (tx, emit) => setTexts(tx, emit, { texts: { [key]: "Hello there" } as never }));
  await undo("texts", newest("texts"));
  expect(currentTexts(db)).toEqual({ [key]: "Hello you" });
  await undo("texts", first);
  expect(currentTexts(db)).toEqual({});
});

test("nobody undoes what a colleague has changed meanwhile, nor a change of another subject", async () => {
  const { db } = home.helpline;
  const own = await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Porch" }));
  const elsewhere = await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 3 }));
  await act(home, home.bela, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Lamp" }));
  const before = db.all(q.selectFrom("setting").selectAll());
  await expect(undo("helpline", own, own)).rejects.toMatchObject({ code: "taken" });
  await expect(undo("helpline", elsewhere)).rejects.toMatchObject({ code: "not_found" });
  await expect(undo("helpline", 0)).rejects.toMatchObject({ code: "not_found" });
  expect(db.all(q.selectFrom("setting").selectAll())).toEqual(before);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { entryProblems } from "#src/directory/entry/check.ts";
import { blankEntry, type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { blankChannel, entryDraftOf } from "#src/directory/entry/entry-draft.ts";
import { readEntry, whatStands } from "#src/directory/entry/entry-reading.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { languages } from "#src/i18n/i18n.ts";
import { place } from "#tests/support/house/directory.ts";
import { house } from "#tests/support/house/helpline.ts";
import { anyEntry } from "#tests/support/made/entries.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

test("an entry as texts to type over, read again, is the same entry, in every language of the staff", async () => {
  const { helpline } = await house();
  await place(helpline.db, "Night line");
  const [by] = organizations(helpline.db);
  fc.assert(
    fc.property(anyEntry(by!.id), fc.constantFrom(...languages), (entry, language) => {
      const draft = entryDraftOf(entry, by!.name, "Europe/Paris", language);
      const read = readEntry(helpline.db, draft, entry);
      expect(read.problems).toEqual([]);
      expect(read.entry).toEqual(entry);
      expect(read.newOrganization).toBe(null);
    }),
    { numRuns: dayOrNight(50, 150) },
  );
});

test("what is only written otherwise, with other spaces and line ends, is no change", async () => {
  const { helpline } = await house();
  const entry: Entry = { ...blankEntry(""), name: " Night  line ", description: "a\r\nb\n", summary: "x" };
  const draft = entryDraftOf(entry, "Open House", "Europe/Paris", "en");
  const sent = { ...draft, texts: { ...draft.texts, name: "Night line", description: "a\r\nb" } };
  expect(readEntry(helpline.db, sent, entry).entry).toMatchObject({ name: " Night  line ", description: "a\r\nb\n" });
});

test("marks that turn words around are taken away, as from files", async () => {
  const { helpline } = await house();
  const draft = entryDraftOf(blankEntry(""), "Open House", "Europe/Paris", "en");
  const texts = { ...draft.texts, name: "Bank\u202eknab", summary: "\u2066one\u2069 two" };
  const { entry } = readEntry(helpline.db, { ...draft, texts }, blankEntry(""));
  expect([entry.name, entry.summary]).toEqual(["Bankknab", "one two"]);
});

test("a problem is told at the row it stands in, past rows that say nothing", async () => {
  const { helpline } = await house();
  const draft = entryDraftOf({ ...blankEntry(""), name: "x" }, "", "Europe/Paris", "en");
  const wrong = blankChannel("email", "Europe/Paris");
  const channels = [blankChannel("phone", "Europe/Paris"), { ...wrong, texts: { ...wrong.texts, value: "nobody" } }];
  const { problems, entry } = readEntry(helpline.db, { ...draft, channels }, blankEntry(""));
  expect(problems).toEqual([{ field: "channel.1.value", problem: "not_a_mail" }]);
  expect(entry.channels).toHaveLength(1);
});

test("a region that was not offered is refused; any country is taken, and what came with the entry stays", async () => {
  const { helpline } = await house();
  const entry = { ...blankEntry(""), name: "x", regions: ["old-region"] };
  const draft = entryDraftOf(entry, "", "Europe/Paris", "en");
  const read = (...regions: string[]) => readEntry(helpline.db, { ...draft, regions }, entry).problems;
  expect(read("old-region")).toEqual([]);
  // No other entry is of it yet.
  expect(read("old-region", "BE")).toEqual([]);
  expect(read("old-region", "<b>x</b>")).toEqual([{ field: "otherRegions", problem: "not_known" }]);
});

test("whatever is typed can be read, and what stands of it may be looked at", async () => {
  const { helpline } = await house();
  const text = fc.string({ unit: "binary", maxLength: 30 });
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(
          "name",
          "ageFrom",
          "ageTo",
          "weight",
          "status",
          "alertUntil",
          "otherRegions",
          "otherLanguages",
          "verifyEveryDays",
        ),
        text,
      ),
      text,
      text,
      (texts, kind, value) => {
        const draft = entryDraftOf(blankEntry(""), "", value, "en");
        const channel = blankChannel(kind, value);
        const channels = [
          {
            ...channel,
            texts: { ...channel.texts, value },
            hours: { zone: value, week: Array(7).fill(value), plain: false },
          },
        ];
        const { entry, problems } = readEntry(
          helpline.db,
          { ...draft, texts: { ...draft.texts, ...texts }, channels, languages: [value], regions: [value] },
          blankEntry(""),
        );
        if (problems.length === 0) expect(entryProblems(entry)).toEqual([]);
        const { channels: shown, ageFrom } = whatStands(entry);
        expect(
          shown.every((one) => one.kind in { chat: 1, phone: 1, sms: 1, whatsapp: 1, email: 1, web: 1, visit: 1 }),
        ).toBe(true);
        expect(Number.isNaN(ageFrom)).toBe(false);
      },
    ),
    { numRuns: dayOrNight(60, 200) },
  );
});

test("a page without its beginning gets one, as in a table; what is no page, and what stood there, stays as it is typed", async () => {
  const { helpline } = await house();
  const was: Entry = { ...blankEntry(""), channels: [plainChannel("web", "old.example")] };
  const draft = entryDraftOf(was, "Open House", "Europe/Paris", "en");
  const typed = (kind: string, value: string) => {
    const blank = blankChannel(kind, "Europe/Paris");
    return { ...blank, texts: { ...blank.texts, value } };
  };
  const rows = [
    typed("web", "example.org"),
    typed("chat", "chat.example.org/a?b"),
    typed("web", "example"),
    typed("web", "12.5"),
    typed("email", "a.b"),
  ];
  const { entry } = readEntry(helpline.db, { ...draft, channels: [...draft.channels, ...rows] }, was);
  expect(entry.channels.map(({ value }) => value)).toEqual([
    "old.example",
    "https://example.org",
    "https://chat.example.org/a?b",
    "example",
    "12.5",
    "a.b",
  ]);
});

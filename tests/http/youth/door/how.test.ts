import { expect, test } from "vitest";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar, DayRule } from "#src/hours/rules/calendar.ts";
import { languages } from "#src/i18n/i18n.ts";
import { setSetting } from "#src/settings/settings.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, person, says, unescaped, youth } from "#tests/support/house/http.ts";

test("GET /how shows the rules in every language, with their version and date", async () => {
  const line = await house();
  for (const language of ["en", "fr", "nl"] as const) {
    const { status, text, set } = await person(line).get(`/how?l=${language}`);
    expect(status).toBe(200);
    expect(text).toContain(`<html lang="${language}"`);
    expect(text).toContain(says("youth.frame.to_door", {}, language));
    expect(set).toEqual([]);
  }
});

test("the rules follow what is really set, and a new version is told apart", async () => {
  const line = await house();
  const main = async () => (await person(line).get("/how")).text.split("<main")[1]!;
  const kept = /We keep the words of your chat for 14 days after it ends/;
  expect(await main()).toMatch(kept);
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 30 }));
  await expect.poll(() => line.heard.map((event) => event.type)).toEqual(["settings.changed", "rules.published"]);
  expect(await main()).toMatch(/We keep the words of your chat for 30 days after it ends/);
  expect(await main()).not.toMatch(kept);
});

/** The words of a page that are read without unfolding anything. */
function wordsSeen(html: string): number {
  const main = html.split("<main")[1]!.split("</main>")[0]!;
  const seen = main
    .replace(/<script[\s\S]*?<\/script>/g, " ")
    .replace(/<details>(<summary[^>]*>[\s\S]*?<\/summary>)[\s\S]*?<\/details>/g, "$1");
  return unescaped(seen.replace(/<[^>]+>/g, " ")).split(/\s+/).length;
}

test.each(languages)("%s: at most 500 words stand on the page before anything is unfolded", async (language) => {
  const line = await house();
  await open(line);
  const { text } = await person(line).get(`/how?l=${language}`);
  expect(wordsSeen(text)).toBeLessThanOrEqual(500);
  // Nothing was left out: the rest is there, in the same page.
  expect(text).toContain(says("rules.kept.copies", { days: 7 }, language));
  expect(text).toContain('href="tel:112"');
});

test("without the master key the rules can be read", async () => {
  const line = await house({ master: null });
  expect((await person(line).get("/how")).status).toBe(200);
});

test("during a chat it leads back to the chat", async () => {
  const line = await house();
  await open(line);
  const { text } = await (await youth(line)).get("/how");
  expect(text).toContain(says("youth.frame.back_to_chat"));
});

const evenings: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 30,
  week: [
    ...Array.from({ length: 5 }, () => [{ opens: 16 * 60, closes: 22 * 60 }]),
    [{ opens: 22 * 60, closes: 26 * 60 }],
    [],
  ],
  seasons: [],
  dayRules: [],
  cuts: [],
};

/** What a person reads in the part about the hours, row by row. */
async function hoursShown(line: House, language = "en"): Promise<string> {
  const { text } = await person(line).get(`/how?l=${language}`);
  const part = text.split('id="hours">')[1]!.split("</section>")[0]!;
  return unescaped(part.replace(/<(tr|p|li|h2|h3|br)[^>]*>/g, "\n").replace(/<[^>]+>/g, " "))
    .replace(/ *\n[\n ]*/g, "\n")
    .replace(/ +/g, " ");
}

const setHoursOf = (line: House, calendar: Calendar, lineId = 1) =>
  act(line, line.aino, (tx, emit) => setHours(tx, emit, { lineId, timeZone: calendar.timeZone, calendar }));

/** What stands in the page for programs. */
function dataIn(page: string) {
  const found = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page);
  return found && JSON.parse(found[1]!);
}

test("when we are here: the usual week, in the zone by its name, in every language", async () => {
  const line = await house({ clock: fakeClock() });
  expect(await hoursShown(line)).toContain(says("youth.how.hours_none"));
  await setHoursOf(line, evenings);
  expect((await hoursShown(line)).trim().split("\n")).toEqual(
    [
      "When we’re here ",
      "Monday – Friday 16:00–22:00 ",
      "Saturday 22:00–02:00 ",
      "Sunday closed ",
      "All times are in Central European Time. ",
      "Add these times to your calendar. They only show as “Chat” there.",
    ].map((row) => row.trimEnd()),
  );
  expect(await hoursShown(line, "fr")).toMatch(
    /Lundi – vendredi 16:00–22:00[\s\S]*Dimanche fermé[\s\S]*heure d’Europe centrale/,
  );
  expect(await hoursShown(line, "nl")).toMatch(
    /Maandag – vrijdag 16:00–22:00[\s\S]*Zondag gesloten[\s\S]*Midden-Europese tijd/,
  );
});

test("what is different soon, with what is to be read beside it; what is later or for the staff is not there", async () => {
  const line = await house({ clock: fakeClock() });
  const rule = { kind: "one_off", label: "Sven is ill", spans: [] } as const;
  await setHoursOf(line, {
    ...evenings,
    dayRules: [
      { ...rule, from: "2026-11-30", to: "2026-12-02", note: "We <paint> our rooms", spans: [] },
      { ...rule, from: "2027-01-30", to: "2027-01-30", note: "Much later", spans: [] },
    ],
  });
  const shown = await hoursShown(line);
  expect(shown).toMatch(/Mon 30 Nov – Wed 2 Dec closed\s+We <paint> our rooms/);
  expect(shown).not.toMatch(/Sven|later/);
});

test("several lines, each by its name, with a calendar of its own", async () => {
  const line = await house({ clock: fakeClock() });
  await setHoursOf(line, evenings);
  const values = { ...lineValues(line.helpline.db, 1), name: "Night line" };
  const id = await act(line, line.aino, (tx, emit) => addLine(tx, emit, values));
  const shown = await hoursShown(line);
  expect(shown).toMatch(/Main line[\s\S]*Monday – Friday[\s\S]*Night line/);
  const { text } = await person(line).get("/how");
  expect(text).toContain('href="/hours.ics?line=1"');
  expect(text).not.toContain(`href="/hours.ics?line=${id}"`);
});

test("[ASVS 1.2.3] for programs the same hours stand there, and nobody’s words can end the script they stand in", async () => {
  const line = await house({ clock: fakeClock() });
  expect(dataIn((await person(line).get("/how")).text)).toBe(null);
  await act(line, line.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "name", value: "</script><script>planted()</script><!--" }),
  );
  await setHoursOf(line, {
    ...evenings,
    dayRules: [{ kind: "one_off", from: "2026-12-01", to: "2026-12-01", label: "", note: "", spans: [] }],
  });
  const { text } = await person(line).get("/how");
  const [place] = dataIn(text)["@graph"];
  expect(place.name).toBe("</script><script>planted()</script><!--");
  expect(place.openingHoursSpecification).toMatchObject([
    { dayOfWeek: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], opens: "16:00", closes: "22:00" },
    { dayOfWeek: ["Saturday"], opens: "22:00", closes: "02:00" },
  ]);
  expect(place.specialOpeningHoursSpecification).toMatchObject([
    { opens: "00:00", closes: "00:00", validFrom: "2026-12-01", validThrough: "2026-12-01" },
  ]);
  expect(text).not.toContain("<script>planted");
});

test("with hours, notes and six lines the page still fits into the first packets (Y13), in every language", async () => {
  const line = await house({ clock: fakeClock() });
  const dayRules = ["2026-11-27", "2026-11-30", "2026-12-04"].map((date, i): DayRule => {
    const note = `A note of its own for the day ${"that is different ".repeat(i + 1)}`;
    return { kind: "one_off", from: date, to: date, label: "", note, spans: [] };
  });
  await setHoursOf(line, { ...evenings, dayRules });
  const values = lineValues(line.helpline.db, 1);
  for (const name of ["Night line", "Boys", "Parents", "Chat in French", "Deaf young people"]) {
    const id = await act(line, line.aino, (tx, emit) => addLine(tx, emit, { ...values, name }));
    await setHoursOf(line, { ...evenings, lastEntryMinutes: id, dayRules: dayRules.slice(0, 2) }, id);
  }
  for (const language of ["en", "fr", "nl"]) {
    const response = await person(line).send(`/how?l=${language}`, { headers: { "Accept-Encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    const headers = [...response.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
    expect((await response.arrayBuffer()).byteLength + headers).toBeLessThan(14_000);
  }
});

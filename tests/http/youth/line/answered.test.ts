import { beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { addLine, changeLine, lineValues } from "#src/hours/lines.ts";
import { override } from "#src/hours/rules/override.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { questionNames } from "#src/settings/assessment.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, field, give, person, says, script, youth } from "#tests/support/house/http.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";

// Which line a door leads to, and in which language that is answered. Anna is there and writes Dutch and French; Béla writes Hungarian.

let clock: FakeClock;
let line: House;
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  await speaks(line.anna, "nl", "fr");
  await speaks(line.bela, "hu");
});

const speaks = (who: StaffMember, ...spoken: Language[]) =>
  act(line, line.aino, (tx, emit) => setMember(tx, emit, { staffId: who.id, values: { languages: spoken } }));
const is = (who: StaffMember, availability: "available" | "away") =>
  act(line, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability }));
const add = (name: string, spoken: Language[], staffIds: number[] = []) =>
  act(line, line.aino, (tx, emit) => {
    const values = { country: "BE", ageFrom: null, ageTo: null, intakeCap: null, pauseAfterMinutes: 10 };
    return addLine(tx, emit, { ...values, name, languages: spoken, staffIds });
  });
const pauses = (lineId = 1) =>
  act(line, line.bela, (tx, emit) =>
    override(tx, emit, { lineId, kind: "paused", until: null, reason: "", staffId: line.bela.id }),
  );
const door = async (language: Language, path = "/") => (await person(line).get(`${path}?l=${language}`)).text;
const start = (language: Language, more = {}) => ({
  ...{ client_id: clientId(), rules: "1", l: language, text: "first words" },
  ...more,
});

/** "You can write here in French or Dutch." */
const sentences: Record<Language, string> = {
  en: "You can write here in French or Dutch.",
  fr: "Ici, tu peux écrire en français ou en néerlandais.",
  nl: "Je kunt hier schrijven in het Frans of in het Nederlands.",
  es: "Aquí puedes escribir en francés o en neerlandés.",
  fi: "Täällä voit kirjoittaa ranskaksi tai hollanniksi.",
  hu: "Itt franciául vagy hollandul írhatsz.",
};

describe("one line", () => {
  test.each(languages)(
    "a reader of %s reads before the box in which language it is answered, where it is another",
    async (one) => {
      const text = await door(one);
      if (one === "fr" || one === "nl") return expect(text).not.toContain(sentences[one]);
      expect(text.indexOf(sentences[one])).toBeGreaterThan(0);
      expect(text.indexOf(sentences[one])).toBeLessThan(text.indexOf("<textarea"));
      // It stands once, in the form, where no script is needed for it.
      expect(text.split(sentences[one])).toHaveLength(2);
      expect(text.slice(text.indexOf('action="/start'))).toContain(sentences[one]);
    },
  );

  test("it goes when somebody comes who answers in it, and comes back: a page that stands there is told", async () => {
    const shown = await door("hu");
    const [rest, now] = [...shown.matchAll(/<div id="(?:door|now)"[^>]* data-v="(\w+)"/g)].map((found) => found[1]!);
    const news = () => person(line).get(`/?l=hu&v=${now}.${rest}`, script);
    expect((await news()).status).toBe(204);
    await is(line.bela, "available");
    expect((await news()).text).toContain("<textarea");
    expect((await news()).text).not.toContain(sentences.hu);
    await is(line.bela, "away");
    expect((await news()).status).toBe(204);
  });

  test("it stands on the way through the first questions too", async () => {
    const value = { on: true, questions: [...questionNames] };
    await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "assessment", value }));
    const { text } = await person(line).post("/which?l=en", { topics: "bullying" }, script);
    expect(text.indexOf(sentences.en)).toBeGreaterThan(0);
    expect(text.indexOf(sentences.en)).toBeLessThan(text.indexOf("<textarea"));
  });

  test("a shut door, at which nothing can be written, does not say it", async () => {
    await is(line.anna, "away");
    clock.pass(60 * 60_000);
    expect(await door("en")).not.toContain("You can write here");
  });
});

describe("several lines", () => {
  let belas: number;
  beforeEach(async () => {
    const staffIds = [line.anna.id];
    await act(line, line.aino, (tx, emit) =>
      changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), name: "Evening", staffIds } }),
    );
    belas = await add("Night", [], [line.bela.id]);
    await is(line.bela, "available");
  });
  const chosen = (page: string) => Number(/name="line" value="(\d+)" checked/.exec(page)?.[1]);
  const radios = (page: string) => [...page.matchAll(/name="line" value="(\d+)"/g)].map((found) => Number(found[1]));
  const only = (language: Language, spoken: Language) =>
    says("youth.lines.answered", { languages: says(`youth.lines.in.${spoken}`, {}, language) }, language);

  test("whoever reads a language is led to the line that is answered in it; the other says beside its name in which it is", async () => {
    const hungarian = await door("hu");
    expect(chosen(hungarian)).toBe(belas);
    expect(radios(hungarian)).toEqual([belas, 1]);
    expect(hungarian).toMatch(new RegExp(`Evening</strong>(?:(?!</label>).)*${sentences.hu}`, "s"));
    const french = await door("fr");
    expect(chosen(french)).toBe(1);
    expect(french).toContain(only("fr", "hu"));
    expect(french).not.toContain(sentences.fr);
  });

  test("where none is, each says which it is", async () => {
    const english = await door("en");
    expect(radios(english)).toEqual([1, belas]);
    expect(english).toContain(sentences.en);
    expect(english).toContain(only("en", "hu"));
  });

  test("a form that names no line goes there too", async () => {
    const noor = person(line);
    await noor.post("/start", start("hu"), { "Accept-Language": "hu" });
    expect(conversation(line.helpline.db, 1)).toMatchObject({ lineId: belas, language: "hu" });
  });

  test("a line for that language alone comes before one for every language", async () => {
    await act(line, line.aino, (tx, emit) =>
      changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), staffIds: [] } }),
    );
    const magyar = await add("Magyar", ["hu"]);
    expect(chosen(await door("hu"))).toBe(magyar);
  });

  test("of two, one is open: it is named, and says in which language it is answered", async () => {
    await pauses(belas);
    const page = await door("hu");
    expect(page).toMatch(/<strong dir="auto">Evening<\/strong><br\/>Itt franciául/);
  });
});

describe("in danger", () => {
  const pressed = (page: string) =>
    Object.fromEntries(["client_id", "l", "rules", "line", "danger"].map((name) => [name, field(page, name)]));
  /** Before the button that lets them in. */
  const saidBefore = (page: string, sentence: string) => {
    expect(page.indexOf(sentence)).toBeGreaterThan(0);
    expect(page.indexOf(sentence)).toBeLessThan(page.indexOf('name="danger"'));
  };

  test("at a shut door, the way in says before it which language is answered, and so does the page after it", async () => {
    await pauses();
    const noor = person(line);
    const page = (await noor.get("/?l=hu")).text;
    saidBefore(page, sentences.hu);
    expect((await noor.post("/start?l=hu", pressed(page))).to).toBe("/");
    const chat = async () => (await noor.get("/")).text;
    expect(await chat()).toContain(says("youth.danger.alerted", {}, "hu"));
    expect(await chat()).toContain(sentences.hu);
    await is(line.bela, "available");
    expect(await chat()).not.toContain(sentences.hu);
  });

  test("it leads to the line that is answered in their language first, also where the page tells of another", async () => {
    await act(line, line.aino, (tx, emit) =>
      changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), staffIds: [line.anna.id] } }),
    );
    const belas = await add("Night", [], [line.bela.id]);
    await is(line.bela, "available");
    await pauses();
    await pauses(belas);
    const page = await door("hu");
    expect(pressed(page).line).toBe(String(belas));
    expect(page).not.toContain(sentences.hu);
    expect(pressed(await door("fr")).line).toBe("1");
    // With words that were typed before, and for a line that lets nobody in, alike.
    await act(line, line.bela, (tx, emit) =>
      override(tx, emit, { lineId: 1, kind: "closed", until: null, reason: "", staffId: line.bela.id }),
    );
    const noor = person(line);
    await noor.post("/start?l=hu", start("hu", { line: "1", danger: "yes" }));
    expect(conversation(line.helpline.db, 1)!.lineId).toBe(belas);
  });

  test("after the first questions it is said too", async () => {
    await pauses();
    const value = { on: true, questions: [...questionNames] };
    await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "assessment", value }));
    const { text } = await person(line).post("/which?l=es", { urgent: "danger" }, script);
    saidBefore(text, sentences.es);
  });

  test("whoever is answered in their own language is told nothing", async () => {
    await pauses();
    expect(await door("nl")).not.toContain(sentences.nl);
  });
});

test("who comes back with a code reads it before they write", async () => {
  const noor = await youth(line, "first words");
  await give(line, noor.id, line.anna);
  const code = await getsCode(noor);
  await noor.post("/end");
  clock.pass(60 * 60_000);
  await is(line.anna, "available");
  const { text } = (await otherPhone(line, code)).answer;
  expect(text.indexOf(sentences.en)).toBeGreaterThan(0);
  expect(text.indexOf(sentences.en)).toBeLessThan(text.indexOf("<textarea"));
});

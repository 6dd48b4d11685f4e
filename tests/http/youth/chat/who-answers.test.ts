import { beforeEach, describe, expect, test } from "vitest";
import { catalog, type Key, languages } from "#src/i18n/i18n.ts";
import type { AnsweredBy } from "#src/settings/definitions.ts";
import { concernHeldDays, copyDays, holdMostDays } from "#src/settings/rules/facts.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, field, give, person, says, staff, youth } from "#tests/support/house/http.ts";

let line: House;
beforeEach(async () => {
  line = await house();
  await open(line);
});

const set = (value: AnsweredBy) =>
  act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "answeredBy", value }));

/** What says who answers, by what is set. */
const told: Record<AnsweredBy, { notice: Key; talking: Key; rules: Key }> = {
  volunteers: { notice: "notice.claimed", talking: "youth.talking.who", rules: "rules.people.who" },
  trained: {
    notice: "notice.claimed_trained",
    talking: "youth.talking.who_trained",
    rules: "rules.people.who_trained",
  },
  professionals: {
    notice: "notice.claimed_professional",
    talking: "youth.talking.who_professional",
    rules: "rules.people.who_professional",
  },
};

/** How each language says that somebody is trained. */
const trained = {
  en: /train/i,
  fr: /form(é|ation)/i,
  nl: /opgeleid|opleiding/i,
  es: /formación|formad/i,
  fi: /koulut/i,
  hu: /képz/i,
};

describe("who answers", () => {
  test.each(languages)(
    "as shipped nobody is called trained, in %s: not in the chat, nor in the rules",
    async (language) => {
      const noor = person(line);
      const door = (await noor.get("/", { "Accept-Language": language })).text;
      const form = { client_id: field(door, "client_id"), rules: field(door, "rules"), text: "first words" };
      await noor.post("/start", form, { "Accept-Language": language });
      await give(line, 1, line.anna);
      const chat = (await noor.get("/", { "Accept-Language": language })).text;
      const { notice, talking, rules } = told.volunteers;
      expect(chat).toContain(says(notice, { alias: "Mika" }, language));
      expect(chat).toContain(says(talking, { alias: "Mika" }, language));
      const how = (await person(line).get("/how", { "Accept-Language": language })).text;
      expect(how).toContain(says(rules, {}, language));
      for (const text of [chat, how]) expect(text.match(/<main.*<\/main>/s)![0]).not.toMatch(trained[language]);
    },
  );

  test.each(["trained", "professionals"] as const)(
    "once an admin says that they are %s, every text says so",
    async (by) => {
      await set(by);
      const noor = await youth(line, "first words");
      await give(line, noor.id, line.anna);
      const chat = (await noor.get("/")).text;
      expect(chat).toContain(says(told[by].notice, { alias: "Mika" }));
      expect(chat).toContain(says(told[by].talking, { alias: "Mika" }));
      const how = (await person(line).get("/how")).text;
      expect(how).toContain(says(told[by].rules));
      expect(chat + how).not.toContain(says(told.volunteers.talking, { alias: "Mika" }));
      expect(how).not.toContain(says(told.volunteers.rules));
    },
  );

  test("what was said when somebody came stays as it was said", async () => {
    const noor = await youth(line, "first words");
    await give(line, noor.id, line.anna);
    await set("trained");
    const chat = (await noor.get("/")).text;
    expect(chat).toContain(says(told.volunteers.notice, { alias: "Mika" }));
    expect(chat).toContain(says(told.trained.talking, { alias: "Mika" }));
  });
});

describe("who reads it, how long it is kept, and where it can still be", () => {
  test("the rules say that whoever leads the team can read it: and so it is", async () => {
    const noor = await youth(line, "Noor’s words");
    await give(line, noor.id, line.anna);
    const bela = await staff(line, line.bela);
    await bela.post(`/staff/conversation/${noor.id}/read-along`);
    expect((await bela.get(`/staff/conversation/${noor.id}`)).text).toContain("Noor’s words");
    expect((await person(line).get("/how")).text).toContain(says("rules.kept.readers"));
    expect(says("rules.kept.readers")).toContain("lead the team");
  });

  test("the rules say that danger, a report, a law and what felt wrong can keep it, and for how long each", async () => {
    const { text } = await person(line).get("/how");
    expect(text).toContain(says("rules.kept.held", { days: holdMostDays, after: concernHeldDays }));
    expect(text).toMatch(/danger.*child protection.*law.*365 days.*wrong.*14 days/s);
  });

  test("of copies only those are told of that Porchlight makes, in the rules and before a chat is deleted", async () => {
    const noor = await youth(line, "first words");
    const asked = await noor.post("/clear", { sure: "no" });
    for (const { text } of [asked, await person(line).get("/how")]) {
      expect(text).toContain(says("rules.kept.copies", { days: copyDays }));
      expect(text).not.toMatch(/backup|safety cop/i);
    }
  });

  /** “Between us” leaves out whoever leads the team; a promise about copies belongs to the sentence that is computed. */
  const untrue = {
    en: /between us|safety cop|backup/i,
    fr: /entre nous|sauvegarde|copies? de secours/i,
    nl: /tussen ons|onder ons|reservekopie|back-?up/i,
    es: /entre nosotros|copias? de seguridad/i,
    fi: /meidän välill|varmuuskopi/i,
    hu: /köztünk|biztonsági (másolat|mentés)/i,
  };
  test.each(languages)("nothing that young people read in %s says “between us”, or speaks of backups", (language) => {
    const texts = Object.entries(catalog(language)).filter(([key]) => /^(youth|rules|notice)\./.test(key));
    expect(texts.filter(([, text]) => untrue[language].test(text))).toEqual([]);
  });

  test("the door says where it stays, and the rules what nobody is told", async () => {
    const door = (await person(line).get("/")).text;
    expect(door).toContain("stays in our team, unless someone’s in serious danger or you ask us to tell someone.");
    const how = (await person(line).get("/how")).text;
    expect(how).toContain("We wouldn’t tell anyone that you skip school, have tried drugs, or wrote to us.");
    expect(how).not.toContain("a secret from your parents");
  });
});

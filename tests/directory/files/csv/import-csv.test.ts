import { describe, expect, test } from "vitest";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { channelsAfter, shortCodeIn } from "#src/directory/files/csv/csv-channels.ts";
import { issueText } from "#src/directory/files/csv/export-csv.ts";
import { translate } from "#src/i18n/i18n.ts";
import { csv, options, readFile, told } from "../csv-readings.ts";

const entryOf = (...rows: string[]) => csv(...rows).services[0]!.entry;

describe("a file of services", () => {
  test("a row with everything", () => {
    const { organizations, services, issues } = csv(
      "name,organization,topics,summary,description,phone,sms,chat,whatsapp,email,website,languages,regions,minimum_age,maximum_age,hours,free,anonymous,status,verified_on,external_id",
      'Nightline,House of Béla,"bullying; loneliness","Somebody listens","One line.\nAnd one more.","116 111|09 123 ext 4",+358 40 123,chat.example.org,https://wa.me/35840123,help@example.org,www.example.org,fi; Swedish,Uusimaa,12,29,Mo-Fr 14:00-20:00,yes,no,active,2026-10-01,n-1',
    );
    expect(issues).toEqual([]);
    expect(organizations).toEqual([
      {
        externalId: "house of bela",
        organization: { name: "House of Béla", alternateName: "", description: "", website: "", email: "" },
      },
    ]);
    const day = [{ opens: 840, closes: 1200 }];
    expect(services).toEqual([
      {
        externalId: "n-1",
        row: 2,
        organization: "house of bela",
        kinds: ["chat", "phone", "sms", "whatsapp", "email", "web"],
        entry: {
          name: "Nightline",
          summary: "Somebody listens",
          description: "One line.\nAnd one more.",
          topics: ["bullying", "loneliness"],
          languages: ["fi", "sv"],
          regions: ["FI-18"],
          ageFrom: 12,
          ageTo: 29,
          free: true,
          anonymous: false,
          status: "active",
          verifiedOn: "2026-10-01",
          calendar: {
            timeZone: "Europe/Helsinki",
            lastEntryMinutes: 0,
            week: [day, day, day, day, day, [], []],
            seasons: [],
            dayRules: [],
            cuts: [],
          },
          hoursNote: "",
          channels: [
            plainChannel("chat", "https://chat.example.org"),
            plainChannel("phone", "116 111"),
            { ...plainChannel("phone", "09 123"), extension: "4" },
            plainChannel("sms", "+358 40 123"),
            plainChannel("whatsapp", "+35840123"),
            plainChannel("email", "help@example.org"),
            plainChannel("web", "https://www.example.org"),
          ],
        },
      },
    ]);
  });

  test("a column that is not there says nothing, an empty cell that there is none", () => {
    expect(entryOf("name", "Nightline")).toEqual({ name: "Nightline" });
    expect(
      csv("name,phone,free,hours,verified_on,minimum_age,topics,status", "Nightline,,,,,,,").services[0],
    ).toMatchObject({
      kinds: ["phone"],
      entry: { channels: [], free: null, calendar: null, hoursNote: "", verifiedOn: null, ageFrom: null, topics: [] },
    });
    expect(entryOf("name,hours,status", "Nightline,unchanged,")).toEqual({ name: "Nightline" });
  });

  test("what cannot be understood leaves what is there as it is", () => {
    const { services, issues } = csv(
      "name,topics,languages,verified_on,phone",
      "Nightline,astrology,Klingonish,10:00,ask Anna",
    );
    expect(services[0]).toMatchObject({ entry: { name: "Nightline", channels: [] }, kinds: [] });
    expect(Object.keys(services[0]!.entry)).toEqual(["name", "channels"]);
    expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(["warning"]));
  });

  test.each([
    [
      "nom;organisme;sujets;téléphone;langues;âge minimum;gratuit;horaires",
      "L’écoute;Maison;harcèlement;116 111;néerlandais;12;oui;lundi au vendredi 9h-17h",
    ],
    [
      "naam;organisatie;onderwerpen;telefoon;talen;leeftijd van;gratis;uren",
      "L’écoute;Maison;pesten;116 111;Nederlands;12;ja;ma-vr 9u-17u",
    ],
    [
      "nombre;organización;temas;teléfono;idiomas;edad mínima;gratuito;horario",
      "L’écoute;Maison;acoso escolar;116 111;neerlandés;12;sí;L-V 9:00-17:00",
    ],
    [
      "Nimi;Järjestö;Aiheet;Puhelin;Kielet;Alaikäraja;Maksuton;Aukioloajat",
      "L’écoute;Maison;kiusaaminen;116 111;hollanti;12;kyllä;ma–pe klo 9–17",
    ],
    [
      "NÉV;Szervezet;Témák;Telefon;Nyelvek;Alsó korhatár;Ingyenes;Nyitvatartás",
      "L’écoute;Maison;bántalmazás az iskolában|bullying;116 111;holland;12;igen;H-P 9-17",
    ],
  ])("in another language: %s", (header, row) => {
    const { services, issues } = csv(header, row);
    expect(issues.filter(({ code }) => code !== "unknown_topic")).toEqual([]);
    expect(services[0]!.entry).toMatchObject({ name: "L’écoute", languages: ["nl"], ageFrom: 12, free: true });
    expect(services[0]!.entry.channels).toEqual([plainChannel("phone", "116 111")]);
    expect(services[0]!.entry.calendar!.week[4]).toEqual([{ opens: 540, closes: 1020 }]);
    expect(services[0]!.organization).toBe("maison");
  });

  test("topics by slug, name and word, with commas between; a word for two topics is none", () => {
    expect(entryOf("name,topics", 'a,"Alcohol and drugs, gay; anxiety_mood"').topics).toEqual([
      "alcohol_drugs",
      "sexuality_gender",
      "anxiety_mood",
    ]);
    const { issues } = csv("name,topics", "a,abuse");
    expect(issues).toMatchObject([
      { code: "unknown_topic", part: "abuse", proposal: "violence_home; sexual_violence" },
    ]);
  });

  test("what may have been meant is proposed", () => {
    const proposed = (column: string, text: string) => {
      const { issues, services } = csv(`name,${column}`, `a,"${text}"`);
      return [issues[0]?.code, issues[0]?.proposal, services.length];
    };
    expect(proposed("hours", "Mo 10:00-4:00")).toEqual(["closes_before_opening", "16:00", 1]);
    expect(proposed("verified_on", "3.11.25")).toEqual(["two_digit_year", "2025-11-03", 1]);
    expect(proposed("verified_on", "10/27/2025")).toEqual(["not_a_date", "2025-10-27", 1]);
    expect(proposed("phone", "+44116123")).toEqual(["short_code_in_e164", "116 123", 1]);
    expect(proposed("verified_on", "2026-11-04")).toEqual([undefined, undefined, 1]);
    expect(proposed("verified_on", "2025-11-03 00:00:00")).toEqual([undefined, undefined, 1]);
  });

  test("two numbers in one are two", () =>
    expect(entryOf("name,phone", "a,116 111 / 09 123 456").channels?.map(({ value }) => value)).toEqual([
      "116 111",
      "09 123 456",
    ]));

  test("formulas are text", () => {
    expect(entryOf("name,summary", 'a,"=HYPERLINK(""http://example.org"")"').summary).toBe(
      '=HYPERLINK("http://example.org")',
    );
    expect(entryOf("name,phone", "a,'+358 9 123 456").channels?.[0]?.value).toBe("+358 9 123 456");
  });

  test("one service twice, by what its source calls it or by its names", () => {
    expect(told(csv("name,external_id", "a,1", "b,1", "a,2", "a,", "A,"))).toEqual([
      "3 external_id same_row_twice",
      "6 name same_row_twice",
    ]);
    expect(csv("name,organization", "a,x", "a,y").services).toHaveLength(2);
  });

  test("a file that had its failed rows mended has one column more", () => {
    expect(told(csv("name,À corriger", "a,phone: …"))).toEqual([]);
  });

  test("hours are of the zone that is given", () => {
    const read = readFile(new TextEncoder().encode("name,hours\na,24/7"), { timeZone: "Europe/Paris" });
    expect(read.services[0]!.entry.calendar!.timeZone).toBe("Europe/Paris");
    expect(options.timeZone).toBe("Europe/Helsinki");
  });
});

describe("a short number", () => {
  test.each([
    ["+44116123", "116 123"],
    ["+358 116 111", "116 111"],
    ["+32 102", "102"],
    ["+1 988", "988"],
    ["+49 116 111", "116 111"],
    ["+358 9 123 456", null],
    ["+33 1 23 45 67 89", null],
    ["+372 640 4600", null],
    ["+683 4000", null],
    ["116 111", null],
    ["0800 12 12", null],
  ])("%s", (number, code) => expect(shortCodeIn(number)).toBe(code));
});

test("of the kinds a file says what it leaves out goes, and one that stays keeps what is known of it", () => {
  const known = { ...plainChannel("phone", "116 111"), free: true };
  const chat = plainChannel("chat", "https://chat.example.org");
  const other = plainChannel("phone", "09 123");
  const said = plainChannel("phone", "116 111");
  expect(channelsAfter([known, chat, other], [said], ["phone"])).toEqual([known, chat]);
  expect(channelsAfter([known], [said, other], [])).toEqual([known, other]);
  expect(channelsAfter([chat, known], [said, chat], ["phone", "chat"])).toEqual([chat, known]);
});

test("what is too long says how long it is and may be, an age below zero that it is none", () => {
  const { issues } = csv("name,summary,minimum_age", `a,${"x".repeat(281)},-3`);
  expect(issues).toMatchObject([
    { column: "summary", code: "too_long", proposal: "281 / 280" },
    { column: "minimum_age", code: "not_a_number", part: "-3" },
  ]);
  expect(issueText(issues[0]!, translate("en"))).toMatch(/Make it shorter: 281 \/ 280 characters\.$/);
});

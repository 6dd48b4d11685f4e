import { describe, expect, test } from "vitest";
import { languages, translate } from "#src/i18n/i18n.ts";
import { maxHelplineName } from "#src/settings/definitions.ts";
import { type PlainSubject, plainSubjects, readSettingsDraft, settingsDraftOf } from "#src/settings/draft.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { defaults, namesOf } from "#src/settings/settings.ts";

const shipped = settingsDraftOf(defaults());
const typed = (texts: Record<string, string>) => ({ ...shipped, texts: { ...shipped.texts, ...texts } });
const problems = (subject: PlainSubject, draft = shipped) => readSettingsDraft(subject, draft, defaults()).problems;
const told = (subject: PlainSubject, draft = shipped) =>
  problems(subject, draft).map((one) => `${one.field} ${one.problem}`);

test.each(plainSubjects)("%s: what is set comes out of its form as it went in", (subject) => {
  const now = defaults();
  const { values, problems } = readSettingsDraft(subject, settingsDraftOf(now), now);
  expect(problems).toEqual([]);
  expect(values).toEqual(Object.fromEntries(namesOf(subject).map((name) => [name, now[name]])));
});

test("spaces around a word are no part of it", () => {
  const { values } = readSettingsDraft("helpline", typed({ name: "  Porch ", ageFrom: " 12 " }), defaults());
  expect(values).toMatchObject({ name: "Porch", ageFrom: 12 });
});

test("an address is kept as a browser writes it", () => {
  const { values } = readSettingsDraft("helpline", typed({ exitAddress: " HTTPS://Weather.Example " }), defaults());
  expect(values.exitAddress).toBe("https://weather.example/");
});

describe("each mistake has its sentence, beside its field", () => {
  test.each<[PlainSubject, Record<string, string>, string]>([
    ["helpline", { name: "" }, "name empty"],
    ["helpline", { name: "   " }, "name empty"],
    ["helpline", { title: "x".repeat(201) }, "title long"],
    ["helpline", { name: "x".repeat(41) }, "name long"],
    ["helpline", { title: "a\u0007b" }, "title control"],
    ["helpline", { exitAddress: "wikipedia.org" }, "exitAddress address"],
    ["helpline", { exitAddress: "http://wikipedia.org" }, "exitAddress address"],
    ["helpline", { exitAddress: "javascript:alert(1)" }, "exitAddress address"],
    ["helpline", { exitAddress: "https://aino:pw@evil.example/" }, "exitAddress address"],
    ["helpline", { exitAddress: `https://weather.example/${"é".repeat(150)}` }, "exitAddress long"],
    ["helpline", { name: "\u3164\u200b" }, "name empty"],
    ["helpline", { title: "\u{e0041}" }, "title empty"],
    ["helpline", { name: "Po\u202erch" }, "name control"],
    ["helpline", { ageFrom: "ten" }, "ageFrom whole"],
    ["helpline", { ageFrom: "10.5" }, "ageFrom whole"],
    ["helpline", { ageFrom: "-1" }, "ageFrom whole"],
    ["helpline", { ageFrom: "20", ageTo: "12" }, "ageTo ages_turned"],
    ["languages", { language: "xx" }, "language language_not_offered"],
    ["chats", { chatsAtOnce: "5" }, "chatsAtOnce whole"],
    ["chats", { resumeMinutes: "" }, "resumeMinutes whole"],
    ["silence", { silencePauseMinutes: "121" }, "silencePauseMinutes whole"],
    ["silence", { silenceWarnMinutes: "15" }, "silencePauseMinutes silence_order"],
    ["silence", { counsellorLineMinutes: "2" }, "counsellorLineMinutes silence_order"],
    ["silence", { secondNoteMinutes: "30" }, "secondNoteMinutes silence_order"],
    ["keeping", { retentionDays: "366" }, "retentionDays whole"],
  ])("%s %j", (subject, texts, expected) => {
    expect(told(subject, typed(texts))).toEqual([expected]);
  });

  test("a number says its bounds", () => {
    expect(problems("keeping", typed({ retentionDays: "many" }))[0]).toMatchObject({ least: 0, most: 365 });
    expect(problems("helpline", typed({ name: "x".repeat(41) }))[0]).toMatchObject({ most: maxHelplineName });
    for (const language of languages) {
      for (const key of ["admin.setting.name.hint", "session.hint.helpline"] as const) {
        expect(translate(language)(key)).toContain(String(maxHelplineName));
      }
    }
  });

  test("languages: one at least, and the usual one among them", () => {
    expect(told("languages", { ...shipped, languages: [] })).toEqual(["languages no_language"]);
    expect(told("languages", { ...shipped, languages: ["fr", "nl"] })).toEqual(["language language_not_offered"]);
    const french = { ...typed({ language: "fr" }), languages: ["nl", "fr"] };
    expect(readSettingsDraft("languages", french, defaults()).values.languages).toEqual(["fr", "nl"]);
  });

  test("countries: one at least, none twice, and each with a number to call", () => {
    const [everywhere, belgium] = shippedEmergency;
    expect(told("emergency", { ...shipped, countries: [] })).toEqual(["emergency no_country"]);
    expect(told("emergency", { ...shipped, countries: [belgium!, belgium!] })).toEqual([
      "emergency.1.country country_twice",
    ]);
    expect(told("emergency", { ...shipped, countries: [everywhere!, { ...belgium!, call: "", sms: "x" }] })).toEqual([
      "emergency.1.call call",
      "emergency.1.sms sms",
    ]);
    expect(told("emergency", { ...shipped, countries: shippedEmergency })).toEqual(["emergency too_many"]);
  });
});

test("every country that is shipped may stand, and a route without voice is shipped where there is one", () => {
  for (const one of shippedEmergency) expect(told("emergency", { ...shipped, countries: [one] })).toEqual([]);
  const quiet = shippedEmergency
    .filter(({ sms, app, press }) => sms + app + press !== "")
    .map(({ country }) => country);
  expect(quiet).toEqual(["BE", "ES", "FI", "FR", "GB", "NL"]);
});

import { beforeEach, describe, expect, test } from "vitest";
import { type Key, languages, translate } from "#src/i18n/i18n.ts";
import { definitions, type SettingName } from "#src/settings/definitions.ts";
import { setSetting, store } from "#src/settings/settings.ts";
import { keepUpgrade, ownVersion } from "#src/upgrade/record.ts";
import { onDisk } from "#tests/backup/copies.ts";
import { member } from "#tests/support/house/helpline.ts";
import { act, says, staff } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { inTurn } from "#tests/support/run/night.ts";
import { settingsPages } from "#views/admin/subjects/settings-index.tsx";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const find = (words: string) => sheet(at.aino, `/admin/settings?q=${encodeURIComponent(words)}`);

test("every page of the settings stands there with what is set now, and opens", async () => {
  const page = await sheet(at.aino, "/admin/settings");
  expect(page.words(".subjects")).toMatch(/Name of the helpline Chat.*Everywhere in Europe 112.*Chats at once 2/);
  for (const [name, href] of settingsPages) {
    expect(page.answer.text).toContain(`<a href="${href}">${says(`admin.subject.${name}`)}</a>`);
    const opened = await at.aino.get(href);
    expect(opened.status, href).toBe(200);
    expect(opened.text).toContain(`href="${href}" aria-current="page"`);
  }
});

describe("the search", () => {
  test.each([
    ["text kept", "/admin/settings/keeping#retentionDays"],
    ["WIKIPEDIA", "/admin/settings/helpline#exitAddress"],
    ["112", "/admin/settings/emergency#emergency-0"],
    ["note", "/admin/open#closedNote"],
    ["theme violet", "/admin/look#theme"],
    ["colours", "/admin/look#theme"],
    ["face", "/admin/look#face"],
    ["mascot", null],
    ["logo", "/admin/look#logo"],
    ["own words", "/admin/rules#ownRules"],
    ["draft", "/admin/rules#rulesDraft"],
    ["marked as done", "/admin/open#checked"],
    // Of the hint beside it.
    ["encyclopaedia", "/admin/settings/helpline#exitAddress"],
    ["locked with a key", "/admin/settings/keeping#retentionDays"],
    ["told line full", "/admin/settings/chats#waitingPerCounsellor"],
    // What people would call it.
    ["delete", "/admin/settings/keeping"],
    ["retention", "/admin/settings/keeping"],
    ["how long", "/admin/settings/keeping"],
    ["privacy", "/admin/rules"],
    ["dark design", "/admin/look"],
    ["suicide", "/admin/settings/emergency"],
    ["translate", "/admin/texts"],
    ["queue", "/admin/settings/chats"],
    ["summer break", "/admin/open"],
    ["holiday", "/admin/hours"],
    ["roles", "/admin/staff"],
    ["webhook", "/admin/on-call"],
  ])("%s", async (words, href) => {
    const page = await find(words);
    if (href === null) expect(page.words("#found")).toContain("Nothing found");
    else expect(page.answer.text).toContain(`<a href="${href}">`);
  });

  test("what is found says what is set, in words", async () => {
    await act(at.line, at.line.aino, (tx, emit) => {
      setSetting(tx, emit, { name: "theme", value: "sea" });
      setSetting(tx, emit, { name: "closedNote", value: { nl: "Tot september." } });
      setSetting(tx, emit, { name: "ownRules", value: { kept: { en: "Ask us.", fr: "Demande." } } });
      setSetting(tx, emit, { name: "retentionDays", value: 0 });
    });
    expect((await find("theme")).words("main .list")).toContain("Colour theme · Look Sea");
    expect((await find("note")).words("main .list")).toContain(
      "Note while closed · Opening and closing Nederlands: “Tot september.”",
    );
    expect((await find("own words")).words("main .list")).toContain("What we keep (English, Français)");
    expect((await find("kept for")).words("main .list")).toContain("until the chat ends");
  });

  test.each([
    ["as shipped", {}],
    ["before it opens", { opening: "not_yet" }],
    ["closed, in its own colours", { opening: "break", theme: "own", closedNote: { en: "Soon" } }],
  ] as const)("every setting is found by its name, and its link leads to where it stands: %s", async (_, set) => {
    await at.line.helpline.db.change("porchlight", (tx) => store(tx, set));
    const pages = new Map<string, string>();
    const names = Object.keys(definitions) as SettingName[];
    for (const name of names) {
      const { text } = (await find(translate("en")(`admin.setting.${name}` as Key))).answer;
      const [, path, id] = new RegExp(
        `<a href="([^"#]+)#([^"]+)">${RegExp.escape(says(`admin.setting.${name}` as Key))}</a>`,
      ).exec(text)!;
      const page = pages.get(path!) ?? (await at.aino.get(path!)).text;
      pages.set(path!, page);
      const there = new RegExp(` id="${id}"[^>]*>`).exec(page);
      expect([name, there?.[0] ?? "nowhere"]).toEqual([name, expect.not.stringMatching(/nowhere|hidden/)]);
    }
    expect([...pages.keys()].length).toBeGreaterThan(6);
  });

  // By day in English, and in others in turn.
  const told = languages.filter((language) => language === "en" || inTurn(`words of pages in ${language}`, 5));
  test.each(told)("every page is found by each of its words, in %s", async (language) => {
    const her = await staff(at.line, await member(at.line.helpline, "lea", "Léa Maes", "Fox", ["admin"], language));
    for (const [name, href] of settingsPages) {
      for (const word of translate(language)(`admin.subject.${name}.words`).split(", ")) {
        const { text } = await her.get(`/admin/settings?q=${encodeURIComponent(word)}`);
        expect([word, text.includes(`<a href="${href}">${says(`admin.subject.${name}`, {}, language)}</a>`)]).toEqual([
          word,
          true,
        ]);
      }
    }
  });

  test("finds words without their accents", async () => {
    const french = await staff(at.line, await member(at.line.helpline, "lea", "Léa Maes", "Fox", ["admin"], "fr"));
    const page = await sheet(french, "/admin/settings?q=reglages%20apparence");
    expect(page.words("#found")).toMatch(/Rien trouvé/);
    expect((await sheet(french, "/admin/settings?q=numeros")).answer.text).toContain('href="/admin/settings/emergency');
  });

  test("nothing found: what to try instead, and the words stay in the field", async () => {
    const page = await find("<b>zebra");
    expect(page.words("#found")).toContain("Nothing found for “<b>zebra”.");
    expect(page.answer.text).not.toContain("<b>zebra");
    expect(page.answer.text).toContain('value="&lt;b&gt;zebra"');
    expect(page.answer.text).toContain(says("admin.settings.search_clear"));
  });
});

test("the page says which Porchlight runs, and how it came here", async () => {
  const home = await onDisk();
  const { dataDir } = home.config;
  const words = async () => {
    const aino = await staff(home, home.aino);
    return (await sheet(aino, "/admin/settings")).words("section[aria-labelledby=version-title]");
  };
  const version = ownVersion();
  expect(await words()).toBe(`${says("admin.version")} Porchlight ${version}`);
  const program = (one: string) => ({ version: one, sha256: one });
  const record = { format: 1, kind: "upgrade", state: "done", at: 1, copies: "x", takes: null, before: null } as const;
  const openedAt = Date.UTC(2026, 10, 24, 18);
  keepUpgrade(dataDir, { ...record, openedAt, from: program("0.0.9"), to: program(version) });
  expect(await words()).toContain("Upgraded on 24 November 2026 from 0.0.9.");
  keepUpgrade(dataDir, { ...record, kind: "rollback", openedAt, from: program("0.3.0"), to: program(version) });
  expect(await words()).toContain("Rolled back on 24 November 2026, from 0.3.0.");
  // By hand another one was put there since.
  keepUpgrade(dataDir, { ...record, openedAt, from: program("0.0.9"), to: program("0.0.10") });
  expect(await words()).toBe(`${says("admin.version")} Porchlight ${version}`);
  home.helpline.db.close();
});

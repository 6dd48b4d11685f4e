import { beforeEach, describe, expect, test } from "vitest";
import { addSecondLine, lineValues } from "#src/hours/lines.ts";
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
import { addressOf, isSubject, optionalPages, settingsPages, titleOf } from "#views/admin/subjects/settings-index.tsx";

const t = translate("en");
let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const find = (words: string) => sheet(at.aino, `/admin?q=${encodeURIComponent(words)}`);

/** What stands before the card of what a small helpline does not need, and in it. */
const beforeAndIn = (text: string) => text.split(`<h2>${says("admin.group.more")}</h2>`) as [string, string];

test("the index has every page once, each with a line, and opens it; each of them has the index", async () => {
  const { text } = await at.aino.get("/admin");
  for (const name of settingsPages) {
    const href = addressOf(name);
    expect(text.split(`<a href="${href}">${titleOf(t, name)}</a><p`).length, href).toBe(2);
    const opened = await at.aino.get(href);
    expect(opened.status, href).toBe(200);
    if (!["replies", "places", "backup", "sharing"].includes(name)) {
      expect(opened.text).toContain(`href="${href}" aria-current="page"`);
    }
  }
});

test("what a small helpline does not need is folded away, until it is in use", async () => {
  const [, folded] = beforeAndIn((await at.aino.get("/admin")).text);
  for (const name of optionalPages) expect(folded, name).toContain(`href="${addressOf(name)}"`);
  await act(at.line, at.line.aino, (tx, emit) => {
    setSetting(tx, emit, { name: "addressInEmergency", value: true });
    setSetting(tx, emit, { name: "assessment", value: { on: true, questions: ["age"] } });
    setSetting(tx, emit, { name: "publishDirectory", value: true });
    setSetting(tx, emit, { name: "onCallWeek", value: [at.line.bela.id, ...Array(6).fill(null)] });
    addSecondLine(tx, emit, { values: { ...lineValues(tx, 1), name: "Parents" }, firstName: "Young people" });
  });
  const [used, none] = beforeAndIn((await at.aino.get("/admin")).text);
  expect(none).toBeUndefined();
  for (const name of optionalPages) expect(used, name).toContain(`href="${addressOf(name)}"`);
});

test("the address of the index before leads to it, with what is looked for", async () => {
  const { to } = await at.aino.get("/admin/settings?q=logo");
  expect(to).toBe("/admin?q=logo");
});

test("someone who is no admin finds no index: not on the pages that they share with one either", async () => {
  const bela = await staff(at.line, at.line.bela);
  expect((await bela.get("/admin")).status).toBe(403);
  for (const path of ["/admin/keys", "/admin/on-call"]) {
    expect((await bela.get(path)).text, path).not.toContain("side-index");
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
    ["steps done", "/admin/open#checked"],
    // Of the hint beside it.
    ["encyclopaedia", "/admin/settings/helpline#exitAddress"],
    ["locked with a key", "/admin/settings/keeping#retentionDays"],
    ["told line full", "/admin/settings/chats#waitingPerCounsellor"],
    // What people would call it.
    ["delete", "/admin/settings/keeping#retentionDays"],
    ["delete", "/admin/settings/keeping"],
    ["picture", "/admin/look#logo"],
    ["phone number", "/admin/settings/emergency#emergency-0"],
    ["language", "/admin/settings/languages#languages"],
    ["opening times", "/admin/hours"],
    ["holidays", "/admin/hours"],
    ["backup", "/admin/backup"],
    ["restore", "/admin/backup"],
    ["password", "/staff/me#password-title"],
    ["forgot password", "/admin/keys"],
    ["templates", "/admin/replies"],
    ["second line", "/admin/lines"],
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
      const [before] = text.split(`">${says(`admin.setting.${name}` as Key)}</a>`);
      const [, path, id] = /<a href="([^"#]+)#([^"#]+)$/.exec(before!)!;
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
    const t = translate(language);
    for (const name of settingsPages) {
      const words = t(isSubject(name) ? `admin.subject.${name}.words` : `admin.settings.words.${name}`);
      for (const word of words.split(", ")) {
        const { text } = await her.get(`/admin?q=${encodeURIComponent(word)}`);
        expect([word, text.includes(`<a href="${addressOf(name)}">${titleOf(t, name)}</a>`)]).toEqual([word, true]);
      }
    }
  });

  test("finds words without their accents", async () => {
    const french = await staff(at.line, await member(at.line.helpline, "lea", "Léa Maes", "Fox", ["admin"], "fr"));
    const page = await sheet(french, "/admin?q=reglages%20apparence");
    expect(page.words("#found")).toMatch(/Rien trouvé/);
    expect((await sheet(french, "/admin?q=numeros")).answer.text).toContain('href="/admin/settings/emergency');
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
    return (await sheet(aino, "/admin")).words("section[aria-labelledby=version-title]");
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

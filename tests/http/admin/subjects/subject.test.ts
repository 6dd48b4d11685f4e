import { beforeEach, describe, expect, test } from "vitest";
import { plainSubjects } from "#src/settings/draft.ts";
import { settings } from "#src/settings/settings.ts";
import { person, says } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { fillUp, noise } from "#tests/support/keys/budget.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet, sheetOf } from "#tests/support/people/plain-form.ts";
import { shownOn } from "#views/admin/subjects/subject.tsx";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const form = "form#settings";
const open = (subject: string) => sheet(at.aino, `/admin/settings/${subject}`);
const now = () => settings(at.line.helpline.db);

describe("GET /admin/settings/:subject", () => {
  test.each(plainSubjects)(
    "%s: what is set stands in its form, and saving it as it is changes nothing",
    async (subject) => {
      const page = await open(subject);
      expect(page.words("h1")).toBe(says(`admin.subject.${subject}`));
      const before = everything(at.files);
      const after = await page.press("save", form);
      expect(after.words("#saved")).toContain(says("admin.form.saved_same"));
      expect(everything(at.files)).toEqual(before);
    },
  );

  test.each(["look", "opening", "texts", "x", "__proto__"])("there is no plain page of %s", async (subject) => {
    expect((await at.aino.get(`/admin/settings/${subject}`)).status).toBe(404);
    expect((await at.aino.post(`/admin/settings/${subject}`, {})).status).toBe(404);
  });
});

test("while no address is given, the page of the callback says where the links of its mails lead", async () => {
  const { config } = at.line.helpline;
  const said = async () => (await at.aino.get("/admin/settings/callback")).text;
  const nowhere = says("admin.callback.no_address", { address: `http://localhost:${config.port}` });
  config.publicAddress = null;
  expect(await said()).toContain(nowhere);
  config.publicAddress = new URL("http://chat.example");
  expect(await said()).not.toContain("PUBLIC_ADDRESS");
});

describe("POST /admin/settings/:subject", () => {
  test("saved: said with its undo, told in the history with who and when, seen by young people; undone by one press", async () => {
    const saved = await (await open("helpline")).fill({ name: "Porch", ageTo: "21" }).press("save", form);
    expect(saved.words("#saved")).toContain(says("admin.form.saved"));
    expect(saved.words("#history")).toMatch(/Chat → Porch.*25 → 21.*19 October 2026.*Robin/);
    expect((await person(at.line).get("/")).text).toContain("<span>Porch</span>");
    const undone = await saved.press("", "form#undo");
    expect(now()).toMatchObject({ name: "Chat", ageTo: 25 });
    expect(undone.words("#history")).toMatch(/Porch → Chat/);
  });

  test("a box is ticked and taken away again", async () => {
    const on = await (await open("directory")).fill({ linkCheck: ["on"] }).press("save", form);
    expect(now().linkCheck).toBe(true);
    expect(on.words("#history")).toMatch(/Check links weekly: off → on/);
    const off = await on.fill({ linkCheck: [] }).press("save", form);
    expect(now().linkCheck).toBe(false);
    expect(off.words("#saved")).toContain(says("admin.form.saved"));
  });

  test("a mistake is said beside its field and at the top; nothing is stored, and nothing typed is lost", async () => {
    const before = everything(at.files);
    const page = await (await open("helpline"))
      .fill({ name: "", exitAddress: "nowhere", ageTo: "5", title: "Notes" })
      .press("save", form);
    expect(page.answer.status).toBe(422);
    expect(page.beside("name").wrong).toBe(says("admin.entry.problem.missing"));
    expect(page.beside("exitAddress").wrong).toBe(says("admin.setting.problem.address"));
    expect(page.words(".summary")).toContain("2");
    expect([page.value("exitAddress"), page.value("title")]).toEqual(["nowhere", "Notes"]);
    expect(page.words("#unsaved")).toBe(says("admin.form.unsaved"));
    expect(everything(at.files)).toEqual(before);
  });

  test.each([
    ["https://[", "address"],
    ["https://aino:pw@evil.example/", "address"],
    ["https://127.0.0.1/", "address"],
    ["https://chat.example.org/how", "own_address"],
    ["https://www.CHAT.example.org", "own_address"],
  ] as const)("nobody who leaves fast is sent to %s", async (exitAddress, problem) => {
    const before = everything(at.files);
    const fields = (await open("helpline")).fill({ exitAddress }).fields(form);
    const answer = await at.aino.post("/admin/settings/helpline", fields, { Host: "chat.example.org:8443" });
    const refused = sheetOf(at.aino, answer);
    expect(answer.status).toBe(422);
    expect(refused.beside("exitAddress").wrong).toBe(says(`admin.setting.problem.${problem}`));
    expect(refused.value("exitAddress")).toBe(exitAddress);
    expect(everything(at.files)).toEqual(before);
  });

  test("two admins at once: the second sees what changed meanwhile, loses nothing typed, and decides", async () => {
    const [mine, theirs] = [await open("helpline"), await sheet(await at.sven(), "/admin/settings/helpline")];
    await theirs.fill({ name: "Lamp", ageFrom: "12" }).press("save", form);
    const late = await mine.fill({ name: "Porch" }).press("save", form);
    expect(late.answer.status).toBe(409);
    expect(late.words(".summary")).toMatch(/Ash.*Chat → Lamp.*10 → 12/);
    expect(late.value("name")).toBe("Porch");
    expect(now().name).toBe("Lamp");
    await late.press("save", form);
    expect(now().name).toBe("Porch");
  });

  test("two admins at the emergency numbers: the second finds every row as typed, and what changed meanwhile", async () => {
    const [mine, theirs] = [await open("emergency"), await sheet(await at.sven(), "/admin/settings/emergency")];
    const hers = await theirs.fill({ add_country: "GB" }).press("add country", form);
    await (await hers.press("remove country 0", form)).press("save", form);
    const rows = await (await mine.fill({ add_country: "FR" }).press("add country", form))
      .fill({ "emergency.0.call": "112", "emergency.1.sms": "114 114", "emergency.1.app": "My app" })
      .press("save", form);
    expect(rows.answer.status).toBe(409);
    expect(rows.words(".summary")).toMatch(/Ash.*112 → United Kingdom 999 \/ 55/);
    const typed = new Map(rows.fields(form));
    expect(Object.fromEntries([...typed].filter(([name]) => name.startsWith("emergency.")))).toEqual({
      ...{ "emergency.0.country": "EU", "emergency.0.call": "112", "emergency.0.sms": "", "emergency.0.app": "" },
      ...{ "emergency.0.police": "", "emergency.1.police": "17" },
      ...{ "emergency.0.press": "", "emergency.1.country": "FR", "emergency.1.call": "112" },
      ...{ "emergency.1.sms": "114 114", "emergency.1.app": "My app", "emergency.1.press": "" },
    });
    expect(now().emergency.map(({ country }) => country)).toEqual(["GB"]);
    // She adds his, and decides.
    const all = await rows.fill({ add_country: "GB" }).press("add country", form);
    await all.press("save", form);
    expect(now().emergency.map(({ country }) => country)).toEqual(["EU", "FR", "GB"]);
    expect(now().emergency[1]).toMatchObject({ sms: "114 114", app: "My app" });
  });

  test("each sentence at the top leads to its field, also to that of a row", async () => {
    const page = await open("emergency");
    const refused = await page.fill({ "emergency.0.call": "x", "emergency.0.sms": "y" }).press("save", form);
    const links = [
      ...refused.answer.text
        .split('role="alert"')[1]!
        .split("</ul>")[0]!
        .matchAll(/href="#([^"]+)"/g),
    ];
    expect(links.map(([, id]) => id)).toEqual(["emergency-0-call", "emergency-0-sms"]);
    for (const [, id] of links) expect(refused.answer.text).toContain(`<input id="${id}"`);
  });

  test("what would make the first page too heavy is refused in words, and nothing is stored or lost", async () => {
    // Texts of its own have brought the door just below what it may weigh. What is squeezed grows by leaps: a shorter name can weigh more.
    await fillUp(at.line, 12);
    const before = everything(at.files);
    const refused = await (await open("helpline")).fill({ name: noise(40, 99), ageFrom: "11" }).press("save", form);
    expect(refused.answer.status).toBe(422);
    expect(refused.words("main")).toMatch(/Not saved: a page young people open would be 10,\d\d\d bytes/);
    expect([refused.value("name"), refused.value("ageFrom")]).toEqual([noise(40, 99), "11"]);
    expect(everything(at.files)).toEqual(before);
    const saved = await refused.fill({ name: "C" }).press("save", form);
    expect(saved.answer.status).toBe(200);
    expect(now()).toMatchObject({ name: "C", ageFrom: 11 });
    // What is not on that page is set however heavy it is.
    await (await open("keeping")).fill({ retentionDays: "3" }).press("save", form);
    expect(now().retentionDays).toBe(3);
  });

  test("a form that does not say what it had seen writes over nobody", async () => {
    const { noteDays, recordHours, recordDays, debriefDays } = now();
    const rest = Object.entries({ noteDays, recordHours, recordDays, debriefDays }).map(([name, n]) => [
      name,
      String(n),
    ]);
    const values = { retentionDays: "3", ...Object.fromEntries(rest), do: "save" };
    const answer = await at.aino.post("/admin/settings/keeping", values);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(says("admin.history.unknown"));
    expect(now().retentionDays).toBe(14);
  });

  test("emergency numbers: a country is added with what is known of it, and taken away again, before anything is saved", async () => {
    const page = await open("emergency");
    const added = await page.fill({ add_country: "BE" }).press("add country", form);
    expect(added.answer.status).toBe(200);
    expect(added.value("emergency.1.app")).toBe("112 BE");
    expect(now().emergency).toHaveLength(1);
    const first = await added.press("remove country 0", form);
    const saved = await first.fill({ "emergency.0.call": "112" }).press("save", form);
    expect(saved.words("#history")).toMatch(/Everywhere in Europe 112 → Belgium 112 \/ 101 \/ 112 BE/);
    expect(now().emergency).toEqual([{ country: "BE", call: "112", police: "101", sms: "", app: "112 BE", press: "" }]);
    expect((await person(at.line).get("/")).text).toContain("tel:112");
  });

  test("languages that are not on offer are found by nobody", async () => {
    await (await open("languages")).fill({ languages: ["fr"], language: "fr" }).press("save", form);
    const page = (await person(at.line).get("/?l=nl", { "Accept-Language": "nl" })).text;
    expect(page).toContain('<html lang="fr"');
    expect(page).not.toContain('lang="nl"');
  });
});

describe("the preview", () => {
  test("shows the real page as the form would make it, and stores nothing", async () => {
    const before = everything(at.files);
    const page = await (await open("helpline")).fill({ name: "Porch <b>&" }).press("", form);
    expect(page.answer.status).toBe(200);
    expect(page.answer.text).toContain("Porch &lt;b&gt;&amp;");
    expect(page.answer.headers.get("content-security-policy")).toMatch(/form-action 'none'.*frame-ancestors 'self'/);
    expect(page.answer.headers.get("content-security-policy")).not.toContain("script-src");
    expect(everything(at.files)).toEqual(before);
    expect((await person(at.line).get("/")).text).toContain("<span>Chat</span>");
  });

  test("what cannot stand yet is left out of it", async () => {
    const page = await (await open("keeping")).fill({ retentionDays: "x" }).press("", form);
    expect(page.answer.text).toContain("14 days");
    const better = await (await open("keeping")).fill({ retentionDays: "3" }).press("", form);
    expect(better.answer.text).toContain("3 days");
  });

  test("of what young people do not see there is none", async () => {
    expect((await open("directory")).answer.text).not.toContain("<iframe");
    expect((await at.aino.get("/admin/settings/directory/preview")).status).toBe(404);
  });

  test("of silences: each automatic line, the question and the pause, with the minutes of the form and in a language", async () => {
    const minutes = { silenceWarnMinutes: "10", silencePauseMinutes: "19" };
    const look = async (page: string, language = "en") => {
      const wish = { preview_page: page, preview_language: language };
      return (await (await open("silence")).fill({ ...minutes, ...wish }).press("", form)).answer.text;
    };
    const silent = await look("silent");
    const alias = says("admin.preview.alias");
    expect(silent).toContain(says("notice.silence_line"));
    expect(silent).toContain(says("notice.silence_soft", { alias }));
    expect(silent).toContain(says("youth.silence.pauses", { minutes: 9 }));
    for (const answer of ["here", "later", "bye"] as const) expect(silent).toContain(says(`youth.silence.${answer}`));
    const paused = await look("paused");
    expect(paused).toContain(says("notice.paused"));
    expect(paused).toContain(says("youth.paused.back"));
    expect(await look("paused", "fr")).toContain(says("youth.paused.back", {}, "fr"));
    // It was only looked at.
    expect((await at.aino.get("/admin/settings/silence/preview")).text).toContain(
      says("youth.silence.pauses", { minutes: 3 }),
    );
  });

  test.each(plainSubjects.filter((one) => shownOn[one].length > 0))(
    "%s: shows first what its choices say",
    async (subject) => {
      await (await open("languages")).fill({ language: "nl" }).press("save", form);
      const page = await open(subject);
      const [, src] = /<iframe name="preview" src="([^"]+)"/.exec(page.answer.text)!;
      const chosen = new Map(page.fields(form));
      expect(chosen.get("preview_language")).toBe("nl");
      const shown = (await at.aino.get(src!)).text;
      expect(shown).toContain('<html lang="nl"');
      // Without scripts: the button of the preview sends the choices as they stand.
      expect((await page.press("", form)).answer.text).toBe(shown);
    },
  );

  test("nothing in it leads anywhere", async () => {
    for (const shown of ["open", "closed", "chat", "silent", "paused", "how"]) {
      const { text } = await at.aino.get(`/admin/settings/helpline/preview?preview_page=${shown}`);
      expect(text).toMatch(/<a [^>]*>/);
      expect(text).not.toMatch(/<a [^>]*href/);
    }
  });

  test("of each page, in each language, light and dark", async () => {
    for (const shown of ["open", "closed", "chat", "silent", "paused", "how"]) {
      const path = `/admin/settings/helpline/preview?preview_page=${shown}&preview_language=fr&preview_scheme=dark`;
      const { status, text } = await at.aino.get(path);
      expect(status).toBe(200);
      expect(text).toContain('<html lang="fr"');
      expect(text).not.toContain("prefers-color-scheme");
    }
  });
});

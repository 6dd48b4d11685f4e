import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import type { Role } from "#src/events.ts";
import { homeZone, lines } from "#src/hours/lines.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { firstLink, withoutPeople } from "#tests/support/house/first-run.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, field, heardSince, person, read, says } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { sendsTo } from "#tests/support/outside/post.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let path: string;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  const token = await act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
  path = `/staff/welcome/${token}`;
});

const form = { name: "lena", real_name: "Lena Maes", alias: "Fox", language: "nl", password: "four more words here" };

describe("GET /staff/welcome/:token", () => {
  test("shows the form, as often as it is opened", async () => {
    const before = line.heard.length;
    for (let i = 0; i < 3; i += 1) expect((await person(line).get(path)).status).toBe(200);
    expect(heardSince(line, before)).toEqual([]);
  });

  test.each(["/staff/welcome/x", "/staff/welcome/%00", "/staff/welcome/%E0%A4%A", "/staff/welcome/__proto__"])(
    "%s does not work and says so",
    async (wrong) => {
      const { status, text } = await person(line).get(wrong);
      expect(status).toBe(410);
      expect(text).toContain(says("session.invalid.title"));
    },
  );

  test("[ASVS 6.4.1] after a day it is too old", async () => {
    clock.pass(24 * 3_600_000);
    expect((await person(line).get(path)).status).toBe(410);
    expect((await person(line).post(path, form)).status).toBe(410);
  });
});

describe("a lead’s own", () => {
  const linkFor = (roles: Role[], madeBy: number | null) =>
    act(line, line.aino, (tx, emit) => invite(tx, emit, { roles, first: false, madeBy }));
  const shown = async (roles: Role[], madeBy: number | null) =>
    (await person(line).get(`/staff/welcome/${await linkFor(roles, madeBy)}`)).text;
  const chatting = [says("session.field.languages"), says("session.field.alias")];
  const theirs = [says("session.set_up.as_lead"), says("session.field.alias_lead")];

  test("says what they are here for and since when they read, and asks nothing of chatting", async () => {
    const text = await shown(["lead"], line.aino.id);
    for (const words of theirs) expect(text).toContain(words);
    for (const words of chatting) expect(text).not.toContain(words);
    expect(text).toContain(`${says("session.set_up.lead_since")} ${says("staff.concern.lead_key")}`);
    expect(await shown(["lead"], null)).not.toContain(says("session.set_up.lead_since"));
    const counsellors = await shown(["counsellor"], line.aino.id);
    for (const words of chatting) expect(counsellors).toContain(words);
    for (const words of theirs) expect(counsellors).not.toContain(words);
  });

  test("promises a mail where one can be sent, and says what they miss where none can", async () => {
    const [mail, none] = [says("session.set_up.lead_mail"), says("session.set_up.lead_no_mail")];
    const promised = async () => {
      const text = await shown(["lead"], line.aino.id);
      return [text.includes(mail), text.includes(none)];
    };
    expect(await promised()).toEqual([false, true]);
    await sendsTo(line, 25);
    expect(await promised()).toEqual([true, false]);
  });

  test("makes the account without any languages to chat in, and leads to what they read", async () => {
    const erik = person(line);
    const own = { ...form, name: "erik", real_name: "Erik Berg", alias: "Crane" };
    expect((await erik.post(`/staff/welcome/${await linkFor(["lead"], line.aino.id)}`, own)).to).toBe(
      "/staff/concerns",
    );
  });
});

describe("POST /staff/welcome/:token", () => {
  test("[ASVS 6.4.1] makes the account, signs in, and uses the link up", async () => {
    const lena = person(line);
    const before = line.heard.length;
    const { to, set } = await lena.post(path, form);
    expect(to).toBe("/staff/practice");
    expect(set).toEqual([expect.stringMatching(/^staff=/), expect.stringMatching(/^device=/)]);
    expect(heardSince(line, before)).toEqual(["staff.joined", "staff.signed_in"]);
    const page = (await lena.get("/staff/practice")).text;
    expect(page).toContain('<html lang="nl"');
    expect(page).toContain("Fox");
    expect((await person(line).get(path)).status).toBe(410);
    expect((await person(line).post(path, { ...form, name: "other", alias: "Owl" })).status).toBe(410);
    expect(rows<{ password_hash: string }>(files, "staff").at(-1)!.password_hash).toMatch(/^\$argon2id\$/);
  });

  test("twice at once makes one account", async () => {
    const both = await Promise.all([
      person(line).post(path, form),
      person(line).post(path, { ...form, name: "lena2", alias: "Owl" }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual([303, 410]);
    expect(rows(files, "staff")).toHaveLength(4);
  });

  test.each<[string, Partial<typeof form>, string]>([
    ["an empty name", { name: "  " }, says("session.wrong.empty", {}, "nl")],
    ["a long name", { real_name: "x".repeat(201) }, says("session.wrong.long", {}, "nl")],
    ["a name with a bidi override", { alias: "Fo\u202ex" }, says("session.wrong.characters", {}, "nl")],
    ["a name with a NUL", { name: "le\u0000na" }, says("session.wrong.characters", {}, "nl")],
    ["an unknown language", { language: "xx" }, says("session.wrong.language")],
    ["a prototype as language", { language: "constructor" }, says("session.wrong.language")],
    ["a short password", { password: "short" }, says("session.wrong.password_short", { least: 15 }, "nl")],
    ["a huge password", { password: "x".repeat(1001) }, says("session.wrong.long", {}, "nl")],
    ["the real name as alias", { alias: "LENA maes" }, says("session.wrong.alias_is_name", {}, "nl")],
    ["the first name in the alias", { alias: "Lena M." }, says("session.wrong.alias_is_name", {}, "nl")],
    ["the first name inside a word", { alias: "xLéna99" }, says("session.wrong.alias_is_name", {}, "nl")],
    [
      "a short name as a word",
      { alias: "Bo the owl", real_name: "Bo Maes" },
      says("session.wrong.alias_is_name", {}, "nl"),
    ],
    ["a taken sign-in name", { name: "ANNA" }, says("session.name_taken", {}, "nl")],
    ["a taken alias", { alias: "mika" }, says("session.alias_taken", {}, "nl")],
  ])("%s is refused in words, the rest stays, the link goes on working", async (_what, change, sentence) => {
    const { status, text, set } = await person(line).post(path, { ...form, ...change });
    expect(status).toBe(422);
    expect(text).toContain(sentence);
    if (!change.real_name) expect(field(text, "real_name")).toBe("Lena Maes");
    expect(text).not.toContain(form.password);
    expect(set).toEqual([]);
    expect(rows(files, "staff")).toHaveLength(3);
    expect((await person(line).get(path)).status).toBe(200);
  });

  test("an alias that only shares a syllable with a short name is nobody's name", async () => {
    const names = { alias: "Robotto", real_name: "Bo Maes" };
    expect((await person(line).post(path, { ...form, ...names })).status).toBe(303);
  });

  test("nobody names the helpline but the first", async () => {
    await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Chat" }));
    await person(line).post(path, { ...form, helpline: "Evil" });
    expect((await person(line).get("/")).text).not.toContain("Evil");
  });
});

describe("an alias that many people have as a name", () => {
  const asked = { ...form, alias: "Luca", warned: "" };

  test("is asked about once, and taken when it is sent again as it is", async () => {
    const { status, text } = await person(line).post(path, asked);
    expect(status).toBe(422);
    expect(text).toContain(says("session.wrong.alias_given", {}, "nl"));
    expect(field(text, "warned")).toBe("Luca");
    // Another one is asked about anew.
    expect((await person(line).post(path, { ...asked, alias: "Zoé", warned: "Luca" })).status).toBe(422);
    expect((await person(line).post(path, { ...asked, warned: "Luca" })).to).toBe("/staff/practice");
  });

  test("a form from nowhere, which no page could ask, is not held up", async () => {
    expect((await person(line).post(path, { ...form, alias: "Luca" })).to).toBe("/staff/practice");
  });
});

describe("what is typed", () => {
  test("is kept at the link from letter to letter, never the password, and stands there when it is opened again", async () => {
    const typed = { ...form, languages: "fr", alias: "Fo", name: "", password: "a password half ty" };
    const { status, text } = await person(line).post(`${path}/draft`, typed);
    expect([status, text]).toEqual([204, ""]);
    const page = (await person(line).get(path)).text;
    expect(page).toContain('<html lang="nl"');
    expect([field(page, "alias"), field(page, "real_name")]).toEqual(["Fo", "Lena Maes"]);
    expect(page).toMatch(/type="checkbox" name="languages" value="fr" checked/);
    expect(page).not.toMatch(/type="checkbox" name="languages" value="nl" checked/);
    expect(JSON.stringify(rows(files, "invitation"))).not.toContain("half ty");
  });

  test("is kept by a form that was refused", async () => {
    await person(line).post(path, { ...form, password: "short" });
    expect(field((await person(line).get(path)).text, "real_name")).toBe("Lena Maes");
  });

  test("at a link that is used up or none is not kept", async () => {
    await person(line).post(path, form);
    for (const one of [path, "/staff/welcome/x"]) {
      const { status, text } = await person(line).post(`${one}/draft`, form, { "X-Chat": "1" });
      expect([status, text]).toEqual([410, says("session.invitation_over")]);
    }
  });

  test("the page follows the language, and so do the languages of the chats until somebody has chosen them", async () => {
    const chosen: [string, string][] = [...Object.entries({ ...form, do: "language" }), ["languages", "en"]];
    expect((await person(line).post(path, chosen)).to).toBe(path);
    const page = (await person(line).get(path)).text;
    expect(page).toContain(says("session.set_up.button", {}, "nl"));
    expect(page).toMatch(/type="checkbox" name="languages" value="nl" checked/);
    const other: [string, string][] = [
      ...Object.entries({ ...form, language: "fr", do: "language" }),
      ["languages", "nl"],
      ["languages", "en"],
    ];
    await person(line).post(path, other);
    const french = (await person(line).get(path)).text;
    expect(french).toContain('<html lang="fr"');
    expect(french.match(/type="checkbox" name="languages" value="(en|nl)" checked/g)).toHaveLength(2);
  });
});

describe("the languages of the chats", () => {
  test("are kept as they were ticked; an unknown one is refused", async () => {
    const ticked: [string, string][] = [...Object.entries(form), ["languages", ""], ["languages", "fr"]];
    await person(line).post(path, [...ticked, ["languages", "nl"]]);
    expect(rows<{ languages: string }>(files, "staff").at(-1)!.languages).toBe("fr nl");
  });

  test("an unknown one is refused", async () => {
    const { status } = await person(line).post(path, { ...form, languages: "xx" });
    expect(status).toBe(422);
    expect(rows(files, "staff")).toHaveLength(3);
  });
});

describe("the link of the very first start", () => {
  let first: string;
  beforeEach(async () => {
    withoutPeople(files);
    first = `/staff/welcome/${await firstLink(line)}`;
  });

  test("asks the language and the name, then the account, says what all roles weaken, and leads to the checklist", async () => {
    const aino = person(line);
    const one = (await aino.get(first)).text;
    expect(one).toContain(says("session.set_up.title"));
    expect(one).not.toContain('name="password"');
    await aino.post(first, { language: "fr", helpline: "", do: "language" });
    expect((await aino.get(first)).text).toContain(says("session.set_up.title", {}, "fr"));
    const long = await aino.post(first, { language: "fr", helpline: "x".repeat(41), do: "next" });
    expect([long.status, field(long.text, "helpline")]).toEqual([422, "x".repeat(41)]);
    expect(long.text).toContain(says("session.wrong.helpline_long", { most: 40 }, "fr"));
    const wrong = await aino.post(first, { language: "fr", helpline: "  ", do: "next" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(says("session.wrong.empty", {}, "fr"));
    expect((await aino.post(first, { language: "fr", helpline: "Night porch", do: "next" })).to).toBe(first);
    const two = (await aino.get(first)).text;
    expect(two).toContain(says("session.first.weakens", {}, "fr"));
    expect(two).toContain('name="password"');
    const account = { ...form, language: field(two, "language"), helpline: field(two, "helpline"), warned: "" };
    const refused = await aino.post(first, { ...account, password: "short" });
    expect(refused.status).toBe(422);
    expect(field(refused.text, "real_name")).toBe("Lena Maes");
    expect((await aino.post(first, account)).to).toBe("/admin/open");
    expect((await person(line).get("/")).text).toContain("Night porch");
    expect((await aino.get("/staff")).text).toContain('<html lang="fr"');
  });

  test("asks where it is, by what the browser asks for; the clock and the emergency numbers follow", async () => {
    const page = (await read(await person(line).send(first, { headers: { "Accept-Language": "fi-FI" } }))).text;
    expect(page).toMatch(/<option value="FI" selected[^>]*>/);
    expect(page).toMatch(/<option value="Europe\/Helsinki" selected[^>]*>/);
    const aino = person(line);
    const place = { country: "GB", zone: "Europe/London" };
    await aino.post(first, { language: "en", helpline: "Night porch", ...place, do: "next" });
    expect((await aino.post(first, { ...form, language: "en", helpline: "Night porch", warned: "" })).to).toBe(
      "/admin/open",
    );
    expect(settings(line.helpline.db).emergency).toMatchObject([{ country: "GB", call: "999" }]);
    expect(homeZone(line.helpline.db)).toBe("Europe/London");
  });

  test("languages that nobody there answers in are off, and the line is in the country that was chosen", async () => {
    const aino = person(line);
    await aino.post(first, {
      language: "fr",
      helpline: "Le porche",
      country: "BE",
      zone: "Europe/Brussels",
      do: "next",
    });
    const account: [string, string][] = Object.entries({ ...form, language: "fr", helpline: "Le porche", warned: "" });
    await aino.post(first, [...account, ["languages", "nl"], ["languages", "fr"]]);
    const { languages, language } = settings(line.helpline.db);
    expect([languages, language]).toEqual([["fr", "nl"], "fr"]);
    expect(lines(line.helpline.db)[0]!.country).toBe("BE");
    const door = (await person(line).get("/", { "accept-language": "hu" })).text;
    expect(door).toContain('<html lang="fr"');
    expect(door).not.toContain('lang="hu"');
  });

  test("a place that no list of ours has changes nothing", async () => {
    const aino = person(line);
    const place = { country: "XX", zone: "Mars/Olympus" };
    await aino.post(first, { language: "en", helpline: "Night porch", ...place, do: "next" });
    expect((await aino.post(first, { ...form, language: "en", helpline: "Night porch", warned: "" })).to).toBe(
      "/admin/open",
    );
    expect(settings(line.helpline.db).emergency).toMatchObject([{ country: "EU", call: "112" }]);
    expect(homeZone(line.helpline.db)).toBe("Europe/Brussels");
  });

  test("the browser closed half-way: the next link goes on on the same step with everything but the password", async () => {
    await person(line).post(first, { language: "nl", helpline: "Night porch", do: "next" });
    await person(line).post(`${first}/draft`, { real_name: "Aino Virtanen", alias: "Kingf", password: "half a pass" });
    const next = `/staff/welcome/${await firstLink(line)}`;
    for (const link of [first, next]) {
      const page = (await person(line).get(link)).text;
      expect(page).toContain('<html lang="nl"');
      expect([field(page, "helpline"), field(page, "real_name"), field(page, "alias")]).toEqual([
        "Night porch",
        "Aino Virtanen",
        "Kingf",
      ]);
      expect(page).not.toContain("half a pass");
    }
    await person(line).post(next, { alias: "Kingfisher", do: "back" });
    const back = (await person(line).get(first)).text;
    expect(back).toContain(says("session.first.lead", {}, "nl"));
    expect(field(back, "helpline")).toBe("Night porch");
  });

  test.each(["__proto__", "constructor", "x"])(
    "a button called %s does nothing but keep what was typed",
    async (name) => {
      expect((await person(line).post(first, { helpline: "Porch", do: name })).to).toBe(first);
      expect(field((await person(line).get(first)).text, "helpline")).toBe("Porch");
      expect(rows(files, "staff")).toEqual([]);
      expect(line.reported).toEqual([]);
    },
  );
});

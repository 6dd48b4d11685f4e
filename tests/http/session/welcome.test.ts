import { beforeEach, describe, expect, test } from "vitest";
import { type OpenFiles, openMemory } from "#src/db/files.ts";
import { setSetting } from "#src/settings/settings.ts";
import { invite } from "#src/staff/invitation.ts";
import { type FakeClock, fakeClock, type House, house } from "../../support/helpline.ts";
import { act, field, heardSince, person, says } from "../../support/http.ts";
import { rows } from "../../support/tables.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let path: string;

beforeEach(async () => {
  clock = fakeClock(Date.now());
  files = openMemory(clock.now());
  line = await house({ clock, files });
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

  test("after a day it is too old", async () => {
    clock.pass(24 * 3_600_000);
    expect((await person(line).get(path)).status).toBe(410);
    expect((await person(line).post(path, form)).status).toBe(410);
  });
});

describe("POST /staff/welcome/:token", () => {
  test("makes the account, signs in, and uses the link up", async () => {
    const lena = person(line);
    const before = line.heard.length;
    const { to, set } = await lena.post(path, form);
    expect(to).toBe("/staff");
    expect(set).toEqual([expect.stringMatching(/^staff=/)]);
    expect(heardSince(line, before)).toEqual(["staff.joined"]);
    const page = (await lena.get("/staff")).text;
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
    ["an empty name", { name: "  " }, says("session.wrong.empty")],
    ["a long name", { real_name: "x".repeat(201) }, says("session.wrong.long")],
    ["a name with a bidi override", { alias: "Fo\u202ex" }, says("session.wrong.characters")],
    ["a name with a NUL", { name: "le\u0000na" }, says("session.wrong.characters")],
    ["an unknown language", { language: "xx" }, says("session.wrong.language")],
    ["a prototype as language", { language: "constructor" }, says("session.wrong.language")],
    ["a short password", { password: "short" }, says("session.wrong.password_short", { least: 15 })],
    ["a huge password", { password: "x".repeat(1001) }, says("session.wrong.long")],
    ["the real name as alias", { alias: "LENA maes" }, says("session.wrong.alias_is_name")],
    ["the first name in the alias", { alias: "Lena M." }, says("session.wrong.alias_is_name")],
    ["the first name inside a word", { alias: "xLéna99" }, says("session.wrong.alias_is_name")],
    ["a short name as a word", { alias: "Bo the owl", real_name: "Bo Maes" }, says("session.wrong.alias_is_name")],
    ["a taken sign-in name", { name: "ANNA" }, says("session.name_taken")],
    ["a taken alias", { alias: "mika" }, says("session.alias_taken")],
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

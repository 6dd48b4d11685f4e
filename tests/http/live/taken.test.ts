import { beforeEach, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { setSetting } from "#src/settings/settings.ts";
import { staffMember } from "#src/staff/staff.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, person, staff, unescaped, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

// What of a form is taken, and what is not.

let line: House;

beforeEach(async () => {
  line = await house();
  await open(line);
});

test("[ASVS 1.1.1] what was encoded twice is decoded once, in a form and in an address", async () => {
  const noor = await youth(line, "%3Cb%3E and %2527");
  expect(messages(line.helpline.db, noor.id)[0]?.text).toBe("%3Cb%3E and %2527");
  await give(line, noor.id, line.anna);
  const anna = await staff(line, line.anna);
  expect((await anna.get(`/staff/conversation/%${String(noor.id).charCodeAt(0).toString(16)}`)).status).toBe(200);
  expect((await anna.get(`/staff/conversation/%25${String(noor.id).charCodeAt(0).toString(16)}`)).status).toBe(403);
});

test("[ASVS 1.3.5, 1.3.10] what looks like a template, or like a pattern for values, is shown as it was typed", async () => {
  const words =
    "{alias} {n, plural, one {x} other {y}} {{7*1234567}} <%= 7*1234567 %> #{7*1234567} <a>l</a> '{' %s %n $& $1";
  const noor = await youth(line, words);
  await give(line, noor.id, line.anna);
  const anna = await staff(line, line.anna);
  for (const page of [await anna.get(`/staff/conversation/${noor.id}`), await noor.get("/")]) {
    expect(unescaped(page.text)).toContain(words);
    expect(page.text).not.toMatch(/8641969/);
  }
  // A value that is written into sentences of ours is none itself.
  const name = "{alias} {{7*1234567}} %s $& <a>l</a> '{'";
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: name }));
  const door = unescaped((await person(line).get("/")).text);
  expect(door).toContain(name);
  expect(door).not.toMatch(/8641969/);
  expect(line.reported).toEqual([]);
});

test("[ASVS 15.3.1, 15.3.3] a form gives its own fields and no others: nobody makes themselves an admin", async () => {
  const anna = await staff(line, line.anna);
  const before = rows(line.files, "staff_role");
  const more = { roles: "admin", role: "admin", staff_id: "3", real_name: "Other", password_hash: "x", closed_at: "1" };
  const based = { alias: "Mika", language: "fr", languages: "", based_on: "0", warned: "" };
  expect((await anna.post("/staff/me", { ...based, ...more })).status).toBe(303);
  expect(staffMember(line.helpline.db, line.anna.id)).toMatchObject({ language: "fr", roles: ["counsellor"] });
  expect(rows(line.files, "staff_role")).toEqual(before);
  expect(rows<{ real_name: string }>(line.files, "staff").map(({ real_name }) => real_name)).not.toContain("Other");
});

test("[ASVS 15.3.6] no field changes what all objects are", async () => {
  const noor = await youth(line);
  const fields: [string, string][] = ["__proto__", "constructor", "prototype", "__proto__[admin]"].map((name) => [
    name,
    "polluted",
  ]);
  await noor.post("/send", [...fields, ["client_id", clientId()], ["text", "still here"]]);
  await noor.get("/?__proto__=polluted&constructor=polluted");
  expect(({} as Record<string, unknown>).admin).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(messages(line.helpline.db, noor.id).at(-1)?.text).toBe("still here");
});

test("[ASVS 15.3.7] of a field that comes twice the last counts, and what stands in the address is no field", async () => {
  const noor = await youth(line);
  const sent: [string, string][] = [
    ["text", "first"],
    ["client_id", clientId()],
    ["text", "second"],
  ];
  await noor.post("/send?text=third", sent);
  expect(messages(line.helpline.db, noor.id).at(-1)?.text).toBe("second");
});

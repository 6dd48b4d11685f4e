import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { gives, noorsSecret, withSecret } from "#tests/support/browser/secrets.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, field, give, says, typed, youth } from "#tests/support/house/http.ts";
import { keepsAddresses, postsFrom } from "#tests/support/keys/addresses.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";

const minute = 60_000;
let clock: FakeClock;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
});

const form = (more: Record<string, string> = {}) => ({ client_id: clientId(), rules: "1", text: "me again", ...more });

/** A code whose chat has been over for an hour. */
async function codeOfBefore(who: Awaited<ReturnType<typeof youth>>) {
  await give(line, who.id, line.anna);
  const code = await getsCode(who);
  await who.post("/end");
  clock.pass(60 * minute);
  line.helpline.staff.touched(line.anna.id);
  return code;
}

test("what is refused is told, with the words and the choice as they were, and the form is good once more", async () => {
  const phone = await otherPhone(line, await codeOfBefore(await youth(line, "the words of before")));
  expect(phone.answer.text).toContain(says("youth.again.title"));
  // The new chat goes on in the language of the one before: no way to another would leave the words behind.
  expect(phone.answer.text).not.toContain("hreflang");
  const long = form({ pass: field(phone.answer.text, "pass"), text: "x".repeat(4_001), shows: "everything" });
  const refused = await phone.post("/back", long);
  expect(refused.status).toBe(422);
  expect(typed(refused.text)).toBe(long.text);
  expect(refused.text).toMatch(/value="everything"[^>]*checked/);
  expect(refused.text).not.toContain("the words of before");
  expect((await phone.post("/back", form({ pass: field(refused.text, "pass") }))).to).toBe("/");
  expect((await phone.get("/")).text).toContain("me again");
  expect(line.helpline.db.all(q.selectFrom("return_earlier").selectAll())).toEqual([]);
});

test("a chat that has a secret word leads to a new one only with it, and it is asked of that one too", async () => {
  const phone = await otherPhone(line, await codeOfBefore(await withSecret(line)));
  // The pass of the page that asks begins nothing.
  expect(phone.answer.text).not.toContain("hreflang");
  const past = await phone.post("/back", form({ pass: field(phone.answer.text, "pass"), shows: "everything" }));
  expect(past.text).toContain(says("youth.secret.with_code"));
  const known = await phone.post("/back", { pass: field(past.text, "pass"), secret: noorsSecret });
  expect(known.text).toContain(says("youth.again.title"));
  expect(known.text).not.toContain("hidden words");
  expect((await phone.post("/back", form({ pass: field(known.text, "pass"), shows: "everything" }))).to).toBe("/");
  expect((await phone.get("/")).text).toContain("me again");
  clock.pass(2 * minute);
  const page = (await phone.get("/")).text;
  expect(page).toContain(says("youth.secret.ask"));
  expect(page).not.toContain("me again");
  expect((await gives(phone, noorsSecret)).to).toBe("/");
});

test("[S5] [SG16] where an address may be kept for an emergency, it is of a chat begun with a code too, which says so first", async () => {
  const noors = await codeOfBefore(await youth(line, "the words of before"));
  const sams = await codeOfBefore(await youth(line, "other words of before"));
  const kept = () => line.helpline.db.all(q.selectFrom("address").select("conversation_id")).length;
  const before = await otherPhone(line, noors);
  expect(before.answer.text).not.toContain(says("youth.door.address"));
  const { kim } = await keepsAddresses(line);
  const begins = async (code: string) => {
    const phone = await otherPhone(line, code);
    expect(phone.answer.text).toContain(says("youth.door.address"));
    const hidden = ["pass", "client_id", "rules"].map((name) => [name, field(phone.answer.text, name)]);
    const begun = await postsFrom(line, phone, "/back", Object.fromEntries(hidden), "81.30.200.100");
    expect(begun.headers.get("location")).toBe("/");
  };
  await open(line, kim);
  await begins(noors);
  expect(kept()).toBe(0);
  await open(line, line.bela);
  await begins(sams);
  expect(kept()).toBe(1);
});

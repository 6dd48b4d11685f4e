import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { gives, withSecret } from "#tests/support/browser/secrets.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { give, type Person, says, script, typed, youth } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";

// What is typed of something that was wrong, before it is sent: it waits for whoever typed it, and for nobody else.

const minute = 60_000;
const words = "he laughed at me & <more>";
let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "things at home");
  await give(line, noor.id, line.anna);
});

const types = (who: Person = noor, form: Record<string, string> = { kind: "hurt", text: words }) =>
  who.post("/help", { keep: "1", ...form }, script);
const page = async (who: Person = noor) => (await who.get("/help")).text;

test("it is kept as it is typed, is said to nobody, and stands there again after Back and a reload", async () => {
  const heard = line.heard.length;
  expect((await types()).status).toBe(204);
  const text = await page();
  expect(typed(text)).toBe(words);
  expect(text).toMatch(/name="kind" value="hurt" checked/);
  expect(text).toContain(says("youth.help.wrong_kept"));
  expect(line.heard.slice(heard)).toEqual([]);
  expect(line.helpline.db.all(q.selectFrom("concern").select("id"))).toEqual([]);
  expect(JSON.stringify(stored(line.files))).not.toContain("laughed");
  // Before it is typed nothing is said of it, nor once it is taken out again.
  await types(noor, { text: " " });
  expect(await page()).not.toContain(says("youth.help.wrong_kept"));
});

test("without scripts a button of the form keeps it, and leads back", async () => {
  expect(await page()).toContain('<button class="plain" name="keep" value="later">');
  expect((await noor.post("/help", { keep: "later", text: words })).to).toBe("/");
  expect(typed(await page())).toBe(words);
});

test("once it is sent it is gone, also where what a script says of it comes after that", async () => {
  await types();
  expect((await noor.post("/help", { keep: "", kind: "hurt", text: words })).to).toBe("/help?said=1#wrong");
  expect(typed(await page())).toBe("");
  await types();
  const text = await page();
  expect(typed(text)).toBe("");
  expect(text).not.toContain(says("youth.help.wrong_kept"));
  // More of it is kept as before.
  await types(noor, { text: "and again" });
  expect(typed(await page())).toBe("and again");
});

test("too long: all of it stays in the field, whatever was kept", async () => {
  await types();
  const long = "x".repeat(2_001);
  expect(typed((await noor.post("/help", { text: long })).text)).toBe(long);
  await types(noor, { text: long });
  expect(typed(await page())).toBe(long);
});

describe("on a phone that somebody else may hold", () => {
  test("after a minute away it shows to whoever asks for it, and no other form can take its place", async () => {
    await types();
    clock.pass(minute);
    const away = await page();
    expect(away).not.toContain("laughed");
    expect(away).not.toContain('id="text"');
    expect((await noor.post("/help", { want: "show" })).to).toBe("/help#wrong");
    expect(typed(await page())).toBe(words);
  });

  test("with a secret word only after that is given; what is typed before it changes nothing", async () => {
    const kim = await withSecret(line);
    await give(line, kim.id, line.anna);
    await types(kim);
    clock.pass(2 * minute);
    await types(kim, { text: "not hers" });
    await kim.post("/help", { want: "show" });
    const text = await page(kim);
    expect(text).not.toMatch(/laughed|not hers/);
    expect(text).not.toContain(says("youth.help.wrong_show"));
    await gives(kim, "moonstone");
    expect(typed(await page(kim))).toBe(words);
  });

  test.each([
    ["leaves fast", (who: Person) => who.get("/leave")],
    ["clears the screen", (who: Person) => who.post("/wipe")],
    ["deletes the chat", (who: Person) => who.post("/clear", { sure: "yes" })],
    ["ends it and leaves no trace", (who: Person) => who.post("/end", { wipe: "1" })],
    ["begins another", (who: Person) => who.post("/start-new")],
  ])("it is gone when she %s, whoever has the cookie", async (_way, leaves) => {
    await types();
    const cookies = new Map(noor.cookies);
    await leaves(noor);
    for (const [name, value] of cookies) noor.cookies.set(name, value);
    expect(line.helpline.wrongTyped.of(noor.id)).toBeUndefined();
    expect(await page()).not.toContain("laughed");
  });

  test("nor does it come along to the phone on which her code is typed", async () => {
    const code = await getsCode(noor);
    await types();
    const phone = await otherPhone(line, code);
    expect(phone.answer.to).toBe("/");
    expect(typed(await page(phone))).toBe("");
  });
});

test("it outlasts the end of the chat", async () => {
  await types();
  await youthEnds(line, noor.id);
  expect(typed(await page())).toBe(words);
});

test("the way there stands in the menu of a chat and on its last page, and not in the line", async () => {
  const link = '<a class="row-to" href="/help#wrong">';
  const sam = await youth(line, "hello");
  expect((await sam.get("/")).text).not.toContain(link);
  expect((await noor.get("/")).text.split('class="sheet"')[1]).toContain(`${link}${says("youth.help.wrong_link")}`);
  await youthEnds(line, noor.id);
  expect((await noor.get("/")).text).toMatch(
    new RegExp(`<a href="/help#wrong"><svg.*${says("youth.help.wrong_link")}`),
  );
});

import { beforeEach, expect, test } from "vitest";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { clientId, type Person, person, says, staff, unescaped } from "#tests/support/house/http.ts";
import { inRoom, practiceLines, practises } from "#tests/training/in-practice.ts";

let line: House;
let anna: Person;
let room: string;
let link: string;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  anna = await staff(line, line.anna);
  room = await practises(anna, "home-brother", "colleague");
  link = new URL((await anna.get(room)).text.match(/https?:[^<]*\/staff\/with\/[\w.]+/)![0]).pathname;
});

/** Opens the link as a colleague without an account. Returns them and their address. */
async function comes(): Promise<{ kim: Person; at: string }> {
  const kim = person(line);
  const begun = await kim.post(link, { act: "begin" });
  return { kim, at: begun.to! };
}

test("a colleague needs no account: they read their role, play, and Anna answers", async () => {
  const kim = person(line);
  const before = await kim.get(link);
  expect([before.status, before.text.includes(says("staff.practice.guest_begin"))]).toEqual([200, true]);
  const { at } = await comes();
  expect(unescaped((await kim.get(at)).text)).toContain("Your father hits your brother");
  await kim.post(at, { act: "say", client_id: clientId(), text: "will u tell someone" });
  await inRoom(anna, room, { text: "I would tell you first." });
  const [theirs, hers] = [await kim.get(`${at}/lines`), await anna.get(room)].map(({ text }) => unescaped(text));
  expect(practiceLines(hers!).slice(-2)).toEqual(["youth: will u tell someone", "other: I would tell you first."]);
  expect(theirs).toContain("I would tell you first.");
  await kim.post(at, { act: "leave" });
  expect((await anna.get(room)).text).toContain(says("staff.practice.after"));
});

test("a link works once: whoever comes second, guesses, or comes when it is over finds nothing", async () => {
  const sam = person(line);
  const id = link.split("/").at(-1)!.split(".")[0];
  expect((await sam.get(`/staff/with/${id}.${"a".repeat(24)}`)).status).toBe(410);
  const { at } = await comes();
  for (const path of [link, `${link}x`, "/staff/with/1.abc", "/staff/with/999.abc", `${link}/lines`]) {
    const { status, text } = await sam.get(path);
    expect([path, status, text.includes("brother")]).toEqual([path, 410, false]);
  }
  expect((await sam.post(link, { act: "begin" })).status).toBe(410);
  await inRoom(anna, room, { act: "ended" });
  const late = await sam.post(at, { act: "say", client_id: clientId(), text: "hello?" });
  expect(late.status).toBe(410);
});

test("Anna sees the link until it was opened, and nobody else ever does", async () => {
  const bela = await staff(line, line.bela);
  expect((await bela.get(room)).status).toBe(403);
  await comes();
  expect((await anna.get(room)).text).not.toContain("/staff/with/");
});

test("too long a message of a colleague comes back with a sentence", async () => {
  const { kim, at } = await comes();
  const refused = await kim.post(at, { act: "say", client_id: clientId(), text: "x".repeat(4001) });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(says("error.too_long", { length: 4001, most: 4000 }));
  expect(refused.text).toContain("x".repeat(4001));
});

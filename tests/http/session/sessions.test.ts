import { afterEach, beforeEach, expect, test } from "vitest";
import { evening, password } from "#tests/support/house/helpline.ts";
import { cookieHeader, type Person, person, says, staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { rows } from "#tests/support/house/tables.ts";
import { socket } from "#tests/support/outside/socket.ts";

let line: Server;
let anna: Person;

beforeEach(async () => {
  line = await server({ clock: evening });
  anna = await staff(line, line.anna, line);
});
afterEach(async () => {
  expect(line.reported).toEqual([]);
  await line.stop();
});

const firefox = "Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0";
const signsIn = async (name: string) => {
  const who = person(line, line);
  await who.post("/staff/sign-in", { name, password }, { "User-Agent": firefox });
  return who;
};
const named = (text: string) => [...text.matchAll(/name="session" value="(\w+)"/g)].map(([, name]) => name!);

test("[ASVS 7.5.2] the page says where one is signed in, this one first, without any address", async () => {
  await signsIn("anna");
  await signsIn("bela");
  const { text } = await anna.get("/staff/me");
  const list = text.slice(text.indexOf('id="sessions"'), text.indexOf("</ul>", text.indexOf('id="sessions"')));
  expect(list.match(/<li>/g)).toHaveLength(2);
  expect(list.indexOf(says("session.sessions.here"))).toBeLessThan(list.indexOf("Firefox, Android"));
  expect(list).not.toMatch(/127\.0\.0\.1|localhost/);
  expect(named(text)).toHaveLength(2);
  for (const { id_hash } of rows<{ id_hash: string }>(line.files, "staff_session")) expect(text).not.toContain(id_hash);
});

test("one that is ended is over at once, with its socket; the others go on", async () => {
  const phone = await signsIn("anna");
  const bela = await signsIn("bela");
  const [there, here] = await Promise.all(
    [phone, anna].map((who) => socket(line.origin, "/staff/live", cookieHeader(who.cookies))),
  );
  await expect.poll(() => there!.got.length).toBeGreaterThan(0);
  const [name] = named((await anna.get("/staff/me")).text);
  expect((await anna.post("/staff/me/sessions", { session: name! })).to).toContain("saved=sessions");
  expect(await there!.closed).toBe(4401);
  expect(there!.why()).toBe("ended");
  expect((await phone.get("/staff")).to).toBe("/staff/sign-in");
  expect((await anna.get("/staff")).status).toBe(200);
  expect((await bela.get("/staff")).status).toBe(200);
  expect(here!.isClosed()).toBe(false);
});

test("everywhere but here, at once", async () => {
  const others = [await signsIn("anna"), await signsIn("anna"), await signsIn("anna")];
  await anna.post("/staff/me/sessions", { session: "others" });
  for (const one of others) expect((await one.get("/staff")).to).toBe("/staff/sign-in");
  expect((await anna.get("/staff/me?saved=sessions")).text).toContain(says("session.sessions.ended"));
});

test.each(["", "x", "__proto__", "'1'"])(
  "“%s” ends nothing, nor does a session of somebody else or this one",
  async (name) => {
    await signsIn("bela");
    const all = rows<{ id_hash: string }>(line.files, "staff_session").map(({ id_hash }) => id_hash.slice(0, 16));
    for (const session of [name, ...all]) await anna.post("/staff/me/sessions", { session });
    expect(rows(line.files, "staff_session")).toHaveLength(2);
  },
);

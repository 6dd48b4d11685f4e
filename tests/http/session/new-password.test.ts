import { beforeEach, describe, expect, test } from "vitest";
import { invitePassword } from "#src/staff/sign-in/password.ts";
import { comesIn, takes, youthEnds } from "#tests/support/house/chats.ts";
import { evening, open, password } from "#tests/support/house/helpline.ts";
import { act, cookieHeader, field, heardSince, type Person, person, says, staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";

let line: Server;
let anna: Person;
let path: string;
const fresh = "five words of mine now";

beforeEach(async () => {
  line = await server({ clock: evening });
  anna = await staff(line, line.anna, { origin: line.origin });
  const token = await act(line, line.aino, (tx, emit) =>
    invitePassword(tx, emit, { staffId: line.anna.id, madeBy: line.aino.id }),
  );
  path = `/staff/welcome/${token}`;
  return () => line.stop();
});

test("the page asks only the password, says whose it is, and using nothing up it can be opened twice", async () => {
  for (let i = 0; i < 2; i += 1) {
    const { status, text } = await person(line).get(path);
    expect(status).toBe(200);
    expect(text).toContain('value="anna"');
    expect(text).not.toMatch(/name="(alias|real_name|name|language)"/);
  }
});

describe("a new password by a link", () => {
  test("holds at once, signs in here, and ends every other session with what is open of it", async () => {
    const other = await staff(line, line.anna, { origin: line.origin });
    const console = await socket(line.origin, "/staff/live", cookieHeader(other.cookies));
    const before = line.heard.length;
    const here = person(line);
    expect((await here.post(path, { password: fresh })).to).toBe("/staff");
    expect(await console.closed).toBe(4401);
    expect(console.why()).toBe("password");
    expect((await here.get("/staff")).status).toBe(200);
    for (const one of [anna, other]) expect((await one.get("/staff")).to).toBe("/staff/sign-in");
    expect(heardSince(line, before)).toContain("staff.password_set");
    const signIn = (tried: string) => person(line).post("/staff/sign-in", { name: "anna", password: tried });
    expect((await signIn(password)).status).toBe(422);
    expect((await signIn(fresh)).to).toBe("/staff");
    for (const again of [await person(line).get(path), await person(line).post(path, { password: fresh })]) {
      expect(again.status).toBe(410);
    }
  });

  test.each([
    ["short", says("session.wrong.password_short", { least: 15 })],
    ["x".repeat(1_001), says("session.wrong.long")],
  ])("one that may not stand is refused beside the field: %.10s", async (wrong, sentence) => {
    const { status, text } = await person(line).post(path, { password: wrong });
    expect(status).toBe(422);
    expect(text).toContain(sentence);
    expect(text).not.toContain(wrong);
    expect((await anna.get("/staff")).status).toBe(200);
    expect((await person(line).get(path)).status).toBe(200);
  });

  test("in the middle of a chat it is refused, whoever holds the link, and holds again afterwards", async () => {
    await open(line);
    const chat = await comesIn(line, "hello?");
    await takes(line, line.anna, chat);
    const refused = await person(line).post(path, { password: fresh });
    expect([refused.status, refused.set]).toEqual([422, []]);
    expect(refused.text).toContain(says("error.password_in_chat", { alias: "Mika" }));
    expect((await anna.get("/staff")).status).toBe(200);
    await youthEnds(line, chat);
    expect((await person(line).post(path, { password: fresh })).to).toBe("/staff");
  });

  test("its owner is told whose link it was: on the console, on every page for a week, and on their own page for good", async () => {
    await person(line).post(path, { password: fresh });
    const back = person(line);
    await back.post("/staff/sign-in", { name: "anna", password: fresh });
    const told = /Your password was set on [^.]* with a link from Robin\./;
    for (const page of ["/staff", "/staff/me"]) expect((await back.get(page)).text).toMatch(told);
    expect((await back.get("/staff/me")).text).toMatch(/<li>[^<]*, link created by Robin<\/li>/);
    const bela = await staff(line, line.bela, { origin: line.origin });
    expect((await bela.get("/staff")).text).not.toMatch(told);
  });

  test("the form of a new account does not work at it", async () => {
    const account = { name: "lena", real_name: "Lena Maes", alias: "Fox", language: "nl", password: fresh };
    expect((await person(line).post(path, account)).to).toBe("/staff");
    const me = await person(line).post("/staff/sign-in", { name: "lena", password: fresh });
    expect(me.status).toBe(422);
    expect(() => field(me.text, "alias")).toThrow();
  });
});

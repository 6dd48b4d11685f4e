import { beforeEach, describe, expect, test } from "vitest";
import { evening, type House, house, open, password } from "#tests/support/house/helpline.ts";
import { cookieHeader, give, heardSince, type Person, says, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";

let line: House;
let anna: Person;
let aino: Person;
let path: string;

beforeEach(async () => {
  line = await house();
  anna = await staff(line, line.anna);
  aino = await staff(line, line.aino);
  path = `/admin/staff/${line.anna.id}`;
});

describe("an admin signs a colleague out everywhere", () => {
  test("[ASVS 7.4.5] every session of theirs ends, of nobody else, and the trail says who did it", async () => {
    const phone = await staff(line, line.anna);
    expect((await aino.get(path)).text).toContain(says("admin.member.sessions_open", { n: 2 }));
    const before = line.heard.length;
    expect((await aino.post(`${path}/sessions`)).to).toBe(`${path}?saved=sessions`);
    expect(heardSince(line, before)).toEqual(["staff.session_ended", "staff.session_ended"]);
    expect((await anna.get("/staff")).to).toContain("/staff/sign-in");
    expect((await phone.get("/staff")).to).toContain("/staff/sign-in");
    const page = (await aino.get(path)).text;
    expect(page).toContain(says("admin.member.sessions_open", { n: 0 }));
    expect(page).not.toContain(`action="${path}/sessions"`);
    await aino.post("/admin/audit");
    expect((await aino.get("/admin/audit")).text).toContain("Robin signed Mika out on another device");
  });

  test("a chat of theirs stays theirs: they sign in again and go on", async () => {
    await open(line);
    const noor = await youth(line, "Are you there?");
    await give(line, noor.id, line.anna);
    await aino.post(`${path}/sessions`);
    const again = await staff(line, line.anna);
    expect((await again.get(`/staff/conversation/${noor.id}`)).text).toContain("Are you there?");
  });

  test("pressed twice it does no more; one’s own end on one’s own page; it takes the password, and an admin", async () => {
    await aino.post(`${path}/sessions`);
    const before = line.heard.length;
    expect((await aino.post(`${path}/sessions`)).status).toBe(303);
    expect(heardSince(line, before)).toEqual([]);
    expect((await aino.post(`/admin/staff/${line.aino.id}/sessions`)).status).toBe(422);
    expect((await aino.get(`/admin/staff/${line.aino.id}`)).text).not.toContain("/sessions");
    expect((await (await staff(line, line.bela)).post(`${path}/sessions`)).status).toBe(403);
    expect((await aino.get("/staff")).status).toBe(200);
  });
});

test("the console that is open closes within the moment", async () => {
  const at: Server = await server({ clock: evening });
  const mika = await staff(at, at.anna);
  const robin = await staff(at, at.aino);

  const opened = await socket(at.origin, "/staff/live", cookieHeader(mika.cookies), { Origin: at.origin });
  await robin.post(`/admin/staff/${at.anna.id}/sessions`, { confirm_password: password });
  await opened.closed;
  expect((await mika.get("/staff")).to).toContain("/staff/sign-in");
  await at.stop();
});

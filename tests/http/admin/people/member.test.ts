import { beforeEach, describe, expect, test } from "vitest";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { evening, member, open } from "#tests/support/house/helpline.ts";
import {
  act,
  cookieHeader,
  type Form,
  field,
  give,
  type Person,
  person,
  says,
  staff,
  youth,
} from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";

let line: Server;
let aino: Person;
let path: string;

beforeEach(async () => {
  line = await server({ clock: evening });
  aino = await staff(line, line.aino, { origin: line.origin });
  path = `/admin/staff/${line.anna.id}`;
  return () => line.stop();
});

const valuesNow = ({ id }: StaffMember) => account(line.helpline.db, id)!.values;
const form = (roles: string[], languages: string[], basedOn = "0"): [string, string][] => [
  ["based_on", basedOn],
  ...roles.map((role): [string, string] => ["roles", role]),
  ["languages", ""],
  ...languages.map((language): [string, string] => ["languages", language]),
];
const savedAt = /^\/admin\/staff\/\d+\?saved=\d+$/;
const basedOn = async () => field((await aino.get(path)).text, "based_on");

describe("what an admin sets of a colleague", () => {
  test("roles and languages: kept, told in the history with a way back, undone", async () => {
    const saved = (await aino.post(path, form(["counsellor", "supervisor"], ["fr"]))).to!;
    expect(saved).toMatch(savedAt);
    expect(valuesNow(line.anna)).toMatchObject({ roles: ["counsellor", "supervisor"], languages: ["fr"] });
    const { text } = await aino.get(saved);
    expect(text).toContain(says("admin.form.saved"));
    expect(text).toContain("Roles: counsellor → counsellor and supervisor");
    expect(text).toContain("Chat languages: own language → French");
    expect(text).toContain("Robin");
    const undone = { change: field(text, "change"), based_on: field(text, "based_on") };
    expect((await aino.post(`${path}/undo`, undone)).to).toMatch(savedAt);
    expect(valuesNow(line.anna)).toMatchObject({ roles: ["counsellor"], languages: [] });
  });

  test("how many chats at once: kept and undone, left as it is by a form that does not name it, refused beyond the most", async () => {
    const most = (n: string): Form => [...form(["counsellor"], []), ["chats_most", n]];
    expect((await aino.get(path)).text).toContain("Same as everyone: 2");
    const saved = (await aino.post(path, most("3"))).to!;
    expect(valuesNow(line.anna)).toMatchObject({ maxChats: 3 });
    const { text } = await aino.get(saved);
    expect(text).toContain("Maximum chats at once: same as everyone → 3");
    expect(text).toMatch(/<option value="3" selected/);
    await aino.post(path, form(["counsellor", "supervisor"], [], field(text, "based_on")));
    expect(valuesNow(line.anna)).toMatchObject({ maxChats: 3, roles: ["counsellor", "supervisor"] });
    for (const wrong of ["0", "5", "x", "12"]) expect((await aino.post(path, most(wrong))).status).toBe(422);
    const undone = { change: field(text, "change"), based_on: await basedOn() };
    expect((await aino.post(`${path}/undo`, undone)).to).toMatch(savedAt);
    expect(valuesNow(line.anna).maxChats).toBeNull();
  });

  test("a new right holds with the next request, and an open console follows at once", async () => {
    await open(line);
    const anna = await staff(line, line.anna, { origin: line.origin });
    const live = await socket(line.origin, "/staff/live", cookieHeader(anna.cookies));
    await expect.poll(() => live.text()).toContain("bar");
    expect(live.text()).not.toContain('href="/admin/staff"');
    await aino.post(path, form(["counsellor", "admin"], []));
    await expect.poll(() => live.text()).toContain('href="/admin/staff"');
    expect((await anna.get("/admin/staff")).status).toBe(200);
    await aino.post(path, form(["supervisor"], [], await basedOn()));
    expect((await anna.get("/admin/staff")).status).toBe(403);
    live.close();
  });

  test("whoever may take nobody any more sees the queue without its buttons and words at once", async () => {
    await open(line);
    const anna = await staff(line, line.anna, { origin: line.origin });
    const live = await socket(line.origin, "/staff/live", cookieHeader(anna.cookies));
    await expect.poll(() => live.text()).toContain("queue");
    await aino.post(path, form(["admin"], []));
    await open(line, line.bela);
    live.got.length = 0;
    const id = await comesIn(line, "hello?");
    await expect.poll(() => live.text()).toContain(`id="waiting-${id}"`);
    expect(live.text()).not.toContain("/claim");
    expect(live.text()).not.toContain("hello?");
    live.close();
  });

  test("a form of roles is not held up by a colleague who meanwhile took another name", async () => {
    const before = await basedOn();
    await act(line, line.anna, (tx, emit) =>
      setMember(tx, emit, { staffId: line.anna.id, values: { alias: "Kingfisher" } }),
    );
    expect((await aino.post(path, form(["supervisor"], [], before))).status).toBe(303);
    expect(valuesNow(line.anna)).toMatchObject({ alias: "Kingfisher", roles: ["supervisor"] });
  });

  test("two admins: the second sees what changed meanwhile and loses nothing that was chosen", async () => {
    await aino.post(path, form(["counsellor"], ["fr"]));
    const late = await aino.post(path, form(["supervisor"], ["nl"]));
    expect(late.status).toBe(409);
    expect(late.text).toContain(says("admin.history.meanwhile"));
    expect(late.text).toContain("Chat languages: own language → French");
    expect(late.text).toMatch(/name="roles" value="supervisor" checked/);
    expect(late.text).toMatch(/name="languages" value="nl" checked/);
    expect(valuesNow(line.anna).languages).toEqual(["fr"]);
    expect((await aino.post(path, form(["supervisor"], ["nl"], field(late.text, "based_on")))).status).toBe(303);
    expect(valuesNow(line.anna)).toMatchObject({ roles: ["supervisor"], languages: ["nl"] });
  });

  test.each<[string, Form]>([
    ["an unknown role", form(["emperor"], [])],
    ["a prototype as language", form(["counsellor"], ["__proto__"])],
  ])("%s is refused", async (_what, sent) => {
    const before = valuesNow(line.anna);
    expect((await aino.post(path, sent)).status).toBe(422);
    expect(valuesNow(line.anna)).toEqual(before);
  });

  test("the last admin cannot lose the role: why stands beside it, and what was ticked stays", async () => {
    const own = `/admin/staff/${line.aino.id}`;
    const { status, text } = await aino.post(own, form(["counsellor"], ["nl"]));
    expect(status).toBe(422);
    expect(text).toMatch(/id="roles-wrong">No one else is an admin/);
    expect(text).toMatch(/name="languages" value="nl" checked/);
    expect(text).not.toMatch(/name="roles" value="admin" checked/);
    await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
    // Whoever gave the role away stands before no closed door.
    expect((await aino.post(own, form(["counsellor"], []))).to).toBe("/staff");
  });

  test.each(["0", "x", "99", "1e0", "__proto__", "-1"])("there is nobody at %s", async (id) => {
    expect((await aino.get(`/admin/staff/${id}`)).status).toBe(404);
    expect((await aino.post(`/admin/staff/${id}`, form(["admin"], []))).status).toBe(404);
  });
});

describe("closing an account", () => {
  const close = async (closed: "yes" | "no") => aino.post(`${path}/close`, { closed, based_on: await basedOn() });

  test("signs out everywhere at once, shows among the closed ones, and can be undone", async () => {
    const anna = await staff(line, line.anna, { origin: line.origin });
    const live = await socket(line.origin, "/staff/live", cookieHeader(anna.cookies));
    expect((await close("yes")).to).toMatch(savedAt);
    expect(await live.closed).toBe(4401);
    expect(live.why()).toBe("closed");
    expect((await anna.get("/staff")).to).toBe("/staff/sign-in");
    expect((await person(line).post("/staff/sign-in", { name: "anna", password: "four words make it" })).status).toBe(
      422,
    );
    const list = (await aino.get("/admin/staff")).text;
    expect(list).toContain(says("admin.staff.closed"));
    expect(list).toContain("Anna Peeters");
    expect((await aino.get(path)).text).toContain(says("admin.member.closed_hint", { alias: "Mika" }));
    await close("no");
    expect((await person(line).post("/staff/sign-in", { name: "anna", password: "four words make it" })).to).toBe(
      "/staff",
    );
    const history = (await aino.get(path)).text;
    expect(history).toContain(says("admin.member.did.closed"));
    expect(history).toContain(says("admin.member.did.reopened"));
  });

  test("in the middle of a chat it is refused, and says what to do first", async () => {
    await open(line);
    await takes(line, line.anna, await comesIn(line, "hello?"));
    const { status, text } = await close("yes");
    expect(status).toBe(422);
    expect(text).toContain(says("error.member_talks", { n: 1, alias: "Mika" }));
    expect(valuesNow(line.anna).closed).toBe(false);
  });

  test("whoever cannot stay is closed all the same when the admin is sure: the young person waits again, and reads why", async () => {
    await open(line);
    const noor = await youth(line, "it is bad again", { origin: line.origin });
    await give(line, noor.id, line.anna);
    await open(line, line.bela);
    const live = await socket(line.origin, "/live?after=0&v=x", cookieHeader(noor.cookies));
    const bela = await staff(line, line.bela, { origin: line.origin });
    const queue = await socket(line.origin, "/staff/live", cookieHeader(bela.cookies));
    const asked = await close("yes");
    expect(asked.text).toContain(says("admin.member.close_now_means", { alias: "Mika", n: 1 }));
    const sure = { closed: "yes", sure: field(asked.text, "sure"), based_on: field(asked.text, "based_on") };
    expect((await aino.post(`${path}/close`, sure)).to).toMatch(/saved=\d+$/);
    expect(valuesNow(line.anna).closed).toBe(true);
    await expect.poll(() => live.text()).toContain(says("notice.given_back", { alias: "Mika" }));
    await expect.poll(() => live.text()).toContain('action="/end"><input type="hidden" name="from" value="waiting"');
    await expect.poll(() => queue.text()).toContain("it is bad again");
    await give(line, noor.id, line.bela);
    expect((await noor.get("/")).text).toContain(says("notice.claimed", { alias: "Luna" }));
    for (const one of [live, queue]) one.close();
  });

  test("says before it what becomes of a line that nobody else serves", async () => {
    expect((await aino.get(path)).text).not.toContain("Only Mika answers");
    await act(line, line.aino, (tx, emit) =>
      addLine(tx, emit, { ...lineValues(tx, 1), name: "Nederlands", staffIds: [line.anna.id] }),
    );
    expect((await aino.get(path)).text).toContain(
      says("admin.member.only_serves", { alias: "Mika", line: "Nederlands" }),
    );
  });

  test("what is neither closing nor opening is refused", async () => {
    expect((await aino.post(`${path}/close`, { closed: "maybe", based_on: "0" })).status).toBe(422);
  });
});

describe("POST /admin/staff/:id/names", () => {
  test("what was written wrong is put right, and the old names stand nowhere any more", async () => {
    expect((await aino.post(`${path}/names`, { real_name: " Anna Peters ", name: "anna.p" })).to).toBe(
      `${path}?saved=names`,
    );
    expect(account(line.helpline.db, line.anna.id)).toMatchObject({ realName: "Anna Peters", signInName: "anna.p" });
    expect((await aino.get(`${path}?saved=names`)).text).toContain(says("admin.form.saved"));
    const trail = line.files.data.prepare("SELECT * FROM audit").all() as { action: string }[];
    expect(trail.at(-1)).toMatchObject({ action: "staff.names_set", object: path.replace("/admin/staff/", "staff:") });
    expect(JSON.stringify(trail)).not.toMatch(/Peters|anna\.p/);
    expect(JSON.stringify(line.files.data.prepare("SELECT * FROM staff").all())).not.toContain("Peeters");
  });

  test.each<[string, Record<string, string>, string]>([
    ["nothing", { real_name: " " }, says("session.wrong.empty")],
    ["a colleague’s sign-in name", { name: "BELA" }, says("session.name_taken")],
    ["what young people read", { name: "m1ka@porch.example" }, says("admin.member.names_alias", { alias: "Mika" })],
  ])("%s is refused beside its field, and stays as it was typed", async (_what, change, sentence) => {
    const typed = { real_name: "Anna Peters", name: "anna.p", ...change };
    const { status, text } = await aino.post(`${path}/names`, typed);
    expect(status).toBe(422);
    expect(text).toContain(sentence);
    expect(text).toMatch(/<details class="group" id="names" open/);
    expect(field(text, "name")).toBe(typed.name);
    expect(account(line.helpline.db, line.anna.id)!.realName).toBe("Anna Peeters");
  });
});

describe("POST /admin/staff/:id/password", () => {
  test("not while they are in a chat: said on the page", async () => {
    await open(line);
    await takes(line, line.anna, await comesIn(line, "hello?"));
    const { status, text } = await aino.post(`${path}/password`);
    expect(status).toBe(422);
    expect(text).toContain(says("error.password_in_chat", { alias: "Mika" }));
    expect(text).not.toContain("/staff/welcome/");
  });

  test("shows a link once, with its code; it is listed, and the admin never sees a password", async () => {
    const { status, text } = await aino.post(`${path}/password`);
    expect(status).toBe(200);
    const link = text.match(/\/staff\/welcome\/[\w-]{43}/)![0];
    expect(text).toContain('<svg class="qr"');
    expect((await person(line).get(link)).text).toContain(says("session.password.title"));
    expect((await aino.get("/admin/staff")).text).toContain(says("admin.links.password", { alias: "Mika" }));
    expect((await aino.get(path)).text).not.toContain(link);
  });
});

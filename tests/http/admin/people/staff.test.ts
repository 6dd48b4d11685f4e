import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { field, heardSince, type Person, person, says, staff, unescaped } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { sendsTo } from "#tests/support/outside/post.ts";

let files: OpenFiles;
let line: House;
let aino: Person;

beforeEach(async () => {
  line = await house();
  files = line.files;
  aino = await staff(line, line.aino);
});

describe("GET /admin/staff", () => {
  test("shows an admin everyone with both names", async () => {
    const { status, text } = await aino.get("/admin/staff");
    expect(status).toBe(200);
    for (const name of ["Anna Peeters", "Mika", "Béla Kovács", "Luna"]) expect(text).toContain(name);
  });

  test("nobody else: who may is said, by the name that everybody knows", async () => {
    for (const one of [line.anna, line.bela]) {
      const { status, text } = await (await staff(line, one)).get("/admin/staff");
      expect(status).toBe(403);
      expect(text).toContain(says("error.only.admin", { people: "Robin" }));
      expect(text).not.toMatch(/Peeters|Virtanen/);
    }
    expect((await person(line).get("/admin/staff")).to).toBe("/staff/sign-in");
  });
});

describe("POST /admin/staff/invite", () => {
  test("makes a link of one use, shown once and kept nowhere", async () => {
    const before = line.heard.length;
    const form: [string, string][] = [
      ["roles", "counsellor"],
      ["roles", "supervisor"],
      ["roles", "emperor"],
    ];
    const { status, text } = await aino.post("/admin/staff/invite", form, { Host: "localhost:8080" });
    expect(status).toBe(200);
    expect(line.heard.slice(before)).toMatchObject([{ type: "staff.invited", roles: ["counsellor", "supervisor"] }]);
    const link = text.match(/http:\/\/localhost:8080(\/staff\/welcome\/[\w-]{43})/)![1]!;
    expect((await person(line).get(link)).status).toBe(200);
    expect((await aino.get("/admin/staff")).text).not.toContain(link);
    expect(JSON.stringify(rows(files, "invitation"))).not.toContain(link.split("/").at(-1));
  });

  test("sends it to an address instead, and shows neither the link nor the address", async () => {
    await sendsTo(line, 25);
    const sent = await aino.post("/admin/staff/invite", { roles: "counsellor", address: "lena@example.org" });
    expect(sent.to).toBe("/admin/staff?saved=mail");
    const { text } = await aino.get(sent.to!);
    expect(text).toContain(says("admin.invite.mailed"));
    expect(text).toContain(says("admin.links.mail.queued"));
    expect(text).not.toMatch(/staff\/welcome\/|lena@/);
  });

  test("refuses what is no address beside its field, and while no mail can be sent; what was typed stays", async () => {
    const form = { roles: "supervisor", for_whom: "Lena", address: "lena@example.org" };
    const early = await aino.post("/admin/staff/invite", form);
    expect(early.status).toBe(422);
    expect(early.text).toContain(says("admin.invite.no_mail"));
    await sendsTo(line, 25);
    const { status, text } = await aino.post("/admin/staff/invite", { ...form, address: "Lena <lena@example.org>" });
    expect(status).toBe(422);
    expect(text).toMatch(/id="address-wrong"/);
    expect([field(text, "for_whom"), unescaped(field(text, "address"))]).toEqual(["Lena", "Lena <lena@example.org>"]);
    expect(rows(files, "invitation").filter((row) => JSON.stringify(row).includes("Lena"))).toEqual([]);
  });

  test("the link names what this server was called by; a forwarded name counts only from a proxy that was named", async () => {
    const linkWith = async (headers: Record<string, string>) => {
      const { text } = await aino.post("/admin/staff/invite", [["roles", "counsellor"]], headers);
      return text.match(/value="(http[^"]*)\/staff\/welcome\//)![1];
    };
    expect(await linkWith({ Host: "localhost:9000", "X-Forwarded-Host": "evil.example" })).toBe(
      "http://localhost:9000",
    );
    for (const Host of ["localhost/evil.example", "localhost:99999", "[::1", "x".repeat(5_000)]) {
      expect(await linkWith({ Host })).toBe("http://localhost:8080");
    }
    expect(await linkWith({ Host: "", "X-Forwarded-Host": "evil.example" })).toBe("http://localhost:8080");
  });

  test.each<[string, RequestInit]>([
    ["no role", { body: new URLSearchParams({}) }],
    ["an unknown role", { body: new URLSearchParams({ roles: "emperor" }) }],
    ["a prototype as role", { body: new URLSearchParams({ roles: "__proto__" }) }],
    ["JSON", { body: '{"roles":["admin"]}', headers: { "Content-Type": "application/json" } }],
    ["a broken multipart form", { body: "--x", headers: { "Content-Type": "multipart/form-data; boundary=y" } }],
    ["a form without its boundary", { body: "--x", headers: { "Content-Type": "multipart/form-data" } }],
  ])("%s is refused in words", async (_what, init) => {
    const before = line.heard.length;
    const headers = { "Sec-Fetch-Site": "same-origin", ...(init.headers as Record<string, string>) };
    const response = await aino.send("/admin/staff/invite", { method: "POST", ...init, headers });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(says("admin.invite.no_role"));
    expect(heardSince(line, before)).toEqual([]);
  });
});

describe("the links given out", () => {
  const invited = async () => {
    const { text } = await aino.post("/admin/staff/invite", { roles: "counsellor" }, { Host: "x" });
    return {
      text,
      link: text.match(/\/staff\/welcome\/[\w-]{43}/)![0],
      id: text.match(/name="link" value="(\d+)"/)![1]!,
    };
  };

  test("a link comes with its code, and stands in the list until when it works, without the link itself", async () => {
    const { text, link } = await invited();
    expect(text).toContain('<svg class="qr"');
    const list = (await aino.get("/admin/staff")).text;
    expect(list).toContain(says("admin.links.account", { roles: "counsellor" }));
    expect(list).toContain(says("admin.links.hint"));
    expect(list).not.toContain(link);
    expect(list).not.toContain('class="qr"');
  });

  test("it says who made it, and for whom where that was said", async () => {
    const form = { roles: "counsellor", for_whom: "  the new\none\u202e on Mondays " };
    await aino.post("/admin/staff/invite", form);
    const list = (await aino.get("/admin/staff")).text;
    expect(list).toContain(says("admin.links.made_by", { alias: "Robin" }));
    expect(list).toContain(says("admin.links.for_whom", { whom: "the new one on Mondays" }));
    const long = await aino.post("/admin/staff/invite", { ...form, for_whom: "x".repeat(81) });
    expect(long.status).toBe(422);
    expect(long.text).toContain(says("admin.invite.for_whom_long", { most: 80 }));
    expect(field(long.text, "for_whom")).toBe("x".repeat(81));
  });

  test("a code that leads to this machine only says so; another does not", async () => {
    const warned = says("admin.open.step.rehearsal.here");
    const at = async (Host: string) => (await aino.post("/admin/staff/invite", { roles: "counsellor" }, { Host })).text;
    expect(await at("localhost:8080")).toContain(warned);
    expect(await at("chat.example.org")).not.toContain(warned);
  });

  test("withdrawn it opens nothing, and withdrawing it twice is no mistake", async () => {
    const { link, id } = await invited();
    for (let i = 0; i < 2; i += 1) {
      expect((await aino.post("/admin/staff/withdraw", { link: id })).to).toBe("/admin/staff");
    }
    expect((await person(line).get(link)).status).toBe(410);
    const open = (await aino.get("/admin/staff")).text.match(/name="link"/g) ?? [];
    expect(open).toHaveLength(0);
  });

  test("used meanwhile: the admin is told, and sees who has come", async () => {
    const { link, id } = await invited();
    const form = {
      name: "lena",
      real_name: "Lena Maes",
      alias: "Fox",
      language: "nl",
      password: "four more words here",
    };
    await person(line).post(link, form);
    const { status, text } = await aino.post("/admin/staff/withdraw", { link: id });
    expect(status).toBe(422);
    expect(text).toContain(says("admin.invite.used_meanwhile"));
    expect(text).toContain(says("admin.links.used", { alias: "Fox" }));
    expect(text).toContain("Lena Maes");
  });

  test.each(["", "0", "999", "x", "__proto__"])("there is no link %j", async (link) => {
    expect((await aino.post("/admin/staff/withdraw", { link })).status).toBe(404);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { service } from "#src/directory/entry/services.ts";
import { sources } from "#src/directory/sharing/sources.ts";
import { type Elsewhere, elsewhere } from "#tests/support/browser/elsewhere.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { type Person, person, says, staff } from "#tests/support/house/http.ts";
import { type Publisher, publisher } from "#tests/support/made/publisher.ts";
import { type Sheet, sheet } from "#tests/support/people/plain-form.ts";

const path = "/admin/directory/sharing";
const feedForm = 'form[action$="#subscribe"]';
const partnerForm = 'form[action$="#partners"]';

let there: Publisher;
let home: House;
let aino: Person;

beforeEach(async () => {
  there = await publisher();
  home = await house({ clock: fakeClock(), config: readConfig({ OUTGOING_ALLOW: "127.0.0.1" }, []) });
  aino = await staff(home, home.aino);
});
afterEach(() => there.close());

const sharing = (): Promise<Sheet> => sheet(aino, path);
const look = async (address: string, kind: "feed" | "partner" = "feed") => {
  const field = kind === "feed" ? "address" : "partner";
  return (await sharing()).fill({ [field]: address }).press("look", kind === "feed" ? feedForm : partnerForm);
};

describe("the directory of another helpline", () => {
  test("is looked at first, then read, and what it has waits", async () => {
    const night = await place(there.db, "Night phone", { summary: "Somebody listens" });
    const looked = await look(`${there.origin}/hsds`);
    expect(looked.words()).toContain(says("admin.sharing.found.feed", { format: "HSDS 3.1", n: 1 }));
    expect(looked.words()).toContain("Night phone");
    expect(sources(home.helpline.db)).toEqual([]);
    const added = await looked.fill({ name: "Other Line", licence: "CC BY 4.0" }).press("add", feedForm);
    expect(sources(home.helpline.db)).toMatchObject([
      {
        name: "Other Line",
        kind: "hsds",
        url: `${there.origin}/hsds/services`,
        licenceNote: "CC BY 4.0",
        accept: "review",
      },
    ]);
    expect(added.words("#review")).toContain("Night phone");
    expect(service(home.helpline.db, night)).toBeUndefined();
    expect((await sharing()).words("#subscribe")).toContain(says("admin.sharing.counts", { taken: 0, n: 1 }));
  });

  test("gets the name of its server where nobody gives it another, and is not added twice", async () => {
    await place(there.db, "Night phone");
    const looked = await look(`${there.origin}/hsds/services`);
    expect(looked.value("name")).toBe(new URL(there.origin).host);
    await looked.press("add", feedForm);
    const again = await look(`${there.origin}/hsds`);
    expect(again.beside("address").wrong).toBe(says("admin.sharing.problem.taken"));
    expect(again.answer.status).toBe(422);
    expect(sources(home.helpline.db)).toHaveLength(1);
  });

  test.each([
    ["<!doctype html><p>Lamp", "not_a_feed"],
    ['{"weather":"fine"}', "not_a_feed"],
    ["Hello", "not_a_feed"],
  ] as const)("that is none says in words what it is: %s", async (body, problem) => {
    there.serve = () => body;
    const looked = await look(`${there.origin}/hsds`);
    expect(looked.beside("address").wrong).toBe(says(`admin.sharing.problem.${problem}`));
    expect(looked.value("address")).toBe(`${there.origin}/hsds`);
  });

  test.each([
    ["", "admin.entry.problem.missing"],
    ["javascript:alert(1)", "admin.sharing.problem.bad_address"],
    ["http://localhost:8080/hsds", "admin.sharing.problem.own"],
  ] as const)("at the address %s is refused with a sentence", async (address, key) => {
    expect((await look(address)).beside("address").wrong).toBe(says(key));
    expect(there.requests).toEqual([]);
  });

  test("with a zone or a name that cannot be is not added, and nothing typed is lost", async () => {
    await place(there.db, "Night phone");
    const looked = await look(`${there.origin}/hsds`);
    const wrong = await looked
      .fill({ name: "Lamp", zone: "Mars/Base", licence: "a".repeat(1_001) })
      .press("add", feedForm);
    expect(wrong.beside("zone").wrong).toBe(says("admin.sharing.problem.bad_zone"));
    expect(wrong.beside("licence").wrong).toBe(says("admin.sharing.problem.too_long"));
    expect([wrong.value("name"), wrong.value("zone")]).toEqual(["Lamp", "Mars/Base"]);
    expect(sources(home.helpline.db)).toEqual([]);
  });
});

describe("another helpline", () => {
  test("is found by the address of its chat, and shown with what it says", async () => {
    await open(there);
    const looked = await look(there.origin, "partner");
    expect(looked.words()).toContain(says("admin.sharing.found.helpline", { name: "Chat" }));
    const added = await looked.fill({ name: "The other chat" }).press("add", partnerForm);
    expect(sources(home.helpline.db)).toMatchObject([{ kind: "partner", name: "The other chat" }]);
    expect(added.words("#partners")).toContain("The other chat");
    expect(added.words("#partners")).toContain(says("staff.line.open"));
    // Its chat is in the open here: nobody is sent there, and the admin reads where it is, and why.
    expect(added.words("#partners")).toContain(new URL(there.origin).host);
    expect(added.words("#partners")).toContain(says("admin.source.line_elsewhere"));
    expect((await person(home).get("/")).text).not.toContain("The other chat");
  });

  test("that is typed where a directory belongs is told for what it is", async () => {
    const looked = await look(`${there.origin}/.well-known/helpline.json`);
    expect(looked.words("#partners")).toContain(says("admin.sharing.found.helpline", { name: "Chat" }));
    expect(sources(home.helpline.db)).toEqual([]);
  });

  test("that is none says so", async () => {
    there.serve = () => "<!doctype html><p>Lamp";
    expect((await look(there.origin, "partner")).beside("partner").wrong).toBe(
      says("admin.sharing.problem.not_a_feed"),
    );
    there.serve = () => "{}";
    expect((await look(there.origin, "partner")).beside("partner").wrong).toBe(
      says("admin.sharing.problem.not_a_helpline"),
    );
  });
});

describe("A18: what is inside and may never be asked", () => {
  let inside: Elsewhere;
  beforeEach(async () => {
    inside = await elsewhere();
  });
  afterEach(() => inside.close());

  test("30 hostile addresses are refused, of feeds and of helplines, without one connection", async () => {
    const strict = await house({ config: readConfig({}, []) });
    const admin = await staff(strict, strict.aino);
    const { port } = inside;
    const hostile = [
      `http://127.0.0.1:${port}/`,
      `http://127.1:${port}/`,
      `http://2130706433:${port}/`,
      `http://0x7f000001:${port}/`,
      `http://0177.0.0.1:${port}/`,
      `http://0.0.0.0:${port}/`,
      `http://[::1]:${port}/`,
      `http://[::]:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      `http://[::ffff:7f00:1]:${port}/`,
      `http://[64:ff9b::7f00:1]:${port}/`,
      `http://[2002:7f00:1::]:${port}/`,
      `http://localhost:${port}/`,
      `http://localhost.:${port}/`,
      `http://LOCALHOST:${port}/`,
      `http://127.0.0.1.:${port}/`,
      `http://①②⑦.0.0.1:${port}/`,
      "http://169.254.169.254/latest/meta-data/",
      "http://[fe80::1]/",
      "http://[fd00::1]/",
      "http://10.0.0.1/",
      "http://172.16.0.1/",
      "http://192.168.0.1/",
      "http://100.64.0.1/",
      "http://168.63.129.16/",
      "http://198.18.0.1/",
      "http://224.0.0.1/",
      `http://noor@127.0.0.1:${port}/`,
      `ftp://127.0.0.1:${port}/`,
      "file:///etc/passwd",
      "http://127.0.0.1:22/",
      `gopher://127.0.0.1:${port}/`,
    ];
    for (const address of hostile) {
      for (const [kind, field] of [
        ["feed", "address"],
        ["partner", "partner"],
      ] as const) {
        for (const press of ["look", "add"]) {
          const form = { kind, [field]: address, name: "Lamp", accept: "auto", zone: "UTC", do: press };
          const { status, text } = await admin.post(`${path}/add`, form);
          expect([address, status]).toEqual([address, 422]);
          expect(text).toMatch(/problem|private|address|answer|Nobody/i);
        }
      }
    }
    expect(sources(strict.helpline.db)).toEqual([]);
    expect([inside.connections, inside.requests.length]).toEqual([0, 0]);
    expect(strict.reported).toEqual([]);
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { join } from "#src/conversation/colleagues/join.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { type FakeClock, fakeClock, type House, house, member, open, password } from "#tests/support/house/helpline.ts";
import { act, field, give, heardSince, person, says, staff, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;

beforeEach(async () => {
  // lucia reads the real clock: it says when a session is over.
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
});

test("GET /staff/sign-in shows the form and no names; whoever is signed in goes on", async () => {
  const { status, text, set } = await person(line).get("/staff/sign-in");
  expect(status).toBe(200);
  expect(text).toContain('action="/staff/sign-in"');
  expect(text).not.toMatch(/anna|Mika|Peeters/i);
  expect(set).toEqual([]);
  expect((await (await staff(line, line.anna)).get("/staff/sign-in")).to).toBe("/staff");
});

describe("the page says why somebody is not signed in any more", () => {
  test.each(["closed", "password", "signed_out", "over"] as const)("%s", async (why) => {
    expect((await person(line).get(`/staff/sign-in?why=${why}`)).text).toContain(says(`session.why.${why}`));
  });

  test("by an old cookie alone, that it is over; without one and for any other word, nothing", async () => {
    const anna = await staff(line, line.anna);
    files.data.exec("DELETE FROM staff_session");
    expect((await anna.get("/staff/sign-in")).text).toContain(says("session.why.over"));
    for (const path of ["/staff/sign-in", "/staff/sign-in?why=__proto__", "/staff/sign-in?why=%3Cb%3E"]) {
      expect((await person(line).get(path)).text).not.toContain('class="note');
    }
  });
});

describe("POST /staff/sign-in", () => {
  test("[ASVS 3.3.2, 3.3.4, 7.2.3] the right words open the console with a strict cookie, whatever the case of the name", async () => {
    const anna = person(line);
    const before = line.heard.length;
    const { status, to, set } = await anna.post("/staff/sign-in", { name: " ANNA ", password });
    expect([status, to]).toEqual([303, "/staff"]);
    expect(set).toHaveLength(2);
    const [name, ...flags] = set[0]!.split("; ");
    expect(name).toMatch(/^staff=[a-z0-9]{40,}$/);
    expect(flags.sort()).toEqual(["HttpOnly", "Max-Age=72000", "Path=/", "SameSite=Strict"]);
    const [device, ...deviceFlags] = set[1]!.split("; ");
    expect(device).toMatch(/^device=[\w-]{43}$/);
    expect(deviceFlags.sort()).toEqual(["HttpOnly", "Max-Age=15552000", "Path=/", "SameSite=Strict"]);
    expect(heardSince(line, before)).toEqual(["staff.signed_in"]);
    expect((await anna.get("/staff")).text).toContain("Mika");
    for (const [cookie, table] of [
      ["staff", "staff_session"],
      ["device", "staff_device"],
    ] as const) {
      expect(JSON.stringify(rows(files, table))).not.toContain(anna.cookies.get(cookie));
    }
  });

  test("[ASVS 3.3.1, 3.3.3, 3.3.5] over https the cookie is of this host only, secure and short", async () => {
    const secure = await house({ config: readConfig({ PUBLIC_ADDRESS: "https://chat.example.org" }, []) });
    const { set } = await person(secure).post("/staff/sign-in", { name: "anna", password });
    expect(set.map((one) => one.split("=")[0])).toEqual(["__Host-staff", "__Host-device"]);
    for (const one of set) {
      expect(one).toMatch(/; Secure(;|$)/);
      expect(one).toMatch(/; SameSite=Strict(;|$)/);
    }
    // RFC 6265bis, 5.6: name and value together. A tenth of what browsers take.
    await open(secure);
    const young = (await youth(secure)).cookies;
    const all = [...set, ...[...young].map(([name, value]) => `${name}=${value}`)];
    for (const one of all) expect(one.split(";")[0]!.length).toBeLessThan(409);
    expect(all).toHaveLength(3);
  });

  test("an unknown name and a wrong password get the same answer", async () => {
    const answers = [];
    for (const name of ["anna", "nobody"]) {
      const { status, text, set } = await person(line).post("/staff/sign-in", { name, password: "wrong words here" });
      expect(text).toContain(says("session.sign_in.wrong"));
      expect(field(text, "name")).toBe(name);
      expect(text).not.toContain("wrong words here");
      answers.push([status, set, text.replaceAll(name, "?")]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]![0]).toBe(422);
    expect(rows(files, "staff_session")).toEqual([]);
  });

  test("a closed account says so to whoever has its password, and to nobody else", async () => {
    files.data.prepare("UPDATE staff SET deactivated_at = 1 WHERE id = ?").run(line.anna.id);
    const told = await person(line).post("/staff/sign-in", { name: "anna", password });
    expect([told.status, told.set]).toEqual([422, []]);
    expect(told.text).toContain(says("session.sign_in.closed"));
    const guessed = await person(line).post("/staff/sign-in", { name: "anna", password: "wrong words here" });
    expect(guessed.text).toContain(says("session.sign_in.wrong"));
    expect(guessed.text).not.toContain(says("session.sign_in.closed"));
  });

  test("whoever takes nobody from the queue begins where they have something to do", async () => {
    await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
    const sven = () => person(line).post("/staff/sign-in", { name: "sven", password });
    expect((await sven()).to).toBe("/admin");
    await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "not_yet" }));
    expect((await sven()).to).toBe("/admin/open");
    expect((await person(line).post("/staff/sign-in", { name: "aino", password })).to).toBe("/staff");
  });

  test("changing the case of a name gives no extra tries", async () => {
    for (const name of ["anna", "Anna", "ANNA", "aNNa", "anNa", "annA"]) {
      expect((await person(line).post("/staff/sign-in", { name, password: "wrong" })).status).toBe(422);
    }
    expect((await person(line).post("/staff/sign-in", { name: "AnnA", password })).status).toBe(429);
  });

  test("after a few tries it says to wait, for known and unknown names alike, and then lets in again", async () => {
    for (const name of ["anna", "nobody"]) {
      for (let i = 0; i < 6; i += 1) await person(line).post("/staff/sign-in", { name, password: "wrong" });
      const { status, text } = await person(line).post("/staff/sign-in", { name, password });
      expect(status).toBe(429);
      expect(text).toContain(says("session.sign_in.too_fast"));
      expect(field(text, "name")).toBe(name);
    }
    clock.pass(6 * 60_000);
    expect((await person(line).post("/staff/sign-in", { name: "anna", password })).to).toBe("/staff");
  });
});

test("[ASVS 7.4.1] POST /staff/sign-out ends the session for good and clears the cookie", async () => {
  const anna = await staff(line, line.anna);
  const kept = anna.cookies.get("staff")!;
  const before = line.heard.length;
  const { to, set } = await anna.post("/staff/sign-out");
  expect(to).toBe("/staff/sign-in");
  expect(set.at(-1)).toMatch(/^staff=; .*Max-Age=0/);
  expect(heardSince(line, before)).toEqual(["staff.signed_out"]);
  expect(rows(files, "staff_session")).toEqual([]);
  anna.cookies.set("staff", kept);
  expect((await anna.get("/staff")).to).toBe("/staff/sign-in");
});

describe("how long a session lasts", () => {
  const hour = 3_600_000;
  const endChats = () => files.data.prepare("UPDATE conversation SET ended_at = 1").run();

  test("[ASVS 7.3.2] ten hours, however much it is used", async () => {
    const anna = await staff(line, line.anna);
    for (let i = 0; i < 9; i += 1) {
      clock.pass(hour);
      expect((await anna.get("/staff")).set).toEqual([]);
    }
    clock.pass(hour);
    expect((await anna.get("/staff")).to).toBe("/staff/sign-in");
  });

  test("[ASVS 7.3.1] two hours of which nothing is asked, for whoever is neither available nor in a chat", async () => {
    const anna = await staff(line, line.anna);
    clock.pass(2 * hour - 1);
    expect((await anna.get("/staff")).status).toBe(200);
    clock.pass(2 * hour);
    expect((await anna.get("/staff")).to).toBe("/staff/sign-in");
  });

  test("requests that a page makes by itself do not keep a session alive", async () => {
    const aino = await staff(line, line.aino);
    clock.pass(1.5 * hour);
    expect((await aino.get("/admin/mail/state")).status).toBe(200);
    clock.pass(hour);
    expect((await aino.get("/admin/mail")).to).toBe("/staff/sign-in");
  });

  test("a quiet shift signs nobody out", async () => {
    const anna = await staff(line, line.anna);
    await open(line);
    clock.pass(9 * hour);
    expect((await anna.get("/staff")).status).toBe(200);
  });

  test("an open chat is never cut off: neither by an hour of silence nor by the ten hours", async () => {
    await open(line);
    const anna = await staff(line, line.anna);
    const noor = await youth(line);
    await give(line, noor.id, line.anna);
    await act(line, line.anna, (tx, emit) =>
      setAvailability(tx, emit, { staffId: line.anna.id, availability: "away" }),
    );
    clock.pass(11 * hour);
    await runJob(line.helpline, jobs.find((job) => job.name === "sessions that are over")!);
    expect((await anna.get(`/staff/conversation/${noor.id}`)).status).toBe(200);
    endChats();
    expect((await anna.get("/staff")).to).toBe("/staff/sign-in");
  });

  test("a session from before an upgrade lasts as long as it would have", async () => {
    const anna = await staff(line, line.anna);
    files.data.prepare("UPDATE staff_session SET started_at = 0, used_at = 0, confirmed_at = 0").run();
    clock.pass(9 * hour);
    expect((await anna.get("/staff")).status).toBe(200);
  });
});

describe("POST /staff/sign-out in the middle of a chat", () => {
  test("asks first, with the names of who would be left, and does nothing", async () => {
    await open(line);
    const anna = await staff(line, line.anna);
    const noor = await youth(line);
    await give(line, noor.id, line.anna);
    const before = line.heard.length;
    const { status, text } = await anna.post("/staff/sign-out");
    expect(status).toBe(409);
    expect(text).toContain(says("session.sign_out.title", { n: 1 }));
    expect(text).toContain(says("session.sign_out.means", { n: 1, minutes: 5 }));
    expect(heardSince(line, before)).toEqual([]);
    expect((await anna.get("/staff")).status).toBe(200);
  });

  test("is possible, and the young person’s page says then that nobody is there", async () => {
    await open(line);
    const anna = await staff(line, line.anna);
    const noor = await youth(line);
    await give(line, noor.id, line.anna);
    expect((await noor.get("/")).text).toContain(says("youth.talking.here", { alias: "Mika" }));
    expect((await anna.post("/staff/sign-out", { sure: "yes" })).to).toBe("/staff/sign-in");
    const left = (await noor.get("/")).text;
    expect(left).toContain(says("youth.talking.away", { alias: "Mika" }));
    expect(left).not.toContain(says("youth.talking.here", { alias: "Mika" }));
    await (await staff(line, line.anna)).get("/staff");
    expect((await noor.get("/")).text).toContain(says("youth.talking.here", { alias: "Mika" }));
  });

  test("of a colleague is not asked about, and whoever had joined goes from there", async () => {
    await open(line);
    const bela = await staff(line, line.bela);
    const noor = await youth(line);
    await give(line, noor.id, line.anna);
    await act(line, line.bela, (tx, emit) => join(tx, emit, { conversationId: noor.id, staffId: line.bela.id }));
    expect((await bela.post("/staff/sign-out")).to).toBe("/staff/sign-in");
    expect(colleaguesOf(line.helpline.db, noor.id)).toEqual([]);
    expect((await noor.get("/")).text).toContain(says("notice.left", { alias: "Luna", colleague: "Mika" }));
  });

  test("is not asked after the end of the chat", async () => {
    await open(line);
    const anna = await staff(line, line.anna);
    const noor = await youth(line);
    await give(line, noor.id, line.anna);
    await noor.post("/end");
    expect((await anna.post("/staff/sign-out")).to).toBe("/staff/sign-in");
  });
});

test("a session that is over closes what is open of it, whoever noticed first that it is over", async () => {
  const anna = await staff(line, line.anna);
  const [{ id_hash: session }] = rows<{ id_hash: string }>(files, "staff_session") as [{ id_hash: string }];
  let closed = 0;
  line.helpline.hub.join("staff:1", { session, send: () => {}, close: () => void closed++ });
  clock.pass(11 * 3_600_000);
  expect((await anna.get("/staff")).to).toBe("/staff/sign-in");
  await runJob(line.helpline, jobs.find((job) => job.name === "sessions that are over")!);
  expect(closed).toBe(1);
  expect(rows(files, "staff_session")).toEqual([]);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { checkNow } from "#src/jobs/audit.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, staff } from "#tests/support/house/http.ts";
import { type Post, post, sendsTo } from "#tests/support/outside/post.ts";

// PROMISES.md S15: the head of the trail goes by mail each day, so that whoever has data and master key is found out too.

const day = 24 * 3_600_000;
let clock: FakeClock;
let home: House;
let server: Post;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  server = await post();
  await sendsTo(home, server.port);
});
afterEach(() => server.close());

const wants = (who: StaffMember, trail: boolean) =>
  act(home, who, (tx, emit) =>
    setOwnAddress(tx, emit, { staffId: who.id, address: `${who.alias}@example.org`, digest: false, trail }),
  );
const run = async () => {
  await checkNow(home.helpline);
  for (const name of ["the end of the audit trail, sent elsewhere", "mails"]) {
    await runJob(home.helpline, jobs.find((job) => job.name === name)!);
  }
};
const texts = () => server.taken.map(({ read }) => read.text ?? "");

test("[ASVS 8.3.3, 16.4.3] admins who want it are sent the end of the trail each day, with its code, and nobody else is", async () => {
  await wants(home.aino, true);
  // A supervisor, who has ticked what only admins are asked: the trail is not theirs to see.
  await wants(home.bela, true);
  await run();
  await run();
  expect(server.taken.map(({ to }) => to)).toEqual([["Robin@example.org"]]);
  const { id, code } = home.helpline.trailCheck.found!.head!;
  expect(server.taken[0]!.read.subject).toBe(`Audit log: entry ${id}`);
  expect(texts()[0]).toContain(`entry ${id}, code ${code}`);
  expect(texts()[0]).not.toContain("The audit log was changed by hand");
  // With what it says the page tells later that the entry still stands as it did.
  const aino = await staff(home, home.aino);
  expect((await aino.get(`/admin/audit?entry=${id}&code=${code}`)).text).toContain(`Entry ${id} is unchanged.`);
  clock.pass(day - 1);
  await run();
  expect(server.taken).toHaveLength(1);
  clock.pass(1);
  await run();
  expect(server.taken).toHaveLength(2);
  await wants(home.aino, false);
  clock.pass(2 * day);
  await run();
  expect(server.taken).toHaveLength(2);
});

test("whoever made the whole trail anew, with the master key, is found out by the mail of the day before", async () => {
  await wants(home.aino, true);
  await run();
  const [, id, code] = /entry (\d+), code (\w+)/.exec(texts()[0]!)!;
  // As by a program that has the key: all entries are written once more, one of them without what it said.
  const rows = home.files.data.prepare("SELECT count(*) FROM audit").pluck().get() as number;
  expect(rows).toBeGreaterThan(3);
  const other = await house({ clock });
  await act(other, other.aino, (_tx, emit) => {
    for (let n = 0; n <= rows; n += 1) emit({ type: "audit.opened" });
  });
  await checkNow(other.helpline);
  expect(other.helpline.trailCheck.found!.broken).toEqual([]);
  const aino = await staff(other, other.aino);
  expect((await aino.get(`/admin/audit?entry=${id}&code=${code}`)).text).toContain(`Entry ${id} has a different code`);
});

test("a trail that is not whole is told in it", async () => {
  await wants(home.aino, true);
  home.files.data.exec("UPDATE audit SET object = 'staff:99' WHERE id = 2");
  await run();
  expect(texts()[0]).toContain("The audit log was changed by hand");
});

test("who is sent it stands on the page of the trail; while it is nobody, the way to it", async () => {
  await checkNow(home.helpline);
  const aino = await staff(home, home.aino);
  expect((await aino.get("/admin/audit")).text).toMatch(/No one receives this code daily yet.*<a href="\/staff\/me">/);
  await aino.post("/staff/me/address", { address: "robin@example.org", trail: "yes" });
  expect((await aino.get("/admin/audit")).text).toContain("Emailed daily to Robin.");
  expect((await aino.get("/staff/me")).text).toMatch(/<input[^>]*name="trail"[^>]*checked/);
  // Whoever is no admin any more is not counted.
  await act(home, home.bela, (tx, emit) =>
    setMember(tx, emit, { staffId: home.bela.id, values: { roles: ["counsellor", "supervisor", "admin"] } }),
  );
  await act(home, home.bela, (tx, emit) =>
    setMember(tx, emit, { staffId: home.aino.id, values: { roles: ["counsellor"] } }),
  );
  const bela = await staff(home, home.bela);
  expect((await bela.get("/admin/audit")).text).toContain("No one receives this code daily yet");
});

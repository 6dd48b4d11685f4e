import { beforeEach, expect, test } from "vitest";
import { createHash } from "#src/crypto/hash.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { translate } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let anna: Person;
let got: string[];

const minute = 60_000;
const look = () => runJob(line.helpline, jobs.find(({ name }) => name === "sessions that will be over")!);
const endsIn = (ms: number) => files.data.prepare("UPDATE staff_session SET expires_at = ?").run(clock.now() + ms);
const ends = (at: number) => says("staff.session.ends", { time: translate("en").time(at, "Europe/Brussels") });

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  anna = await staff(line, line.anna);
  got = [];
  const session = createHash(anna.cookies.get("staff")!);
  line.helpline.hub.join(topics.staff(line.anna.id), { session, send: (html) => got.push(html), close: () => {} });
});

test("a quarter of an hour before its end the console of that session says when, with the way to stay; no other does", async () => {
  const other: string[] = [];
  line.helpline.hub.join(topics.staff(line.bela.id), { session: "another", send: (html) => other.push(html) });
  clock.pass(104 * minute);
  await look();
  expect(got).toEqual([]);
  clock.pass(2 * minute);
  await look();
  expect(got.join("")).toContain(ends(clock.now() + 14 * minute));
  expect(got.join("")).toContain(says("staff.session.stay"));
  expect(other).toEqual([]);
});

test("before the ten hours are over it says so, with no way to stay: a chat goes on all the same", async () => {
  endsIn(10 * minute);
  await look();
  expect(got.join("")).toContain(
    says("staff.session.long", { time: translate("en").time(clock.now() + 10 * minute, "Europe/Brussels") }),
  );
  expect(got.join("")).not.toContain(says("staff.session.stay"));
});

test("whoever is available is not told of a quiet shift", async () => {
  await open(line);
  clock.pass(115 * minute);
  got.length = 0;
  await look();
  expect(got).toEqual([]);
});

test("asking for the page again keeps the session, and the line goes", async () => {
  clock.pass(115 * minute);
  await look();
  expect((await anna.get("/staff")).status).toBe(200);
  got.length = 0;
  await look();
  expect(got.join("")).toContain('id="session-ends"');
  expect(got.join("")).not.toContain(says("staff.session.stay"));
  got.length = 0;
  await look();
  expect(got).toEqual([]);
});

test("a console that is opened has the place of the line, empty", async () => {
  expect((await anna.get("/staff")).text).toContain('<p id="session-ends" role="status" class="banner"></p>');
});

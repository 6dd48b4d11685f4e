import { beforeEach, expect, test } from "vitest";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { availabilityOf } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { give, type Person, staff, youth } from "#tests/support/house/http.ts";

// Whoever works without scripts opens no socket: any request says that they are there again.

let clock: FakeClock;
let home: House;
let noor: Person & { id: number };
let anna: Person;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  noor = await youth(home);
  await give(home, noor.id, home.anna);
  anna = await staff(home, home.anna);
});

const isAlone = () => subjectOf(home.helpline.db, conversation(home.helpline.db, noor.id)!, clock.now()).alone;

test("the next request of a counsellor who was counted out makes her what she was, and nobody steps into her chat", async () => {
  clock.pass(16 * 60_000);
  await runJob(home.helpline, jobs.find(({ name }) => name === "staff who are gone")!);
  expect([availabilityOf(home.helpline.db, home.anna.id), isAlone()]).toEqual(["gone", true]);
  expect((await anna.get(`/staff/conversation/${noor.id}`)).status).toBe(200);
  expect([availabilityOf(home.helpline.db, home.anna.id), isAlone()]).toEqual(["available", false]);
});

test("a request of whoever said that they are away leaves them so", async () => {
  const bela = await staff(home, home.bela);
  const before = home.heard.length;
  await bela.get("/staff");
  expect(home.heard.slice(before)).toEqual([]);
  expect(availabilityOf(home.helpline.db, home.bela.id)).toBe("away");
});

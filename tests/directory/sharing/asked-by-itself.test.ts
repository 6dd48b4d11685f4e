import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addSource, sources } from "#src/directory/sharing/sources.ts";
import { jobs, runJob, startJobs } from "#src/jobs.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";

const minute = 60_000;
let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
});

afterEach(() => vi.useRealTimers());

const jobOf = (name: string) => jobs.find((one) => one.name === name)!;
const run = (name: string) => runJob(home.helpline, jobOf(name));

test("other helplines and directories are asked when they are due, and not where nobody may be asked", async () => {
  const { helpline } = home;
  const asked: string[] = [];
  helpline.ask = async (address) => {
    asked.push(new URL(address).host);
    throw new OutgoingError("refused");
  };
  await helpline.db.change("command line", (tx, emit) => {
    const given = { accept: "review", timeZone: "UTC", licenceNote: "" } as const;
    addSource(tx, emit, { ...given, name: "Lamp", kind: "partner", url: "https://lamp.example/helpline.json" });
    addSource(tx, emit, { ...given, name: "Book", kind: "hsds", url: "https://book.example/hsds/services" });
  });
  await run("other helplines");
  await run("directories of others");
  expect(asked).toEqual([]);
  helpline.config = { ...helpline.config, outgoing: [] };
  for (let minutes = 0; minutes < 7; minutes += 1) {
    await run("other helplines");
    await run("directories of others");
    clock.pass(minute);
  }
  expect(asked).toEqual(["lamp.example", "book.example", "lamp.example"]);
  expect(home.reported).toEqual([]);
});

test("a directory whose server is slow keeps no other waiting, and is not asked a second time beside itself", async () => {
  const { helpline } = home;
  helpline.config = { ...helpline.config, outgoing: [] };
  const asked: string[] = [];
  const slow = Promise.withResolvers<never>();
  helpline.ask = async (address) => {
    const { host } = new URL(address);
    asked.push(host);
    if (host === "slow.example") return slow.promise;
    throw new OutgoingError("refused");
  };
  const add = (host: string) =>
    helpline.db.change("command line", (tx, emit) => {
      const given = { kind: "hsds", accept: "review", timeZone: "UTC", licenceNote: "" } as const;
      addSource(tx, emit, { ...given, name: host, url: `https://${host}/hsds/services` });
    });
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const stop = startJobs(helpline);
  await add("slow.example");
  vi.advanceTimersByTime(minute);
  await vi.waitFor(() => expect(asked).toEqual(["slow.example"]));
  await add("book.example");
  vi.advanceTimersByTime(minute);
  await vi.waitFor(() => expect(asked).toEqual(["slow.example", "book.example"]));
  stop();
  slow.reject(new OutgoingError("too_slow"));
  const failed = () => sources(helpline.db).map(({ lastError }) => lastError);
  await vi.waitFor(() => expect(failed()).toEqual(["refused", "too_slow"]));
  clock.pass(90 * minute);
  await run("directories of others");
  expect(asked.slice(2).sort()).toEqual(["book.example", "slow.example"]);
  expect(home.reported).toEqual([]);
});

test("a helpline that is slow keeps no other waiting either", async () => {
  const { helpline } = home;
  helpline.config = { ...helpline.config, outgoing: [] };
  const asked: string[] = [];
  const slow = Promise.withResolvers<never>();
  helpline.ask = async (address) => {
    asked.push(new URL(address).host);
    return slow.promise;
  };
  const add = (host: string) =>
    helpline.db.change("command line", (tx, emit) => {
      const given = { kind: "partner", accept: "review", timeZone: "UTC", licenceNote: "" } as const;
      addSource(tx, emit, { ...given, name: host, url: `https://${host}/helpline.json` });
    });
  await add("slow.example");
  const first = run("other helplines");
  await add("lamp.example");
  const second = run("other helplines");
  await vi.waitFor(() => expect(asked).toEqual(["slow.example", "lamp.example"]));
  slow.reject(new OutgoingError("too_slow"));
  await Promise.all([first, second]);
  expect(jobOf("other helplines").besideItself).toBe(true);
});

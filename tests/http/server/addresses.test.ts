import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listenOnBun } from "#src/listen-bun.ts";
import { log } from "#src/log.ts";
import { forgetAddresses } from "#src/record/address.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, field, person, staff, youth } from "#tests/support/house/http.ts";
import { emergencyIn, keepsAddressesNow, switches } from "#tests/support/keys/addresses.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

// PROMISES.md S5: what a proxy says of where somebody comes from is looked for in every byte of the disk and of what is printed.

const clock = fakeClock();
let folder: string;
let home: House & { origin: string };
let port: ReturnType<typeof listenOnBun>;
let printed = "";
const addresses: string[] = [];

/** A whole address that stands nowhere else, as a proxy passes it on when it cuts nothing. */
function somebody(n: number): Record<string, string> {
  const address = n % 2 ? `81.${30 + n}.${200 - n}.${100 + n}` : `2a02:a03f:${1_000 + n}:${2_000 + n}::${3_000 + n}`;
  addresses.push(address);
  return { "X-Forwarded-For": address, "X-Real-IP": address, Forwarded: `for="${address}"` };
}
const onDisk = () =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => readFileSync(join(folder, name))),
  );
const found = () => addresses.filter((one) => onDisk().includes(one) || printed.includes(one));

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
  folder = mkdtempSync(join(tmpdir(), "porchlight-addresses-"));
  const made = await house({ clock, files: filesIn(folder, clock.now()) });
  made.helpline.report = log;
  port = listenOnBun({ ...made.helpline, config: { ...made.helpline.config, port: 0 } });
  home = { ...made, origin: `http://localhost:${port.port}` };
  await open(home);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await port.stop();
  home.helpline.db.close();
  rmSync(folder, { recursive: true });
});

/** A chat with all that may go wrong around it, each from another address. */
async function evening(n: number) {
  const noor = await youth(home, "I took something", home);
  await noor.post("/send", { client_id: clientId(), text: "are you there?" }, somebody(n));
  await emergencyIn(home, noor.id);
  await noor.post("/where", { client_id: clientId(), place: "Ghent" }, somebody(n + 1));
  await noor.post("/other", { q: "school" }, somebody(n + 2));
  await noor.post("/end", {}, somebody(n + 3));
  const nobody = person(home, home);
  await nobody.get("/nothing-here", somebody(n + 4));
  await nobody.post("/staff/sign-in", { name: "anna", password: "not it at all, no" }, somebody(n + 5));
  await nobody.post("/start", { client_id: "not one", text: "x" }, somebody(n + 6));
  const { take } = home.helpline.limiter;
  home.helpline.limiter.take = () => {
    throw new Error("failed");
  };
  const failed = await nobody.post("/start", { client_id: clientId(), text: "lost" }, somebody(n + 7));
  home.helpline.limiter.take = take;
  expect(failed.status).toBe(500);
}

test("[S5] off: no address is in any byte of the data, of the keys, of their logs or of what is printed, whatever fails", async () => {
  for (let n = 0; n < 40; n += 8) {
    clock.pass(60_000);
    await evening(n);
  }
  const anna = await staff(home, home.anna, home);
  await anna.get("/staff", somebody(50));
  expect(addresses.length).toBeGreaterThan(40);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(["porchlight.db-wal", "keys.db-wal"]));
  expect(printed).toContain("failed, reference");
  expect(found()).toEqual([]);
  const { keys, data } = home.files;
  expect(data.prepare("SELECT count(*) FROM address").pluck().get()).toBe(0);
  expect(keys.prepare("SELECT count(*) FROM address_share").pluck().get()).toBe(0);
});

test("[S5] switched on and off again, it is sealed and then gone: still in no byte of anything", async () => {
  await keepsAddressesNow(home);
  const kim = person(home, home);
  const { text } = await kim.get("/");
  const form = { client_id: field(text, "client_id"), rules: field(text, "rules") };
  expect((await kim.post("/start", { ...form, text: "help" }, somebody(51))).status).toBe(303);
  expect(home.files.keys.prepare("SELECT count(*) FROM address_share").pluck().get()).toBe(2);
  expect(found()).toEqual([]);
  await switches(home, false);
  await home.helpline.db.change("porchlight", forgetAddresses);
  expect(home.files.keys.prepare("SELECT count(*) FROM address_share").pluck().get()).toBe(0);
  expect(found()).toEqual([]);
});

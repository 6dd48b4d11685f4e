import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";
import { asks, continues, day, desk, hour, invites, outbox, refuses, settles, tidies } from "./desk.ts";

let folder: string | undefined;
afterEach(() => {
  vi.restoreAllMocks();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("when all is over, no address and no key of one is in any file, in what is logged or in what was heard", async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-callback-"));
  const said = (["log", "info", "warn", "error"] as const).map((name) => vi.spyOn(console, name));
  const clock = fakeClock();
  const home = await desk({ clock, files: filesIn(folder, clock.now()) });
  await open(home);
  const addresses = ["noor", "sam", "kim", "lou", "max"].map((who) => `${who}.of.the.scan@young.example`);
  for (const address of addresses) await asks(home, address);
  const bytes = () => Buffer.concat(readdirSync(folder!).map((name) => readFileSync(join(folder!, name))));
  const wraps = home.files.keys.prepare("SELECT bytes FROM callback_wrap").all() as { bytes: Buffer }[];
  expect(wraps).toHaveLength(5);
  // Such a scan finds what is there.
  for (const wrap of wraps) expect(bytes().includes(wrap.bytes)).toBe(true);
  await invites(home);
  const [came, refused] = outbox(home);
  // The key of a mail goes with it too.
  const mails = home.files.keys.prepare("SELECT bytes FROM mail_wrap").all() as { bytes: Buffer }[];
  expect(mails).toHaveLength(2);
  await settles(home, came!);
  await continues(home, came!.token);
  await refuses(home, refused!.token);
  // One more is refused by the server, one is told for good, and one waits too long.
  clock.pass(7 * day);
  await invites(home);
  const [undeliverable, told, old] = outbox(home);
  await settles(home, undeliverable!, "refused");
  await settles(home, told!);
  expect(old).toBeDefined();
  clock.pass(7 * day + hour);
  await tidies(home);
  const ends = home.files.data.prepare("SELECT end_reason FROM callback ORDER BY id").pluck().all();
  expect(ends).toEqual(["came", "refused", "undeliverable", "told", "too_old"]);
  const all = bytes();
  for (const { bytes: key } of [...wraps, ...mails]) expect(all.includes(key)).toBe(false);
  const logs = JSON.stringify([home.reported, home.heard, said.map(({ mock }) => mock.calls)]);
  for (const address of addresses) {
    expect(all.includes(address)).toBe(false);
    expect(logs).not.toContain(address);
  }
  home.helpline.db.close();
});

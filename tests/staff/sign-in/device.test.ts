import { beforeEach, expect, test } from "vitest";
import { deviceMs } from "#src/staff/sign-in/device.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let line: House;
const cookieIn = (set: string) => set.split(";")[0]!;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
});

const remembers = async (who: number, cookie?: string) => cookieIn(await line.helpline.devices.remember(cookie, who));
const known = (cookie: string | undefined, who: number) => line.helpline.devices.known(cookie, who) !== null;

test("a browser is known to whoever has signed in with it, and to nobody else; what its cookie holds is kept nowhere", async () => {
  const cookie = await remembers(1);
  expect([known(cookie, 1), known(cookie, 2), known(undefined, 1), known("device=x", 1)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(JSON.stringify(rows(line.files, "staff_device"))).not.toContain(cookie.slice("device=".length));
});

test("on a shared computer one cookie serves both; one that nobody gave out is replaced", async () => {
  const cookie = await remembers(1);
  expect(await remembers(2, `other=1; ${cookie}`)).toBe(cookie);
  expect([known(cookie, 1), known(cookie, 2)]).toEqual([true, true]);
  expect(await remembers(1, "device=planted")).not.toBe("device=planted");
  expect(known("device=planted", 1)).toBe(false);
});

test("after half a year without a sign-in it is forgotten", async () => {
  const cookie = await remembers(1);
  clock.pass(deviceMs);
  expect(known(cookie, 1)).toBe(false);
  await remembers(2);
  expect(rows(line.files, "staff_device")).toHaveLength(1);
});

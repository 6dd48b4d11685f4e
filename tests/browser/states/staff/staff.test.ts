import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { everyPlainStaffState, everyStaffState } from "#tests/support/states/staff/staff.ts";
import { timedServer } from "#tests/support/states/youth/youth.ts";

const seen: Looked[] = [];
const states = 34;

afterAll(close);

test("acceptance 2: every state of the staff is looked at, small and large, light and dark", async () => {
  const lookAt = async (name: string, page: Parameters<typeof look>[0]) => {
    seen.push(await look(page, name, { whole: true }));
  };
  const house = await timedServer();
  await everyStaffState(house, lookAt);
  expect(house.reported).toEqual([]);
  await house.stop();

  const plain = await timedServer();
  await everyPlainStaffState(plain, lookAt);
  expect(plain.reported).toEqual([]);
  await plain.stop();

  const locked = await timedServer({ master: null });
  const anna = await counsellor(locked);
  await anna.signIn();
  await lookAt("staff-locked", anna.page);
  await locked.stop();

  expect(seen.map(({ name }) => name)).toEqual([
    "staff-sign-in",
    "staff-sign-in-error",
    "staff-sign-in-demo",
    "staff-welcome",
    "staff-welcome-errors",
    "staff-link-used",
    "staff-empty",
    "staff-queue",
    "staff-one",
    "staff-referrals",
    "staff-referrals-card",
    "staff-referrals-sent",
    "staff-referrals-nothing",
    "staff-report",
    "staff-end-asks",
    "staff-keys",
    "staff-connection-lost",
    "staff-away",
    "staff-back",
    "staff-offline",
    "staff-two",
    "staff-sign-out-asks",
    "staff-left-fast",
    "staff-room",
    "staff-ended",
    "staff-erased",
    "staff-erased-record",
    "staff-colleagues",
    "staff-invitation",
    "staff-refused",
    "staff-plain-queue",
    "staff-plain-one",
    "staff-plain-referrals",
    "staff-locked",
  ]);
}, 300_000);

test("acceptance 6: axe has nothing against any state of the staff, light and dark", () => {
  expect(seen).toHaveLength(states);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
});

test("every two colours that meet in a state of the staff are asked of every theme", () => {
  expect(seen).toHaveLength(states);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
});

test("acceptance 6: no state of the staff scrolls sideways at 320 px with text at 200 %", () => {
  expect(seen).toHaveLength(states);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
});

import { beforeEach, expect, test } from "vitest";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { newRecoveryCodes, recoveryCodeOf, useRecoveryCode } from "#src/staff/sign-in/recovery-codes.ts";
import {
  beginApp,
  canCheckCodes,
  confirmApp,
  dropSecondStep,
  hasSecondStep,
  secondStepOf,
  takeCode,
  waitingSecret,
} from "#src/staff/sign-in/second-step.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { codeOf, withApp } from "#tests/support/keys/second.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let anna: number;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  anna = line.anna.id;
});

const takes = (code: string, at = line) => act(at, at.anna, (tx) => takeCode(tx, { staffId: anna, code }));

test("an app counts only once it has shown a code; until then nothing is asked for", async () => {
  await act(line, line.anna, (tx) => beginApp(tx, anna));
  expect(hasSecondStep(line.helpline.db, anna)).toBe(false);
  const secret = waitingSecret(line.helpline.db, anna)!;
  const confirm = (code: string) =>
    act(line, line.anna, (tx, emit) => confirmApp(tx, emit, { staffId: anna, code, hashes: ["a", "b"] }));
  expect(await confirm("000000")).toBe(false);
  expect(await confirm(codeOf(secret, clock.now()))).toBe(true);
  expect(secondStepOf(line.helpline.db, anna)).toEqual({ appSince: clock.now(), codesLeft: 2, keys: 0 });
  expect(waitingSecret(line.helpline.db, anna)).toBeNull();
  await expect(act(line, line.anna, (tx) => beginApp(tx, anna))).rejects.toMatchObject({ code: "ended" });
});

test("[ASVS 6.5.1] A13: a code is good once, also after a restart, and none before it any more", async () => {
  const { secret } = await withApp(line, line.anna);
  const [now, before] = [codeOf(secret, clock.now()), codeOf(secret, clock.now() - 30_000)];
  expect(await takes(now)).toBe(true);
  expect(await takes(now)).toBe(false);
  expect(await takes(before)).toBe(false);
  const again = await house({ clock, files });
  expect(await takes(now, again)).toBe(false);
  clock.pass(30_000);
  expect(await takes(codeOf(secret, clock.now()), again)).toBe(true);
});

test("of twenty who send the same code at once, one is let in", async () => {
  const { secret } = await withApp(line, line.anna);
  const code = codeOf(secret, clock.now());
  const all = await Promise.all(Array.from({ length: 20 }, () => takes(code)));
  expect(all.filter(Boolean)).toHaveLength(1);
});

test("[ASVS 6.5.8] a clock that goes back brings no old code back", async () => {
  const { secret } = await withApp(line, line.anna);
  const code = codeOf(secret, clock.now());
  expect(await takes(code)).toBe(true);
  clock.pass(-3_600_000);
  expect(await takes(codeOf(secret, clock.now()))).toBe(false);
});

test("the secret is on the disk only sealed, and belongs to one account", async () => {
  const { secret } = await withApp(line, line.anna);
  expect(files.data.serialize().includes(secret)).toBe(false);
  files.data.prepare("UPDATE staff_totp SET staff_id = ?").run(line.bela.id);
  expect(canCheckCodes(line.helpline.db, line.bela.id)).toBe(false);
});

test("without the master key, or under another, no code is right; a recovery code is", async () => {
  const { secret, codes } = await withApp(line, line.anna);
  for (const master of [null, masterKey(new Uint8Array(32).fill(9))]) {
    const locked = await house({ clock, files, master });
    expect(canCheckCodes(locked.helpline.db, anna)).toBe(false);
    expect(await takes(codeOf(secret, clock.now()), locked)).toBe(false);
    expect(await recoveryCodeOf(locked.helpline.db, anna, codes[0]!)).toBe(0);
  }
});

test("[ASVS 6.5.2] ten recovery codes, kept like passwords, each good once, however it is typed", async () => {
  const { codes } = await withApp(line, line.anna);
  const { db } = line.helpline;
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  const kept = rows<{ hash: string }>(files, "staff_recovery_code");
  for (const { hash } of kept) expect(hash).toMatch(/^\$argon2id\$/);
  const typed = ` ${codes[3]!.toUpperCase().replaceAll("-", " ")} `;
  const number = (await recoveryCodeOf(db, anna, typed))!;
  expect(number).toBe(3);
  const uses = () => act(line, line.anna, (tx, emit) => useRecoveryCode(tx, emit, { staffId: anna, number }));
  expect([await uses(), await uses()]).toEqual([true, false]);
  expect(await recoveryCodeOf(db, anna, codes[3]!)).toBeNull();
  expect(secondStepOf(db, anna).codesLeft).toBe(9);
  // Somebody else's, another's letter, and nothing.
  for (const wrong of [codes[4]!.replace(/^./, codes[5]![0]!), "", "a", "aaaa-aaaa-aaaa"]) {
    expect(await recoveryCodeOf(db, anna, wrong)).toBeNull();
  }
  expect(await recoveryCodeOf(db, line.bela.id, codes[4]!)).toBeNull();
});

test("[ASVS 6.5.4] each recovery code is one of very many: eleven of its letters may be any of 32", async () => {
  const codes = (await Promise.all(Array.from({ length: 5 }, newRecoveryCodes))).flatMap((one) => one.codes);
  const letters = codes.map((code) => code.replaceAll("-", ""));
  expect(new Set(letters.map((code) => code.length))).toEqual(new Set([12]));
  // Of 50 draws from 32 letters fewer than 17 different ones come less than once in a million runs.
  for (let at = 1; at < 12; at += 1) expect(new Set(letters.map((code) => code[at])).size).toBeGreaterThanOrEqual(17);
});

test("taken off, nothing of it is left, and the trail says by whom", async () => {
  await withApp(line, line.anna);
  await act(line, line.aino, (tx, emit) => dropSecondStep(tx, emit, { staffId: anna, by: line.aino.id }));
  expect(hasSecondStep(line.helpline.db, anna)).toBe(false);
  expect([...rows(files, "staff_totp"), ...rows(files, "staff_recovery_code")]).toEqual([]);
  const told = rows<{ actor: string; action: string; object: string; after: string }>(files, "audit").at(-1);
  expect(told).toMatchObject({
    actor: `staff:${line.aino.id}`,
    action: "staff.second_step",
    object: `staff:${anna}`,
    after: "taken_off",
  });
  const before = rows(files, "audit").length;
  await act(line, line.aino, (tx, emit) => dropSecondStep(tx, emit, { staffId: anna, by: line.aino.id }));
  expect(rows(files, "audit")).toHaveLength(before);
});

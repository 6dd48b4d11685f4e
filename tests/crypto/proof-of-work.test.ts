import { beforeAll, expect, test } from "vitest";
import { judgeTask, newTask, taskMs } from "#src/crypto/proof-of-work.ts";
import { solve } from "#tests/support/keys/solve.ts";

const secret = "a secret of this helpline";
const asked = { form: "00112233445566778899aabbccddeeff", site: "https://chat.example.org", at: 1_800_000_000_000 };
const later = { ...asked, at: asked.at + 2_000 };
let task: string;
let solution: string;

beforeAll(async () => {
  task = await newTask(secret, asked);
  solution = await solve(task);
});

test("a task that was done is known as such, and one that was not as one that was given", async () => {
  expect(await judgeTask(secret, { ...later, task, solution })).toEqual({ isSolved: true, askedAt: asked.at });
  for (const nothing of ["", "7", `7.${"0".repeat(64)}`, `${solution}0`, solution.toUpperCase(), "-1.00", "1e3.00"]) {
    const found = await judgeTask(secret, { ...later, task, solution: nothing });
    expect(found, nothing).toEqual({ isSolved: false, askedAt: asked.at });
  }
});

test("[ASVS 9.1.3, 9.2.2, 9.2.3] A6: for another form, another site or under another key it is worth nothing", async () => {
  const elsewhere = { ...later, task, solution };
  expect(await judgeTask(secret, { ...elsewhere, form: "ff".repeat(16) })).toBeNull();
  expect(await judgeTask(secret, { ...elsewhere, site: "https://chat.example.net" })).toBeNull();
  expect(await judgeTask("another secret", elsewhere)).toBeNull();
});

test("[ASVS 9.2.1] A6: it is good for a quarter of an hour, and not before it was asked", async () => {
  expect(await judgeTask(secret, { ...later, at: asked.at + taskMs - 1, task, solution })).not.toBeNull();
  expect(await judgeTask(secret, { ...later, at: asked.at + taskMs, task, solution })).toBeNull();
  expect(await judgeTask(secret, { ...later, at: asked.at - 1, task, solution })).toBeNull();
});

test("[ASVS 9.1.1, 9.1.2] A6: made easier, made by somebody else or made up, it is none of ours", async () => {
  const { parameters, signature } = JSON.parse(task);
  const forged = [
    { parameters: { ...parameters, keyPrefix: "" }, signature },
    { parameters: { ...parameters, cost: 1 }, signature },
    { parameters: { ...parameters, algorithm: "SHA-256" }, signature },
    { parameters: { ...parameters, data: { ...parameters.data, at: later.at } }, signature },
    { parameters, signature: "0".repeat(64) },
    { parameters, signature: 7 },
    { parameters },
    { signature },
    { parameters: { ...parameters, nonce: [] }, signature },
    null,
    [],
    "task",
  ].map((one) => JSON.stringify(one));
  for (const one of [...forged, "", "{", "[".repeat(900), task + " ".repeat(1_000)]) {
    expect(await judgeTask(secret, { ...later, task: one, solution }), one).toBeNull();
  }
  expect(await judgeTask(secret, { ...later, task: await newTask("another secret", asked), solution })).toBeNull();
});

import crypto from "node:crypto";
import { beforeAll, expect } from "vitest";

// Tests ask argon2 for less work, as hundreds of hashes took a tenth of the suite. Two files check the real cost; tests/lab
// uses it too, where another process reads a password's hash made here.
const real = /\/(crypto\/password|http\/session\/signing-in\/sign-in|tests\/lab\/.*)\.test\.ts$/;

// A worker keeps modules across files and reads this one anew for each: what it found first is the real one.
const worker = globalThis as { argon2?: typeof crypto.argon2 };
worker.argon2 ??= crypto.argon2;
const { argon2 } = worker;

const cheap: typeof argon2 = (algorithm, given, done) => argon2(algorithm, { ...given, memory: 8, passes: 1 }, done);

beforeAll(() => {
  crypto.argon2 = real.test(expect.getState().testPath ?? "") ? argon2 : cheap;
});

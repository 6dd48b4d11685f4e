import crypto from "node:crypto";
import { beforeAll, expect } from "vitest";

// What a password costs is the point of argon2, and hundreds of hashes were a tenth of the suite. Here, in the tests alone, the
// same function is asked for less work; what the product asks for is read in two files, which have the real one. So have those of
// tests/lab, where a process of its own reads what was made of a password here.
const real = /\/(crypto\/password|http\/session\/signing-in\/sign-in|tests\/lab\/.*)\.test\.ts$/;

// A worker keeps its modules from file to file and reads this one anew for each: what it found first is the real one.
const worker = globalThis as { argon2?: typeof crypto.argon2 };
worker.argon2 ??= crypto.argon2;
const { argon2 } = worker;

const cheap: typeof argon2 = (algorithm, given, done) => argon2(algorithm, { ...given, memory: 8, passes: 1 }, done);

beforeAll(() => {
  crypto.argon2 = real.test(expect.getState().testPath ?? "") ? argon2 : cheap;
});

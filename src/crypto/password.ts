import crypto from "node:crypto";

// argon2id with 19 MiB and 2 passes: OWASP Password Storage Cheat Sheet, first choice for small servers.
const settings = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 32;
const hashBytes = 32;

const atOnce = 2;
let running = 0;
const queue: (() => void)[] = [];

/** Returns the argon2id hash of a password as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.randomBytes(saltBytes);
  const hash = await inTurn(() => argon2id(password, { ...settings, salt, length: hashBytes }));
  const { memory, passes, parallelism } = settings;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(hash)}`;
}

/** Returns whether a password fits a hash. Without a hash (null) it takes as long and returns false. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const { expected, ...parameters } = readHash(hash ?? (await nobodysHash()));
  const got = await inTurn(() => argon2id(password, { ...parameters, length: expected.length }));
  return crypto.timingSafeEqual(got, expected) && hash !== null;
}

// Slower than for signing in: someone with the files can guess offline, and a second is no loss here.
const forKeys = { memory: 65_536, passes: 3, parallelism: 1 };

/** Returns a new salt for `keyOfPassword`. */
export function newPasswordSalt(): Uint8Array {
  return new Uint8Array(crypto.randomBytes(saltBytes));
}

/** Derives a key of 32 bytes from a password; the same salt gives the same key. */
export async function keyOfPassword(password: string, salt: Uint8Array): Promise<Uint8Array> {
  const work = { ...forKeys, salt: Buffer.from(salt), length: 32 };
  return new Uint8Array(await inTurn(() => argon2id(password, work)));
}

let made: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  made ??= hashPassword("nobody has this password");
  return made;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/-]+)\$([\w+/-]+)$/;

function readHash(hash: string) {
  const [, memory, passes, parallelism, salt, expected] = phc.exec(hash) ?? [];
  if (salt === undefined || expected === undefined) throw new Error("This is not the hash of a password");
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    expected: Buffer.from(expected, "base64"),
  };
}

interface Work {
  memory: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
  length: number;
}

function argon2id(password: string, { salt, length, ...cost }: Work): Promise<Buffer> {
  const input = { ...cost, message: Buffer.from(password), nonce: salt, tagLength: length };
  return new Promise((resolve, reject) => {
    crypto.argon2("argon2id", input, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

// At most two at a time: guessing passwords must not take the processor away from chats.
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running < atOnce) running += 1;
  // A finished one hands over its place: if it were given back and taken again, another could come between.
  else await new Promise<void>((go) => queue.push(go));
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }
}

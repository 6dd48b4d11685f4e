// The one file that knows Bun.password, so that another runtime needs another one file.
// argon2id with 19 MiB and 2 passes: OWASP Password Storage Cheat Sheet, first choice for small servers.
const settings = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

const atOnce = 2;
let running = 0;
const queue: (() => void)[] = [];

/** Argon2id hash of a password, in the PHC string form. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => Bun.password.hash(password, settings));
}

/** Whether a password is the one behind a hash. Takes its time even when there is no hash (null), and says no. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const against = hash ?? (await nobodysHash());
  const right = await inTurn(() => Bun.password.verify(password, against));
  return right && hash !== null;
}

let made: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  made ??= hashPassword("nobody has this password");
  return made;
}

/** At most two at a time: guessing passwords must not take the processor from a chat. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running < atOnce) running += 1;
  // Whoever has done hands the place over: given back and taken again, another could come between.
  else await new Promise<void>((go) => queue.push(go));
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }
}

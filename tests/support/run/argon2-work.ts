import crypto from "node:crypto";

/** Does some work and returns what argon2 was asked for by each hash: these alone, and their number, say what it costs. */
export async function argon2Work<Result>(work: () => Promise<Result>): Promise<{ result: Result; work: string[] }> {
  const asked: string[] = [];
  const { argon2 } = crypto;
  crypto.argon2 = (algorithm, given, done) => {
    const { memory, passes, parallelism, tagLength } = given;
    asked.push(`${algorithm} ${memory} KiB ${passes} × ${parallelism}, ${tagLength} bytes`);
    return argon2(algorithm, given, done);
  };
  try {
    return { result: await work(), work: asked };
  } finally {
    crypto.argon2 = argon2;
  }
}

/** Does some work while a request's passwords are checked, which takes until the work is done. */
export async function whileHashing<Result>(
  request: () => Promise<Result>,
  work: () => Promise<unknown>,
): Promise<Result> {
  const { argon2 } = crypto;
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>();
  crypto.argon2 = (algorithm, given, done) => {
    isAsked();
    void goesOn.then(() => argon2(algorithm, given, done));
  };
  try {
    const answer = request();
    await asked;
    await work();
    goOn();
    return await answer;
  } finally {
    crypto.argon2 = argon2;
  }
}

import crypto from "node:crypto";

/** What argon2 was asked for by each hash that some work made: what it costs is said by these alone, and by how many there are. */
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

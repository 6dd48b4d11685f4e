import { type Clock, hourMs } from "#src/clock.ts";
import { keyedHash, newToken } from "#src/crypto/hash.ts";

const secretMs = hourMs;

/**
 * Names that nobody can lead back to what they stand for: under a key that is in memory only, and another every hour. The one
 * now, and the one before: the turn of an hour fills no bucket.
 */
export function openSecretNames(clock: Clock): (text: string) => [now: string, before: string] {
  let at = clock.elapsed();
  let [key, before] = [newToken(), newToken()];
  return (text) => {
    // Nobody came for two hours: nothing of then counts, and both go.
    if (clock.elapsed() - at >= 2 * secretMs) key = newToken();
    if (clock.elapsed() - at >= secretMs) [key, before, at] = [newToken(), key, clock.elapsed()];
    return [keyedHash(key, text), keyedHash(before, text)];
  };
}

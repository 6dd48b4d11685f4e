import { type Clock, hourMs } from "#src/clock.ts";
import { keyedHash, newToken } from "#src/crypto/hash.ts";

const secretMs = hourMs;

/** Makes untraceable names, with an hourly key in memory: this hour's and the last, so that no bucket refills early. */
export function openSecretNames(clock: Clock): (text: string) => [now: string, before: string] {
  let at = clock.elapsed();
  let [key, before] = [newToken(), newToken()];
  return (text) => {
    // Nobody came for two hours, so both keys go.
    if (clock.elapsed() - at >= 2 * secretMs) key = newToken();
    if (clock.elapsed() - at >= secretMs) [key, before, at] = [newToken(), key, clock.elapsed()];
    return [keyedHash(key, text), keyedHash(before, text)];
  };
}

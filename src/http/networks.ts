import type { Config } from "#src/config.ts";
import { isPublic } from "#src/outgoing/targets.ts";
import type { C } from "./context.ts";

/**
 * The network that a request comes from, as far as it tells one school or provider from another: the first half of an address
 * ("203.0.113", "2001:db8:1"), which many share. null where nobody can tell: behind a proxy that does not say. It is there to count
 * how often a network asks (limits.ts keeps it under a secret name), and for nothing else.
 *
 * A proxy stands on this machine or in its own network, or was named; the last address in what it forwards is the one it saw
 * itself. Whoever else lies there about where they come from takes from the bucket of another, and has that of everybody above them.
 */
export function networkOf(c: C, config: Config): string | null {
  const { peer } = c.env ?? {};
  if (peer === undefined) return null;
  if (isPublic(peer) && !config.trustedProxies.includes(peer)) return networkIn(peer);
  const forwarded = c.req.header("x-forwarded-for")?.split(",").at(-1) ?? "";
  return networkIn(forwarded.trim());
}

/** Of a whole address, or of one that a proxy has cut already ("203.0.113", "2001:db8:1:"). */
function networkIn(address: string): string | null {
  const [, v4] = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})(?:\.\d{1,3})?$/.exec(address) ?? [];
  if (v4 !== undefined) return v4;
  const [, v6] = /^((?:[0-9a-f]{1,4}:){1,3})[0-9a-f:.]*$/i.exec(address) ?? [];
  // What is left out in the middle are zeros.
  return v6 === undefined ? null : v6.toLowerCase().replace(/(:0{1,4})*:$/, "");
}

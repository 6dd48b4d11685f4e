import type { Config } from "#src/config.ts";
import type { Tx } from "#src/db/db.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { whoCanBeReached } from "#src/on-call/rota.ts";
import { isNumber, isPublic } from "#src/outgoing/targets.ts";
import { keepAddress } from "#src/record/address.ts";

/**
 * The network that a request comes from, as far as it tells one school or provider from another: the first half of an address
 * ("203.0.113", "2001:db8:1"), which many share. null where nobody can tell: behind a proxy that does not say. It is there to count
 * how often a network asks (limits.ts keeps it under a secret name), and for nothing else.
 *
 * A proxy stands on this machine or in its own network, or was named; the last address in what it forwards is the one it saw
 * itself. Whoever else lies there about where they come from takes from the bucket of another, and has that of everybody above them.
 */
export function networkOf(c: C, config: Config): string | null {
  const from = seenFrom(c, config);
  return from === null ? null : networkIn(from);
}

/**
 * The whole address that a request comes from, where a proxy passes it on: for a helpline that has chosen to keep it locked for an
 * emergency (record/address.ts), and for nothing else. null where it is not known, or was cut on the way.
 */
export function clientAddress(c: C, config: Config): string | null {
  const from = seenFrom(c, config)?.replace(/^::ffff:(?=\d)/, "") ?? "";
  return isNumber(from) ? from : null;
}

/** Keeps that address locked with a chat that begins in this change, by whatever door, where it may be kept. */
export function keepAddressOf(
  tx: Tx,
  { staff }: Helpline,
  chat: { conversationId: number; address: string | null },
): void {
  keepAddress(tx, { ...chat, canBeReached: whoCanBeReached({ db: tx, staff }, tx.at) });
}

/**
 * How the address of a request comes here: whole, cut on the way ("203.0.113"), or not at all. `stranger`: a proxy that nobody named
 * passes it on, and all that is seen is the proxy's own.
 */
export function addressWay(c: C, config: Config): "whole" | "cut" | "none" | "stranger" {
  const { peer } = c.env ?? {};
  const isDirect = peer !== undefined && isPublic(peer) && !config.trustedProxies.includes(peer);
  if (isDirect && c.req.header("x-forwarded-for") !== undefined) return "stranger";
  if (clientAddress(c, config) !== null) return "whole";
  return networkOf(c, config) === null ? "none" : "cut";
}

/** Where a request comes from, as whoever saw it says. */
function seenFrom(c: C, config: Config): string | null {
  const { peer } = c.env ?? {};
  if (peer === undefined) return null;
  if (isPublic(peer) && !config.trustedProxies.includes(peer)) return peer;
  return c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
}

/** Of a whole address, or of one that a proxy has cut already ("203.0.113", "2001:db8:1:"). */
function networkIn(address: string): string | null {
  const [, v4] = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})(?:\.\d{1,3})?$/.exec(address) ?? [];
  if (v4 !== undefined) return v4;
  const [, v6] = /^((?:[0-9a-f]{1,4}:){1,3})[0-9a-f:.]*$/i.exec(address) ?? [];
  // What is left out in the middle are zeros.
  return v6 === undefined ? null : v6.toLowerCase().replace(/(:0{1,4})*:$/, "");
}

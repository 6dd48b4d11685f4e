import type { Config } from "#src/config.ts";
import type { Tx } from "#src/db/db.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { whoCanBeReached } from "#src/on-call/rota.ts";
import { isNumber, isPublic } from "#src/outgoing/targets.ts";
import { keepAddress } from "#src/record/address.ts";

/**
 * Returns the network of a request, the first half of its address ("203.0.113", "2001:db8:1"); null if nobody can tell.
 * Only for counting how often a network asks. A named or nearby proxy is believed: the last forwarded address is what it saw.
 */
export function networkOf(c: C, config: Config): string | null {
  const from = seenFrom(c, config);
  return from === null ? null : networkIn(from);
}

/** Returns the whole address of a request, only for keeping it locked for an emergency (record/address.ts); null if unknown. */
export function clientAddress(c: C, config: Config): string | null {
  const from = seenFrom(c, config)?.replace(/^::ffff:(?=\d)/, "") ?? "";
  return isNumber(from) ? from : null;
}

/** Keeps that address locked with a chat that begins in this change, if it may be kept. */
export function keepAddressOf(
  tx: Tx,
  { staff }: Helpline,
  chat: { conversationId: number; address: string | null },
): void {
  keepAddress(tx, { ...chat, canBeReached: whoCanBeReached({ db: tx, staff }, tx.at) });
}

/** Returns how addresses arrive here: whole, cut on the way, not at all, or only that of a proxy nobody named (`stranger`). */
export function addressWay(c: C, config: Config): "whole" | "cut" | "none" | "stranger" {
  const { peer } = c.env ?? {};
  const isDirect = peer !== undefined && isPublic(peer) && !config.trustedProxies.includes(peer);
  if (isDirect && c.req.header("x-forwarded-for") !== undefined) return "stranger";
  if (clientAddress(c, config) !== null) return "whole";
  return networkOf(c, config) === null ? "none" : "cut";
}

function seenFrom(c: C, config: Config): string | null {
  const { peer } = c.env ?? {};
  if (peer === undefined) return null;
  if (isPublic(peer) && !config.trustedProxies.includes(peer)) return peer;
  return c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
}

function networkIn(address: string): string | null {
  const [, v4] = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})(?:\.\d{1,3})?$/.exec(address) ?? [];
  if (v4 !== undefined) return v4;
  const [, v6] = /^((?:[0-9a-f]{1,4}:){1,3})[0-9a-f:.]*$/i.exec(address) ?? [];
  // What is left out in the middle are zeros.
  return v6 === undefined ? null : v6.toLowerCase().replace(/(:0{1,4})*:$/, "");
}

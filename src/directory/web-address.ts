import { misleads } from "#src/i18n/seen.ts";
import { isNumber, isPublic } from "#src/outgoing/targets.ts";
import type { Channel } from "./entry/entry.ts";

/** Why an address may not stand as the page of a place; null when it may. */
export function addressProblem(text: string): "not_an_address" | "private_address" | null {
  const url = readAddress(text);
  if (!url) return "not_an_address";
  return isPrivate(url.hostname) ? "private_address" : null;
}

/** An address as people write it, "example.org/help", whole; anything else stays as it is. */
export function withScheme(text: string): string {
  // What ends in figures is a number of some kind, and no name.
  return /^[\w-]+(?:\.[\w-]+)*\.[a-z][\w-]+(?:[/?#]\S*)?$/i.test(text) ? `https://${text}` : text;
}

/** The address of a page that a young person can be led to; null for anything else than public http and https. */
export function webAddressOf(text: string): URL | null {
  const url = readAddress(text);
  return url && !isPrivate(url.hostname) ? url : null;
}

function readAddress(text: string): URL | null {
  const url = misleads(text.trim()) ? null : URL.parse(text.trim());
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  return url.username === "" && url.password === "" && url.hostname.includes(".") ? url : null;
}

/** Names that only a network of its own answers (RFC 6761, 6762, 8375, and what routers and companies are used to). */
const innerNames = /(^|\.)(localhost|local|internal|intranet|private|corp|home|lan|localdomain|home\.arpa)$/;

/** What nobody outside can open. The name is as a URL has it, so that every way to write a number is one. */
function isPrivate(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  return isNumber(name) ? !isPublic(name) : innerNames.test(name);
}

/** A host that somebody should look at twice: `look_alike` has letters that may be taken for others, `number` has no name. */
export interface OddHost {
  host: string;
  why: "look_alike" | "number";
}

function oddHost(text: string): OddHost | null {
  const hostname = readAddress(text)?.hostname.replace(/\.$/, "");
  if (hostname === undefined) return null;
  if (isNumber(hostname)) return { host: hostname, why: "number" };
  return /(^|\.)xn--/.test(hostname) ? { host: hostname, why: "look_alike" } : null;
}

/** The odd hosts among the pages of ways to reach a place, each once. */
export function oddHostsOf(channels: readonly Channel[]): OddHost[] {
  const pages = channels.filter(({ kind }) => kind === "web" || kind === "chat");
  const found = pages.flatMap(({ value }) => oddHost(value) ?? []);
  return [...new Map(found.map((one) => [one.host, one])).values()];
}

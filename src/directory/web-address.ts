import { misleads } from "#src/i18n/seen.ts";
import { isNumber, isPublic } from "#src/outgoing/targets.ts";
import type { Channel } from "./entry/entry.ts";

/** Returns why an address cannot be the page of a place; null when it can. */
export function addressProblem(text: string): "not_an_address" | "private_address" | null {
  const url = readAddress(text);
  if (!url) return "not_an_address";
  return isPrivate(url.hostname) ? "private_address" : null;
}

/** Returns an address like "example.org/help" with its scheme; anything else stays as it is. */
export function withScheme(text: string): string {
  // What ends in figures is a number of some kind, not a name.
  return /^[\w-]+(?:\.[\w-]+)*\.[a-z][\w-]+(?:[/?#]\S*)?$/i.test(text) ? `https://${text}` : text;
}

/** Returns the address of a public http or https page, to which young people can be led; null for anything else. */
export function webAddressOf(text: string): URL | null {
  const url = readAddress(text);
  return url && !isPrivate(url.hostname) ? url : null;
}

function readAddress(text: string): URL | null {
  const url = misleads(text.trim()) ? null : URL.parse(text.trim());
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  return url.username === "" && url.password === "" && url.hostname.includes(".") ? url : null;
}

/** Names that only a network of its own answers (RFC 6761, 6762, 8375, and habits of routers and companies). */
const innerNames = /(^|\.)(localhost|local|internal|intranet|private|corp|home|lan|localdomain|home\.arpa)$/;

// The name comes from a URL, so that every way to write an IP number looks the same.
function isPrivate(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  return isNumber(name) ? !isPublic(name) : innerNames.test(name);
}

/** A host to look at twice: `look_alike` has letters that look like others, `number` has no name. */
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

/** Returns the odd hosts among the pages of channels, each once. */
export function oddHostsOf(channels: readonly Channel[]): OddHost[] {
  const pages = channels.filter(({ kind }) => kind === "web" || kind === "chat");
  const found = pages.flatMap(({ value }) => oddHost(value) ?? []);
  return [...new Map(found.map((one) => [one.host, one])).values()];
}

import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

interface Allowed {
  network: [ipaddr.IPv4 | ipaddr.IPv6, number];
  port: number | null;
}

export type Allow = "off" | Allowed[];

/** All IPv6 that IANA has given out. ipaddr.js calls whatever it does not know “unicast” too. */
const givenOut = ipaddr.IPv6.parseCIDR("2000::/3");

/** Public by its number, but answered inside by the host of a machine at Azure. */
const answeredInside = ["168.63.129.16"];

/** Returns whether an IP address is public. One that wraps another (NAT64, 6to4, Teredo) is not: RFC 6890, IANA's registries. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0 || answeredInside.includes(address)) return false;
  const read = ipaddr.parse(address);
  return read.range() === "unicast" && (read.kind() === "ipv4" || read.match(givenOut));
}

/** Returns whether a host, as a URL has it, is an IP address. */
export function isNumber(host: string): boolean {
  return isIP(host) !== 0;
}

/** Returns whether a connection to this IP address and port may be made. */
export function mayAsk(allow: Allow, address: string, port: number): boolean {
  if (allow === "off" || isIP(address) === 0) return false;
  return isPublic(address) || allow.some((one) => covers(one, ipaddr.parse(address), port));
}

/** Reads `off`, or a list like `10.0.0.0/8, 127.0.0.1:9000, [::1]:9000`. Returns the first wrong piece as `{ wrong }`. */
export function readAllow(text: string): Allow | { wrong: string } {
  if (text.trim() === "off") return "off";
  const allowed: Allowed[] = [];
  for (const piece of text.split(",").map((one) => one.trim())) {
    if (piece === "") continue;
    const one = readAllowed(piece);
    if (!one) return { wrong: piece };
    allowed.push(one);
  }
  return allowed;
}

function readAllowed(piece: string): Allowed | null {
  const [, inBrackets, plain, digits] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(piece) ?? [];
  const written = inBrackets ?? plain ?? piece;
  const port = digits === undefined ? null : Number(digits);
  const [address = "", bits] = written.split("/");
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (family === 0 || !(length <= most) || (port ?? 1) > 65_535 || written.split("/").length > 2) return null;
  return { network: [ipaddr.parse(address), length], port };
}

function covers({ network, port }: Allowed, address: ipaddr.IPv4 | ipaddr.IPv6, asked: number): boolean {
  if (port !== null && port !== asked) return false;
  return network[0].kind() === address.kind() && address.match(network);
}

/** Names that lead nowhere, or to something in the house: RFC 6761, RFC 6762, and what routers make up. */
const nobodysNames = ["localhost", "local", "internal", "invalid", "test", "onion"];

/** Longer than any that is kept; reading a name takes the square of its length, where thousands of marks stand in it. */
const maxRead = 2_000;

/**
 * Where "Leave fast" goes, as a browser would open it: an ordinary site by its name, over https, with nothing in the address
 * that tells who somebody is. null where it is anything else.
 */
export function readExitAddress(text: string): string | null {
  if (text.length > maxRead || /[\s"<>]/.test(text) || !URL.canParse(text)) return null;
  const { protocol, port, origin, hostname, href } = new URL(text);
  // A name or a password would stand before the host.
  if (protocol !== "https:" || port !== "" || !href.startsWith(`${origin}/`)) return null;
  return isSiteName(hostname) ? href : null;
}

/** A name with a dot, of labels as DNS takes them (URL has written other letters in ASCII); an address of numbers is none. */
function isSiteName(hostname: string): boolean {
  const labels = hostname.split(".");
  const last = labels.at(-1)!;
  if (labels.length < 2 || !/[a-z]/.test(last) || nobodysNames.includes(last)) return false;
  return labels.every((label) => label.length <= 63 && /^[a-z0-9_-]+$/.test(label));
}

/** Whether an address leads to a site of this name: who leaves would stand before the helpline again. */
export function leadsTo(address: string, site: string): boolean {
  return hostOf(address) !== "" && hostOf(address) === hostOf(site);
}

function hostOf(url: string): string {
  return url.length <= maxRead && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
}

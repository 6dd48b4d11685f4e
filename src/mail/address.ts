import { HelplineError } from "#src/errors.ts";
import type { Key } from "#src/i18n/i18n.ts";

/** RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3: a path of 256 has angle brackets around it. */
const maxLocal = 64;
const maxAddress = 254;

/** RFC 5321, section 4.1.2: a dot-string of atoms, ASCII only. */
const dotString = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Returns one plain address, its domain in ASCII (IDNA). Throws HelplineError `bad_input` on "address" for anything else. */
export function readAddress(text: string): string {
  const address = text.trim();
  if (address === "") throw refused("mail.address.empty");
  if (address.length > maxAddress) throw refused("mail.address.long");
  if (/[,;]/.test(address) || address.split("@").length > 2) throw refused("mail.address.many");
  const [local = "", domain = ""] = address.split("@");
  if (!address.includes("@") || local === "" || domain === "") throw refused("mail.address.wrong");
  if (/[^\p{ASCII}]/u.test(local)) throw refused("mail.address.letters");
  if (local.length > maxLocal) throw refused("mail.address.long");
  const ascii = asciiDomain(domain);
  // Some programs read what looks like an encoded word as another address.
  if (!dotString.test(local) || local.includes("=?") || ascii === null) throw refused("mail.address.wrong");
  if (local.length + 1 + ascii.length > maxAddress) throw refused("mail.address.long");
  return `${local}@${ascii}`;
}

/** Returns the likely mailbox of an address, only to compare: most ignore "+tag" and capitals, and Gmail ignores dots. */
export function mailboxOf(address: string): string {
  const [local = "", domain = ""] = address.toLowerCase().split("@");
  const untagged = local.replace(/(?<=.)\+.*/, "");
  const isGmail = domain === "gmail.com" || domain === "googlemail.com";
  return isGmail ? `${untagged.replaceAll(".", "")}@gmail.com` : `${untagged}@${domain}`;
}

/** Returns a domain as DNS has it; null if it is none, a number, or a name without a dot. */
export function asciiDomain(domain: string): string | null {
  if (!/^[\p{L}\p{N}\p{M}.-]+$/u.test(domain)) return null;
  const url = `http://${domain}/`;
  const ascii = URL.canParse(url) ? new URL(url).hostname : "";
  const labels = ascii.split(".");
  const isName = labels.length > 1 && labels.every((one) => label.test(one)) && !/^\d+$/.test(labels.at(-1)!);
  return isName && ascii.length <= 253 ? ascii : null;
}

function refused(key: Key): HelplineError {
  return new HelplineError("bad_input", key, {}, "address");
}

import { HelplineError } from "#src/errors.ts";
import type { Key } from "#src/i18n/i18n.ts";

/** RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3: a path of 256 has the angle brackets around it. */
const maxLocal = 64;
const maxAddress = 254;

/** RFC 5321, section 4.1.2: a dot-string of atoms, ASCII only. */
const dotString = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** RFC 5890, section 2.3.1. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One plain address, trimmed, its domain in ASCII (IDNA). Throws HelplineError `bad_input` on the field "address", with a
 * sentence of its own, for everything else: nothing that could be two addresses, a group, a name or a header comes through.
 */
export function readAddress(text: string): string {
  const address = text.trim();
  if (address === "") throw refused("mail.address.empty");
  if (address.length > maxAddress) throw refused("mail.address.long");
  if (/[,;]/.test(address) || address.split("@").length > 2) throw refused("mail.address.many");
  const [local = "", domain = ""] = address.split("@");
  if (!address.includes("@") || local === "" || domain === "") throw refused("mail.address.no_at");
  if (/[^\p{ASCII}]/u.test(local)) throw refused("mail.address.letters");
  if (local.length > maxLocal) throw refused("mail.address.long");
  const ascii = asciiDomain(domain);
  // What looks like an encoded word is read as another address by some.
  if (!dotString.test(local) || local.includes("=?") || ascii === null) throw refused("mail.address.wrong");
  if (local.length + 1 + ascii.length > maxAddress) throw refused("mail.address.long");
  return `${local}@${ascii}`;
}

/**
 * The mailbox that an address leads to, as far as it can be told from the address: most take every "+tag" and all capitals for the
 * same, and Gmail every dot. Two that are the same by this may be two where a server has it otherwise; for nothing but to tell that.
 */
export function mailboxOf(address: string): string {
  const [local = "", domain = ""] = address.toLowerCase().split("@");
  const untagged = local.replace(/(?<=.)\+.*/, "");
  const isGmail = domain === "gmail.com" || domain === "googlemail.com";
  return isGmail ? `${untagged.replaceAll(".", "")}@gmail.com` : `${untagged}@${domain}`;
}

/** A domain as DNS has it; null for what is none, for a number, and for a name without a dot. */
export function asciiDomain(domain: string): string | null {
  if (!/^[\p{L}\p{N}\p{M}.-]+$/u.test(domain)) return null;
  // The parser of addresses of the web does IDNA too (UTS 46), alike in Bun and in Node.
  const url = `http://${domain}/`;
  const ascii = URL.canParse(url) ? new URL(url).hostname : "";
  const labels = ascii.split(".");
  const isName = labels.length > 1 && labels.every((one) => label.test(one)) && !/^\d+$/.test(labels.at(-1)!);
  return isName && ascii.length <= 253 ? ascii : null;
}

function refused(key: Key): HelplineError {
  return new HelplineError("bad_input", key, {}, "address");
}

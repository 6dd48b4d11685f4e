import { HelplineError } from "#src/errors.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { isNamed, misleads } from "#src/i18n/seen.ts";
import { asciiDomain, readAddress } from "#src/mail/address.ts";
import { isMailPort, isThisMachine, type MailServer, securities } from "#src/mail/server.ts";

/** The form of the mail server as it was typed; never the password. */
export interface MailDraft {
  host: string;
  port: string;
  security: string;
  login: string;
  sender: string;
  name: string;
}

export type MailField = keyof MailDraft | "password";

/** A form in which nothing has been typed. */
export const blankMail: MailDraft = {
  host: "",
  port: "587",
  security: "starttls",
  login: "",
  sender: "",
  name: "",
};

/** The longest host, login, password and name, characters. */
const most = 200;

/** What is set, as the form shows it. */
export function draftOfServer(server: MailServer): MailDraft {
  const { host, port, security, login, senderAddress: sender, senderName: name } = server;
  return { host, port: String(port), security, login, sender, name };
}

/** Reads the form: the server, or what is wrong with it, by field. */
export function readMailForm(given: Record<string, string>): {
  draft: MailDraft;
  password: string;
  wrong: Partial<Record<MailField, Key>>;
  server: MailServer;
} {
  const { security = "", password = "" } = given;
  const [host, login, name] = [given.host, given.login, given.name].map((text = "") => text.trim());
  const draft: MailDraft = {
    host: host!,
    port: (given.port ?? "").trim(),
    security,
    login: login!,
    sender: given.sender ?? "",
    name: name!,
  };
  const sender = senderOf(draft.sender);
  const port = /^\d{1,5}$/.test(draft.port) ? Number(draft.port) : 0;
  const wrong: Partial<Record<MailField, Key>> = {
    ...(isHost(draft.host) ? {} : { host: "admin.mail.wrong.host" as const }),
    ...(isMailPort(port) ? {} : { port: "admin.mail.wrong.port" as const }),
    ...(isOneOf(security) ? {} : { security: "admin.mail.wrong.security" as const }),
    ...(security !== "none" || isThisMachine(draft.host) ? {} : { security: "admin.mail.wrong.unprotected" as const }),
    ...(isPlain(draft.login) ? {} : { login: "admin.mail.wrong.login" as const }),
    ...(isPlain(password) ? {} : { password: "admin.mail.wrong.login" as const }),
    ...("wrong" in sender ? { sender: sender.wrong } : {}),
    ...(isName(draft.name) ? {} : { name: "admin.mail.wrong.name" as const }),
  };
  const server: MailServer = {
    host: asciiDomain(draft.host) ?? draft.host,
    port,
    security: isOneOf(security) ? security : "starttls",
    login: draft.login,
    senderAddress: "address" in sender ? sender.address : "",
    senderName: draft.name,
  };
  return { draft, password, wrong, server };
}

/** An address, or the sentence that says why it is none. */
export function senderOf(text: string): { address: string } | { wrong: Key } {
  try {
    return { address: readAddress(text) };
  } catch (error) {
    if (error instanceof HelplineError) return { wrong: error.key };
    throw error;
  }
}

const isOneOf = (text: string): text is MailServer["security"] => securities.some((one) => one === text);

/** A name of DNS, an IP address, or this machine: also a name without a dot, as in a network of one's own. */
function isHost(host: string): boolean {
  if (isThisMachine(host) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return true;
  if (/^[0-9a-f:]{2,39}$/i.test(host) && host.includes(":")) return true;
  return asciiDomain(host) !== null || /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(host);
}

const isPlain = (text: string) => text.length <= most && !/\p{Cc}/u.test(text);

const isName = (name: string) =>
  name.length <= 60 && isNamed(name) && !misleads(name) && !/[\p{Cc}<>"@,;:\\]/u.test(name);

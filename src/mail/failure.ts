export const mailFailureReasons = [
  "name_not_found",
  "refused",
  "timed_out",
  "no_starttls",
  "bad_certificate",
  "no_tls",
  "login_wrong",
  "login_needed",
  "sender_refused",
  "recipient_refused",
  "mail_refused",
  "busy",
  "put_off",
  "cut",
  "strange",
  "unreadable",
] as const;
export type MailFailureReason = (typeof mailFailureReasons)[number];

/** Returns whether a kept error (its reason, and numbers) is about one mail alone, and says nothing of others. */
export function isOfOneMail(error: string): boolean {
  return ["recipient_refused", "mail_refused", "put_off", "unreadable"].includes(error.split(" ")[0]!);
}

/** Never holds the server's own words: they could contain an address. */
export interface MailFailure {
  reason: MailFailureReason;
  numbers: string[];
  forGood: boolean;
}

interface Thrown {
  code?: unknown;
  originalCode?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
  message?: unknown;
}

const byNetwork: [RegExp, MailFailureReason][] = [
  [/^(EDNS|ENOTFOUND|ENODATA|EAI_NONAME|EAI_NODATA)$/, "name_not_found"],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, "refused"],
  [/^(ETIMEDOUT|ETIMEOUT|EAI_AGAIN)$/, "timed_out"],
  [/CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ALTNAME/, "bad_certificate"],
  [/SSL|TLS|^EPROTO$/, "no_tls"],
];

/** Returns what went wrong, from what nodemailer threw. */
export function failureOf(error: unknown): MailFailure {
  const thrown = (error ?? {}) as Thrown;
  const code = typeof thrown.responseCode === "number" ? thrown.responseCode : null;
  if (code !== null) return answered(code, thrown);
  return { reason: unanswered(thrown), numbers: [], forGood: false };
}

// Only an error about this mail is for good: a wrong login or sender stops every mail, and can be mended.
function answered(code: number, thrown: Thrown): MailFailure {
  const more = /^\d{3}[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(String(thrown.response ?? ""))?.[1];
  const numbers = [String(code), ...(more ? [more] : [])];
  const reason = reasonOf(code, String(thrown.command ?? ""), String(thrown.code ?? ""));
  return { reason, numbers, forGood: code >= 500 && (reason === "recipient_refused" || reason === "mail_refused") };
}

function reasonOf(code: number, command: string, kind: string): MailFailureReason {
  if (code === 530) return "login_needed";
  if (code === 534 || code === 535 || code === 538 || (kind === "EAUTH" && code >= 500)) return "login_wrong";
  if (command === "STARTTLS") return "no_starttls";
  // RFC 5321, section 3.8: a 421 is about the server, not this mail.
  if (code < 500) return code !== 421 && (command === "RCPT TO" || command === "DATA") ? "put_off" : "busy";
  if (command === "MAIL FROM") return "sender_refused";
  if (command === "RCPT TO") return "recipient_refused";
  if (command === "DATA") return "mail_refused";
  return "strange";
}

function unanswered({ code, originalCode, command, message }: Thrown): MailFailureReason {
  const found = [originalCode, code].flatMap((one) => byNetwork.filter(([pattern]) => pattern.test(String(one ?? ""))));
  if (found[0]) return found[0][1];
  const words = String(message ?? "");
  if (/certificate|self.signed|altname/i.test(words)) return "bad_certificate";
  if (command === "STARTTLS" || /STARTTLS/.test(words)) return "no_starttls";
  if (/\b(?:SSL|TLS)\b/.test(words)) return "no_tls";
  if (code === "EAUTH") return "login_wrong";
  return code === "EPROTOCOL" ? "strange" : "cut";
}

/** Why a mail could not be handed over, as an admin is told it in words. */
export const mailFailureReasons = [
  /** There is no such name. */
  "name_not_found",
  /** Nobody listens there, or the way is barred. */
  "refused",
  "timed_out",
  "no_starttls",
  "bad_certificate",
  /** TLS does not come about, though not for a certificate: often the other kind of protection is meant. */
  "no_tls",
  "login_wrong",
  "login_needed",
  "sender_refused",
  "recipient_refused",
  /** Not for whom it is, but for what it is. */
  "mail_refused",
  /** It says that it cannot at the moment. */
  "busy",
  /** It takes mails, and wants this one later. */
  "put_off",
  "cut",
  /** It is no mail server, or one that does not keep to the rules. */
  "strange",
  /** What it says, and to whom, cannot be opened any more. */
  "unreadable",
] as const;
export type MailFailureReason = (typeof mailFailureReasons)[number];

/** Whether an error, as it is kept (its reason, and numbers), is of one mail alone: it says nothing of how others will do. */
export function isOfOneMail(error: string): boolean {
  return ["recipient_refused", "mail_refused", "put_off", "unreadable"].includes(error.split(" ")[0]!);
}

/** Nothing in it is the server's own words: those could hold an address. */
export interface MailFailure {
  reason: MailFailureReason;
  /** Of the answer: 550, 5.1.1. */
  numbers: string[];
  /** There is no use in trying again. */
  forGood: boolean;
}

/** What nodemailer throws: what is known of it. */
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

/** What went wrong with handing a mail over, from what nodemailer threw. */
export function failureOf(error: unknown): MailFailure {
  const thrown = (error ?? {}) as Thrown;
  const code = typeof thrown.responseCode === "number" ? thrown.responseCode : null;
  if (code !== null) return answered(code, thrown);
  return { reason: unanswered(thrown), numbers: [], forGood: false };
}

/** The server said no. For good is only what is about this mail: what is wrong with the login or the sender is wrong with every mail, and can be mended. */
function answered(code: number, thrown: Thrown): MailFailure {
  const more = /^\d{3}[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(String(thrown.response ?? ""))?.[1];
  const numbers = [String(code), ...(more ? [more] : [])];
  const reason = reasonOf(code, String(thrown.command ?? ""), String(thrown.code ?? ""));
  return { reason, numbers, forGood: code >= 500 && (reason === "recipient_refused" || reason === "mail_refused") };
}

function reasonOf(code: number, command: string, kind: string): MailFailureReason {
  // RFC 4954, section 6.
  if (code === 530) return "login_needed";
  if (code === 534 || code === 535 || code === 538 || (kind === "EAUTH" && code >= 500)) return "login_wrong";
  if (command === "STARTTLS") return "no_starttls";
  // RFC 5321, section 3.8: with a 421 it takes leave of everybody.
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

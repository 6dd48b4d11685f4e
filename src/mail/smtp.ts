import { createTransport } from "nodemailer";
import type { Letter } from "./outbox.ts";
import { isThisMachine, type MailWay } from "./server.ts";

/** How long the server is waited for, ms: until it is reached and greets, for each answer, and for everything together. */
export interface Patience {
  greeting: number;
  answer: number;
  all: number;
}

export const usualPatience: Patience = { greeting: 15_000, answer: 30_000, all: 90_000 };

/** Hands one mail over. Rejects with what nodemailer threw when the server has not taken it: `failureOf` reads that. */
export type SendMail = (
  way: MailWay,
  mail: Letter & { messageId: string; at: number },
  patience?: Patience,
) => Promise<void>;

/**
 * The one way mails leave this machine: to one recipient, named in the envelope, in plain text, and never unprotected but to
 * this machine itself. `ca` is the certificate that is believed (PEM), in place of those of the runtime.
 */
export function openMailer(means: { patience?: Patience; ca?: string } = {}): SendMail {
  const { ca } = means;
  return async (way, mail, patience = means.patience ?? usualPatience) => {
    if (way.security === "none" && !isThisMachine(way.host)) throw new RangeError("Mails would go unprotected");
    const transport = createTransport({
      host: way.host,
      port: way.port,
      secure: way.security === "tls",
      requireTLS: way.security === "starttls",
      ignoreTLS: way.security === "none",
      // What this machine is called is nobody's business: it says the domain of its sender.
      name: way.senderAddress.split("@")[1]!,
      ...(way.login === "" ? {} : { auth: { user: way.login, pass: way.password } }),
      tls: { rejectUnauthorized: true, minVersion: "TLSv1.2", ...(ca ? { ca } : {}) },
      connectionTimeout: patience.greeting,
      greetingTimeout: patience.greeting,
      dnsTimeout: patience.greeting,
      socketTimeout: patience.answer,
      disableFileAccess: true,
      disableUrlAccess: true,
      logger: false,
    });
    const { to, subject, text, senderName = way.senderName, messageId, at } = mail;
    const sending = transport.sendMail({
      envelope: { from: way.senderAddress, to: [to] },
      from: { name: oneLine(senderName), address: way.senderAddress },
      to: { name: "", address: to },
      subject: oneLine(subject),
      text,
      messageId,
      date: new Date(at),
      // RFC 3834, section 5: no other machine answers it.
      headers: { "Auto-Submitted": "auto-generated" },
    });
    await inTime(sending, patience.all).finally(() => transport.close());
  };
}

/** A line break would begin another header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** A server that says a little again and again would never be slow in any one answer. */
async function inTime(sending: Promise<unknown>, most: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = setTimeout(() => reject(Object.assign(new Error("Timeout"), { code: "ETIMEDOUT" })), most);
  // What becomes of it after that is of no interest any more.
  sending.catch(() => {});
  await Promise.race([sending, promise]).finally(() => clearTimeout(late));
}
